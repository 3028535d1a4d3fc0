"""How likely a text is: the bits that it takes to write down, by a rough model of what people write.

A reading of hidden symbols is believed as far as the text is shorter than the symbols (minimum
description length). Random symbols read as letters now and then, but never as a text that is much shorter.
"""

from __future__ import annotations

import re
import unicodedata

_ASCII: dict[str, float] = {}
for _chars, _bits in (
    (" ", 2.8),
    ("etaoinshr", 4.2),
    ("dlucmfwygpbvkxqjz", 6.0),
    ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 6.4),
    ("0123456789", 6.0),
    (".,'\"-:/=_", 6.6),
    ("\n", 7.0),
    ("!#$%&()*+;<>?@[\\]^`{|}~", 8.0),
    ("\t\r", 9.0),
):
    _ASCII.update(dict.fromkeys(_chars, _bits))

_RARE = 18.0
"""A letter of another block than the one before, of some hundred thousand."""
_REFUSED = frozenset(("Cc", "Cs", "Co", "Cn"))


_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def legible(text: str) -> str:
    """Return a text up to its first control character other than a tab or a line's end."""
    found = _CONTROLS.search(text)
    return text[: found.start()] if found else text


def cost(text: str) -> float | None:
    """Return the bits that a text takes; None for what no text has: controls, surrogates, unassigned code points."""
    total = 0.0
    before = 0
    for char in text:
        bits = _ASCII.get(char)
        if bits is None:
            bits = _beyond(char, before)
            if bits is None:
                return None
            before = ord(char)
        total += bits
    return total


def _beyond(char: str, before: int) -> float | None:
    """Return the bits of a character that is not ASCII, after another such one."""
    category = unicodedata.category(char)
    if category in _REFUSED:
        return None
    cp = ord(char)
    if category[0] in "LM":
        if 0x3400 <= cp < 0xA000 or 0xAC00 <= cp < 0xD7A4 or cp >= 0x20000:
            return 13.5 if _is_common(char) else _RARE
        if cp >> 7 == before >> 7:
            return 6.5
        return 9.0 if 0x3040 <= cp < 0x3100 else 11.0 if cp < 0x180 else _RARE
    if 0x2010 <= cp <= 0x2026 or 0x3001 <= cp <= 0x3011:
        return 9.0
    return (
        12.0
        if 0x1F300 <= cp < 0x1FB00 or 0xFE00 <= cp < 0xFE10 or category == "Cf" or 0xE0100 <= cp < 0xE01F0
        else _RARE
    )


def _is_common(char: str) -> bool:
    """Tell whether an ideograph or a Hangul syllable is among the usual ones: those of the oldest national standards."""
    standards = (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6), ("euc_kr", 0xB0, 0xC8))
    return any(first <= char.encode(codec, "replace")[0] <= last for codec, first, last in standards)
