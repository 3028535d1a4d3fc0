"""Honest lines in many scripts and notations, and what it means that a cleaned line does no harm to them."""

from __future__ import annotations

import re
import unicodedata

from .channels.places import place
from .channels.script import EAST_ASIAN, scripts
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
        "\u05f0": "\u05d5\u05d5",
        "\u05f1": "\u05d5\u05d9",
        "\u05f2": "\u05d9\u05d9",
        "\u200b": "",
        "\u00ad": "",
        "\ufeff": "",
    }
)
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_TRAILING = re.compile(r"[ \t]+(?=\n|$)")
_NEWLINES = re.compile(r"\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_LETTER_APOSTROPHE = re.compile("(?<=[A-Za-z\u00c0-\u024f\u0300-\u036f\u0400-\u04ff\u1e00-\u1eff])\u02bc")
_IPA = re.compile("[\u0250-\u02af]")
_WIDE = re.compile("[\uff01-\uff5e]")
_TANWIN = re.compile("([\u064e\u0650])\\1")
_AM = (re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32"), re.compile("\u0ecd([\u0ec8-\u0ecb]?)\u0eb2"))
_SHRI = re.compile("\u0bb8(?=\u0bcd\u0bb0\u0bc0)")
_UNSEEN = [place(words) for words in ("arabic-unjoined", "indic-final", "indic-plain", "after-zwnj")]


def honest_lines() -> list[Sample]:
    """Return the honest lines of the project's own."""
    return read("honest.tsv")


def _seen(text: str) -> str:
    """Return the text without each ZWNJ that stands where no font draws anything else for it."""
    kept = ""
    text = re.sub("\u200c{2,}", "\u200c", text)
    for index, char in enumerate(text):
        at = len(kept)
        if char != "\u200c" or not any(unseen(kept + text[index + 1 :], at, at) for unseen in _UNSEEN):
            kept += char
    return kept


def agreed(text: str) -> str:
    """Return NFC of the text after the typographic folds that no reader misses: the same for every tool.

    Quotation marks and apostrophes (the letter of that shape too, but in IPA), hyphens and the minus, spaces, newlines,
    trailing blanks, the ellipsis, a slash and colon of mathematics, signs with a canonical or a compatibility letter,
    fullwidth forms outside East Asian lines, Yiddish digraphs, doubled Arabic vowel signs that are tanwin, the Tamil ligature
    shri, Thai and Lao am in parts, a ZWNJ where it changes nothing. Everything else - letters, marks, digits,
    symbols, emoji, joiners, selectors - has to come through.
    """
    folded = unicodedata.normalize("NFC", text)
    if not _IPA.search(folded):
        folded = _LETTER_APOSTROPHE.sub("'", folded)
    if not EAST_ASIAN & scripts(folded).keys():
        folded = _WIDE.sub(lambda match: chr(ord(match.group()) - 0xFEE0), folded)
    folded = _TANWIN.sub(lambda match: chr(ord(match.group(1)) - 3), folded)
    folded = _AM[1].sub("\\1\u0eb3", _AM[0].sub("\\1\u0e33", folded))
    folded = _SHRI.sub("\u0bb6", _seen(folded) if "\u200c" in folded else folded).translate(_FOLDS)
    return unicodedata.normalize("NFC", _TRAILING.sub("", _NEWLINES.sub("\n", _SPACES.sub(" ", folded))))


def harmed(honest: str, cleaned: str) -> bool:
    """Tell whether a cleaned line differs from the honest one in more than the agreed folds."""
    return agreed(honest) != agreed(cleaned)
