"""Tag characters: U+E0020 to U+E007E mirror ASCII (Unicode section 23.9), and are drawn nowhere outside a flag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanitize._hidden.codes import Reading, gain_of
from sanitize._hidden.payload import Payload
from sanitize._hidden.runs import Run, joined, payload

_BASE = 0xE0000
MEMBERS = frozenset(map(chr, range(_BASE, _BASE + 0x80)))
_BEGIN, _CANCEL = chr(_BASE + 1), chr(_BASE + 0x7F)
_SHORTEST = 3
"""Tags in a run that may say something by itself."""


def payloads(runs: Sequence[Run]) -> Iterator[Payload]:
    """Yield what the tags in a text spell."""
    if not runs:
        return
    for group, reading in joined(runs, _spelled, _SHORTEST):
        yield payload("tags", group, reading, 7.0 * sum(len(run.symbols) for run in group))


def _spelled(symbols: str) -> Reading | None:
    """Return the ASCII that tags mirror: no other reading competes with it."""
    data = bytes(ord(char) - _BASE for char in symbols.strip(_BEGIN + _CANCEL))
    text = data.decode("ascii")
    gain = gain_of(7.0 * len(data), text)
    if gain is None:
        return None
    return Reading(gain, text, "one character each, ASCII", data, tuple(sorted(set(symbols))))
