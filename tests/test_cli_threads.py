"""Pieces shared among threads: the order stays, and trouble anywhere ends all of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from sanitize.cli.threads import answers, in_turn


def numbers(stop: int = 200, fail: int = -1) -> Iterator[int]:
    for number in range(stop):
        if number == fail:
            raise OSError("read")
        yield number


def slow_square(number: int) -> int:
    time.sleep((number * 7 % 5) / 2000)
    return number * number


@pytest.mark.parametrize("jobs", [1, 2, 3, 7])
def test_answers_come_in_order(jobs: int) -> None:
    squares = [number * number for number in range(200)]
    assert list(answers(numbers(), jobs, slow_square)) == squares
    written: list[int] = []
    in_turn(numbers(), jobs, slow_square, written.append)
    assert written == squares
    in_turn(iter(()), jobs, slow_square, written.append)


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_what_was_read_before_trouble_is_written(jobs: int) -> None:
    written: list[int] = []
    with pytest.raises(OSError, match="read"):
        in_turn(numbers(fail=50), jobs, slow_square, written.append)
    assert written == [number * number for number in range(50)]
    got: list[int] = []
    with pytest.raises(OSError, match="read"):
        got.extend(answers(numbers(fail=50), jobs, slow_square))


@pytest.mark.parametrize("jobs", [1, 2, 5])
@pytest.mark.parametrize("where", ["work", "write"])
def test_trouble_ends_all_and_nothing_is_written_behind_it(jobs: int, where: str) -> None:
    written: list[int] = []

    def work(number: int) -> int:
        if where == "work" and number == 20:
            raise ValueError("work")
        return slow_square(number)

    def write(answer: int) -> None:
        if where == "write" and answer == 400:
            raise ValueError("write")
        written.append(answer)

    before = threading.active_count()
    with pytest.raises(ValueError, match=where):
        in_turn(numbers(100_000), jobs, work, write)
    assert threading.active_count() == before
    assert written == [number * number for number in range(len(written))]
    assert len(written) <= 20


def test_few_pieces_are_under_way() -> None:
    taken = 0

    def pieces() -> Iterator[int]:
        nonlocal taken
        for number in range(300):
            taken += 1
            yield number

    written: list[int] = []

    def write(answer: int) -> None:
        written.append(answer)
        assert taken - len(written) <= 3 * 4

    in_turn(pieces(), 4, slow_square, write)
    for done, _ in enumerate(answers(pieces(), 4, slow_square)):
        assert taken - 300 - done <= 10
