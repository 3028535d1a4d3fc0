"""Hangul jamo that stand alone: written as the letters that they look like (Unicode section 18.6)."""

from __future__ import annotations

from sanitize._kinds import BLANK, HOMOGLYPH, KEEP, reason
from sanitize._reference import facts
from sanitize._reference.work import Cell, Work

CHOSEONG_FILLER, JUNGSEONG_FILLER = 0x115F, 0x1160
_TWIN = reason("twin")
_BLANK = reason("blank")

# Conjoining jamo to compatibility letters: leads, vowels and tails of modern Hangul, in order; then those of older Hangul.
_LEADS = (0x3131, 0x3132, 0x3134, 0x3137, 0x3138, 0x3139, 0x3141, 0x3142, 0x3143, *range(0x3145, 0x314F))
_TAILS = (
    *range(0x3131, 0x3138),
    *range(0x3139, 0x3143),
    *range(0x3144, 0x3149),
    *range(0x314A, 0x314F),
)
_OLD = tuple(
    map(
        ord,
        "\u1114\u1115\u11c7\u11c8\u11cc\u11ce\u11d3\u11d7\u11d9\u111c\u11dd\u11df\u111d\u111e\u1120\u1122\u1123"
        "\u1127\u1129\u112b\u112c\u112d\u112e\u112f\u1132\u1136\u1140\u1147\u114c\u11f1\u11f2\u1157\u1158\u1159"
        "\u1184\u1185\u1188\u1191\u1192\u1194\u119e\u11a1",
    )
)
"""Conjoining jamo of older Hangul that have a compatibility letter, from U+3165 on, in order."""
JAMO = (
    {cp: 0x3165 + i for i, cp in enumerate(_OLD)}
    | {0x1121: 0x3144}
    | {0x1100 + i: cp for i, cp in enumerate(_LEADS)}
    | {0x1161 + i: 0x314F + i for i in range(21)}
    | {0x11A8 + i: cp for i, cp in enumerate(_TAILS)}
)


def is_lead(cp: int) -> bool:
    """Tell whether a code point is a leading consonant, fillers aside."""
    return 0x1100 <= cp <= 0x115E or 0xA960 <= cp <= 0xA97C


def is_vowel(cp: int) -> bool:
    """Tell whether a code point is a vowel, fillers aside."""
    return 0x1161 <= cp <= 0x11A7 or 0xD7B0 <= cp <= 0xD7C6


def is_tail(cp: int) -> bool:
    """Tell whether a code point is a trailing consonant."""
    return 0x11A8 <= cp <= 0x11FF or 0xD7CB <= cp <= 0xD7FB


def resolve(work: Work, row: list[Cell]) -> list[Cell]:
    """Write each jamo that is no part of a syllable as a compatibility letter, its filler dropped.

    A syllable is a lead and a vowel, and perhaps a tail; with a tail, a filler may stand for either.
    """
    if work.actions[HOMOGLYPH] == KEEP or not any(cell.cp in JAMO for cell in row):
        return row
    result: list[Cell] = []
    cps = [cell.cp for cell in row] + [0, 0]
    for at, cell in enumerate(row):
        cp, before, after = cell.cp, cps[at - 1] if at else 0, cps[at + 1]
        marked = facts.is_mark(after)
        filled = work.actions[BLANK] != KEEP
        after_lead = cp == JUNGSEONG_FILLER and is_lead(before) and before in JAMO and not is_tail(after)
        before_vowel = cp == CHOSEONG_FILLER and after in JAMO and is_vowel(after) and not is_tail(cps[at + 2])
        if filled and (after_lead or before_vowel):
            result += work.settle(cell, _BLANK)
        elif cp in JAMO and not marked and _is_lone(cps, at):
            result += work.settle(cell, _TWIN, (JAMO[cp],))
        else:
            result.append(cell)
    return result


def _is_lone(cps: list[int], at: int) -> bool:
    """Tell whether a jamo is no part of a syllable; the list has two more places at its end."""
    cp, before, after = cps[at], cps[at - 1] if at else 0, cps[at + 1]
    if is_lead(cp):
        return not is_vowel(after) and not (after == JUNGSEONG_FILLER and is_tail(cps[at + 2]))
    if is_vowel(cp):
        return not is_lead(before) and not is_tail(after)
    return not is_vowel(before) and not (before == JUNGSEONG_FILLER and at > 1 and is_lead(cps[at - 2]))
