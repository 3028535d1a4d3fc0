"""Where hidden characters stand: runs of them, put together when they spell one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import lgamma, log
from typing import NamedTuple, TypeAlias

from sanitize._hidden.codes import Reading
from sanitize._hidden.payload import HIGH, SPANS, SYMBOLS, Channel, Payload, confidence

_TRIED = 64
"""Different runs that are read one by one; beyond that only all together are."""
_FEW = 8
"""Runs that each may be a payload of their own, though together they read as well."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Reader: TypeAlias = Callable[[str], "Reading | None"]


class Run(NamedTuple):
    """A span of a text whose characters carry symbols."""

    start: int
    symbols: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.symbols)


def around(text: str, spans: Iterable[tuple[int, int]], members: frozenset[str]) -> Iterator[Run]:
    """Yield the runs of certain characters that something was found in."""
    done = 0
    for first, last in spans:
        at = max(first, done)
        while at < last:
            if text[at] not in members:
                at += 1
                continue
            start = at
            while start > done and text[start - 1] in members:
                start -= 1
            while at < len(text) and text[at] in members:
                at += 1
            done = at
            yield Run(start, text[start:at])


def joined(runs: Sequence[Run], readable: Reader, shortest: int) -> Iterator[tuple[Sequence[Run], Reading | None]]:
    """Yield the runs as payloads: each for itself where that reads better, else all as one."""
    whole = readable("".join(run.symbols for run in runs))
    longer = [run for run in runs if len(run.symbols) >= shortest]
    if longer and (len(longer) > 1 or len(runs) > 1):
        kinds = {run.symbols for run in longer}
        if len(kinds) <= _TRIED:
            readings = {symbols: readable(symbols) for symbols in kinds}
            apart = sum(max(0.0, reading.gain) for reading in readings.values() if reading)
            each = 1 < len(longer) <= _FEW and all(reading and reading.gain >= HIGH for reading in readings.values())
            if each or apart > (whole.gain if whole else 0.0):
                for run in longer:
                    yield [run], readings[run.symbols]
                return
    yield runs, whole


def arrangements(counts: Iterable[int]) -> float:
    """Return the bits that so many of each symbol carry by their order alone: log2 of the multinomial."""
    numbers = list(counts)
    return max(0.0, (lgamma(sum(numbers) + 1) - sum(lgamma(number + 1) for number in numbers)) / log(2))


def inserted(text: str, runs: Sequence[Run]) -> Channel:
    """Return what characters that draw nothing could carry by where they stand, though they spell nothing known."""
    counts = Counter(char for run in runs for char in run.symbols)
    others = sorted(counts)
    slots = max(1, len(text) - counts.total())
    numbers = {form: _DIGITS[min(value, len(_DIGITS) - 1)] for value, form in enumerate(others, 1)}
    symbols = "".join(numbers[char] for run in runs[:SYMBOLS] for char in run.symbols[:SYMBOLS])
    return Channel(
        target="",
        alphabet=("", *others),
        slots=slots,
        symbols=symbols[:SYMBOLS],
        start=runs[0].start,
        end=max(run.end for run in runs),
        capacity=round(arrangements((*counts.values(), slots)) + len(others), 1),
    )


def payload(scheme: str, runs: Sequence[Run], reading: Reading | None, capacity: float) -> Payload:
    """Return what some runs say."""
    symbols = ""
    for run in runs:
        symbols += run.symbols[: SYMBOLS - len(symbols)]
        if len(symbols) >= SYMBOLS:
            break
    return Payload(
        scheme=scheme,
        variant=reading.how if reading else "no known scheme fits",
        confidence=confidence(reading.gain) if reading else "low",
        text=reading.text if reading else None,
        data=reading.data if reading else None,
        start=runs[0].start,
        end=runs[-1].end,
        places=len(runs),
        spans=tuple((run.start, run.end) for run in runs[:SPANS]),
        symbols=symbols,
        alphabet=reading.alphabet if reading else tuple(sorted(set(symbols))),
        capacity=round(capacity, 1),
    )
