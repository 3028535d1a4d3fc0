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


def order(row: list[Cell]) -> list[Cell]:
    """Return the line with each run of marks in order; it is decomposed, and in canonical order."""
    result: list[Cell] = []
    run: list[Cell] = []
    for cell in row:
        takes_part = facts.ccc(cell.cp) != 0 or cell.cp in tables.MARK_ORDER
        if not takes_part or len(run) == LONGEST:
            result += _ordered(run)
            run = []
        if takes_part:
            run.append(cell)
        else:
            result.append(cell)
    return result + _ordered(run)


def _ordered(run: list[Cell]) -> list[Cell]:
    """Return marks in the first of all the orders that exchanges of neighbours lead to."""
    result: list[Cell] = []
    for cell in run:
        place = len(result)
        for at in range(len(result) - 1, -1, -1):
            if not may_change_places(result[at].cp, cell.cp):
                break
            if precedes(cell.cp, result[at].cp):
                place = at
        moved = place < len(result)
        result.insert(place, Cell(cell.cp, cell.at, _MARK_ORDER) if moved else cell)
    return result


def are_classed(a: int, b: int) -> bool:
    """Tell whether canonical ordering knows the order of two marks: both have a class, and not the same."""
    return facts.ccc(a) != 0 and facts.ccc(b) != 0 and facts.ccc(a) != facts.ccc(b)


def may_change_places(a: int, b: int) -> bool:
    """Tell whether two marks are the same to the eye in both orders."""
    return are_classed(a, b) or (a, b) in tables.MARKS_ALIKE or (b, a) in tables.MARKS_ALIKE


def precedes(a: int, b: int) -> bool:
    """Tell which of two marks that may change places comes first."""
    return facts.ccc(a) < facts.ccc(b) if are_classed(a, b) else tables.MARK_ORDER[a] < tables.MARK_ORDER[b]
