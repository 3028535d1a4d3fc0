"""Findings for people and for programs: one line each, a table, or JSON; nothing raw from the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from sanitize._report import Finding, Report

WIDEST = 40
"""Columns that a span may take before it is cut short."""
SCHEMA = "sanitize.inspect/1"


def visible(text: str | bytes) -> str:
    """Return a span so that each of its characters can be seen, cut short when it is long."""
    chars = text if isinstance(text, str) else text.decode("utf-8", "surrogateescape")
    parts: list[str] = []
    size = 0
    for char in chars:
        part = _visible(char)
        size += len(part)
        if size > WIDEST:
            parts.append("...")
            break
        parts.append(part)
    return "".join(parts)


def _visible(char: str) -> str:
    cp = ord(char)
    if 0xDC80 <= cp <= 0xDCFF:
        return f"\\x{cp - 0xDC00:02x}"
    if char == " ":
        return "\N{OPEN BOX}"
    if not char.isprintable():
        return f"<U+{cp:04X}>"
    import unicodedata

    return "\N{DOTTED CIRCLE}" + char if unicodedata.category(char).startswith("M") else char


def described(finding: Finding[Any]) -> str:
    """Return what a finding is about: its characters with their names."""
    points = finding.codepoints
    if not points:
        return f"{len(finding.text)} malformed byte{'s' if len(finding.text) > 1 else ''}"
    more = f" and {len(points) - 1} more" if len(points) > 1 else ""
    return f"{points[0]}{more}"


def becomes(finding: Finding[Any]) -> str:
    """Return what a finding's text becomes."""
    if finding.replacement is None:
        return "reported"
    return f"becomes {visible(finding.replacement)}" if finding.replacement else "removed"


class Places:
    """Line and column of each finding, counted on through the pieces of a file."""

    def __init__(self) -> None:
        self.line = 1
        self.column = 1

    def through(self, report: Report[bytes]) -> Iterator[tuple[int, int, Finding[bytes]]]:
        """Yield line and column (code points, from 1) with each finding of the next piece."""
        done = 0
        for finding in report:
            self._pass(report.original[done : finding.start])
            yield self.line, self.column, finding
            done = finding.start
        self._pass(report.original[done:])

    def _pass(self, data: bytes) -> None:
        feeds = data.count(b"\n")
        if feeds:
            self.line += feeds
            self.column = 1
            data = data[data.rfind(b"\n") + 1 :]
        self.column += len(data.decode("utf-8", "replace"))


def line(name: str, row: int, column: int, finding: Finding[Any]) -> str:
    """Return the one line that `check` prints for a finding."""
    where = click.style(f"{name}:{row}:{column}:", bold=True)
    kind = click.style(finding.kind, fg="yellow" if finding.replacement is None else "red")
    return f"{where} {kind}: {described(finding)}: {finding.reason} ({becomes(finding)})"


def table(counts: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Yield the counts by kind, aligned."""
    for kind, number in counts:
        yield f"  {number:>8,}  {kind}"


def as_json(finding: Finding[bytes], row: int, column: int, base: int) -> dict[str, object]:
    """Return a finding as JSON holds it; offsets are bytes of the file."""
    return {
        "kind": finding.kind,
        "line": row,
        "column": column,
        "start": base + finding.start,
        "end": base + finding.end,
        "text": finding.text.decode("utf-8", "backslashreplace"),
        "codepoints": [{"code": f"U+{point.cp:04X}", "name": point.name} for point in finding.codepoints],
        "action": finding.action,
        "replacement": None if finding.replacement is None else finding.replacement.decode("utf-8", "backslashreplace"),
        "reason": finding.reason,
    }
