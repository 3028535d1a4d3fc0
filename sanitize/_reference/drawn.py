"""Letters and marks that are drawn as others because of what stands beside them."""

from __future__ import annotations

from sanitize._kinds import reason
from sanitize._reference import facts
from sanitize._reference.work import Cell

_DRAWN = reason("drawn")
ABOVE = 230
DOTLESS = {0x0131: 0x0069, 0x0237: 0x006A}
"""Dotless letters by the dotted ones, which lose their dot to a mark above (Unicode section 7.1)."""
AU_LENGTH, LLA = 0x0BD7, 0x0BB3
AU_PARTS = (0x0B92, 0x0BC6)
TILDE, PERISPOMENI = 0x0303, 0x0342
BREATHINGS = (0x0313, 0x0314)
LONG_VOWELS = frozenset((0x0391, 0x0397, 0x0399, 0x03A5, 0x03A9, 0x03B1, 0x03B7, 0x03B9, 0x03C5, 0x03C9))
"""The Greek vowels that bear a perispomeni: alpha, eta, iota, upsilon and omega."""


def resolve(row: list[Cell]) -> list[Cell]:
    """Write what is drawn as another letter or mark as that one; the line is decomposed and in canonical order."""
    return _tildes(_bases(row))


def _bases(row: list[Cell]) -> list[Cell]:
    """Write letters that are known by what stands beside them.

    A dotless letter under a mark above is the dotted letter. The Tamil au length mark is a part of signs:
    behind anything but their first part it is drawn, and meant, as the letter lla (Unicode section 12.6).
    """
    result: list[Cell] = []
    for at, cell in enumerate(row):
        target = cell.cp
        if target in DOTLESS and _is_below_mark(row, at):
            target = DOTLESS[target]
        elif target == AU_LENGTH and not (result and result[-1].cp in AU_PARTS):
            target = LLA
        result.append(cell if target == cell.cp else Cell(target, cell.at, _DRAWN))
    return result


def _is_below_mark(row: list[Cell], at: int) -> bool:
    """Tell whether a mark above belongs to a letter: other marks may stand between, letters may not."""
    for cell in row[at + 1 :]:
        ccc = facts.ccc(cell.cp)
        if ccc in (0, ABOVE):
            return ccc == ABOVE
    return False


def _tildes(row: list[Cell]) -> list[Cell]:
    """Write the tilde of each script: fonts draw the Greek perispomeni like the tilde of other scripts.

    A Greek vowel with a tilde is in a word of Greek letters, or has a breathing; a lone one may be a
    symbol of mathematics. No other script has a perispomeni.
    """
    if not any(cell.cp in (TILDE, PERISPOMENI) for cell in row):
        return row
    result: list[Cell] = []
    base = 0
    in_greek = False
    for at, cell in enumerate(row):
        if not facts.is_mark(cell.cp):
            before, base = base, cell.cp
            in_greek = base in LONG_VOWELS and (_is_greek(before) or _is_greek(_after(row, at)))
        in_greek = in_greek or (base in LONG_VOWELS and cell.cp in BREATHINGS)
        target = PERISPOMENI if cell.cp == TILDE and in_greek else mark_of(base, cell.cp)
        result.append(cell if target == cell.cp else Cell(target, cell.at, _DRAWN))
    return result


def mark_of(letter: int, mark: int) -> int:
    """Return what a mark is on a letter: a perispomeni is a tilde on any letter but a Greek one."""
    return TILDE if mark == PERISPOMENI and facts.is_letter(letter) and not _is_greek(letter) else mark


def _is_greek(cp: int) -> bool:
    """Tell whether a character is a Greek letter; 0 is none."""
    return facts.is_letter(cp) and facts.script(cp) == facts.GREK


def _after(row: list[Cell], at: int) -> int:
    """Return the next code point after an index, marks passed over; 0 at the edge."""
    return next((cell.cp for cell in row[at + 1 :] if not facts.is_mark(cell.cp)), 0)
