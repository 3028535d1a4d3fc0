"""The mojibake screen: which lines could be text decoded with the wrong codec, so that ftfy sees few."""

from __future__ import annotations

import re

# What UTF-8 lead bytes C2-F4 become in Latin-1, Windows-1252, -1251 and MacRoman, followed by what
# a continuation byte becomes: an accented capital or Cyrillic letter, then a symbol or C1 control.
# Honest text has such a pair rarely; mojibake has one for every letter beyond ASCII. In Windows-1251
# the quotes, dashes and signs of Western text begin with ve, a letter that stands before others itself.
_SUSPECT = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
    "|[\u0420\u0421][\u00a0-\u00bf\u0401-\u040f\u0451-\u045f\u0490\u0491\u2013-\u20ac\u2116\u2122]"
    "|\u0412[\u00a4\u00a6\u00a7\u00a9\u00ac\u00ae\u00b0\u00b1\u00b5-\u00b7\u0408]"
    "|\u0432[\u0402\u201a\u201e\u2020]"
    "|\u221a[\u0080-\uffff]"
    "|\ufffd"
)


def suspect_lines(text: str) -> list[tuple[int, int]]:
    """Return the spans, in code points, of the lines that ftfy should see."""
    result: list[tuple[int, int]] = []
    if text.isascii():
        return result
    at = 0
    while found := _SUSPECT.search(text, at):
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())
        end = len(text) if end < 0 else end
        result.append((start, end))
        at = end
    return result
