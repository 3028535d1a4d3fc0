"""Script and joining facts that the channels need, told from character names (no tables of their own)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

EAST_ASIAN = frozenset({"Han", "Hiragana", "Katakana", "Hangul", "Bopomofo"})
INDIC = frozenset(
    {"Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala"}
)
_NAMES = {"CJK": "Han", "KANGXI": "Han", "KATAKANA-HIRAGANA": "Kana", "HALFWIDTH": "Width", "FULLWIDTH": "Width"}
_RIGHT_JOINING = frozenset(
    "\u0622\u0623\u0624\u0625\u0627\u0629\u062f\u0630\u0631\u0632\u0648\u0671\u0672\u0673\u0675\u0676\u0677"
    "\u0688\u0689\u068a\u068b\u068c\u068d\u068e\u068f\u0690\u0691\u0692\u0693\u0694\u0695\u0696\u0697\u0698\u0699"
    "\u06c0\u06c3\u06c4\u06c5\u06c6\u06c7\u06c8\u06c9\u06ca\u06cb\u06cd\u06cf\u06d2\u06d3\u06d5\u06ee\u06ef"
)
_NOT_JOINING = frozenset("\u0621\u0674\u06dd")


@lru_cache(maxsize=1 << 16)
def script(char: str) -> str:
    """Return the script of a letter or mark as its character name tells it, or "" for what belongs to none."""
    if unicodedata.category(char)[0] not in "LM":
        return ""
    name = unicodedata.name(char, "")
    if name.startswith("COMBINING") or not name:
        return ""
    first = name.split()[0]
    return _NAMES.get(first, first.capitalize())


@lru_cache(maxsize=4096)
def scripts(line: str) -> Counter[str]:
    """Count the letters of each script in a line."""
    counted = Counter(map(script, line))
    del counted[""]
    return counted


def line_at(text: str, index: int) -> str:
    """Return the line that holds the index."""
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    return text[start:] if end < 0 else text[start:end]


def is_letter(char: str) -> bool:
    """Tell whether the character is a letter."""
    return unicodedata.category(char)[0] == "L"


def is_mark(char: str) -> bool:
    """Tell whether the character is a combining mark."""
    return unicodedata.category(char)[0] == "M"


def is_virama(char: str) -> bool:
    """Tell whether the character is a virama or ends in one: a joiner after it may be seen."""
    return bool(char) and unicodedata.combining(unicodedata.normalize("NFD", char)[-1]) == 9


def joins_left(char: str) -> bool:
    """Tell whether an Arabic letter joins the letter that follows it."""
    return script(char) == "Arabic" and is_letter(char) and char not in _RIGHT_JOINING and char not in _NOT_JOINING


def joins_right(char: str) -> bool:
    """Tell whether an Arabic letter joins the letter that precedes it."""
    return script(char) == "Arabic" and is_letter(char) and char not in _NOT_JOINING


def before(text: str, index: int) -> str:
    """Return the nearest character before the index that is no mark, or ""."""
    while index > 0:
        index -= 1
        if not is_mark(text[index]):
            return text[index]
    return ""


def after(text: str, index: int) -> str:
    """Return the nearest character at or after the index that is no mark, or ""."""
    while index < len(text):
        if not is_mark(text[index]):
            return text[index]
        index += 1
    return ""
