"""ZWJ and ZWNJ stay exactly where they change what is seen (UAX #44 Joining_Type, Unicode 9.2, 12.1).

Three places: between letters that join (Arabic and its kind), after a virama, and, in Bengali,
Sinhala and Malayalam, before one. Emoji sequences were settled before. Everything else goes.
"""

from __future__ import annotations

from sanitize._kinds import reason
from sanitize._reference import facts
from sanitize._reference.work import SETTLED, Cell, Work

ZWNJ, ZWJ = 0x200C, 0x200D
_JOINER = reason("joiner")
_LEFT = ("D", "L", "C")
"""Joining types that connect to the letter after them."""
_RIGHT = ("D", "R", "C")
"""Joining types that connect to the letter before them."""
_SHAPED = ("D", "L", "R", "C")
BEFORE_VIRAMA = frozenset(facts.script_id(code) for code in ("Beng", "Sinh", "Mlym"))


def resolve(work: Work, row: list[Cell]) -> list[Cell]:
    """Settle every joiner of a line."""
    if not any(_is_joiner(cell) for cell in row):
        return row
    result: list[Cell] = []
    at = 0
    while at < len(row):
        if not _is_joiner(row[at]):
            result.append(row[at])
            at += 1
            continue
        # Among letters that join, a joiner works on the letter after the marks: it is judged, and
        # written, behind them.
        shaped = _joins(result, len(result) - 1, -1, _SHAPED)
        run: list[Cell] = []
        while at < len(row):
            if _is_joiner(row[at]):
                run.append(row[at])
            elif shaped and facts.is_mark(row[at].cp) and facts.joining(row[at].cp) == "T":
                result.append(row[at])
            else:
                break
            at += 1
        kept = _wanted(result, run, row, at)
        for cell in run:
            result += [cell] if cell in kept else work.settle(cell, _JOINER)
    return result


def _is_joiner(cell: Cell) -> bool:
    return facts.klass(cell.cp) == facts.JOINER and cell.why != SETTLED


def _wanted(before: list[Cell], run: list[Cell], row: list[Cell], stop: int) -> list[Cell]:
    """Return the joiners of a run that are seen."""
    after = row[stop].cp if stop < len(row) else 0
    last = before[-1].cp if before else 0
    if facts.has(last, facts.VIRAMA):
        return _after_virama(last, run, after)
    if facts.has(after, facts.VIRAMA):
        seen = facts.script(after) in BEFORE_VIRAMA and facts.is_letter(last)
        beyond = row[stop + 1].cp if stop + 1 < len(row) else 0
        seen = seen and facts.is_letter(beyond) and facts.script(beyond) == facts.script(after)
        return [cell for cell in run if cell.cp == ZWJ][:1] if seen else []
    left = _joins(before, len(before) - 1, -1, _LEFT)
    return _between(left, _joins(row, stop, 1, _RIGHT), run)


def _after_virama(virama: int, run: list[Cell], after: int) -> list[Cell]:
    """After a virama: the first joiner, before a letter of the script; at the end of a word ZWJ only."""
    joined = facts.is_letter(after) or facts.has(after, facts.VIRAMA)
    same = joined and facts.script(after) == facts.script(virama)
    if same:
        return run[:1]
    return [run[0]] if run[0].cp == ZWJ and not facts.is_wordy(after) else []


def _joins(row: list[Cell], at: int, step: int, types: tuple[str, ...]) -> bool:
    """Tell whether the letter at an index, or beyond transparent marks, connects in some way."""
    while 0 <= at < len(row):
        kind = facts.joining(row[at].cp)
        if kind != "T":
            return kind in types and not _is_joiner(row[at])
        at += step
    return False


def _between(left: bool, right: bool, run: list[Cell]) -> list[Cell]:
    """Return the shortest joiners that give both sides the form that the run gives them."""
    wants_left = left and run[0].cp == ZWJ
    wants_right = right and run[-1].cp == ZWJ
    if left and right:
        if wants_left and wants_right:
            return []
        if not wants_left and not wants_right:
            return run[:1]
        return [run[0], run[-1]]
    return run[:1] if wants_left else run[-1:] if wants_right else []
