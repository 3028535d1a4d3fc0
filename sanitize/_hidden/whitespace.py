"""Blanks at the ends of lines: spaces and tabs as bits, and counts of spaces between tabs (SNOW)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from sanitize._hidden.codes import Reading, read
from sanitize._hidden.payload import HIGH, Payload
from sanitize._hidden.runs import Run, arrangements, payload

_TELLING = 64.0
"""Bits in the order of tabs and spaces that are no accident."""
_LINES = 1 << 20
"""Lines whose ends are looked at."""


def payloads(text: str) -> Iterator[Payload]:
    """Yield what blanks at the ends of lines spell."""
    runs, ends = _trailing(text)
    if not runs:
        return
    symbols = "".join(run.symbols for run in runs)
    readings = [_bits(symbols, 0), *(_bits(symbols[skip:], skip) for skip in (1, 3)), _counts(runs)]
    best = max((found for found in readings if found), key=lambda reading: reading.gain, default=None)
    capacity = arrangements((symbols.count(" "), symbols.count("\t")))
    present = read(ends, (" |", "| "))
    if present and present.gain >= HIGH and (best is None or present.gain > best.gain):
        best = present._replace(how=f"a blank at the end of a line or none: {present.how}", alphabet=("|", " "))
        capacity = float(len(ends))
    if best or capacity >= _TELLING:
        yield payload("whitespace", runs, best, capacity)


def _trailing(text: str) -> tuple[list[Run], str]:
    """Return the blanks that end lines, and for each line a bar, or a space where there are any."""
    runs = []
    marks = []
    at = 0
    for line in islice(_lines(text), _LINES):
        bare = line.rstrip("\r\n")
        kept = len(bare.rstrip(" \t"))
        if kept < len(bare):
            runs.append(Run(at + kept, bare[kept:]))
        marks.append(" " if kept < len(bare) else "|")
        at += len(line)
    return runs, "".join(marks)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text, with their ends."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _bits(symbols: str, skipped: int) -> Reading | None:
    found = read(symbols, (" \t", "\t ")) if " " in symbols and "\t" in symbols else None
    return found and found._replace(gain=found.gain - skipped)


def _counts(runs: Sequence[Run]) -> Reading | None:
    """Return what SNOW reads: after a first tab, the spaces before each tab or line end are three bits."""
    octal = []
    started = False
    for run in runs:
        blanks = run.symbols
        if not started:
            if "\t" not in blanks:
                continue
            started, blanks = True, blanks[blanks.index("\t") + 1 :]
        groups = blanks.split("\t")
        octal += [len(group) for group in (groups if groups[-1] else groups[:-1])]
    if not octal or max(octal) > 7:
        return None
    bits = "".join(format(number, "03b") for number in octal)
    backwards = "".join(format(number, "03b")[::-1] for number in octal)
    found = [reading for part in (bits, backwards) if (reading := read(part, ("01",)))]
    best = max(found, key=lambda reading: reading.gain, default=None)
    return best and best._replace(how=f"spaces between tabs as three bits: {best.how}", alphabet=(" ", "\t"))
