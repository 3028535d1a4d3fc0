"""What hidden text said: characters that a reader cannot see or tell apart, read by the schemes that are in use.

Read it in this order: `payload` (what is handed back), `measure` and `codes` (how symbols are read, and how far a
reading is believed), `runs`, then a module for each scheme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanitize._hidden.inside import RULES, payloads
from sanitize._hidden.payload import Channel, Payload

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sanitize._found import RawFinding

__all__ = ["Channel", "Payload", "reveal"]


def reveal(
    original: str | bytes, found: Iterable[RawFinding], rules: bytes
) -> tuple[tuple[Payload, ...], tuple[Channel, ...]]:
    """Return what a text hides, and the choices it makes, in its own offsets; ``found`` is what some rules found."""
    if isinstance(original, str):
        return payloads(original, found if rules == RULES else None)
    # One character for each byte that is no UTF-8, so that offsets can be counted back.
    text = original.decode("utf-8", "surrogateescape")
    hidden, channels = payloads(text, None)
    places = {at for item in hidden for span in ((item.start, item.end), *item.spans) for at in span}
    places.update(at for item in channels for at in (item.start, item.end))
    offsets = _byte_offsets(text, sorted(places))
    in_bytes = tuple(
        item._replace(
            start=offsets[item.start],
            end=offsets[item.end],
            spans=tuple((offsets[start], offsets[end]) for start, end in item.spans),
        )
        for item in hidden
    )
    return in_bytes, tuple(item._replace(start=offsets[item.start], end=offsets[item.end]) for item in channels)


def _byte_offsets(text: str, places: Iterable[int]) -> dict[int, int]:
    """Return the byte offset of each of some places, which are in order."""
    offsets = {}
    done = size = 0
    for at in places:
        size += len(text[done:at].encode("utf-8", "surrogateescape"))
        done = at
        offsets[at] = size
    return offsets
