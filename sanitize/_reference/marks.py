"""Stacks of combining marks: capped above what any orthography uses (UAX #15 stream-safe in spirit)."""

from __future__ import annotations

from sanitize._kinds import reason
from sanitize._reference import facts
from sanitize._reference.work import Cell, Work

_MARKS = reason("marks")
_TWICE = reason("twice")
SHARED_CAP = 4
"""Marks of no script (accents) on one base: Vietnamese has two, phonetic notation up to four."""
OWN_CAP = 12
"""Marks in all on one base: Tibetan stacks and pointed Hebrew stay below ten."""
ABOVE = 230
DOT_ABOVE = 0x0307
SOFT_DOTTED = frozenset((0x0069, 0x006A, 0x0249, 0x0268, 0x0456, 0x0458))
_PREFERRED = reason("preferred")


def once(work: Work, row: list[Cell]) -> list[Cell]:
    """Drop a mark that stands at once behind itself, where fonts draw the two in one place."""
    result: list[Cell] = []
    last = 0
    for cell in row:
        doubled = cell.cp == last and facts.has(cell.cp, facts.OVERPRINTS)
        result += work.settle(cell, _TWICE) if doubled else [cell]
        last = cell.cp
    return result


def cap(work: Work, row: list[Cell]) -> list[Cell]:
    """Drop the marks beyond the cap, in canonical order."""
    result: list[Cell] = []
    shared = own = 0
    for cell in row:
        if not facts.is_mark(cell.cp) or facts.klass(cell.cp) != facts.PLAIN:
            shared = own = 0
            result.append(cell)
            continue
        own += 1
        shared += facts.script(cell.cp) == facts.INHERITED
        over = own > OWN_CAP or shared > SHARED_CAP
        result += work.settle(cell, _MARKS) if over else [cell]
        if over:
            shared, own = min(shared, SHARED_CAP), min(own, OWN_CAP)
    return result


def undot(work: Work, row: list[Cell]) -> list[Cell]:
    """Drop a dot above a letter that has its dot, where no other mark above takes the dot away.

    Soft_Dotted letters lose their dot to a mark above (Unicode section 7.1): then the dot is written.
    """
    if not any(cell.cp == DOT_ABOVE for cell in row):
        return row
    result: list[Cell] = []
    at = 0
    while at < len(row):
        stop = at + 1
        while stop < len(row) and facts.ccc(row[stop].cp):
            stop += 1
        above = [cell for cell in row[at + 1 : stop] if facts.ccc(cell.cp) == ABOVE]
        dots = row[at].cp in SOFT_DOTTED and bool(above) and all(cell.cp == DOT_ABOVE for cell in above)
        for cell in row[at:stop]:
            result += work.settle(cell, _PREFERRED) if dots and cell.cp == DOT_ABOVE else [cell]
        at = stop
    return result
