"""Pieces of a file shared among threads, with answers in the order of the pieces and few of them under way."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

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
    """Let each thread take a piece and work on it; whoever has the next one to be written writes all that are ready.

    For regular files: no signal would end a thread that waits for a pipe. What a piece, the work or the writing raises is
    raised; what was taken before a piece that raises is written.
    """
    from concurrent.futures import ThreadPoolExecutor, wait

    numbered = enumerate(pieces)
    taking, turns = threading.Lock(), _Turns(jobs, write)

    def run() -> None:
        while taken := take():
            try:
                turns.hand_over(taken[0], work(taken[1]))
            except BaseException:
                turns.stop()
                raise

    def take() -> tuple[int, _A] | None:
        with taking:
            return None if turns.is_over else next(numbered, None)

    with ThreadPoolExecutor(jobs) as pool:
        threads = [pool.submit(run) for _ in range(jobs)]
        try:
            wait(threads)
        except BaseException:  # a signal: the threads end with the pieces that they have
            turns.stop()
            raise
        for thread in threads:
            thread.result()


class _Turns(Generic[_B]):
    """Writes answers in their order. No thread waits for another while few are ready: on a busy machine it is called late."""

    def __init__(self, few: int, write: Callable[[_B], None]) -> None:
        self._few = few
        self._write = write
        self._changed = threading.Condition()
        self._ready: dict[int, _B] = {}
        self._written = 0
        self._is_writing = False
        self.is_over = False

    def hand_over(self, number: int, answer: _B) -> None:
        """Take an answer, and write what may be written now, unless another thread does."""
        with self._changed:
            self._ready[number] = answer
            self._changed.wait_for(lambda: self.is_over or len(self._ready) <= self._few or self._may_write())
            while self._may_write():
                self._is_writing = True
                answer = self._ready.pop(self._written)
                self._changed.release()
                try:
                    self._write(answer)
                finally:
                    self._changed.acquire()
                    self._is_writing = False
                self._written += 1
                self._changed.notify_all()

    def _may_write(self) -> bool:
        return not self.is_over and not self._is_writing and self._written in self._ready

    def stop(self) -> None:
        """Write no more."""
        with self._changed:
            self.is_over = True
            self._changed.notify_all()
