"""ZWJ and ZWNJ stay exactly where they change what is seen (UAX #44 Joining_Type, Unicode 9.2, 12.1).

Three places: between letters that join (Arabic and its kind), after a virama and before one, in the
pairs of letters that show it in some font (tables/evidence/joiner_canon.tsv); where every font draws
ZWJ like ZWNJ it is written ZWNJ. Emoji sequences were settled before. Everywhere else a joiner goes.
"""

from __future__ import annotations

from sanitize import _tables as tables
from sanitize._kinds import ESCAPE, HOMOGLYPH, JOINER, REMOVE, REPLACE, reason
from sanitize._reference import facts
from sanitize._reference.work import SETTLED, Cell, Work

ZWNJ, ZWJ = 0x200C, 0x200D
_JOINER = reason("joiner")
_LEFT = ("D", "L", "C")
"""Joining types that connect to the letter after them."""
_RIGHT = ("D", "R", "C")
"""Joining types that connect to the letter before them."""
_SHAPED = ("D", "L", "R", "C")
_ZWNJ_STAYS, _ZWJ_IS_ZWNJ, _ZWJ_STAYS, _ZWJ_STAYS_BEFORE, _ZWNJ_IS_ZWJ_BEFORE = 1, 2, 4, 8, 16
_UNKNOWN = (_ZWNJ_STAYS | _ZWJ_STAYS, _ZWNJ_STAYS | _ZWJ_STAYS, _ZWJ_STAYS)
"""The answers of a virama that no font was at hand for: what could be seen stays."""
NUKTA = 7
"""The combining class of nuktas: they stand between a letter and its virama."""
RA, DEVANAGARI_NUKTA, RRA = 0x0930, 0x093C, 0x0931
AE = 0x06D5


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
        start, begun = at, len(result)
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
        rewrites = all(work.actions[kind] in (REPLACE, REMOVE) for kind in (JOINER, HOMOGLYPH))
        if not kept and rewrites and behind.letter == AE and run[-1].cp == ZWNJ and _joins(row, at, _RIGHT):
            kept = {run[-1].at: ZWNJ}  # what the line is written in tells ae from heh, which is kept from joining
        if work.actions[JOINER] not in (REPLACE, REMOVE):  # then nothing changes places
            del result[begun:]
            behind.looked = begun
            run = row[start:at]
        if work.actions[JOINER] == ESCAPE and any(kept.get(cell.at) != cell.cp for cell in run if _is_joiner(cell)):
            kept = {}  # a visible escape parts the joiners beside it from their letter
        for cell in run:
            if not _is_joiner(cell):
                result.append(cell)
                continue
            written = kept.get(cell.at, 0)
            result += [cell] if written == cell.cp else work.settle(cell, _JOINER, (written,) if written else ())
    return result


class Behind:
    """What is written already, and how its last letter connects; no mark is passed over twice."""

    def __init__(self, written: list[Cell]) -> None:
        self.written = written
        self.looked = 0
        self.kind = ""
        self.letter = 0

    def joins(self, types: tuple[str, ...]) -> bool:
        """Tell whether the last letter, beyond transparent marks, connects in some way."""
        for cell in reversed(self.written[self.looked :]):
            if facts.joining(cell.cp) != "T":
                self.kind = "" if _is_joiner(cell) else facts.joining(cell.cp)
                self.letter = cell.cp
                break
        self.looked = len(self.written)
        return self.kind in types


def _is_joiner(cell: Cell) -> bool:
    return facts.klass(cell.cp) == facts.JOINER and cell.why != SETTLED


def _wanted(behind: Behind, run: list[Cell], row: list[Cell], stop: int) -> dict[int, int]:
    """Return the joiners of a run that are seen: place and the joiner that is written there."""
    before = behind.written
    after = row[stop].cp if stop < len(row) else 0
    last = before[-1].cp if before else 0
    if facts.has(last, facts.VIRAMA):
        answer = _answer(_letter(before, len(before) - 2), last, after)
        for cell in run:  # the first joiner that has an effect decides
            written = _written(cell.cp, answer)
            if written:
                return {cell.at: written}
        return {}
    if facts.has(after, facts.VIRAMA):
        beyond = row[stop + 1].cp if stop + 1 < len(row) else 0
        answer = _answer(_letter(before, len(before) - 1), after, beyond) if _are_of(after, last, beyond) else 0
        seen = {ZWJ: answer & _ZWJ_STAYS_BEFORE, ZWNJ: answer & _ZWNJ_IS_ZWJ_BEFORE}
        return {cell.at: ZWJ for cell in [cell for cell in run if seen[cell.cp]][:1]}
    return {cell.at: cell.cp for cell in _between(behind.joins(_LEFT), _joins(row, stop, _RIGHT), run)}


def _letter(before: list[Cell], at: int) -> int:
    """Return the letter that a virama behind an index of what is written belongs to.

    A nukta changes no answer but that of ra, which it makes the letter of the eyelash form.
    """
    nukta = before[at].cp if at > 0 else 0
    while at > 0 and facts.ccc(before[at].cp) == NUKTA:
        at -= 1
    letter = before[at].cp if at >= 0 else 0
    return RRA if letter == RA and nukta == DEVANAGARI_NUKTA else letter


def _answer(letter: int, virama: int, after: int) -> int:
    """Return what a joiner after a virama is to the eye: before a letter of the script, or at a word's end."""
    consonant, vowel, end = tables.VIRAMAS.get(virama, _UNKNOWN)
    same = facts.script(after) == facts.script(virama)
    if same and facts.has(after, facts.VIRAMA):
        return _ZWNJ_STAYS | _ZWJ_STAYS
    if facts.is_wordy(after) and not (same and facts.is_letter(after)):
        return 0
    second = after if same and facts.is_letter(after) else 0
    for letters, answer in tables.JOINED.get((virama, letter), ()):
        if second in letters:
            return answer
    return end if not second else vowel if facts.has(second, facts.VOWEL) else consonant


def _written(joiner: int, answer: int) -> int:
    """Return the joiner that stands for a joiner by an answer of the table; 0 for none."""
    if joiner == ZWNJ:
        return ZWNJ if answer & _ZWNJ_STAYS else 0
    return ZWJ if answer & _ZWJ_STAYS else ZWNJ if answer & _ZWJ_IS_ZWNJ else 0


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
