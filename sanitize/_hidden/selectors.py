"""Variation selectors: 256 of them, one for each byte, or sixteen, one for each half of a byte."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanitize._hidden.codes import Reading, gain_of, read, spelled
from sanitize._hidden.payload import Payload
from sanitize._hidden.runs import Run, joined, payload

_LOW, _HIGH = 0xFE00, 0xE0100
_SIXTEEN = "".join(map(chr, range(_LOW, _LOW + 16)))
MEMBERS = frozenset((*_SIXTEEN, *map(chr, range(_HIGH, _HIGH + 240))))
_PRESENTATION = "\ufe0e\ufe0f"
"""What an emoji before the payload, or a marker behind it, may have of its own."""
_SHORTEST, _TELLING = 3, 8
"""Selectors in a run that may say something by itself; and so many of them in one run are no accident."""


def payloads(runs: Sequence[Run]) -> Iterator[Payload]:
    """Yield what the variation selectors in a text spell."""
    if not runs:
        return
    for group, reading in joined(runs, _best, _SHORTEST):
        size = sum(len(run.symbols) for run in group)
        if reading:
            yield payload("selectors", group, reading, 8.0 * size)
        elif any(len(run.symbols) >= _TELLING for run in group):
            found = payload("selectors", group, None, 8.0 * size)
            yield found._replace(data=_bytes("".join(run.symbols for run in group)))


def _best(symbols: str) -> Reading | None:
    """Return the best reading, with and without a selector of an emoji at either end."""
    readings = [reading for part in _parts(symbols) for reading in (_spelled(part, 0), _spelled(part, 16))]
    if set(symbols) <= set(_SIXTEEN):
        readings.append(read(symbols, (_SIXTEEN,)))
    found = [reading for reading in readings if reading and reading.gain > 0]
    return max(found, key=lambda reading: reading.gain, default=None)


def _parts(symbols: str) -> Iterator[str]:
    yield symbols
    inside = symbols
    if inside[:1] in _PRESENTATION:
        inside = inside[1:]
    if inside[-1:] in _PRESENTATION:
        inside = inside[:-1]
    if inside != symbols:
        yield inside


def _spelled(symbols: str, shift: int) -> Reading | None:
    """Return the UTF-8 whose bytes are the selectors' numbers, or the numbers of the supplement alone."""
    data = _bytes(symbols)
    if shift:
        if any(value < shift for value in data):
            return None
        data = bytes(value - shift for value in data)
    found = spelled(data)
    if found is None:
        return None
    text, price, rest = found
    gain = gain_of(8.0 * len(text.encode()), text, price + 6.0 * bool(shift))
    if gain is None:
        return None
    how = f"one byte each, {'U+E0100' if shift else 'VS1'} is 0"
    return Reading(gain, text, f"{how}, UTF-8{rest}", data, tuple(sorted(set(symbols))))


def _bytes(symbols: str) -> bytes:
    """Return the bytes of the mapping VS1 to VS256."""
    return bytes((cp - _HIGH + 16 if cp >= _HIGH else cp - _LOW) for cp in map(ord, symbols))
