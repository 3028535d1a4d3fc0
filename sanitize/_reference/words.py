"""Look-alike letters by word and line (UTS #39 sections 4 and 5, decided by context).

A word is a run of letters, marks and digits. A letter is telling in a word when it has no twin in
the other scripts of that word; the others follow the nearest telling letter. A word without a
telling letter follows the telling words of its line. ASCII words stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sanitize import _tables as tables
from sanitize._kinds import HOMOGLYPH, KEEP, reason
from sanitize._reference import facts
from sanitize._reference.normal import composed
from sanitize._reference.work import Cell, Work

_WORD = reason("homoglyph-word")
_LINE = reason("homoglyph-line")
_AMBIGUOUS = reason("ambiguous")
_ASCII_WORD = reason("ascii-word")
_RESEMBLES = reason("resembles")
_SCRIPTLESS = frozenset((facts.COMMON, facts.INHERITED))


Changes = dict[int, tuple[int, int]]
"""Index in the line to the reason and the letter that it becomes."""


@dataclass
class Word:
    """The letters of a word as indexes into the line, and what they tell."""

    letters: list[int] = field(default_factory=list)
    scripts: set[int] = field(default_factory=set)
    telling: dict[int, int] = field(default_factory=dict)
    """Letter number in the word to script, for the letters that tell."""


class Line:
    """What the words of a line tell: their scripts, and for each word the nearest that tell."""

    def __init__(self, told: list[set[int]]) -> None:
        self.told = told
        self.scripts = set().union(*told)
        self.before = self._near(range(len(told)))
        self.after = self._near(range(len(told) - 1, -1, -1))

    def _near(self, order: range) -> list[dict[int, int]]:
        """Return, for each word, the last word seen in an order that tells each script."""
        result: list[dict[int, int]] = [{} for _ in self.told]
        seen: dict[int, int] = {}
        for number in order:
            result[number] = seen
            if self.told[number]:
                seen = seen | dict.fromkeys(self.told[number], number)
        return result

    def nearest(self, number: int, among: set[int]) -> int | None:
        """Return the script, one of some, that the nearest word tells; the word before wins a tie."""
        found: list[tuple[int, int, int]] = []
        for rank, near in enumerate((self.before[number], self.after[number])):
            for script in sorted(among & near.keys()):
                found.append((abs(near[script] - number), rank, script))
        return min(found)[2] if found else None


def twin(cp: int, script: int, *, strong: bool = False) -> int | None:
    """Return the letter of a script that cannot be told from ``cp``."""
    row = tables.TWINS.get(cp)
    if row is None or (strong and not row[1]):
        return None
    target = tables.TWIN_TARGETS.get((row[0], script))
    if target is None or target == cp:
        return None
    if strong and target != row[0] and not tables.TWINS[target][1]:
        return None
    return target


def resolve(work: Work, row: list[Cell]) -> list[Cell]:
    """Settle the look-alike letters of a line."""
    if work.actions[HOMOGLYPH] == KEEP or all(cell.cp < 0x80 for cell in row):
        return row
    words = list(_words(row))
    line = Line([_tells(row, word) for word in words])
    changes: Changes = {}
    for number, word in enumerate(words):
        if len(word.scripts) > 1:
            _mixed(work, row, word, line, number, changes)
        else:
            _whole(work, row, word, line, number, changes)
    result: list[Cell] = []
    for at, cell in enumerate(row):
        if at in changes:
            why, target = changes[at]
            result += work.settle(cell, why, (target,))
        else:
            result.append(cell)
    return result


def _words(row: list[Cell]) -> Iterator[Word]:
    """Split a line into words; East Asian letters and look-alike marks end one."""
    word = Word()
    for at, cell in enumerate(row):
        cp = cell.cp
        kind = facts.klass(cp)
        if kind == facts.PUNCTUATION or facts.has(cp, facts.EAST_ASIAN) or not (
            facts.is_wordy(cp) or kind in (facts.JOINER, facts.VARIATION)
        ):
            if word.letters:
                yield word
                word = Word()
        elif facts.is_letter(cp) and facts.script(cp) not in _SCRIPTLESS:
            word.letters.append(at)
            word.scripts.add(facts.script(cp))
    if word.letters:
        yield word


def _tells(row: list[Cell], word: Word) -> set[int]:
    """Find the telling letters of a word; return the scripts that the word tells its line."""
    tells: set[int] = set()
    for number, at in enumerate(word.letters):
        cp = row[at].cp
        own = facts.script(cp)
        others = word.scripts - {own}
        if others and all(twin(cp, script) is None for script in others):
            word.telling[number] = own
        if not _has_twin(row, at):
            tells.add(own)
    return tells


def _has_twin(row: list[Cell], at: int) -> bool:
    """Tell whether a letter, with its mark, is proven the same as a letter of any other script."""
    lead = tables.TWINS.get(row[at].cp)
    return lead is not None and any(
        _strong_twin(row, at, script) is not None
        for script in TWIN_SCRIPTS
        if script != facts.script(row[at].cp)
    )


TWIN_SCRIPTS = tuple(sorted({script for _, script in tables.TWIN_TARGETS}))


def _strong_twin(row: list[Cell], at: int, script: int) -> int | None:
    """Return the proven twin of a letter; with a mark, only if both or neither have a composite."""
    target = twin(row[at].cp, script, strong=True)
    if target is not None and at + 1 < len(row) and facts.is_mark(row[at + 1].cp):
        mark = row[at + 1].cp
        if (composed(row[at].cp, mark) is None) != (composed(target, mark) is None):
            return None
    return target


def _mixed(
    work: Work, row: list[Cell], word: Word, line: Line, number: int, changes: Changes
) -> None:
    """A word of several scripts: each ambiguous letter follows the nearest telling letter."""
    follow = _nearest(row, word) if word.telling else {}
    fallback = None if word.telling else _line_script(row, word, line, number)
    own_greek = sum(script == facts.GREK for script in word.telling.values())
    # One Greek letter beside Latin ones is notation (delta T, mu A): its ASCII letters stay.
    is_greek = own_greek > 1 or line.nearest(number, {facts.GREK}) is not None
    for place, at in enumerate(word.letters):
        cp = row[at].cp
        if place in word.telling:
            _resemblance(work, row, at, word, changes)
            continue
        script = follow.get(place, fallback)
        if script is None or script == facts.script(cp):
            continue
        if script == facts.GREK and cp < 0x80 and not is_greek:
            continue
        target = twin(cp, script)
        if target is not None:
            changes[at] = (_WORD, target)


def _nearest(row: list[Cell], word: Word) -> dict[int, int]:
    """Return, for each ambiguous letter, the script of the nearest telling letter it has a twin in."""
    best: dict[int, tuple[int, int]] = {}
    for order in (range(len(word.letters)), range(len(word.letters) - 1, -1, -1)):
        seen: dict[int, int] = {}
        for place in order:
            if place in word.telling:
                seen[word.telling[place]] = place
                continue
            cp = row[word.letters[place]].cp
            for script, where in seen.items():
                distance = abs(place - where)
                fits = script == facts.script(cp) or twin(cp, script) is not None
                if fits and (place not in best or distance < best[place][0]):
                    best[place] = (distance, script)
    return {place: script for place, (_, script) in best.items()}


def _line_script(row: list[Cell], word: Word, line: Line, number: int) -> int:
    """Return the script that the line gives a word without a telling letter.

    That of the nearest telling word; in a line that tells none of the word's scripts, that of the
    letters with the weaker proof, else Latin.
    """
    near = line.nearest(number, word.scripts)
    if near is not None:
        return near
    for at in word.letters:
        if not tables.TWINS[row[at].cp][1]:
            return facts.script(row[at].cp)
    return facts.LATN if facts.LATN in word.scripts else min(word.scripts)


def _resemblance(
    work: Work, row: list[Cell], at: int, word: Word, changes: Changes
) -> None:
    """A telling letter of a minority script that merely resembles Latin: reported; strict rewrites it."""
    cp = row[at].cp
    if cp < 0x80 or facts.LATN not in word.telling.values() or facts.script(cp) == facts.LATN:
        return
    from sanitize._tables_compare import CONFUSABLES  # noqa: PLC0415 - only mixed words need it

    target = CONFUSABLES.get(cp, ())
    if len(target) != 1 or facts.script(target[0]) != facts.LATN:
        return
    if work.strict:
        changes[at] = (_RESEMBLES, target[0])
    else:
        work.report(row[at], _RESEMBLES)


def _whole(
    work: Work, row: list[Cell], word: Word, line: Line, number: int, changes: Changes
) -> None:
    """A word of one script without a telling letter: it follows its line, or is reported."""
    own = next(iter(word.scripts))
    others = sorted(line.scripts - {own})
    if line.told[number] or not others:
        return
    fits = {s for s in others if all(_strong_twin(row, at, s) is not None for at in word.letters)}
    if not fits:
        return
    ascii_only = all(row[at].cp < 0x80 for at in word.letters)
    target: int | None = None
    if work.strict:
        target = line.nearest(number, {own, *fits})
    elif not ascii_only and own not in line.scripts and len(fits) == 1:
        target = min(fits)
    if target is None:
        if not ascii_only:
            work.report(row[word.letters[0]], _AMBIGUOUS)
        elif own not in line.scripts:
            work.report(row[word.letters[0]], _ASCII_WORD)
    elif target != own:
        for at in word.letters:
            letter = _strong_twin(row, at, target)
            if letter is not None:
                changes[at] = (_LINE, letter)
