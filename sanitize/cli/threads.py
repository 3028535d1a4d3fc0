"""Pieces of a file shared among threads, with answers in the order of the pieces and few of them under way."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

_A = TypeVar("_A")
_B = TypeVar("_B")


def answers(pieces: Iterable[_A], jobs: int, work: Callable[[_A], _B]) -> Iterator[_B]:
    """Yield the answers for pieces that whoever asks takes from one thread: it may wait for a pipe, and hears signals."""
    from concurrent.futures import ThreadPoolExecutor

    under_way: deque[Future[_B]] = deque()
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for piece in pieces:
                under_way.append(pool.submit(work, piece))
                if len(under_way) > 2 * jobs:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()


def in_turn(pieces: Iterator[_A], jobs: int, work: Callable[[_A], _B], write: Callable[[_B], None]) -> None:
    """Let each thread take a piece, work on it and write it: a piece stays near one processor from reading to writing.

    For regular files: no signal would end a thread that waits for a pipe. What a piece, the work or the writing raises is
    raised; what was taken before is written.
    """
    from concurrent.futures import ThreadPoolExecutor, wait

    numbered = enumerate(pieces)
    taking, turn = threading.Lock(), threading.Condition()
    written = 0
    is_over = False

    def run() -> None:
        while taken := take():
            try:
                hand_over(taken[0], work(taken[1]))
            except BaseException:
                stop()
                raise

    def take() -> tuple[int, _A] | None:
        with taking:
            return None if is_over else next(numbered, None)

    def hand_over(number: int, answer: _B) -> None:
        nonlocal written
        with turn:
            turn.wait_for(lambda: written == number or is_over)
            if not is_over:
                write(answer)
                written += 1
                turn.notify_all()

    def stop() -> None:
        nonlocal is_over
        with turn:
            is_over = True
            turn.notify_all()

    with ThreadPoolExecutor(jobs) as pool:
        threads = [pool.submit(run) for _ in range(jobs)]
        try:
            wait(threads)
        except BaseException:  # a signal: the threads end with the pieces that they have
            stop()
            raise
        for thread in threads:
            thread.result()
