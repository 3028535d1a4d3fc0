"""Text as a screen shows it: what draws nothing, or does something, by its number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

WIDEST = 48
"""Columns that a span or a replacement may take before it is cut short."""
_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Printable to Python, but drawn as nothing: fillers, selectors, the Braille blank."""
UNSEEN = frozenset(
    ("invisible", "joiner", "variation", "tag", "bidi", "control", "newline", "space", "blank", "private")
)
"""Kinds whose characters draw nothing, or nothing that tells: they are shown by their numbers."""
NAMES = {"\t": "TAB", "\n": "LF", "\r": "CR", " ": "SPACE"}


def decoded(text: str | bytes) -> str:
    """Return text as ``str``; a byte that is no UTF-8 becomes a lone surrogate, which `point` shows as a byte."""
    return text if isinstance(text, str) else text.decode("utf-8", "surrogateescape")


def point(char: str) -> str:
    """Return a character as its number in angle brackets; a byte that is not UTF-8 as ``\\xNN``."""
    cp = ord(char)
    return f"\\x{cp - 0xDC00:02x}" if 0xDC80 <= cp <= 0xDCFF else f"<U+{cp:04X}>"


def cells(text: str) -> list[str]:
    """Return what a terminal draws for a text, column by column: a letter with its marks, or a code point's number."""
    result: list[str] = []
    for char in text:
        if not is_seen(char):
            result.append(point(char))
        elif unicodedata.category(char)[0] != "M":
            result.append(char)
        elif result and len(result[-1]) < 4:
            result[-1] += char
        else:  # a mark with nothing to stand on, or on a heap
            result.append("\N{DOTTED CIRCLE}" + char)
    return result


def is_seen(char: str) -> bool:
    """Tell whether a screen draws something for a character, or puts it on the one before it."""
    return char.isprintable() and not _NOTHING.match(char)


def safe(text: str) -> str:
    """Return all of a text as a screen shows it."""
    return text if text.isascii() and text.isprintable() else "".join(cells(text))


def width(text: str) -> int:
    """Return the columns that a text takes on a terminal."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.category(char) in ("Mn", "Me") for char in text)


def visible(text: str | bytes, widest: int = WIDEST) -> str:
    """Return text so that a screen shows it and does nothing else, cut short when it is long."""
    part = text[: 8 * widest]
    return fitted(cells(decoded(part)), widest, more=len(part) < len(text))


def numbers(text: str | bytes, widest: int = WIDEST) -> str:
    """Return text with all that is not printable ASCII as numbers, cut short when it is long."""
    part = text[: 8 * widest]
    shown = [char if char.isascii() and char.isprintable() and char != " " else point(char) for char in decoded(part)]
    return fitted(shown, widest, more=len(part) < len(text))


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


def plural(number: int, word: str) -> str:
    """Return a number with its word."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"
