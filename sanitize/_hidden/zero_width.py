"""Characters that draw nothing, as the digits of numbers: two to eight of them, in the orders that encoders use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from math import log2

from sanitize._hidden.codes import Reading, read
from sanitize._hidden.payload import HIGH, Payload
from sanitize._hidden.runs import Run, arrangements, joined, payload

MEMBERS = frozenset(
    map(
        chr,
        (
            0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x200B, 0x2010),
            *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x2800, 0x3164, 0xFEFF, 0xFFA0, *range(0xFFF0, 0xFFFC),
            *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B),
        ),
    )
)  # fmt: skip
"""Default_Ignorable_Code_Point but for selectors and tags, the annotation characters and the Braille blank."""

KNOWN = (
    "\u200b\u200c", "\u200c\u200b", "\u200c\u200d", "\u200d\u200c", "\u200b\u200d", "\u200d\u200b", "\u200b\ufeff", "\ufeff\u200b",
    "\u2060\ufeff", "\u200b\u2060", "\u200c\u2060", "\u2062\u2064", "\u2063\u2064", "\u200e\u200f", "\u202a\u202c",
    "\u200b\u200c\u200d", "\u200c\u200d\u2060", "\u200c\u200d\ufeff", "\u200c\u200d\u2060\ufeff", "\u200b\u200c\u200d\ufeff", "\u200b\u200c\u200d\u2060",
    "\u200c\u200d\u200e\u200f", "\u200c\u200d\u202c\ufeff", "\u2061\u2062\u2063\u2064", "\u200b\u200c\u200d\u200e\u200f",
    "\u200c\u200d\u2061\u2062\u2063\u2064", "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\ufeff",
)  # fmt: skip
"""Alphabets in use, in the order of their values; the first of a pair is 0."""

_PLACES = 1 << 20
"""Characters that one may stand behind, or not."""
_SHORTEST, _TELLING, _SCATTERED = 8, 8, 64.0
"""Symbols in a run that may say something by itself; so many different ones in one run are no accident; nor are
so many bits that are spread over the text."""


def payloads(text: str, runs: Sequence[Run]) -> Iterator[Payload]:
    """Yield what the zero-width characters that were found spell, or all in the text where only that reads.

    A text in Persian or an emoji takes some for its own, and a payload's may stand in such a place.
    """
    if not runs:
        return
    if len({char for run in runs for char in set(run.symbols)}) == 1:
        if reading := _presence(text, runs[0].symbols[0]):
            yield payload("zero-width", runs, reading, arrangements((len(runs), len(text) - len(runs))))
        return
    every = [Run(found.start(), found.group()) for found in re.finditer(f"[{''.join(MEMBERS)}]+", text)]
    groups = list(joined(runs, _read, _SHORTEST))
    if len(every) != len(runs) and not any(reading for _, reading in groups):
        groups = [(every, _read("".join(run.symbols for run in every)))]
        if groups[0][1] is None:
            groups = [(runs, None)]
    for group, reading in groups:
        counts = Counter(char for run in group for char in run.symbols)
        size = counts.total()
        if reading:
            yield payload("zero-width", group, reading, size * log2(max(2, len(reading.alphabet))))
        elif len(counts) > 1 and (_is_telling(group) or arrangements(counts.values()) >= _SCATTERED):
            yield payload("zero-width", group, None, size * log2(len(counts)))


def _read(symbols: str) -> Reading | None:
    return read(symbols, KNOWN)


def _presence(text: str, mark: str) -> Reading | None:
    """Return what one character says by standing behind a letter, or a word, or not."""
    best: Reading | None = None
    for places, pattern in (("characters", f"[^{mark}]({mark}?)"), ("words", f"[^{mark} ]({mark}?)(?: |$)")):
        bits = "".join("1" if found[1] else "0" for found in islice(re.finditer(pattern, text, re.DOTALL), _PLACES))
        used = bits.strip("0")
        for part in (used, used[1:-1]):
            reading = read(part, ("01",)) if len(part) >= _SHORTEST else None
            if reading and reading.gain >= HIGH and (best is None or reading.gain > best.gain):
                best = reading._replace(how=f"there or not after {places}: {reading.how}", alphabet=("", mark))
    return best


def _is_telling(runs: Sequence[Run]) -> bool:
    """Tell whether one run has more symbols, and more different ones, than an accident leaves."""
    return any(len(run.symbols) >= _TELLING and len(set(run.symbols)) > 1 for run in runs)
