"""Twins inside one script: the neighbours tell which is meant, and where nothing tells, the text stays.

Arabic and Persian yeh and kaf have one shape where they join, and most digits of the two series do
everywhere (Unicode section 9.2); some digits are drawn like a letter of their script; katakana look like
hiragana and ideographs; the capital D with a stroke is three letters.
"""

from __future__ import annotations

from collections.abc import Iterator

from sanitize import _tables as tables
from sanitize._kinds import HOMOGLYPH, KEEP, reason
from sanitize._reference import ae, cyrillic, facts, kana
from sanitize._reference.work import Cell, Work

_TWIN = reason("twin")
_JOINER = reason("joiner")

_CYRILLIC = facts.script_id("Cyrl")

# Latin letters of one shape: the letter, the others, and what tells it (decomposed).
LATIN = (
    (0x0110, (0x00D0, 0x0189), frozenset((0x0111, 0x031B, 0x0309, 0x030C))),  # Vietnamese, Croatian
    (
        0x00D0,
        (0x0110, 0x0189),
        frozenset((0x00F0, 0x00FE, 0x00DE, 0x00E6, 0x00C6, 0x01BF)),
    ),  # Icelandic, Faroese, Old English
    (0x0189, (0x0110, 0x00D0), frozenset((0x0256, 0x0192, 0x028B, 0x0254, 0x025B, 0x0263, 0x014B))),  # Ewe
    (0x0259, (0x01DD,), frozenset((0x0131,))),  # Azerbaijani
    (0x01DD, (0x0259,), frozenset((0x018E,))),  # Kanuri
)
STROKED_D, ETH, SCHWA = 0x0110, 0x00D0, 0x0259
DEFAULTS = {0x0189: STROKED_D, ETH: STROKED_D, 0x01DD: SCHWA}
"""Where the line tells none of a letter's rivals: the one of most alphabets."""
BELARUSIAN_I = 0x0406
_DOTTED = (cyrillic.UKRAINIAN | cyrillic.TURKIC) - {BELARUSIAN_I}
"""Letters of the alphabets that have U+0406: Ukrainian, Belarusian, Kazakh."""

LETTER_OF_DIGIT = tables.DIGIT_TWINS
DIGIT_OF_LETTER = {letter: digit for digit, letter in LETTER_OF_DIGIT.items()}

Change = tuple[int, int]
"""Index in the line, and the character that belongs there."""


def resolve(work: Work, row: list[Cell]) -> list[Cell]:
    """Settle the twins of a line."""
    if work.actions[HOMOGLYPH] == KEEP or all(cell.cp < 0x80 for cell in row):
        return row
    cps = [cell.cp for cell in row]
    changes = dict((*_latin(cps), *_cyrillic(cps), *ae.changes(cps), *_digits(cps), *kana.changes(cps)))
    return _settled(work, row, changes)


def digits(work: Work, row: list[Cell]) -> list[Cell]:
    """Settle the digits drawn like letters before words are: a letter of its script tells a word something."""
    if work.actions[HOMOGLYPH] == KEEP:
        return row
    return _settled(work, row, dict(_digits([cell.cp for cell in row])))


def _settled(work: Work, row: list[Cell], changes: dict[int, int]) -> list[Cell]:
    if not changes:
        return row
    result: list[Cell] = []
    for at, cell in enumerate(row):
        target = changes.get(at, cell.cp)
        if target == ae.GONE:
            result += work.settle(cell, _JOINER)
        else:
            result += [cell] if target == cell.cp else work.settle(cell, _TWIN, (target,))
    return result


def _latin(cps: list[int]) -> Iterator[Change]:
    """A letter of one shape with others is the one that the line tells, if it tells one of them.

    Where it tells none it is the one of most alphabets, beside another letter; no word begins with a
    capital eth.
    """
    letters = set(cps)
    told = {target for target, _, tells in LATIN if tells & letters}
    for target, others, _ in LATIN:
        if target in told and told.isdisjoint(others):
            yield from ((at, target) for at, cp in enumerate(cps) if cp in others)
    for at, cp in enumerate(cps):
        target = DEFAULTS.get(cp, cp)
        rivals = {target, *(other for other, usual in DEFAULTS.items() if usual == target)}
        before = at > 0 and facts.is_plain_letter(cps[at - 1])
        after = at + 1 < len(cps) and facts.is_plain_letter(cps[at + 1])
        fits = after and not before if cp == ETH else after or before
        if target != cp and fits and told.isdisjoint(rivals):
            yield at, target


def _cyrillic(cps: list[int]) -> Iterator[Change]:
    """Palochka and the capital that looks like it: by the line's alphabet; behind a small letter it is palochka.

    It is the small one, which is drawn alike, where the line has that.
    """
    if BELARUSIAN_I not in cps and cyrillic.PALOCHKA not in cps:
        return
    dotted = not _DOTTED.isdisjoint(cps)
    sign = cyrillic.SMALL_PALOCHKA if cyrillic.SMALL_PALOCHKA in cps else cyrillic.PALOCHKA
    before = 0
    for at, cp in enumerate(cps):
        if cp in (BELARUSIAN_I, cyrillic.PALOCHKA):
            if dotted:
                yield at, BELARUSIAN_I
            elif _is_small_cyrillic(before):
                yield at, sign
        before = before if facts.is_mark(cp) or cp in (BELARUSIAN_I, cyrillic.PALOCHKA, cyrillic.SMALL_PALOCHKA) else cp


def _is_small_cyrillic(cp: int) -> bool:
    return facts.is_letter(cp) and facts.script(cp) == _CYRILLIC and not facts.has(cp, facts.UPPER)


def _digits(cps: list[int]) -> Iterator[Change]:
    """A digit drawn like a letter is what the rest of its run is: all digits, or all letters."""
    if not any(cp in LETTER_OF_DIGIT or cp in DIGIT_OF_LETTER for cp in cps):
        return
    for start, stop in facts.spans(cps, facts.is_wordy):
        run = range(start, stop)
        ambiguous = [at for at in run if cps[at] in LETTER_OF_DIGIT or cps[at] in DIGIT_OF_LETTER]
        groups: dict[int, set[int]] = {}
        for at in run:
            if cps[at] not in LETTER_OF_DIGIT and cps[at] not in DIGIT_OF_LETTER:
                groups.setdefault(facts.script(cps[at]), set()).add(facts.group(cps[at]))
        for at in ambiguous:
            told = groups.get(facts.script(cps[at]), set())
            if told == {facts.DIGIT}:
                yield at, DIGIT_OF_LETTER.get(cps[at], cps[at])
            elif told and facts.DIGIT not in told:
                yield at, LETTER_OF_DIGIT.get(cps[at], cps[at])
