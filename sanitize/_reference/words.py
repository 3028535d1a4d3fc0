"""Look-alike letters by word and line (UTS #39 sections 4 and 5, decided by context).

A word is a run of letters, marks and digits. A letter is telling in a word when it has no twin in
the other scripts of that word; the others follow the nearest telling letter, within their part of a
word that is written like twoWords if one is there. A word without a telling letter follows the telling
words of its line. ASCII words stay. Letters of no orthography stand for those they look like.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from sanitize import _tables as tables
from sanitize._kinds import HOMOGLYPH, KEEP, reason
from sanitize._reference import around, drawn, facts
from sanitize._reference.normal import composed
from sanitize._reference.work import Cell, Work

_WORD = reason("homoglyph-word")
_LINE = reason("homoglyph-line")
_AMBIGUOUS = reason("ambiguous")
_ASCII_WORD = reason("ascii-word")
_RESEMBLES = reason("resembles")
_CYRILLIC = facts.script_id("Cyrl")
_SCRIPTLESS = frozenset((facts.COMMON, facts.INHERITED))
TWIN_SCRIPTS = tuple(sorted({script for _, script in tables.TWINS}))
ROUNDS = 8
"""More than any text is known to need: two settle nearly all."""
FENCES = frozenset(map(ord, "/[]"))
"""What stands on both sides of a lone phonetic letter."""
_MACEDONIAN = frozenset((0x0403, 0x0405, 0x040C, 0x0453, 0x0455, 0x045C))
_SERBIAN = frozenset((0x0402, 0x0408, 0x0409, 0x040A, 0x040B, 0x040F, 0x0452, 0x0458, 0x0459, 0x045A, 0x045B, 0x045F))
_SLAVONIC = frozenset((0x0462, 0x0463, *range(0x0466, 0x0470), *range(0x0478, 0x0488), *range(0xA640, 0xA6A0)))
UKRAINIAN = frozenset((0x0404, 0x0406, 0x0407, 0x040E, 0x0454, 0x0456, 0x0457, 0x045E, 0x0490, 0x0491))
TURKIC = frozenset(
    (0x0492, 0x0493, 0x04A2, 0x04A3, 0x04AE, 0x04AF, 0x04B0, 0x04B1, 0x04BA, 0x04BB, 0x04D8, 0x04D9, 0x04E8, 0x04E9)
)
ALPHABETS = {
    ord("S"): _SERBIAN | _MACEDONIAN,
    ord("s"): _SERBIAN | _MACEDONIAN,
    ord("J"): _SERBIAN | _MACEDONIAN,
    ord("I"): UKRAINIAN | TURKIC,
    ord("Y"): TURKIC,
    ord("h"): TURKIC,
}
"""ASCII letters with Cyrillic twins that few alphabets have, and letters that show one of those."""
FITAS = (0x0472, 0x0473)
PALOCHKA, SMALL_PALOCHKA = 0x04C0, 0x04CF
JE = ord("J")
LINKS = frozenset(map(ord, "_@"))
"""Marks that make one name of what stands on both sides of them; a hyphen may link words of two scripts."""
SUBSCRIPTS = frozenset(tuple(map(ord, name)) for name in ("max", "min"))
TIES = frozenset((0x035C, 0x0361))
"""Ties of phonetic notation."""
SOUND_SIGNS = frozenset((0x02C8, 0x02CC, 0x02D0, 0x02D1, *TIES))
"""Stress, length and ties: signs that phonetic notation is written with."""
SOUNDS = frozenset((0x00E6, 0x00F0, 0x014B, 0x0259, 0x025B, 0x0254))
"""Letters of everyday alphabets that phonetic notation has, too: ae, eth, eng, schwa, open e and o."""
NAME = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"))
LONGEST_NAME = 64
YERS = frozenset((0x042A, 0x042C, 0x044A, 0x044C))
"""Letters of Slavic words in Latin notation: beside Latin ones they tell nothing."""
RARE = -1
"""Stands for the script of a letter that no orthography spells with, but looks like one of its script."""


@dataclass
class Word:
    """The letters of a word as indexes into the line, and what they tell."""

    letters: list[int] = field(default_factory=list)
    scripts: set[int] = field(default_factory=set)
    telling: dict[int, int] = field(default_factory=dict)
    """Letter number in the word to script, for the letters that tell it from its other scripts."""
    mixed: bool = False
    """Whether the letters were of several scripts at the beginning of the round."""


class Line:
    """What the words of a line tell: their scripts, and for each word the nearest that tell."""

    def __init__(self, told: list[set[int]]) -> None:
        self.told = told
        self.scripts: set[int] = set().union(*told)
        self.before = self._near(range(len(told)))
        self.after = self._near(range(len(told) - 1, -1, -1))
        self.names_only: bool | None = None
        """Whether the words that tell Latin are all placeholders, once that is asked."""

    def is_of(self, scripts: set[int]) -> bool:
        """Tell whether a line is of a script: no word tells another, and more of its words tell it than tell nothing."""
        return self.scripts == scripts and 2 * sum(map(bool, self.told)) > len(self.told)

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
            found += [(abs(near[script] - number), rank, script) for script in among & near.keys()]
        return min(found)[2] if found else None


def script_of(cp: int) -> int:
    """Return the script that a letter shows: its own, or `RARE`."""
    script = facts.script(cp)
    return RARE if script == facts.LATN and (cp, script) in tables.TWINS else script


def twin(cp: int, script: int, *, strong: bool = False) -> int | None:
    """Return the letter of a script that cannot be told from ``cp``; strong: proven for whole words."""
    target, proven = tables.TWINS.get((cp, script), (None, False))
    return target if proven or not strong else None


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


class Letters:
    """The letters of one line while they are being decided."""

    def __init__(self, work: Work, row: list[Cell]) -> None:
        self.work = work
        self.row = row
        self.cps = [cell.cp for cell in row]
        self.why: dict[int, int] = {}
        self.foreign: set[int] = set()
        """The ASCII letters that are no Cyrillic ones here: nothing shows an alphabet that has them."""
        self.east_asian = any(facts.is_letter(cp) and facts.has(cp, facts.EAST_ASIAN) for cp in self.cps)
        self.notation = self._notation() if any(cp in tables.UNCOMMON for cp in self.cps) else set()
        """Where phonetic notation stands."""
        self.words = list(self._words())

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
            if cp < 0x80 or in_word or facts.script(cp) in _SCRIPTLESS:
                continue
            beside = self.cps[at - 1 : at] + self.cps[at + 1 : at + 2]
            latin = any(facts.is_letter(near) and facts.script(near) == facts.LATN for near in beside)
            if latin and _resembled(cp) is not None:
                self.work.report(self.row[at], _RESEMBLES)

    def _decide(self) -> None:
        """Decide the mixed words by their letters, the undecided by the line, then whole words."""
        for word in self.words:
            self._unmask(word)
        letters = set(self.cps)
        letters |= {composed(cp, mark) or cp for cp, mark in pairwise(self.cps) if facts.is_mark(mark)}
        self.foreign = {cp for cp, tells in ALPHABETS.items() if not tells & letters}
        for word in self.words:
            self._find_telling(word)
            word.mixed = len(word.scripts) > 1
        greek = sum(self._is_greek(word) for word in self.words)
        for word in self.words:
            scripts: set[int] = set()
            # A letter that follows can take the last of its script along: then others tell more.
            while word.telling and word.scripts != scripts:
                scripts = word.scripts
                self._by_letters(word, greek > 0)
                self._find_telling(word)
        line = Line([self._told(word) for word in self.words])
        for number, word in enumerate(self.words):
            if len(word.scripts) > 1 and not word.telling:
                self._by_line(word, line, number)
        line = Line([self._told(word) for word in self.words])
        for number, word in enumerate(self.words):
            if not line.told[number]:
                self._whole(word, line, number)
            elif not greek and line.scripts == {facts.LATN, facts.GREK}:
                self._pair(word)

    def _words(self) -> Iterator[Word]:
        """Split the line into words; East Asian letters and look-alike marks end one."""
        word = Word()
        for at, cp in enumerate(self.cps):
            kind = facts.klass(cp)
            inside = facts.is_wordy(cp) or kind in (facts.JOINER, facts.VARIATION)
            if not inside or kind == facts.PUNCTUATION or facts.has(cp, facts.EAST_ASIAN):
                if word.letters:
                    yield word
                    word = Word()
            elif _is_word_letter(cp):
                word.letters.append(at)
                word.scripts.add(script_of(cp))
        if word.letters:
            yield word

    def _twin(self, word: Word, at: int, script: int) -> int | None:
        """Return the letter of a script that cannot be told from one in a mixed word of this line."""
        cp = self.cps[at]
        # The J of a word that is Cyrillic but for it is no name in Latin letters.
        je = cp == JE and all(self.cps[other] >= 0x80 or self.cps[other] == JE for other in word.letters)
        if script != _CYRILLIC or cp not in self.foreign or je:
            return twin(cp, script)
        # The capital behind a small letter is the sign that the languages of the Caucasus write.
        near = self.cps[at - 1] if at > 0 else 0
        small = _is_word_letter(near) and near != SMALL_PALOCHKA and not facts.has(near, facts.UPPER)
        return PALOCHKA if cp == ord("I") and small else None

    def _unmask(self, word: Word) -> None:
        """Letters of no orthography become the common ones they look like, but in phonetic notation.

        Those of their own script if there is one; else, in a mixed word, of a script that all its letters
        can be of.
        """
        masked = [at for at in word.letters if self.cps[at] in tables.UNCOMMON]
        if not masked or self._is_phonetic(word) or self._is_lone(word):
            return
        cps = {self.cps[at] for at in word.letters}
        scripts = {facts.script(cp) for cp in cps}
        others = {s for s in scripts if all(facts.script(cp) == s or (cp, s) in tables.TWINS for cp in cps)}
        for at in masked:
            cp = self.cps[at]
            own = facts.script(cp)
            if own == _CYRILLIC and self._is_historic(cp):
                continue
            # In a word of Latin and Greek letters a phonetic letter may be meant.
            fits = {own} if (cp, own) in tables.TWINS else others - {own}
            fits -= {facts.GREK} if facts.has(cp, facts.PHONETIC) else set()
            if fits:
                self._change(at, _WORD, tables.TWINS[cp, facts.LATN if facts.LATN in fits else min(fits)][0])

    def _is_historic(self, cp: int) -> bool:
        """Tell whether a letter of older orthographies is meant: in such a line, and fita but where barred o is written."""
        letters = {self.cps[at] for word in self.words for at in word.letters}
        return bool(letters & _SLAVONIC) or (cp in FITAS and not letters & TURKIC)

    def _is_lone(self, word: Word) -> bool:
        """Tell whether a word is one letter between slashes or brackets, a sound, or all that the line has."""
        if len(self.words) == 1 and len(word.letters) == 1:
            return True
        first = word.letters[0]
        around = self.cps[max(first - 1, 0) : first] + self.cps[first + 1 : first + 2]
        return len(word.letters) == 1 and len(around) == 2 and FENCES.issuperset(around)

    def _find_telling(self, word: Word) -> None:
        """Find the letters of a mixed word that have no twin in its other scripts."""
        word.telling = {}
        word.scripts = {script_of(self.cps[at]) for at in word.letters}
        if RARE in word.scripts and self._is_phonetic(word):
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
            like = _resembled(self.cps[at])
            if like is None:
                continue
            if self.work.strict and not _stands_apart(self.cps[at]):
                self._change(at, _RESEMBLES, like)
                rewritten = True
            else:
                self.work.report(self.row[at], _RESEMBLES)
        if rewritten:
            self._find_telling(word)
        elif all(
            script != _CYRILLIC or self.cps[word.letters[place]] in YERS for place, script in word.telling.items()
        ):
            word.telling = {place: script for place, script in word.telling.items() if script != _CYRILLIC}

    def _notation(self) -> set[int]:
        """Return where slashes or brackets stand around Latin letters, if between some is a sign or a letter of sounds."""
        found: set[int] = set()
        shown = False
        for start, stop in facts.spans(self.cps, lambda cp: not around.is_blank(cp)):
            first, last = around.fence(self.cps[start:stop])
            fence = range(start + first, start + last)
            if all(facts.script(self.cps[at]) in (facts.LATN, *_SCRIPTLESS) for at in fence):
                found.update(fence)
                shown |= any(self._is_of_sounds(self.cps[at]) for at in fence)
        return found if shown else set()

    def _is_of_sounds(self, cp: int) -> bool:
        return cp in SOUND_SIGNS or cp in SOUNDS or (facts.has(cp, facts.PHONETIC) and cp not in tables.UNCOMMON)

    def _is_phonetic(self, word: Word) -> bool:
        """Tell whether a word is notation: by its place, by a tie, or by a phonetic letter that looks like no other."""
        if word.letters[0] in self.notation or any(self.cps[at + 1] in TIES for at in word.letters[:-1]):
            return True
        cps = (self.cps[at] for at in word.letters)
        return any(facts.has(cp, facts.PHONETIC) and cp not in tables.UNCOMMON for cp in cps)

    def _change(self, at: int, why: int, cp: int) -> None:
        self.cps[at] = cp
        self.why[at] = why

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
        accented = any(self._is_marked(at) for at in word.letters)
        if all(self.cps[at] >= 0x80 for at in word.letters):
            return greek > 0 and (accented or len(word.letters) > 2) and not inner
        return greek > 1 and (accented or all(upper) or greek > 2) and not inner

    def _by_letters(self, word: Word, greek: bool) -> None:
        """Each ambiguous letter of a mixed word follows the nearest telling letter."""
        notation = set(word.telling.values()) == {facts.GREK}
        for place, script in sorted(self._nearest(word).items()):
            at = word.letters[place]
            cp = self.cps[at]
            # In a line that is not Greek, letters beside a Greek one are notation, and those that look like ASCII are.
            if script == facts.GREK and not greek and (cp < 0x80 or notation):
                target = None if cp < 0x80 else twin(cp, facts.LATN, strong=True)
            elif (
                script_of(cp) == facts.GREK
                and twin(cp, script, strong=True) is None
                and (
                    (len(word.letters) == 2 and at == word.letters[1])
                    or (at == word.letters[0] and self._is_subscript(word.letters[1:]))
                )
            ):
                continue  # h nu, nu max: most fonts show that it is no v
            else:
                target = self._twin(word, at, script)
            if target is not None:
                self._change(at, _WORD, target)

    def _is_subscript(self, letters: list[int]) -> bool:
        """Tell whether letters are what physics writes below the sign of a quantity; no word begins with v and these."""
        return tuple(self.cps[at] for at in letters) in SUBSCRIPTS

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
                    self._change(at, _WORD, letter)
            return
        if target is None:
            weak = [at for at in word.letters if not self._is_proven(at, fits)]
            own = {script_of(self.cps[at]) for at in weak or word.letters} & fits
            target = facts.LATN if facts.LATN in own or not own else min(own)
        for at in word.letters:
            letter = self._twin(word, at, target)
            if letter is not None and script_of(self.cps[at]) != target:
                self._change(at, _WORD, letter)

    def _is_proven(self, at: int, scripts: set[int]) -> bool:
        """Tell whether a letter has a proven twin in one of some scripts."""
        return any(twin(self.cps[at], script, strong=True) is not None for script in scripts)

    def _told(self, word: Word) -> set[int]:
        """Return the scripts that a word tells its line: those of letters that have no proven twin."""
        return {script_of(self.cps[at]) for at in word.letters if self._tells(word, at)}

    def _tells(self, word: Word, at: int) -> bool:
        """Tell whether a letter has no proven twin in any other script."""
        own = script_of(self.cps[at])
        return all(script == own or self._line_twin(word, at, script) is None for script in TWIN_SCRIPTS)

    def _line_twin(self, word: Word, at: int, script: int) -> int | None:
        """Return the twin of a letter whose word follows the line.

        A proven one, though a mixed word is in disguise anyway; with a mark only if the letter has no
        composite that the twin lacks: nobody writes that.
        """
        target = twin(self.cps[at], script, strong=not word.mixed)
        if target is not None and self._is_marked(at):
            one, other = (composed(cp, drawn.mark_of(cp, self.cps[at + 1])) for cp in (self.cps[at], target))
            if one is not None and other is None:
                return None
        return target

    def _is_marked(self, at: int) -> bool:
        return at + 1 < len(self.cps) and facts.is_mark(self.cps[at + 1])

    def _pair(self, word: Word) -> None:
        """Of two Greek letters in a Latin line the capital that looks like ASCII is, if the other does not: delta E, mu M."""
        twins = [twin(self.cps[at], facts.LATN) for at in word.letters]
        if len(twins) != 2 or twins.count(None) != 1 or word.scripts != {facts.GREK}:
            return
        for at in word.letters:
            letter = twin(self.cps[at], facts.LATN, strong=True)
            if letter is not None and facts.has(self.cps[at], facts.UPPER):
                self._change(at, _WORD, letter)

    def _whole(self, word: Word, line: Line, number: int) -> None:
        """A word of one script without a telling letter follows its line, or is reported."""
        scripts = {script_of(self.cps[at]) for at in word.letters}
        own = min(scripts)
        if len(scripts) > 1:
            return
        told = line.scripts
        if facts.LATN in told and own != facts.LATN and not self.work.strict and self._names_only(line):
            told = told - {facts.LATN}
        ascii_only = all(self.cps[at] < 0x80 and not self._is_marked(at) for at in word.letters)
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
            if target is None:
                self.work.report(first, _AMBIGUOUS)
        if target is None or target == own:
            return
        for at in word.letters:
            letter = self._line_twin(word, at, target)
            if letter is not None:
                self._change(at, _LINE, letter)

    def _names_only(self, line: Line) -> bool:
        """Tell whether the words that tell Latin are all placeholders: %(name)s, {name}, &name; or <name>."""
        if line.names_only is None:
            words = zip(self.words, line.told, strict=True)
            line.names_only = all(self._is_placeholder(word) for word, told in words if facts.LATN in told)
        return line.names_only

    def _is_placeholder(self, word: Word) -> bool:
        start, stop = word.letters[0], word.letters[-1] + 1
        while start and word.letters[0] - start < LONGEST_NAME and self.cps[start - 1] in NAME:
            start -= 1
        while stop < len(self.cps) and stop - word.letters[-1] <= LONGEST_NAME and self.cps[stop] in NAME:
            stop += 1
        before = "".join(chr(cp) for cp in self.cps[max(start - 2, 0) : start])
        after = chr(self.cps[stop]) if stop < len(self.cps) else ""
        if before[-1:] + after in ("{}", "&;", "<>") or before + after in ("</>", "%()"):
            return True
        if before[-1:] != ")":
            return before[-1:] == "%"
        name = start - 1
        while name and start - 1 - name < LONGEST_NAME and self.cps[name - 1] in NAME:
            name -= 1
        return self.cps[max(name - 2, 0) : name] == [0x25, 0x28]

    def _target(self, number: int, line: Line, own: int, fits: set[int]) -> int | None:
        """Return the script, one of some, that the line makes of a word with letters beyond ASCII."""
        if own not in line.scripts:
            return line.nearest(number, fits) or min(fits)
        if self.work.strict:
            return line.nearest(number, {own, *fits})
        return self._linked(number, line, own, fits)

    def _fits(self, word: Word, scripts: set[int]) -> set[int]:
        """Return those of some scripts that a whole word can be of."""
        return {
            script for script in scripts if all(self._line_twin(word, at, script) is not None for at in word.letters)
        }

    def _linked(self, number: int, line: Line, own: int, fits: set[int]) -> int | None:
        """Return the script, one of some, of the parts that a word is linked to by a mark, if none is of its own."""
        told: set[int] = set()
        for first, second in ((number - 1, number), (number, number + 1)):
            if first < 0 or second == len(self.words):
                continue
            end, start = self.words[first].letters[-1], self.words[second].letters[0]
            if start - end == 2 and _is_link(self.cps[end + 1]):
                told |= line.told[first] | line.told[second]
        return min(told) if len(told) == 1 and told <= fits and own not in told else None


def _is_link(cp: int) -> bool:
    """Tell whether a mark, or what it stands for, links the words beside it."""
    target = tables.FOLDS.get(cp, ((cp,),))[0]
    return len(target) == 1 and target[0] in LINKS


def _is_word_letter(cp: int) -> bool:
    """Tell whether a character is a letter of some script that a word is made of."""
    of_script = facts.is_letter(cp) and facts.script(cp) not in _SCRIPTLESS
    return of_script and facts.klass(cp) != facts.PUNCTUATION and not facts.has(cp, facts.EAST_ASIAN)


def _stands_apart(cp: int) -> bool:
    """Tell whether a letter joins its neighbours or runs from right to left: it is reported, never rewritten."""
    return facts.joining(cp) != "U" or facts.has(cp, facts.RTL)


def _resembled(cp: int) -> int | None:
    """Return the ASCII letter that a letter of another script resembles by UTS #39, if one."""
    if cp < 0x80 or facts.script(cp) == facts.LATN:
        return None
    from sanitize._tables_compare import CONFUSABLES

    target = CONFUSABLES.get(cp, ())
    if len(target) == 1 and target[0] < 0x80 and facts.is_letter(target[0]):
        return target[0]
    return None
