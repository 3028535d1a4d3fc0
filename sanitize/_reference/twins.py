"""Twins inside one script: the neighbours tell which is meant, and where nothing tells, the text stays.

Arabic and Persian yeh and kaf have one shape where they join, and most digits of the two series do
everywhere (Unicode section 9.2); some digits are drawn like a letter of their script; hiragana and
katakana he differ by a hair; the capital D with a stroke is three letters.
"""

from __future__ import annotations

from collections.abc import Iterator

from sanitize import _tables as tables
from sanitize._kinds import HOMOGLYPH, KEEP, reason
from sanitize._reference import arabic, facts, words
from sanitize._reference.work import Cell, Work

_TWIN = reason("twin")

HIRAGANA_HE, KATAKANA_HE, PROLONGED = 0x3078, 0x30D8, 0x30FC
_CYRILLIC = facts.script_id("Cyrl")
_HIRAGANA, _KATAKANA = facts.script_id("Hira"), facts.script_id("Kana")

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
BELARUSIAN_I, PALOCHKA = 0x0406, 0x04C0
_DOTTED = (words.UKRAINIAN | words.TURKIC) - {BELARUSIAN_I}
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
    changes = dict((*_latin(cps), *_cyrillic(cps), *arabic.changes(cps), *_digits(cps), *_kana(cps)))
    if not changes:
        return row
    result: list[Cell] = []
    for at, cell in enumerate(row):
        target = changes.get(at, cell.cp)
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
    """Palochka and the capital that looks like it: by the line's alphabet; behind a small letter it is palochka."""
    if BELARUSIAN_I not in cps and PALOCHKA not in cps:
        return
    dotted = not _DOTTED.isdisjoint(cps)
    before = 0
    for at, cp in enumerate(cps):
        if cp in (BELARUSIAN_I, PALOCHKA):
            if dotted:
                yield at, BELARUSIAN_I
            elif _is_small_cyrillic(before):
                yield at, PALOCHKA
        before = before if facts.is_mark(cp) else cp


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


def _kana(cps: list[int]) -> Iterator[Change]:
    """He is katakana at the start of a katakana word, hiragana where no katakana follows.

    With a sound mark it is no particle, so the katakana after it decides but behind hiragana. Between other
    neighbours it may be either.
    """
    if not any(cp in (HIRAGANA_HE, KATAKANA_HE) for cp in cps):
        return
    befores = _kana_scripts(cps)
    afters = _kana_scripts(cps[::-1])[::-1]
    for at, cp in enumerate(cps):
        if cp not in (HIRAGANA_HE, KATAKANA_HE):
            continue
        sounded = at + 1 < len(cps) and cps[at + 1] in (0x3099, 0x309A)
        before, after = befores[at], afters[at]
        if after == _KATAKANA and (before == 0 or (sounded and before != _HIRAGANA)):
            yield at, KATAKANA_HE
        elif (after == _HIRAGANA and before != _KATAKANA) or (
            not sounded and after != _KATAKANA and before not in (0, _KATAKANA)
        ):
            yield at, HIRAGANA_HE


def _kana_scripts(cps: list[int]) -> list[int]:
    """Return, for each place, the script of the letter before it; he and the marks of sound and length are passed over."""
    result: list[int] = []
    near = 0
    for cp in cps:
        result.append(near)
        if cp not in (HIRAGANA_HE, KATAKANA_HE, 0x3099, 0x309A, PROLONGED):
            near = _kana_script(cp)
    return result


def _kana_script(cp: int) -> int:
    """Return the script of a letter beside he: katakana, hiragana, another (-1), or none (0)."""
    script = facts.script(cp)
    if script in (_HIRAGANA, _KATAKANA):
        return script
    # A letter of no script may be a mark in disguise: it tells no more than a mark.
    return -1 if facts.is_wordy(cp) and script != facts.COMMON else 0
