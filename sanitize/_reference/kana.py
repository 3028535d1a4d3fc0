"""Katakana and what looks like them: ideographs, and strokes like the mark of length; he is decided behind them.

UTS #39 has each of these pairs in one class. Fonts draw them a little apart, so what stands on both sides in
honest text stays: names of one katakana word beside one of Han, and the words of ``tables/curated/kana_words.tsv``.
Whichever of a pair stands somewhere, the answer is the same, so that no choice is left where there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanitize import _tables as tables
from sanitize._reference import facts, he
from sanitize._reference.he import HE, HIRAGANA, KATAKANA, NO_BEGINNING, PROLONGED, SHORT, SOUND_MARKS, TSU, vowels

ONE, DASH = 0x4E00, 0x2014
LIKE_KATAKANA = tables.KANA_TWINS
IDEOGRAPHS = {katakana: ideograph for ideograph, katakana in sorted(LIKE_KATAKANA.items(), reverse=True)}
"""Katakana by the first ideograph that looks like it."""
_TWINS = frozenset((*LIKE_KATAKANA, *IDEOGRAPHS))
_HAN = facts.script_id("Hani")
_WO, _TO, _TA = 0x30F2, 0x30C8, 0x30BF
_PIECES = frozenset((0x30B3, 0x30C4, 0x30B1, 0x30AB, 0x30F5, 0x30F6))
"""Counters of one katakana."""
_NUMBERS = frozenset((0x30CB, 0x30CF))
"""Katakana that look like numbers."""
Change = tuple[int, int]


# What a character is here.
_OTHER, _LETTER, _TWIN, _LONG, _STROKE, _IDEOGRAPH, _WORDY, _HE, _HIRAGANA_LETTER = range(9)
_INSIDE = (_LETTER, _TWIN)
_TELLS = (_LETTER, _LONG, _STROKE)
"""What stands behind twins that are katakana."""
_ENDS_WORDS = (_IDEOGRAPH, _WORDY, _HE)
"""What may end a word of its own before katakana: Han, digits, other letters; he, which is undecided."""


def changes(cps: list[int]) -> Iterator[Change]:
    """Yield the places of kana and what looks like them, and the characters that belong there."""
    settled = list(cps)
    if any(cp in _TWINS or is_stroke(cp) for cp in cps) and any(map(_is_kana, cps)):
        for at, target in Kana(cps).changes():
            settled[at] = target
            yield at, target
    yield from he.changes(settled)


def is_twin(cp: int) -> bool:
    """Tell whether a character is katakana or an ideograph that look alike."""
    return cp in _TWINS


def is_stroke(cp: int) -> bool:
    """Tell whether a character is one that is drawn like the mark of length: the ideograph one, and dashes."""
    return cp in (ONE, DASH) or (
        cp != PROLONGED and facts.klass(cp) == facts.PUNCTUATION and tables.FOLDS[cp][0] == (DASH,)
    )


def _is_kana(cp: int) -> bool:
    return facts.script(cp) in (HIRAGANA, KATAKANA) or cp == PROLONGED or cp in SOUND_MARKS


class Kana:
    """The katakana of a line, and what looks like them, while they are being decided."""

    def __init__(self, cps: Sequence[int]) -> None:
        self.cps = cps
        self.kinds: list[int] = []
        for at, cp in enumerate(cps):
            sounded = at + 1 < len(cps) and cps[at + 1] in SOUND_MARKS
            self.kinds.append(self._kind(cp, sounded=sounded))
        self.katakana = any(kind == _LETTER and cp not in SOUND_MARKS for kind, cp in zip(self.kinds, cps, strict=True))
        """Whether the line has katakana that look like no ideograph."""
        self.hiragana = _HIRAGANA_LETTER in self.kinds
        self.alike = [LIKE_KATAKANA.get(cp, cp) for cp in cps]

    def _kind(self, cp: int, *, sounded: bool) -> int:
        if cp in SOUND_MARKS:
            return self.kinds[-1] if self.kinds else _OTHER
        if cp in HE:
            return _HE
        if cp in _TWINS:
            # No ideograph has a sound mark.
            return _LETTER if sounded else _TWIN
        if cp == PROLONGED:
            return _LONG
        if is_stroke(cp):
            return _STROKE
        if facts.script(cp) == KATAKANA:
            return _LETTER
        if facts.script(cp) == HIRAGANA:
            return _HIRAGANA_LETTER
        if not facts.is_wordy(cp):
            return _OTHER
        return _IDEOGRAPH if facts.script(cp) == _HAN else _WORDY

    def kind(self, at: int) -> int:
        """Return what stands at an index; nothing beyond the edges."""
        return self.kinds[at] if 0 <= at < len(self.kinds) else _OTHER

    def changes(self) -> Iterator[Change]:
        """Yield what belongs elsewhere: first the marks of length, which tell what the letters before them are."""
        for at, kind in enumerate(self.kinds):
            if kind == _STROKE and self._is_length(at):
                yield at, PROLONGED
                self.kinds[at], self.alike[at] = _LONG, PROLONGED
            elif kind == _LETTER and self.cps[at] in LIKE_KATAKANA:
                yield at, self.alike[at]
        for start, stop in facts.spans(self.kinds, lambda kind: kind == _TWIN):
            yield from self._run(start, stop)

    def _is_length(self, at: int) -> bool:
        """Tell whether a stroke between katakana is the mark of length.

        A dash links whole words, and a number counts what follows; so the katakana on one side have to be too
        short for a word: one with a vowel.
        """
        if not self._is_inside(at - 1) or self.kind(at + 1) not in _INSIDE:
            return False
        last = next(self.alike[near] for near in range(at - 1, -1, -1) if self.cps[near] not in SOUND_MARKS)
        start = self._extent(at, -1)
        if last in SHORT or (self.kind(at - 1) == _TWIN and self.kind(start - 1) in _ENDS_WORDS):
            return False
        stop = self._extent(at, 1)
        before, behind = vowels(self.alike[start:at]), vowels(self.alike[at + 1 : stop])
        if self.kind(at + 1) == _TWIN:
            twins = next((end for end in range(at + 1, stop) if self.kinds[end] != _TWIN), stop)
            if self.kind(at - 1) == _TWIN and self.kind(twins) != _LETTER:
                return False
            shows = self.kind(twins) in _TELLS or (twins == at + 2 and self.alike[at + 1] in (_TO, _TA))
            return before == 1 or (behind == 1 and shows)
        counts = stop - at == 2 and self.alike[at + 1] in _PIECES
        return before == 1 or (behind == 1 and not counts)

    def _extent(self, at: int, step: int) -> int:
        """Return where the katakana beside a stroke end: the first index of those before it, or the one behind the last."""
        near = at + step
        while self._is_inside(near):
            near += step
        return near + 1 if step < 0 else near

    def _is_inside(self, at: int) -> bool:
        """Tell whether a character may be part of a katakana word; he is behind katakana if it has a sound mark, which no particle has."""
        if self.kind(at) != _HE:
            return self.kind(at) in _INSIDE
        first = at - (self.cps[at] in SOUND_MARKS)
        sounded = first + 1 < len(self.cps) and self.cps[first + 1] in SOUND_MARKS
        return sounded and self.kind(first - 1) == _LETTER

    def _run(self, start: int, stop: int) -> Iterator[Change]:
        """Decide a run of letters that have a twin, from its end."""
        before = self.kind(start - 1)
        if before == _STROKE and self.cps[start - 1] == ONE:
            before = _IDEOGRAPH
        after = self.kind(stop)
        if self._is_han(start, stop, before, after):
            for at in range(start, stop):
                if self.cps[at] in IDEOGRAPHS and not self._is_open(at, between=True):
                    yield at, IDEOGRAPHS[self.cps[at]]
            return
        inside = before in (_LETTER, _LONG)
        for at in range(stop - 1, start - 1, -1):
            if not self._is_bound(at):
                loose = self.kind(at + 1) != _LETTER or before in (*_ENDS_WORDS, _STROKE)
                number = at == start and not inside and self.alike[at] in _NUMBERS
                if loose or number or self._is_open(at) or self._is_old(at):
                    break
            if self.cps[at] in LIKE_KATAKANA:
                yield at, self.alike[at]
            self.kinds[at] = _LETTER
        linked = before in (*_ENDS_WORDS, _STROKE) or after in (_IDEOGRAPH, _WORDY, _STROKE)
        if not linked and self._is_word(start, stop):
            yield from ((at, self.alike[at]) for at in range(start, stop) if self.cps[at] in LIKE_KATAKANA)
        # The ideograph that looks like to is rare: no katakana word has it behind.
        if inside and self.cps[start] in LIKE_KATAKANA and self.alike[start] == _TO and self.kinds[start] == _TWIN:
            yield start, _TO

    def _is_han(self, start: int, stop: int, before: int, after: int) -> bool:
        """Tell whether a run stands between ideographs in a line without other katakana, and is no katakana word.

        Several may begin or end a clause, where the line has no hiragana either.
        """
        if self.katakana or tuple(self.alike[start:stop]) in tables.KANA_RUNS:
            return False
        clause = stop - start > 1 and not self.hiragana and {before, after} == {_OTHER, _IDEOGRAPH}
        return before == after == _IDEOGRAPH or clause

    def _is_word(self, start: int, stop: int) -> bool:
        """Tell whether several twins, none of which looks like a number, are a katakana word: no ideographs are put so together."""
        run = range(start, stop)
        alone = len(run) > 1 and all(self.kinds[at] == _TWIN and self.alike[at] not in _NUMBERS for at in run)
        return alone and (self.katakana or self.hiragana) and not any(map(self._is_open, run))

    def _is_bound(self, at: int) -> bool:
        """Tell whether a mark of length or a small katakana follows: only katakana have those."""
        if self.kind(at + 1) == _LONG:
            return True
        small = self.kind(at + 1) == _LETTER and self.cps[at + 1] in NO_BEGINNING
        # Small tsu counts, too, as in the names of places.
        return small and (self.cps[at + 1] != TSU or self.kind(at + 2) == _LETTER)

    def _is_old(self, at: int) -> bool:
        """Tell whether wo follows, which is a particle, in a line that writes its particles in katakana."""
        return not self.hiragana and self.cps[at + 1] == _WO

    def _is_open(self, at: int, *, between: bool = False) -> bool:
        """Tell whether a word with the ideograph, or a number and what it counts, may be meant; so may katakana, but between ideographs."""
        for before, ideograph, behind, meant in tables.KANA_WORDS:
            if LIKE_KATAKANA[ideograph] != self.alike[at] or (between and meant):
                continue
            begins = not before or tuple(self.alike[max(at - len(before), 0) : at]) == before
            if begins and tuple(self.alike[at + 1 : at + 1 + len(behind)]) == behind:
                return True
        return False
