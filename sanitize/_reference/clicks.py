"""Clicks: letters of the Khoisan languages, two of which are drawn like the bar and the exclamation mark."""

from __future__ import annotations

from sanitize._reference import facts
from sanitize._reference.work import Cell

DENTAL, LATERAL, ALVEOLAR, RETROFLEX, BILABIAL = 0x01C0, 0x01C1, 0x01C2, 0x01C3, 0x0298
_MARKS = (DENTAL, RETROFLEX)
"""Those that look like marks."""
_TELLING = (LATERAL, ALVEOLAR, BILABIAL)
_SIGNS = (0x0302, 0x0303, 0x0304)
"""Circumflex, tilde and macron: the vowels that these languages write besides the plain ones."""
_BLANKS = (0, 0x20, 0x09)
_CLOSERS = frozenset(".,:?)'\"-")


def tell(row: list[Cell]) -> bool:
    """Tell whether a line is of a language that has clicks: by another click, or by a vowel of a word that has one."""
    click = sign = False
    for at, cell in enumerate(row):
        cp = cell.cp
        if cp in _TELLING:
            return True
        letter = cp in _MARKS and begins(row, at)
        if not (letter or _is_written(cp)):
            click = sign = False
        click = click or letter
        sign = sign or cp in _SIGNS
        if click and sign:
            return True
    return False


def begins(row: list[Cell], at: int) -> bool:
    """Tell whether a click stands before a letter, an apostrophe perhaps between the two, or alone; at the end of a word it is a mark."""
    before, after = _cp(row, at - 1), _cp(row, at + 2 if _is_quote(_cp(row, at + 1)) else at + 1)
    return facts.is_plain_letter(after) or not (_is_written(before) or before in _MARKS)


def is_in_name(row: list[Cell], at: int) -> bool:
    """Tell whether the word around a click is a name: blank before it, a capital, then small letters of ASCII.

    The click is its first letter, its second, or its third with an apostrophe behind it, as in the
    names of the languages themselves.
    """
    start = at
    while at - start < 2 and _is_ascii_letter(_cp(row, start - 1)):
        start -= 1
    quoted = _is_quote(_cp(row, at + 1))
    stop = at + 2 if quoted else at + 1
    while _is_ascii_letter(_cp(row, stop)):
        stop += 1
    word = [chr(cell.cp) for cell in row[start:stop] if cell.cp < 0x80 and chr(cell.cp).isalpha()]
    behind = stop - at - 1 - quoted
    return (
        _cp(row, start - 1) in _BLANKS
        and (at - start < 2 or quoted)
        and behind > 0
        and len(word) > 2
        and word[0].isupper()
        and all(letter.islower() for letter in word[1:])
        and (_cp(row, stop) in _BLANKS or chr(facts.drawn_as(_cp(row, stop))) in _CLOSERS)
    )


def _cp(row: list[Cell], at: int) -> int:
    return row[at].cp if 0 <= at < len(row) else 0


def _is_written(cp: int) -> bool:
    return facts.is_plain_letter(cp) or facts.is_mark(cp)


def _is_ascii_letter(cp: int) -> bool:
    return cp < 0x80 and chr(cp).isalpha()


def _is_quote(cp: int) -> bool:
    return facts.drawn_as(cp) == 0x27
