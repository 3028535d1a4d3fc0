"""Findings that touch and draw nothing, put together: a payload of a thousand characters is one thing to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sanitize._views.visible import decoded
from sanitize._views.words import described

if TYPE_CHECKING:
    from sanitize._report import Finding

_KINDS = frozenset(("invisible", "joiner", "variation", "tag", "bidi"))
_REASON = "characters that draw nothing: together they can spell something"


def together(
    rows: Iterable[tuple[int, int, Finding[Any]]], text: str | bytes
) -> Iterator[tuple[int, int, Finding[Any], int]]:
    """Yield line, column, finding and how many findings of a text it stands for."""
    line = column = count = 0
    held: Finding[Any] | None = None
    for at_line, at_column, found in rows:
        if held and found.start == held.end and _is_nothing(found) and _is_nothing(held):
            kinds = held.kind.split(", ")
            kind = held.kind if found.kind in kinds else ", ".join([*kinds, found.kind])
            held = held._replace(kind=kind, end=found.end, reason=_REASON)
            count += 1
            continue
        if held:
            yield line, column, _whole(held, text), count
        line, column, held, count = at_line, at_column, found, 1
    if held:
        yield line, column, _whole(held, text), count


def named(found: Finding[Any]) -> str:
    """Return what a finding, or some put together, are about."""
    if found.reason != _REASON:
        return described(found)
    return f"{len(decoded(found.text)):,} characters, from {found.codepoints[0]} on"


def _is_nothing(found: Finding[Any]) -> bool:
    return not found.replacement and found.replacement is not None and found.kind.split(", ")[0] in _KINDS


def _whole(found: Finding[Any], text: str | bytes) -> Finding[Any]:
    return found if len(found.text) == found.end - found.start else found._replace(text=text[found.start : found.end])
