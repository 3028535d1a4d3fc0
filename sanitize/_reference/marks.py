"""Stacks of combining marks: capped above what any orthography uses (UAX #15 stream-safe in spirit)."""

from __future__ import annotations

from sanitize._kinds import reason
from sanitize._reference import facts
from sanitize._reference.work import Cell, Work

_MARKS = reason("marks")
SHARED_CAP = 4
"""Marks of no script (accents) on one base: Vietnamese has two, phonetic notation up to four."""
OWN_CAP = 12
"""Marks in all on one base: Tibetan stacks and pointed Hebrew stay below ten."""


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
