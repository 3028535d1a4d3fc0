"""Findings for people: one line each, or with the text around them; nothing raw from the text."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sanitize.cli.console import Console

if TYPE_CHECKING:
    from sanitize import Finding, Report

WIDEST = 48
"""Columns that a span or a replacement may take before it is cut short."""
_INDENT = 8
_AROUND = 120
"""Bytes of a line that are looked at on each side of a finding: more than fits on a screen."""
_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Printable to Python, but drawn as nothing: fillers, selectors, the Braille blank."""
_NAMES = {"\t": "TAB", "\n": "LF", "\r": "CR", " ": "SPACE"}
_UNSEEN = frozenset(
    ("invisible", "joiner", "variation", "tag", "bidi", "control", "newline", "space", "blank", "private")
)
"""Kinds whose characters draw nothing, or nothing that tells: they are shown by their numbers."""


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


def point(char: str) -> str:
    """Return a character as its number in angle brackets; a byte that is not UTF-8 as ``\\xNN``."""
    cp = ord(char)
    return f"\\x{cp - 0xDC00:02x}" if 0xDC80 <= cp <= 0xDCFF else f"<U+{cp:04X}>"


def cells(text: str) -> list[str]:
    """Return what a terminal draws for a text, column by column: a letter with its marks, or a code point's number."""
    result: list[str] = []
    for char in text:
        if not _is_seen(char):
            result.append(point(char))
        elif unicodedata.category(char)[0] != "M":
            result.append(char)
        elif result and len(result[-1]) < 4:
            result[-1] += char
        else:  # a mark with nothing to stand on, or on a heap
            result.append("\N{DOTTED CIRCLE}" + char)
    return result


def _is_seen(char: str) -> bool:
    """Tell whether a terminal draws something for a character, or puts it on the one before it."""
    return char.isprintable() and not _NOTHING.match(char)


def width(text: str) -> int:
    """Return the columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.category(char) in ("Mn", "Me") for char in text)


def visible(text: bytes) -> str:
    """Return text so that a terminal shows it and does nothing else, cut short when it is long."""
    part = text[: 8 * WIDEST]
    return fitted(cells(_decoded(part)), WIDEST, more=len(part) < len(text))


def numbers(text: bytes) -> str:
    """Return text with all that is not printable ASCII as numbers, cut short when it is long."""
    part = _decoded(text[: 8 * WIDEST])
    shown = [char if char.isascii() and char.isprintable() and char != " " else point(char) for char in part]
    return fitted(shown, WIDEST, more=False)


def fitted(row: Iterable[str], room: int, *, more: bool) -> str:
    """Return as many cells as there is room for; three dots stand for the rest."""
    taken: list[str] = []
    size = 0
    for cell in row:
        size += width(cell)
        if size > room:
            more = True
            break
        taken.append(cell)
    if more:
        while taken and sum(map(width, taken)) > room - 3:
            taken.pop()
        taken.append("..." if room >= 3 else "")
    return "".join(taken)


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def described(finding: Finding[bytes]) -> str:
    """Return what a finding is about: its characters with their names."""
    points = finding.codepoints
    if not points:
        listed = " ".join(f"{byte:02X}" for byte in finding.text[:8])
        number = len(finding.text)
        return f"byte{'' if number == 1 else 's'} {listed}" + (f" and {number - 8} more" if number > 8 else "")
    if len(points) > 1 and len(set(points)) == 1:
        return f"{points[0]} ({len(points):,} times)"
    if len(points) == 2:
        return f"{points[0]} + {points[1]}"
    return f"{points[0]}" + (f" and {len(points) - 1:,} more" if len(points) > 1 else "")


def becomes(finding: Finding[bytes]) -> str:
    """Return what a finding's text becomes."""
    if finding.replacement is None:
        return "reported"
    if not finding.replacement:
        return "removed"
    text = _decoded(finding.replacement)
    if text in _NAMES:
        return f"becomes {_NAMES[text]}"
    number = f"U+{ord(text):04X} " if len(text) == 1 and not text.isascii() else ""
    return f"becomes {number}{visible(finding.replacement)}"


def line(console: Console, name: str, row: int, column: int, finding: Finding[bytes]) -> str:
    """Return the one line that `check` prints for a finding."""
    where = console.style(f"{name}:{row}:{column}:", bold=True)
    kind = console.style(finding.kind, fg=_hue(finding))
    return f"{where} {kind}: {described(finding)}: {finding.reason} ({becomes(finding)})\n"


def _hue(finding: Finding[bytes]) -> str:
    return "yellow" if finding.replacement is None else "red"


def entry(console: Console, row: int, column: int, finding: Finding[bytes], data: bytes, columns: int) -> str:
    """Return a finding with the line around it and a caret, for a screen so many columns wide.

    ``data`` is what the finding's offsets are in.
    """
    hue = _hue(finding)
    where = f"  {row}:{column}".ljust(_INDENT)
    title = _wrapped(f"{where} {finding.kind}  {described(finding)}", columns)
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


def _wrapped(text: str, columns: int) -> str:
    margin = " " * (_INDENT + 1)
    return textwrap.fill(text, max(columns - 1, _INDENT + 20), subsequent_indent=margin, break_on_hyphens=False)


def _around(finding: Finding[bytes], data: bytes, columns: int) -> tuple[str, str, str]:
    """Return what stands before, at and after a finding on its line, as much as fits."""
    span = numbers(finding.text) if finding.kind in _UNSEEN else visible(finding.text)
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
    before = cells(_decoded(data[start : finding.start]).replace("\t", " "))
    after = cells(_decoded(data[finding.end : end]).replace("\t", " ").removesuffix("\r"))
    ahead = fitted(after, max(room // 2, room - sum(map(width, before))), more=cut_after)
    behind = fitted_end(before, room - width(ahead), more=cut_before)
    return behind, span, ahead


def fitted_end(row: list[str], room: int, *, more: bool) -> str:
    """Return as many cells from the end as there is room for; three dots stand for the rest."""
    size = sum(map(width, row))
    if not more and size <= room:
        return "".join(row)
    at = 0
    while at < len(row) and size > room - 3:
        size -= width(row[at])
        at += 1
    return ("..." if room >= 3 else "") + "".join(row[at:])


def _letter(data: bytes, at: int) -> int:
    """Return the start of the character that begins at or next after a byte."""
    for there in range(at, min(at + 4, len(data))):
        if data[there] & 0xC0 != 0x80:
            return there
    return at


def plural(number: int, word: str) -> str:
    """Return a number with its word."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
