"""Latin letters that are written with characters of another use: Roman numerals, and epsilon for open e.

Both are drawn like the letter, and stay where they may be what they are: numerals with an ordinal ending, a class or a
type behind them, epsilon in notation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanitize import _tables as tables
from sanitize._reference import facts
from sanitize._reference.word import Word

NUMERALS = range(0x2160, 0x2180)
SMALL_NUMERALS = range(0x2170, 0x2180)
ENDING = 3
"""So many letters may be an ending that makes an ordinal of a numeral."""
EPSILON, OPEN_E = 0x03B5, 0x025B
OPEN_E_ALPHABETS = frozenset((0x0254, 0x0256, 0x0192, 0x0263, 0x028B, 0x0186, 0x0190, 0x0191, 0x0194, 0x01B2))
"""Letters of the alphabets that have open e (Ewe, Akan, Dagbani, Lingala and others): open o, d with tail, f with hook and their kin."""

Change = tuple[int, int]
"""Index in the line, and the character that belongs there."""


def numerals(cps: Sequence[int], word: Word) -> Iterator[Change]:
    """Yield the Roman numerals of one letter that stand for it in a word, and that letter.

    A small one behind a small letter, or any before more letters than an ending has.
    """
    places = [at for at in word.letters if cps[at] in NUMERALS]
    if not places:
        return
    plain = [at for at in word.letters if facts.script(cps[at]) == facts.LATN and cps[at] not in NUMERALS]
    for at in places:
        target = tables.FOLDS[cps[at]][0]
        small = any(near < at and not facts.has(cps[near], facts.UPPER) for near in plain)
        behind = sum(near > at for near in plain)
        if len(target) == 1 and (behind > ENDING or (small and cps[at] in SMALL_NUMERALS)):
            yield at, target[0]


def open_e(cps: Sequence[int], words: Sequence[Word]) -> Iterator[Change]:
    """Yield where an epsilon among Latin letters is open e: in a line with letters of the alphabets that have it."""
    if EPSILON not in cps or OPEN_E_ALPHABETS.isdisjoint(cps):
        return
    for word in words:
        scripts = {facts.script(cps[at]) for at in word.letters if cps[at] != EPSILON}
        if scripts == {facts.LATN}:
            yield from ((at, OPEN_E) for at in word.letters if cps[at] == EPSILON)
