"""Lines and columns, as editors count them: from 1, in code points, and only LF ends a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from sanitize._report import Finding, Report


class At(NamedTuple):
    """Where something stands: its line and column, in a piece of a text that begins at an offset.

    ``number`` is how many findings it stands for.
    """

    line: int
    column: int
    base: int = 0
    number: int = 1


class Places:
    """Line and column, counted on through the pieces of a text."""

    def __init__(self) -> None:
        self.line = 1
        self.column = 1

    def through(self, report: Report[Any]) -> Iterator[tuple[int, int, Finding[Any]]]:
        """Yield line and column with each finding of the next piece."""
        done = 0
        for finding in report:
            self.pass_over(report.original[done : finding.start])
            yield self.line, self.column, finding
            done = finding.start
        self.pass_over(report.original[done:])

    def pass_over(self, text: str | bytes) -> None:
        """Go on to behind a text."""
        data = text if isinstance(text, str) else text.decode("utf-8", "replace")
        feeds = data.count("\n")
        if feeds:
            self.line += feeds
            self.column = len(data) - data.rfind("\n")
        else:
            self.column += len(data)


def after(line: int, column: int, text: str | bytes) -> tuple[int, int]:
    """Return the line and column behind a text that begins at a line and column."""
    places = Places()
    places.line, places.column = line, column
    places.pass_over(text)
    return places.line, places.column
