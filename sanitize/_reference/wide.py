"""Width: which lines write wide marks and spaces, and where a wide letter is an ordinary one in disguise (UAX #11)."""

from __future__ import annotations

from enum import Enum
from itertools import pairwise

from sanitize import _tables as tables
from sanitize._reference import facts, hangul, he, kana
from sanitize._reference.work import Cell, is_noise

IDEOGRAPHIC_SPACE = 0x3000
HANGUL, HAN, BOPOMOFO = (facts.script_id(code) for code in ("Hang", "Hani", "Bopo"))
KANA = frozenset((facts.script_id("Hira"), facts.script_id("Kana")))
_ANYWHERE = (tables.CONTEXTS.index("always"), tables.CONTEXTS.index("symbol"))
_EAST_ASIAN = tables.CONTEXTS.index("east-asian")


class Kind(Enum):
    """What a line writes: nothing wide, wide letters and digits, or wide marks and spaces, too, without kana or with it."""

    NARROW = 0
    KOREAN = 1
    WIDE = 2
    KANA = 3

    @property
    def east_asian(self) -> bool:
        """Tell whether the line has a letter that makes it East Asian."""
        return self != Kind.NARROW

    def keeps(self, cp: int) -> bool:
        """Tell whether a width form stays: Korean has marks and spaces from ASCII."""
        if self == Kind.KOREAN:
            return cp != IDEOGRAPHIC_SPACE and not (0xFF00 < cp < 0xFF5F and not _is_wide(cp))
        return self.east_asian


def kind_of(row: list[Cell]) -> Kind:
    """Return what a line writes.

    It is Korean if it has more syllables of Hangul than ideographs, and neither kana nor Bopomofo. Katakana that
    look like ideographs count as such, without a sound mark: they tell nothing.
    """
    letters = [cell.cp for cell in row if facts.has(cell.cp, facts.EAST_ASIAN)]
    if not letters:
        return Kind.NARROW
    drawn = [0, *(cell.cp for cell in row if not is_noise(cell))]
    sounded = any(cp in he.SOUND_MARKS and kana.is_twin(before) for before, cp in pairwise(drawn))
    if sounded or any(facts.script(cp) in KANA and cp not in kana.IDEOGRAPHS for cp in letters):
        return Kind.KANA
    ideographs = sum(facts.script(cp) == HAN or cp in kana.IDEOGRAPHS for cp in letters)
    syllables = sum(
        0xAC00 <= cp <= 0xD7A3 or (hangul.is_vowel(cp) and hangul.is_lead(before)) for before, cp in pairwise(drawn)
    )
    korean = syllables > ideographs and not any(facts.script(cp) == BOPOMOFO for cp in letters)
    return Kind.KOREAN if korean else Kind.WIDE


def mixed(row: list[Cell]) -> list[bool]:
    """Tell which letters and digits stand in a word that has wide and ordinary ones: no word is written so."""
    result = [False] * len(row)
    for start, stop in facts.spans([cell.cp for cell in row], _is_part):
        span = [cell.cp for cell in row[start:stop]]
        if any(map(_is_wide, span)) and any(map(_is_narrow, span)):
            result[start:stop] = [True] * len(span)
    return result


def _is_wide(cp: int) -> bool:
    """Tell whether a character is a fullwidth letter or digit of ASCII."""
    return 0xFF10 <= cp <= 0xFF19 or 0xFF21 <= cp <= 0xFF3A or 0xFF41 <= cp <= 0xFF5A


def _is_part(cp: int) -> bool:
    """Tell whether a character is part of a word that widths can be told of, or draws nothing in it."""
    wordy = facts.is_wordy(cp) and facts.klass(cp) != facts.PUNCTUATION and not facts.has(cp, facts.EAST_ASIAN)
    return wordy or is_noise(Cell(cp, 0)) or _is_enclosed(cp)


def _is_enclosed(cp: int) -> bool:
    """Tell whether a symbol becomes letters or digits wherever it stands; ideographs, as of radicals, end a word."""
    if facts.klass(cp) != facts.COMPATIBILITY or facts.group(cp) in (facts.LETTER, facts.DIGIT):
        return False
    target, context, _ = tables.FOLDS[cp]
    wordy = (
        facts.group(part) in (facts.LETTER, facts.DIGIT) and not facts.has(part, facts.EAST_ASIAN) for part in target
    )
    return context in _ANYWHERE and all(wordy)


def _is_narrow(cp: int) -> bool:
    """Tell whether a letter or digit is ordinary, or may become so wherever it stands; digits above and below the line are neither."""
    if _is_enclosed(cp):
        return True
    if _is_wide(cp) or facts.group(cp) not in (facts.LETTER, facts.DIGIT):
        return False
    if facts.klass(cp) == facts.COMPATIBILITY:
        return tables.FOLDS[cp][1] in _ANYWHERE
    return cp < 0x80 or facts.script(cp) != facts.COMMON
