"""Findings for people: one line each, or with the text around them; nothing raw from the text."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

from sanitize._views.places import At, Places
from sanitize._views.together import named, together
from sanitize._views.visible import UNSEEN, WIDEST, cells, decoded, fitted, fitted_end, numbers, plural, visible, width
from sanitize._views.words import becomes, bits, carried, chosen, sentence, spoken
from sanitize.cli.files import label
from sanitize.cli.formats import Format, Summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sanitize import Finding, Payload
    from sanitize.cli.console import Console

__all__ = [
    "Places",
    "Text",
    "cells",
    "entry",
    "file_line",
    "fitted",
    "fitted_end",
    "line",
    "plural",
    "summary",
    "width",
]

_INDENT = 8
_AROUND = 120
"""Bytes of a line that are looked at on each side of a finding: more than fits on a screen."""
_ROW = 200
"""Findings that are held together; so many fit under no line."""
_PLACES = 6
"""Columns of a line that are listed for the same character."""
_CHOICES = 5
"""Choices among look-alikes that are listed."""


class Text(Format):
    """Findings with the text around them, as they come."""

    listed = 0

    def open(self, name: str) -> None:
        super().open(name)
        self.console.text(self.console.style(label(name), bold=True) + "\n")
        self._row: list[tuple[int, int, Finding[bytes]]] = []
        self._of = b""

    def groups(
        self, found: Iterator[tuple[int, int, Finding[bytes]]]
    ) -> Iterator[tuple[int, int, Finding[bytes], int]]:
        return together(found, self.piece)

    def finding(self, found: Finding[bytes], at: At) -> None:
        if self._row and (self._row[0][0] != at.line or len(self._row) >= _ROW):
            self.flush()
        self._row.append((at.line, at.column, found))
        self._of = self.piece
        self.listed += at.number

    def flush(self) -> None:
        """Print the findings of a line: under it, where it fits on the screen, else each with what stands around it."""
        row, self._row = self._row, []
        if not row:
            return
        columns = shutil.get_terminal_size().columns
        block = _block(self.console, row, self._of, columns) if len(row) < _ROW else None
        if block is None:
            block = "".join(entry(self.console, *one, self._of, columns) for one in row)
        self.console.text(block)


def summary(console: Console, known: Summary, listed: int, columns: int) -> str:
    """Return what follows a file's findings: what hidden text says, the choices, and the counts."""
    total = sum(known.counts.values())
    parts = [f"  ... {total - listed:,} more: --limit 0 lists all\n"] if total > listed else []
    for found in known.hidden:
        parts += _hidden(console, found.payload, f"{found.at.line}:{found.at.column}", 2, columns)
    if known.choices:
        parts.append(console.style("  choices among what looks the same", bold=True) + "\n")
        best = [channel for channel, _ in known.choices]
        parts += (_wrapped(f"    {chosen(channel)}", columns) + "\n" for channel in best[:_CHOICES])
        parts += [f"    ... {len(best) - _CHOICES} more\n"] if len(best) > _CHOICES else []
    parts.append(f"  {plural(total, 'finding')}" if total else "  clean")
    parts.append(f", {bits(known.capacity)} could be hidden in it\n" if known.capacity else "\n")
    parts += (f"  {number:>8,}  {kind}\n" for kind, number in sorted(known.counts.items(), key=lambda item: -item[1]))
    return "".join(parts)


def _hidden(console: Console, payload: Payload, where: str, indent: int, columns: int) -> list[str]:
    """Return what a payload says, and what is inside it."""
    margin = " " * indent
    title = f"{margin}{console.style('hidden text', fg='magenta', bold=True)} {where}  "
    rest = textwrap.wrap(carried(payload), max(columns - 1 - indent - 14 - len(where), 20), break_on_hyphens=False)
    lines = [title + rest[0] + "\n", *(f"{margin}    {more}\n" for more in rest[1:])]
    row = spoken(payload)
    room = max(columns - 1 - indent - 4, 20)
    while row:
        taken = _chunk(row, room)
        lines.append(f"{margin}    {console.style(''.join(row[:taken]), fg='magenta')}\n")
        row = row[taken:]
    for inner in payload.inner:
        lines += _hidden(console, inner, "inside it", indent + 4, columns)
    return lines


def _chunk(row: list[str], room: int) -> int:
    """Return how many cells fit into a line, one at least."""
    taken = size = 0
    while taken < len(row) and size + width(row[taken]) <= room:
        size += width(row[taken])
        taken += 1
    return max(taken, 1)


def file_line(console: Console, name: str, known: Summary) -> str:
    """Return the one line that sums a file up."""
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(known.counts.items(), key=lambda item: -item[1]))
    hidden = console.style(f"; {plural(len(known.hidden), 'hidden text')}", fg="magenta") if known.hidden else ""
    return f"{console.style(name, bold=True)}: {plural(sum(known.counts.values()), 'finding')}: {kinds}{hidden}\n"


def line(console: Console, name: str, row: int, column: int, finding: Finding[bytes]) -> str:
    """Return the one line that `check` prints for a finding."""
    where = console.style(f"{name}:{row}:{column}:", bold=True)
    kind = console.style(finding.kind, fg=_hue(finding))
    return f"{where} {kind}: {sentence(finding)}\n"


def _hue(finding: Finding[bytes]) -> str:
    return "yellow" if finding.replacement is None else "red"


def entry(console: Console, row: int, column: int, finding: Finding[bytes], data: bytes, columns: int) -> str:
    """Return a finding with the line around it and a caret, for a screen so many columns wide.

    ``data`` is what the finding's offsets are in.
    """
    hue = _hue(finding)
    where = f"  {row}:{column}".ljust(_INDENT)
    title = _wrapped(f"{where} {finding.kind}  {named(finding)}", columns)
    title = title.replace(f" {finding.kind} ", f" {console.style(finding.kind, fg=hue, bold=True)} ", 1)
    before, span, after = _around(finding, data, columns - _INDENT - 2)
    margin = " " * (_INDENT + 1)
    under = margin + " " * width(before) + console.style("^" * max(1, width(span)), fg=hue)
    says = f"{becomes(finding)}: {finding.reason}"
    if _INDENT + 1 + width(before + span) + 1 + width(says) < columns:
        under += f" {says}"
    else:
        under += "\n" + _wrapped(margin + says, columns)
    return f"{title}\n{margin}{before}{console.style(span, fg=hue, bold=True)}{after}\n{under}\n"


def _block(console: Console, row: list[tuple[int, int, Finding[bytes]]], data: bytes, columns: int) -> str | None:
    """Return a line with carets under all that was found on it, and what that is; nothing for a line that is too long."""
    first, last = row[0][2], row[-1][2]
    start = data.rfind(b"\n", 0, first.start) + 1
    end = data.find(b"\n", last.end)
    end = len(data) if end < 0 else end
    room = columns - _INDENT - 2
    if b"\n" in data[start : last.end] or end - start > 4 * room:
        return None
    shown, carets, done = "", "", start
    size = 0
    for _, _, one in row:
        before = "".join(cells(decoded(data[done : one.start]).replace("\t", " ")))
        span = _span(one, room)
        shown += before + console.style(span, fg=_hue(one), bold=True)
        carets += " " * width(before) + console.style("^" * max(1, width(span)), fg=_hue(one))
        size += width(before) + max(1, width(span))
        done = one.end
    after = "".join(cells(decoded(data[done:end]).replace("\t", " ").removesuffix("\r")))
    if size + width(after) > room:
        return None
    margin = " " * (_INDENT + 1)
    lines = [f"  {row[0][0]}".ljust(_INDENT + 1) + f"{shown}{after}\n", f"{margin}{carets}\n"]
    places: dict[tuple[str, str, str, str], list[int]] = {}
    for _, column, one in row:
        places.setdefault((one.kind, _hue(one), named(one), f"{becomes(one)}: {one.reason}"), []).append(column)
    for (kind, hue, what, says), numbers_of in places.items():
        where = " ".join(f":{column}" for column in numbers_of[:_PLACES]) + (
            " ..." if len(numbers_of) > _PLACES else ""
        )
        text = _wrapped(f"{margin}{where} {kind}  {what}, {says}", columns, deeper=2)
        lines.append(text.replace(f" {kind} ", f" {console.style(kind, fg=hue, bold=True)} ", 1) + "\n")
    return "".join(lines)


def _span(finding: Finding[bytes], room: int) -> str:
    """Return what was found as it is shown: by its numbers where it draws nothing."""
    return (numbers if finding.kind.split(", ")[0] in UNSEEN else visible)(finding.text, max(3, min(WIDEST, room)))


def _wrapped(text: str, columns: int, *, deeper: int = 0) -> str:
    margin = " " * (_INDENT + 1 + deeper)
    wide = max(0, width(text) - len(text))  # textwrap counts characters, not cells
    return textwrap.fill(text, max(columns - 1 - wide, _INDENT + 20), subsequent_indent=margin, break_on_hyphens=False)


def _around(finding: Finding[bytes], data: bytes, columns: int) -> tuple[str, str, str]:
    """Return what stands before, at and after a finding on its line, as much as fits."""
    span = _span(finding, columns)
    room = max(0, columns - width(span))
    start = data.rfind(b"\n", max(0, finding.start - _AROUND), finding.start) + 1
    cut_before = not start and finding.start > _AROUND
    if cut_before:
        start = _letter(data, finding.start - _AROUND)
    end = finding.end if b"\n" in finding.text else data.find(b"\n", finding.end, finding.end + _AROUND)
    cut_after = end < 0 and finding.end + _AROUND < len(data)
    if end < 0:
        end = _letter(data, finding.end + _AROUND) if cut_after else len(data)
    # A blank between tab stops would move the caret.
    before = cells(decoded(data[start : finding.start]).replace("\t", " "))
    after = cells(decoded(data[finding.end : end]).replace("\t", " ").removesuffix("\r"))
    ahead = fitted(after, max(room // 2, room - sum(map(width, before))), more=cut_after)
    behind = fitted_end(before, room - width(ahead), more=cut_before)
    return behind, span, ahead


def _letter(data: bytes, at: int) -> int:
    """Return the start of the character that begins at or next after a byte."""
    for there in range(at, min(at + 4, len(data))):
        if data[there] & 0xC0 != 0x80:
            return there
    return at
