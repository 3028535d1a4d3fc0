"""What changed, as a unified diff to be read: what went or became something else is shown by its number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from sanitize._views.visible import decoded, point, safe

if TYPE_CHECKING:
    from sanitize._report import Report

_LONG = 16
"""Characters that changed in a row, of which all are shown."""
_CONTEXT = 3
"""Lines around a change."""


class _Block(NamedTuple):
    """Lines that changed: their span in the original and in the cleaned text, and the edits in them."""

    start: int
    end: int
    to: int
    to_end: int
    first: int
    last: int


class _Count:
    """The number of a line, counted on from the last that was asked for."""

    def __init__(self, text: Any, feed: Any, before: int) -> None:
        self._text, self._feed = text, feed
        self._done, self._lines = 0, before + 1

    def at(self, offset: int) -> int:
        """Return the number of the line that an offset is on; offsets only grow."""
        self._lines += self._text.count(self._feed, self._done, offset)
        self._done = offset
        return self._lines


def unified(
    report: Report[Any], before: str = "original", after: str = "cleaned", base: tuple[int, int] = (0, 0)
) -> Iterator[str]:
    """Yield the lines of a diff, each with its line feed; none where nothing changed.

    ``base`` are the lines of the original and of the cleaned text that come before.
    """
    hunk: list[_Block] = []
    headed = False
    feed = _feed(report)
    counts = _Count(report.original, feed, base[0]), _Count(report.cleaned, feed, base[1])
    for block in _blocks(report):
        if hunk and report.original[hunk[-1].end : block.start].count(feed) > 2 * _CONTEXT:
            yield from _hunk(report, hunk, counts)
            hunk = []
        if not headed:
            yield f"--- {before}\n"
            yield f"+++ {after}\n"
            headed = True
        hunk.append(block)
    if hunk:
        yield from _hunk(report, hunk, counts)


def _feed(report: Report[Any]) -> Any:
    return "\n" if isinstance(report.original, str) else b"\n"


def _blocks(report: Report[Any]) -> Iterator[_Block]:
    """Yield the lines that changed: a block begins and ends at line feeds that no edit touches."""
    old, feed = report.original, _feed(report)
    current: _Block | None = None
    for number, edit in enumerate(report.edits):
        if current is None or edit.start >= current.end:
            if current:
                yield current
            start = old.rfind(feed, 0, edit.start) + 1
            current = _Block(start, start, report.to_cleaned(start), 0, number, number)
        if edit.end >= current.end:
            end = old.find(feed, edit.end) + 1 or len(old)
            current = current._replace(end=end, to_end=report.to_cleaned(end))
        current = current._replace(last=number)
    if current:
        yield current


def _hunk(report: Report[Any], blocks: list[_Block], counts: tuple[_Count, _Count]) -> Iterator[str]:
    old, new, feed = report.original, report.cleaned, _feed(report)
    start, end = blocks[0].start, blocks[-1].end
    for _ in range(_CONTEXT):
        start = old.rfind(feed, 0, start - 1) + 1 if start else 0
        end = old.find(feed, end) + 1 or len(old)
    lead = old[start : blocks[0].start]
    tail = old[blocks[-1].end : end]
    rows: list[str] = [f" {line}" for line in _lines(decoded(lead))]
    done = blocks[0].start
    for block in blocks:
        rows += (f" {line}" for line in _lines(decoded(old[done : block.start])))
        rows += (f"-{line}" for line in _marked(report, block))
        rows += (f"+{line}" for line in _lines(decoded(new[block.to : block.to_end])))
        done = block.end
    rows += (f" {line}" for line in _lines(decoded(tail)))
    removed, added = (sum(row[0] in signs for row in rows) for signs in (" -", " +"))
    line, to = counts[0].at(start), counts[1].at(blocks[0].to) - lead.count(feed)
    yield f"@@ -{line},{removed} +{to},{added} @@\n"
    for row in rows:
        yield f"{row}\n"


def _lines(text: str) -> list[str]:
    return [safe(line) for line in text.removesuffix("\n").split("\n")] if text else []


def _marked(report: Report[Any], block: _Block) -> list[str]:
    """Return the original lines of a block, with what changed by its numbers."""
    parts: list[str] = []
    start = done = block.start  # of what changed, several edits that touch as one
    for edit in report.edits[block.first : block.last + 1]:
        if edit.start > done:
            parts += (_numbered(report.original[start:done]), _safe(report.original[done : edit.start]))
            start = edit.start
        done = edit.end
    parts += (_numbered(report.original[start:done]), _safe(report.original[done : block.end]))
    return "".join(parts).removesuffix("\n").split("\n")


def _numbered(text: str | bytes) -> str:
    """Return what changed by its numbers, ASCII beside them as it is; the middle of a long run is left out."""
    span = decoded(text)
    is_plain = all(map(_is_plain, span))  # nothing but ASCII, which looks like something else
    shown = [char if _is_plain(char) and not is_plain else point(char) + "\n" * (char == "\n") for char in span]
    if len(shown) > _LONG and "\n" not in span:
        shown[_LONG // 2 : -_LONG // 4] = [f"<{len(shown) - _LONG // 2 - _LONG // 4:,} more>"]
    return "".join(shown)


def _is_plain(char: str) -> bool:
    return "!" <= char <= "~"


def _safe(text: str | bytes) -> str:
    """Return text as a screen shows it, in its lines."""
    return "\n".join(map(safe, decoded(text).split("\n")))
