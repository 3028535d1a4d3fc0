"""Timing: several callables in turn, round after round, so that a slow moment of the machine hits all alike.

What is counted is the processor time of the thread: what else the machine does in the meantime is no one's fault.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Seconds for one call: the median of the rounds, and the half distance between the quartiles as a share of it."""

    median: float
    spread: float
    rounds: int

    @classmethod
    def of(cls, seconds: list[float]) -> Timing:
        """Summarise the seconds of the rounds."""
        ordered = sorted(seconds)
        middle = statistics.median(ordered)
        low, high = ordered[len(ordered) // 4], ordered[(3 * len(ordered)) // 4]
        return cls(middle, (high - low) / 2 / middle if middle else 0.0, len(ordered))


def once(work: Callable[[], object], calls: int = 1) -> float:
    """Return the seconds of one call, measured over `calls` of them."""
    clock = time.thread_time
    start = clock()
    for _ in range(calls):
        work()
    return (clock() - start) / calls


def calls_for(work: Callable[[], object], seconds: float) -> int:
    """Return how many calls fill about the given time."""
    taken = once(work)
    return max(1, min(1_000_000, int(seconds / max(taken, 1e-8))))


def in_turn(works: Mapping[str, Callable[[], object]], rounds: int, slice_seconds: float = 0.01) -> dict[str, Timing]:
    """Time every callable in each of `rounds` rounds; short calls are repeated to fill a slice of time."""
    counts = {name: calls_for(work, slice_seconds) for name, work in works.items()}
    seconds: dict[str, list[float]] = {name: [] for name in works}
    was_on = gc.isenabled()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, work in works.items():
                seconds[name].append(once(work, counts[name]))
    finally:
        if was_on:
            gc.enable()
    return {name: Timing.of(taken) for name, taken in seconds.items()}
