"""Look-alike letters by word and line (UTS #39 sections 4 and 5, decided by context).

A word is a run of letters, marks and digits. A letter is telling in a word when it has no twin in
the other scripts of that word; the others follow the nearest telling letter, within their part of a
word that is written like twoWords if one is there. A word without a telling letter follows the telling
words of its line. ASCII words stay. Letters of no orthography stand for those they look like.
"""

from __future__ import annotations

from itertools import accumulate, pairwise

from sanitize import _tables as tables
from sanitize._kinds import HOMOGLYPH, KEEP, reason
from sanitize._reference import cyrillic, facts, latin, notation
from sanitize._reference.line import Line
from sanitize._reference.normal import composed
from sanitize._reference.whole import Whole
from sanitize._reference.word import RARE, SCRIPTLESS, TWIN_SCRIPTS, Word, is_word_letter, resembled, script_of, twin
from sanitize._reference.work import Cell, Work

_WORD = reason("homoglyph-word")
_RESEMBLES = reason("resembles")
CYRILLIC = facts.script_id("Cyrl")
ROUNDS = 8
"""More than any text is known to need: two settle nearly all."""
JE = ord("J")


def resolve(work: Work, row: list[Cell]) -> list[Cell]:
    """Settle the look-alike letters of a line."""
    if work.actions[HOMOGLYPH] == KEEP or all(cell.cp < 0x80 for cell in row):
        return row
    letters = Letters(work, row)
    letters.settle()
    result: list[Cell] = []
    for at, cell in enumerate(row):
        if letters.cps[at] != cell.cp:
            result += work.settle(cell, letters.why[at], (letters.cps[at],))
        else:
            result.append(cell)
    return result


class Letters(Whole):
    """Decides the letters of one line: mixed words by their letters, then whole words by the line."""

    def settle(self) -> None:
        """Decide until nothing changes: a letter that was decided can tell more about the others."""
        reports = len(self.work.reports)
        for _ in range(ROUNDS):
            before = list(self.cps)
            del self.work.reports[reports:]
            self._decide()
            if self.cps == before:
                break
        self._report_strays()

    def _report_strays(self) -> None:
        """Report what is no letter of a word but resembles an ASCII letter, beside a Latin one: digits, marks, signs."""
        for at, cp in enumerate(self.cps):
            in_word = facts.is_letter(cp) and not facts.has(cp, facts.EAST_ASIAN)
            if cp < 0x80 or in_word or facts.script(cp) in SCRIPTLESS:
                continue
            beside = self.cps[at - 1 : at] + self.cps[at + 1 : at + 2]
            latin = any(facts.is_letter(near) and facts.script(near) == facts.LATN for near in beside)
            if latin and resembled(cp) is not None:
                self.work.report(self.row[at], _RESEMBLES)

    def _decide(self) -> None:
        """Decide the mixed words by their letters, the undecided by the line, then whole words."""
        for word in self.words:
            self._unmask(word)
            for at, target in [] if self.east_asian else [*latin.numerals(self.cps, word)]:
                self.change(at, _WORD, target)
        for at, target in [*latin.open_e(self.cps, self.words)]:
            self.change(at, _WORD, target)
        letters = set(self.cps)
        letters |= {composed(cp, mark) or cp for cp, mark in pairwise(self.cps) if facts.is_mark(mark)}
        self.foreign = cyrillic.foreign(letters)
        for word in self.words:
            self._find_telling(word)
            word.mixed = len(word.scripts) > 1
        greek = sum(self._is_greek(word) for word in self.words)
        for word in self.words:
            scripts: set[int] = set()
            # A letter that follows can take the last of its script along: then others tell more.
            while word.telling and word.scripts != scripts:
                scripts = word.scripts
                # A range is of one script: its ends are no notation.
                self._by_letters(word, greek > 0 or word.letters[0] in self.apart)
                self._find_telling(word)
        line = self.line()
        for number, word in enumerate(self.words):
            if len(word.scripts) > 1 and not word.telling:
                self._by_line(word, line, number)
        line = self.line()
        for number, word in enumerate(self.words):
            if not line.told[number]:
                self.whole(word, line, number)
            elif not greek and line.scripts == {facts.LATN, facts.GREK}:
                self.pair(word)

    def _twin(self, word: Word, at: int, script: int) -> int | None:
        """Return the letter of a script that cannot be told from one in a mixed word of this line."""
        cp = self.cps[at]
        # The J of a word that is Cyrillic but for it is no name in Latin letters.
        je = cp == JE and all(self.cps[other] >= 0x80 or self.cps[other] == JE for other in word.letters)
        if script != CYRILLIC or cp not in self.foreign or je:
            return twin(cp, script)
        # The capital behind a small letter is the sign that the languages of the Caucasus write.
        near = self.cps[at - 1] if at > 0 else 0
        small = is_word_letter(near) and near != cyrillic.SMALL_PALOCHKA and not facts.has(near, facts.UPPER)
        return cyrillic.PALOCHKA if cp == ord("I") and small else None

    def _unmask(self, word: Word) -> None:
        """Letters of no orthography become the common ones they look like, but in phonetic notation.

        Those of their own script if there is one; else, in a mixed word, of a script that all its letters
        can be of.
        """
        masked = [at for at in word.letters if self.cps[at] in tables.UNCOMMON]
        if not masked or notation.is_phonetic(self.cps, self.notation, word) or self._is_lone(word):
            return
        cps = {self.cps[at] for at in word.letters}
        scripts = {facts.script(cp) for cp in cps}
        others = {s for s in scripts if all(facts.script(cp) == s or (cp, s) in tables.TWINS for cp in cps)}
        for at in masked:
            cp = self.cps[at]
            own = facts.script(cp)
            if own == CYRILLIC and cyrillic.is_historic(
                cp, {self.cps[at] for word in self.words for at in word.letters}
            ):
                continue
            # In a word of Latin and Greek letters a phonetic letter may be meant.
            fits = {own} if (cp, own) in tables.TWINS else others - {own}
            fits -= {facts.GREK} if facts.has(cp, facts.PHONETIC) else set()
            if fits:
                self.change(at, _WORD, tables.TWINS[cp, facts.LATN if facts.LATN in fits else min(fits)][0])

    def _is_lone(self, word: Word) -> bool:
        """Tell whether a word is one letter between slashes or brackets, a sound, or all that the line has."""
        if len(self.words) == 1 and len(word.letters) == 1:
            return True
        first = word.letters[0]
        around = self.cps[max(first - 1, 0) : first] + self.cps[first + 1 : first + 2]
        return len(word.letters) == 1 and len(around) == 2 and notation.FENCES.issuperset(around)

    def _find_telling(self, word: Word) -> None:
        """Find the letters of a mixed word that have no twin in its other scripts."""
        word.telling = {}
        word.scripts = {script_of(self.cps[at]) for at in word.letters}
        if RARE in word.scripts and notation.is_phonetic(self.cps, self.notation, word):
            word.scripts.remove(RARE)
        if len(word.scripts) == 1:
            return
        for place, at in enumerate(word.letters):
            own = script_of(self.cps[at])
            if all(self._twin(word, at, script) is None for script in word.scripts - {own}):
                word.telling[place] = own
        if facts.LATN not in word.telling.values():
            return
        rewritten = False
        for place in word.telling:
            at = word.letters[place]
            like = resembled(self.cps[at])
            if like is None:
                continue
            if self.work.strict and not _stands_apart(self.cps[at]):
                self.change(at, _RESEMBLES, like)
                rewritten = True
            else:
                self.work.report(self.row[at], _RESEMBLES)
        if rewritten:
            self._find_telling(word)
        elif all(
            script != CYRILLIC or self.cps[word.letters[place]] in cyrillic.YERS
            for place, script in word.telling.items()
        ):
            word.telling = {place: script for place, script in word.telling.items() if script != CYRILLIC}

    def _is_greek(self, word: Word) -> bool:
        """Tell whether a word shows that Greek is written here.

        One or two letters are notation (an ohm, delta E) unless they are accented, and so is a word with a capital
        behind a small letter. Beside ASCII letters it takes two, accented or capitals all, or three (kappa B alpha).
        """
        if facts.GREK not in word.scripts:
            return False
        greek = sum(
            script_of(self.cps[at]) == facts.GREK
            and all(twin(self.cps[at], script, strong=True) is None for script in TWIN_SCRIPTS)
            for at in word.letters
        )
        upper = [facts.has(self.cps[at], facts.UPPER) for at in word.letters]
        inner = any(after and not before for before, after in pairwise(upper))
        accented = any(self.is_marked(at) for at in word.letters)
        if all(self.cps[at] >= 0x80 for at in word.letters):
            return greek > 0 and (accented or len(word.letters) > 2) and not inner
        return greek > 1 and (accented or all(upper) or greek > 2) and not inner

    def _by_letters(self, word: Word, greek: bool) -> None:
        """Each ambiguous letter of a mixed word follows the nearest telling letter."""
        signs = set(word.telling.values()) == {facts.GREK}
        for place, script in sorted(self._nearest(word).items()):
            at = word.letters[place]
            cp = self.cps[at]
            # In a line that is not Greek, letters beside a Greek one are notation, and those that look like ASCII are.
            if script == facts.GREK and not greek and (cp < 0x80 or signs):
                target = None if cp < 0x80 else twin(cp, facts.LATN, strong=True)
            elif (
                script_of(cp) == facts.GREK
                and twin(cp, script, strong=True) is None
                and (
                    (len(word.letters) == 2 and at == word.letters[1])
                    or (
                        at == word.letters[0] and notation.is_subscript([self.cps[other] for other in word.letters[1:]])
                    )
                )
            ):
                continue  # h nu, nu max: most fonts show that it is no v
            else:
                target = self._twin(word, at, script)
            if target is not None:
                self.change(at, _WORD, target)

    def _nearest(self, word: Word) -> dict[int, int]:
        """Return, for each ambiguous letter, the script of the nearest telling letter that fits.

        One in the same part of the word is nearer than any other; of two as near the one of the same
        case, then the one behind, as endings are.
        """
        best: dict[int, tuple[tuple[bool, int, bool], int]] = {}
        count = len(word.letters)
        parts = self._parts(word)
        upper = [facts.has(self.cps[at], facts.UPPER) for at in word.letters]
        bound = self._bound(word)
        for order in (range(count - 1, -1, -1), range(count)):
            seen: dict[int, int] = {}
            for place in order:
                if place in word.telling:
                    seen[word.telling[place]] = place
                    continue
                at = word.letters[place]
                for script, where in seen.items():
                    distance = parts[place] != parts[where], abs(place - where), upper[place] != upper[where]
                    fits = script == script_of(self.cps[at]) or self._twin(word, at, script) is not None
                    leads = self._leads(word, word.letters[where], at, bound)
                    if fits and leads and (place not in best or distance < best[place][0]):
                        best[place] = (distance, script)
        return {place: script for place, (_, script) in best.items()}

    def _leads(self, word: Word, teller: int, at: int, bound: set[int]) -> bool:
        """Tell whether a telling letter may take a letter of another script along.

        Not where that letter's own script is told, by one that is phonetic, or Latin only because the line shows no
        alphabet that has it; and not an ASCII letter of a run that tells Latin.
        """
        cp = self.cps[at]
        if script_of(cp) not in word.telling.values() or script_of(cp) == script_of(self.cps[teller]):
            return True
        weak = facts.has(self.cps[teller], facts.PHONETIC) or self.cps[teller] in self.foreign
        return at not in bound if cp < 0x80 else not weak

    def _bound(self, word: Word) -> set[int]:
        """Return the ASCII letters of a word that stand in a run with one that tells."""
        result: set[int] = set()
        run: list[int] = []
        tells = False
        for place, at in enumerate([*word.letters, -1]):
            if at >= 0 and self.cps[at] < 0x80:
                run.append(at)
                tells |= place in word.telling
                continue
            result |= set(run) if tells else set()
            run, tells = [], False
        return result

    def _parts(self, word: Word) -> list[int]:
        """Return, for each letter of a word, the number of its part: capitals begin one, but behind others."""
        upper = [facts.has(self.cps[at], facts.UPPER) for at in word.letters]
        begins = (now and not before for now, before in zip(upper, [True, *upper], strict=False))
        return list(accumulate(begins))

    def _by_line(self, word: Word, line: Line, number: int) -> None:
        """A mixed word without a telling letter follows the nearest word that tells.

        In a line that tells nothing it follows its letters with the weaker proof, else Latin.
        """
        fits = {
            script
            for script in TWIN_SCRIPTS
            if all(script == script_of(self.cps[at]) or self._twin(word, at, script) for at in word.letters)
        }
        target = line.nearest(number, fits)
        if target is None and line.scripts == {facts.LATN} and facts.GREK in word.scripts:
            # Notation: Greek letters that are seen to be no Latin ones, and ASCII.
            for at in word.letters:
                letter = twin(self.cps[at], facts.LATN, strong=True)
                if letter is not None:
                    self.change(at, _WORD, letter)
            return
        if target is None:
            weak = [at for at in word.letters if not self._is_proven(at, fits)]
            own = {script_of(self.cps[at]) for at in weak or word.letters} & fits
            target = facts.LATN if facts.LATN in own or not own else min(own)
        for at in word.letters:
            letter = self._twin(word, at, target)
            if letter is not None and script_of(self.cps[at]) != target:
                self.change(at, _WORD, letter)

    def _is_proven(self, at: int, scripts: set[int]) -> bool:
        """Tell whether a letter has a proven twin in one of some scripts."""
        return any(twin(self.cps[at], script, strong=True) is not None for script in scripts)


def _stands_apart(cp: int) -> bool:
    """Tell whether a letter joins its neighbours or runs from right to left: it is reported, never rewritten."""
    return facts.joining(cp) != "U" or facts.has(cp, facts.RTL)
