"""Hiragana and katakana he, which differ by a hair: their neighbours tell which is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from sanitize._reference import facts

HIRAGANA_HE, KATAKANA_HE, PROLONGED, TSU, _N = 0x3078, 0x30D8, 0x30FC, 0x30C3, 0x30F3
HE = frozenset((HIRAGANA_HE, KATAKANA_HE))
SOUND_MARKS = frozenset((0x3099, 0x309A))
HIRAGANA, KATAKANA = facts.script_id("Hira"), facts.script_id("Kana")
NO_BEGINNING = frozenset(
    (0x30F3, 0x30A1, 0x30A3, 0x30A5, 0x30A7, 0x30A9, 0x30C3, 0x30E3, 0x30E5, 0x30E7, 0x30EE, *range(0x31F0, 0x3200))
)
"""Katakana n and small katakana: no word begins with one."""
SHORT = frozenset((TSU, _N))
"""Katakana that have no vowel: no mark of length stands behind them."""
_KA = 0x304B
_PARTICLES = frozenset((0x3068, 0x306E, 0x306F, 0x304C, 0x3092, 0x306B, 0x3082))
"""To, no, ha, ga, wo, ni, mo: behind a word the particle he does not follow them."""
_BEGINS = frozenset(map(ord, " \t([{<:")) | frozenset(
    (0x3000, 0x3001, 0x3002, 0x3008, 0x300A, 0x300C, 0x300E, 0x3010, 0x3014, 0x30FB, 0xFF08, 0xFF1A, 0xFF3B, 0xFF5B)
)
"""What a word begins behind; behind other marks, and what they close, he may be the particle."""

Change = tuple[int, int]


class Beside(Enum):
    """What stands beside he."""

    NOTHING = 0
    """An edge, or a mark that a word begins behind."""
    MARK = 1
    HIRAGANA = 2
    PARTICLE = 3
    KATAKANA = 4
    LETTER = 5
    """One of another script."""


def vowels(cps: Sequence[int]) -> int:
    """Return how many katakana with a vowel of their own there are."""
    return sum(cp not in SOUND_MARKS and cp not in NO_BEGINNING and cp != PROLONGED for cp in cps)


def changes(cps: list[int]) -> Iterator[Change]:
    """He by its neighbours; other he and the marks of sound and length are passed over."""
    if not any(cp in HE for cp in cps):
        return
    befores = _besides(cps)
    afters = _besides(cps[::-1])[::-1]
    for at, cp in enumerate(cps):
        if cp not in HE:
            continue
        before = befores[at]
        if before == Beside.HIRAGANA and _is_particle(cps, at - 1):
            before = Beside.PARTICLE
        sounded = at + 1 < len(cps) and cps[at + 1] in SOUND_MARKS
        target = he(before, afters[at], sounded=sounded)
        leaves = before == Beside.KATAKANA and afters[at] != Beside.KATAKANA and not sounded
        if target is not None and (not leaves or _is_behind_word(cps, at)):
            yield at, target


def he(before: Beside, after: Beside, *, sounded: bool) -> int | None:
    """Return which he stands between two neighbours, if they tell.

    It is katakana at the start of a katakana word, hiragana where no katakana follows. With a sound mark it is no
    particle, so the katakana beside it decides but beside hiragana; nor is it one behind a particle. Between other
    neighbours it may be either.
    """
    if after == Beside.KATAKANA:
        begins = before in (Beside.NOTHING, Beside.PARTICLE) or (sounded and before != Beside.HIRAGANA)
        return KATAKANA_HE if begins else None
    if before == Beside.KATAKANA:
        if sounded:
            return KATAKANA_HE if after != Beside.HIRAGANA else None
        return HIRAGANA_HE if after in (Beside.HIRAGANA, Beside.LETTER) else None
    told = before not in (Beside.NOTHING, Beside.MARK)
    return HIRAGANA_HE if after == Beside.HIRAGANA or (not sounded and told) else None


def _besides(cps: list[int]) -> list[Beside]:
    """Return, for each place, what stands before it; he and the marks of sound and length are passed over."""
    result: list[Beside] = []
    near = Beside.NOTHING
    for cp in cps:
        result.append(near)
        if cp not in HE and cp not in SOUND_MARKS and cp != PROLONGED:
            near = beside(cp)
    return result


def beside(cp: int) -> Beside:
    """Return what a character is to the he beside it."""
    script = facts.script(cp)
    if script in (HIRAGANA, KATAKANA):
        return Beside.HIRAGANA if script == HIRAGANA else Beside.KATAKANA
    # A letter of no script may be a mark in disguise: it tells no more than a mark.
    if facts.is_wordy(cp) and script != facts.COMMON:
        return Beside.LETTER
    return Beside.NOTHING if facts.drawn_as(cp) in _BEGINS else Beside.MARK


def _is_particle(cps: list[int], at: int) -> bool:
    """Tell whether a particle that he never follows ends at an index, of one hiragana that is no part of a word."""
    if at > 0 and cps[at] in SOUND_MARKS:
        at -= 1
        if cps[at] != _KA:
            return False
    elif cps[at] not in _PARTICLES:
        return False
    before = at - 1
    while before >= 0 and cps[before] in SOUND_MARKS:
        before -= 1
    return before < 0 or facts.script(cps[before]) != HIRAGANA or cps[before] == HIRAGANA_HE


def _is_behind_word(cps: list[int], at: int) -> bool:
    """Tell whether a lone he stands behind katakana that may be a word to which the particle is put: two with a vowel."""
    near = cps[max(at - 1, 0) : at] + cps[at + 1 : at + 2]
    if TSU in near[:1] or PROLONGED in near[1:] or not HE.isdisjoint(near):
        return False
    start = at
    while start and (facts.script(cps[start - 1]) == KATAKANA or cps[start - 1] in (PROLONGED, *HE, *SOUND_MARKS)):
        start -= 1
    return vowels(cps[start:at]) > 1
