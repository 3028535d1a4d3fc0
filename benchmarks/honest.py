"""Honest lines in many scripts and notations, and what it means that a cleaned line does no harm to them."""

from __future__ import annotations

import re
import unicodedata

from .samples import Sample, read

_APOSTROPHES = "\u2018\u2019\u201b\u2032\u02b9\uff07"
_QUOTES = "\u201c\u201d\u201e\u201f\u2033\u02ba\uff02"
_HYPHENS = "\u2010\u2011\u2012\u2013\u2212\u2043\ufe63"
_FOLDS = str.maketrans(
    dict.fromkeys(_APOSTROPHES, "'")
    | dict.fromkeys(_QUOTES, '"')
    | dict.fromkeys(_HYPHENS, "-")
    | {
        "\u2026": "...",
        "\u2044": "/",
        "\u2215": "/",
        "\u2236": ":",
        "\u201a": ",",
        "\u2015": "\u2014",
        "\u2027": "\u00b7",
        "\u02da": "\u00b0",
        "\u037e": ";",
        "\u00b5": "\u03bc",
        "\u2126": "\u03a9",
        "\u212b": "\u00c5",
        "\u200b": "",
        "\u00ad": "",
        "\ufeff": "",
    }
)
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_TRAILING = re.compile(r"[ \t]+(?=\n|$)")
_NEWLINES = re.compile(r"\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_LETTER_APOSTROPHE = re.compile("(?<=[\u0400-\u04ff])\u02bc(?=[\u0400-\u04ff])")


def honest_lines() -> list[Sample]:
    """Return the honest lines of the project's own."""
    return read("honest.tsv")


def agreed(text: str) -> str:
    """Return NFC of the text after the typographic folds that no reader misses: the same for every tool.

    Quotation marks and apostrophes, hyphens and the minus, spaces, newlines, trailing blanks, the ellipsis, a slash and
    colon of mathematics, signs with a canonical or a compatibility letter, and the apostrophe letter between Cyrillic
    letters. Everything else - letters, marks, digits, symbols, emoji, joiners, selectors - has to come through.
    """
    folded = _LETTER_APOSTROPHE.sub("'", unicodedata.normalize("NFC", text)).translate(_FOLDS)
    return unicodedata.normalize("NFC", _TRAILING.sub("", _NEWLINES.sub("\n", _SPACES.sub(" ", folded))))


def harmed(honest: str, cleaned: str) -> bool:
    """Tell whether a cleaned line differs from the honest one in more than the agreed folds."""
    return agreed(honest) != agreed(cleaned)
