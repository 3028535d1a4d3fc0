"""ZWJ and ZWNJ stay exactly where they change what is seen (UAX #44 Joining_Type, Unicode 9.2, 12.1).

Three places: between letters that join (Arabic and its kind), after a virama and before one, in the
scripts where fonts show it (tables/evidence/joiners.tsv). Emoji sequences were settled before.
Everywhere else a joiner goes. Of a run after a virama the first joiner is the one that is seen.
"""

from __future__ import annotations

from sanitize import _tables as tables
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
_ZWNJ_AFTER, _ZWJ_AFTER, _ZWJ_AT_END, _ZWJ_BEFORE = 1, 2, 4, 8


def resolve(work: Work, row: list[Cell]) -> list[Cell]:
    """Settle every joiner of a line."""
    if not any(_is_joiner(cell) for cell in row):
        return row
    result: list[Cell] = []
    behind = Behind(result)
    at = 0
    while at < len(row):
        if not _is_joiner(row[at]):
            result.append(row[at])
            at += 1
            continue
        # Among letters that join, a joiner works on the letter after the marks: it is judged, and
        # written, behind them.
        shaped = behind.joins(_SHAPED)
        run: list[Cell] = []
        while at < len(row):
            if _is_joiner(row[at]):
                run.append(row[at])
            elif shaped and facts.is_mark(row[at].cp) and facts.joining(row[at].cp) == "T":
                result.append(row[at])
            else:
                break
            at += 1
        kept = _wanted(behind, run, row, at)
        for cell in run:
            result += [cell] if cell in kept else work.settle(cell, _JOINER)
    return result


class Behind:
    """What is written already, and how its last letter connects; no mark is passed over twice."""

    def __init__(self, written: list[Cell]) -> None:
        self.written = written
        self.looked = 0
        self.kind = ""

    def joins(self, types: tuple[str, ...]) -> bool:
        """Tell whether the last letter, beyond transparent marks, connects in some way."""
        for cell in reversed(self.written[self.looked :]):
            if facts.joining(cell.cp) != "T":
                self.kind = "" if _is_joiner(cell) else facts.joining(cell.cp)
                break
        self.looked = len(self.written)
        return self.kind in types


def _is_joiner(cell: Cell) -> bool:
    return facts.klass(cell.cp) == facts.JOINER and cell.why != SETTLED


def _wanted(behind: Behind, run: list[Cell], row: list[Cell], stop: int) -> list[Cell]:
    """Return the joiners of a run that are seen."""
    before = behind.written
    after = row[stop].cp if stop < len(row) else 0
    last = before[-1].cp if before else 0
    if facts.has(last, facts.VIRAMA):
        letter = before[-2].cp if len(before) > 1 else 0
        return run[:1] if _is_seen_after(letter, last, run[0].cp, after) else []
    if facts.has(after, facts.VIRAMA):
        beyond = row[stop + 1].cp if stop + 1 < len(row) else 0
        seen = tables.VIRAMAS.get(after, 0) & _ZWJ_BEFORE and _are_of(after, last, beyond)
        return [cell for cell in run if cell.cp == ZWJ][:1] if seen else []
    return _between(behind.joins(_LEFT), _joins(row, stop, _RIGHT), run)


def _is_seen_after(letter: int, virama: int, joiner: int, after: int) -> bool:
    """Tell whether a joiner after a virama is seen: before a letter of the script, or at a word's end."""
    places = tables.VIRAMAS.get(virama, 0)
    joins = facts.is_letter(after) or facts.has(after, facts.VIRAMA)
    if joins and facts.script(after) == facts.script(virama):
        bit = _ZWJ_AFTER if joiner == ZWJ else _ZWNJ_AFTER
        return bool(places & bit) or (letter, virama, after) in tables.JOINED
    if joiner != ZWJ or facts.is_wordy(after):
        return False
    return bool(places & _ZWJ_AT_END) or (letter, virama, 0) in tables.JOINED


def _are_of(virama: int, *letters: int) -> bool:
    """Tell whether characters are letters of a virama's script."""
    return all(facts.is_letter(cp) and facts.script(cp) == facts.script(virama) for cp in letters)


def _joins(row: list[Cell], at: int, types: tuple[str, ...]) -> bool:
    """Tell whether the letter at an index, or beyond transparent marks, connects in some way."""
    while at < len(row) and facts.joining(row[at].cp) == "T":
        at += 1
    return at < len(row) and facts.joining(row[at].cp) in types and not _is_joiner(row[at])


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
