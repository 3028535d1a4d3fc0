"""Words that no letter tells follow their line (UTS #39 section 5), or are reported.

A word tells its line the scripts of those of its letters that have no proven twin in another.
"""

from __future__ import annotations

from sanitize import _tables as tables
from sanitize._kinds import reason
from sanitize._reference import drawn, facts, notation
from sanitize._reference.line import Line
from sanitize._reference.normal import composed
from sanitize._reference.word import TWIN_SCRIPTS, Word, script_of, split, twin
from sanitize._reference.work import Cell, Work

_WORD = reason("homoglyph-word")
_LINE = reason("homoglyph-line")
_AMBIGUOUS = reason("ambiguous")
_ASCII_WORD = reason("ascii-word")
LINKS = frozenset(map(ord, "_@"))
"""Marks that make one name of what stands on both sides of them; a hyphen may link words of two scripts."""


class Whole:
    """The letters of one line while they are being decided, and what whole words do."""

    def __init__(self, work: Work, row: list[Cell]) -> None:
        self.work = work
        self.row = row
        self.cps = [cell.cp for cell in row]
        self.why: dict[int, int] = {}
        self.foreign: set[int] = set()
        """The ASCII letters that are no Cyrillic ones here."""
        self.east_asian = any(facts.is_letter(cp) and facts.has(cp, facts.EAST_ASIAN) for cp in self.cps)
        self.notation = notation.spans(self.cps) if any(cp in tables.UNCOMMON for cp in self.cps) else set()
        """Where phonetic notation stands."""
        self.apart = notation.apart(self.cps, work.strict)
        """Where letters stand that are words of their own."""
        self.words = list(split(self.cps, self.apart))

    def change(self, at: int, why: int, cp: int) -> None:
        self.cps[at] = cp
        self.why[at] = why

    def line(self) -> Line:
        """Return what the words of the line tell now."""
        return Line([self.told(word) for word in self.words])

    def told(self, word: Word) -> set[int]:
        """Return the scripts that a word tells its line: those of letters that have no proven twin."""
        return {script_of(self.cps[at]) for at in word.letters if self.tells(word, at)}

    def tells(self, word: Word, at: int) -> bool:
        """Tell whether a letter has no proven twin in any other script."""
        own = script_of(self.cps[at])
        return all(script == own or self.line_twin(word, at, script) is None for script in TWIN_SCRIPTS)

    def line_twin(self, word: Word, at: int, script: int) -> int | None:
        """Return the twin of a letter whose word follows the line.

        A proven one, though a mixed word is in disguise anyway; with a mark only if the letter has no
        composite that the twin lacks: nobody writes that.
        """
        target = twin(self.cps[at], script, strong=not word.mixed)
        if target is not None and self.is_marked(at):
            one, other = (composed(cp, drawn.mark_of(cp, self.cps[at + 1])) for cp in (self.cps[at], target))
            if one is not None and other is None:
                return None
        return target

    def is_marked(self, at: int) -> bool:
        return at + 1 < len(self.cps) and facts.is_mark(self.cps[at + 1])

    def pair(self, word: Word) -> None:
        """Of two Greek letters in a Latin line the capital that looks like ASCII is, if the other does not: delta E, mu M."""
        twins = [twin(self.cps[at], facts.LATN) for at in word.letters]
        signs = word.scripts == {facts.GREK} and word.letters[0] not in self.apart
        if len(twins) != 2 or twins.count(None) != 1 or not signs:
            return
        for at in word.letters:
            letter = twin(self.cps[at], facts.LATN, strong=True)
            if letter is not None and facts.has(self.cps[at], facts.UPPER):
                self.change(at, _WORD, letter)

    def whole(self, word: Word, line: Line, number: int) -> None:
        """A word of one script without a telling letter follows its line, or is reported."""
        scripts = {script_of(self.cps[at]) for at in word.letters}
        own = min(scripts)
        if len(scripts) > 1:
            return
        told = line.scripts
        if facts.LATN in told and own != facts.LATN and not self.work.strict and self._names_only(line):
            told = told - {facts.LATN}
        ascii_only = all(self.cps[at] < 0x80 and not self.is_marked(at) for at in word.letters)
        alone = own not in line.scripts
        fits = self._fits(word, told - scripts)
        if not fits and alone and not ascii_only and (told or self.east_asian or self.work.strict):
            fits = self._fits(word, {facts.LATN} - scripts)  # every other script is written with Latin words in it
        if not fits:
            return
        first = self.row[word.letters[0]]
        if ascii_only:
            target = min(fits) if alone and len(fits) == 1 and self.work.strict and line.is_of(fits) else None
            if target is None and alone:
                self.work.report(first, _ASCII_WORD)
        else:
            target = self._target(number, line, own, fits)
            # Words of one letter are usual in Russian and Greek: beside others of their script they are in no doubt.
            if target is None and (len(word.letters) > 1 or line.nearest(number, {own, *fits}) != own):
                self.work.report(first, _AMBIGUOUS)
        if target is None or target == own:
            return
        for at in word.letters:
            letter = self.line_twin(word, at, target)
            if letter is not None:
                self.change(at, _LINE, letter)

    def _names_only(self, line: Line) -> bool:
        """Tell whether the words that tell Latin are all placeholders: %(name)s, {name}, &name; or <name>."""
        if line.names_only is None:
            words = zip(self.words, line.told, strict=True)
            line.names_only = all(notation.is_placeholder(self.cps, word) for word, told in words if facts.LATN in told)
        return line.names_only

    def _target(self, number: int, line: Line, own: int, fits: set[int]) -> int | None:
        """Return the script, one of some, that the line makes of a word with letters beyond ASCII."""
        if own not in line.scripts:
            return line.nearest(number, fits) or min(fits)
        if self.work.strict and self.words[number].letters[0] not in self.apart:
            return line.nearest(number, {own, *fits})
        return self._linked(number, line, own, fits)

    def _fits(self, word: Word, scripts: set[int]) -> set[int]:
        """Return those of some scripts that a whole word can be of."""
        return {
            script for script in scripts if all(self.line_twin(word, at, script) is not None for at in word.letters)
        }

    def _linked(self, number: int, line: Line, own: int, fits: set[int]) -> int | None:
        """Return the script, one of some, of the parts that a word is linked to by a mark, if none is of its own."""
        told: set[int] = set()
        for first, second in ((number - 1, number), (number, number + 1)):
            if first < 0 or second == len(self.words):
                continue
            end, start = self.words[first].letters[-1], self.words[second].letters[0]
            if start - end == 2 and is_link(self.cps[end + 1]):
                told |= line.told[first] | line.told[second]
        return min(told) if len(told) == 1 and told <= fits and own not in told else None


def is_link(cp: int) -> bool:
    """Tell whether a mark, or what it stands for, links the words beside it."""
    target = tables.FOLDS.get(cp, ((cp,),))[0]
    return len(target) == 1 and target[0] in LINKS
