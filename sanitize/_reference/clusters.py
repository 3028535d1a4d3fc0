"""Marks that fonts draw alike in either order stand in one: that of the syllable (Unicode chapters 12 to 16).

Canonical ordering (UAX #15) knows only marks of different combining classes; most marks of Indic and Southeast Asian
scripts have none.
"""

from __future__ import annotations

from sanitize import _tables as tables
from sanitize._kinds import reason
from sanitize._reference import facts
from sanitize._reference.work import Cell

_MARK_ORDER = reason("mark-order")
LONGEST = 30
"""So many marks are ordered together: as stream-safe text has them (UAX #15 section 13)."""


COENG = 0x17D2
"""The sign that puts the Khmer letter behind it below the one before."""
SHIFTERS = frozenset((0x17C9, 0x17CA))
_MOVABLE = frozenset(mark for mark, _ in tables.SUBSCRIPTS)
UPPER = frozenset((*range(0x17B7, 0x17BB), 0x17BE, 0x17C6, 0x17D0))
"""Signs above, under which a shifter takes the form of a vowel below: that is seen right behind its letter only."""


def order(row: list[Cell]) -> list[Cell]:
    """Return the line with each run of marks in order; it is decomposed, and in canonical order.

    A Khmer subscript, coeng and a letter, stands before marks that are drawn alike before and behind it
    (Unicode section 16.4; tables/evidence/subscripts.tsv).
    """
    result: list[Cell] = []
    run: list[Cell] = []
    cut = False  # a run that goes on from one that was long enough
    at = 0
    while at < len(row):
        cell = row[at]
        passed = _passed(row, at, run) if cell.cp == COENG else 0
        if passed and not (cut and passed == len(run)):
            result += run[:-passed] + [Cell(part.cp, part.at, _MARK_ORDER) for part in row[at : at + 2]]
            run, cut = run[-passed:], False
            at += 2
            continue
        takes_part = _takes_part(cell.cp)
        if not takes_part or len(run) == LONGEST:
            result += run
            run, cut = [], takes_part
        if takes_part:
            _insert(run, cell)
        else:
            result.append(cell)
        at += 1
    return result + run


def _takes_part(cp: int) -> bool:
    return facts.ccc(cp) != 0 or cp in tables.MARK_ORDER or cp in _MOVABLE


def _insert(run: list[Cell], cell: Cell) -> None:
    """Add a mark to a run: in the end it is in the first of all the orders that exchanges of neighbours lead to."""
    place = len(run)
    for at in range(len(run) - 1, -1, -1):
        if not may_change_places(run[at].cp, cell.cp):
            break
        if precedes(cell.cp, run[at].cp):
            place = at
    moved = place < len(run)
    run.insert(place, Cell(cell.cp, cell.at, _MARK_ORDER) if moved else cell)


def _passed(row: list[Cell], at: int, run: list[Cell]) -> int:
    """Return before how many marks of a run the subscript at an index belongs."""
    letter = row[at + 1].cp if at + 1 < len(row) else 0
    passed = 0
    while passed < len(run) and (run[-passed - 1].cp, letter) in tables.SUBSCRIPTS:
        passed += 1
    marks = [cell.cp for cell in run[len(run) - passed :]]
    if not SHIFTERS.isdisjoint(marks):
        behind = row[at + 2 : at + 2 + LONGEST]
        end = next((near for near, cell in enumerate(behind) if not _is_below(behind, near, cell.cp)), len(behind))
        if not UPPER.isdisjoint((*marks, *(cell.cp for cell in behind[:end]))):
            return 0
    return passed


def _is_below(row: list[Cell], at: int, cp: int) -> bool:
    """Tell whether a character is a mark, or the letter of a subscript."""
    return facts.is_mark(cp) or (at > 0 and row[at - 1].cp == COENG)


def are_classed(a: int, b: int) -> bool:
    """Tell whether canonical ordering knows the order of two marks: both have a class, and not the same."""
    return facts.ccc(a) != 0 and facts.ccc(b) != 0 and facts.ccc(a) != facts.ccc(b)


def may_change_places(a: int, b: int) -> bool:
    """Tell whether two marks are the same to the eye in both orders."""
    return are_classed(a, b) or (a, b) in tables.MARKS_ALIKE or (b, a) in tables.MARKS_ALIKE


def precedes(a: int, b: int) -> bool:
    """Tell which of two marks that may change places comes first."""
    return facts.ccc(a) < facts.ccc(b) if are_classed(a, b) else tables.MARK_ORDER[a] < tables.MARK_ORDER[b]
