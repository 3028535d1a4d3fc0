"""Twins inside one script: the neighbours tell which is meant, and where nothing tells, the text stays.

Arabic and Persian yeh and kaf have one shape where they join, and most digits of the two series do
everywhere (Unicode section 9.2); some digits are drawn like a letter of their script; hiragana and
katakana he differ by a hair; the capital D with a stroke is three letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from sanitize import _tables as tables
from sanitize._kinds import HOMOGLYPH, KEEP, reason
from sanitize._reference import alphabets, facts, words
from sanitize._reference.work import Cell, Work

_TWIN = reason("twin")

KAF, KEHEH = 0x0643, 0x06A9
ALEF_MAKSURA, YEH, FARSI_YEH = 0x0649, 0x064A, 0x06CC
HEH, AE = 0x0647, 0x06D5
HAMZA_ABOVE = 0x0654
WAW, VEH = 0x0648, 0x06A4  # the long u of Kurdish is two of waw; its Turkic neighbours have neither that nor veh
ZWNJ = 0x200C  # Arabic itself is written without it
NON_JOINER = 0x200C
ARABIC, PERSIAN, URDU, KURDISH, TURKIC, UYGHUR, PASHTO, SINDHI = tables.LANGUAGES
WITH_AE = "with ae"
"""Kurdish or Turkic, and no letter tells which."""

# Letters that only one way of writing has (Unicode section 9.2, tables of Arabic extensions).
_TURKIC = frozenset((0x06C8, 0x06CB, 0x06AD, 0x06D0))  # Uyghur, Kazakh, Kirghiz
U = 0x06C7  # theirs and South Azerbaijani's, which has the Persian kaf, yeh and heh
_DOTLESS_BEH = frozenset((0x066E,))  # joins like the dotless yeh, which is theirs alone
_KURDISH = frozenset((0x06C6, 0x06CE, 0x0695, 0x06B5))
# Uyghur has the first of these as well: beside its e, which joins like beeh, it tells no Kurdish.
_OE, _E_SHAPED = frozenset((0x06C6,)), frozenset((0x06D0, 0x067B))
_URDU = frozenset((0x0679, 0x0688, 0x0691, 0x06BA, 0x06D2, 0x06C1))
_PERSIAN = frozenset((0x067E, 0x0686, 0x0698, 0x06AF)) | _URDU
# Pashto and Sindhi mix the two series by rules of their own.
_PASHTO = frozenset((0x067C, 0x0689, 0x0693, 0x069A, 0x06AB, 0x06BC, 0x0681, 0x0685, 0x06CD))
_SINDHI = frozenset((0x067B, 0x0680, 0x067A, 0x067D, 0x0684, 0x0683, 0x0687, 0x06A6, 0x06B3, 0x06B1, 0x06BB, 0x06AA))
_OTHER = _PASHTO | _SINDHI
# Teh marbuta and the hamza below alef: Persian and its kin write neither.
_ARABIC = frozenset((0x0629, 0x0625, 0x0655))
# Alphabets that have ae have none of these: theh, thal, sad, dad, tah, zah, alef with madda, the letters of Urdu.
_WITHOUT_AE = _ARABIC | _URDU | frozenset((0x062B, 0x0630, 0x0635, 0x0636, 0x0637, 0x0638, 0x0653, 0x200C))
_LETTERS = {
    ARABIC: {KEHEH: KAF, FARSI_YEH: YEH},
    TURKIC: {KEHEH: KAF, FARSI_YEH: YEH},
    PERSIAN: {KAF: KEHEH, YEH: FARSI_YEH},
    KURDISH: {KAF: KEHEH, YEH: FARSI_YEH},
    WITH_AE: {},
}
"""Where the letter joins the one after it."""
_FINALS = {
    ARABIC: {FARSI_YEH: ALEF_MAKSURA, AE: HEH},
    TURKIC: {FARSI_YEH: ALEF_MAKSURA, HEH: AE},
    PERSIAN: {ALEF_MAKSURA: FARSI_YEH, AE: HEH},
    KURDISH: {ALEF_MAKSURA: FARSI_YEH, HEH: AE},
    WITH_AE: {HEH: AE},
}
"""Where it does not. Ae is a letter of the Turkic and the Kurdish alphabets only."""

INDIC, EXTENDED = 0x0660, 0x06F0
_TELLING_DIGITS = (4, 5, 6)

HIRAGANA_HE, KATAKANA_HE, PROLONGED = 0x3078, 0x30D8, 0x30FC
_CYRILLIC = facts.script_id("Cyrl")
_HIRAGANA, _KATAKANA = facts.script_id("Hira"), facts.script_id("Kana")

# Latin letters of one shape: the letter, the others, and what tells it (decomposed).
LATIN = (
    (0x0110, (0x00D0, 0x0189), frozenset((0x0111, 0x031B, 0x0309, 0x030C))),  # Vietnamese, Croatian
    (0x00D0, (0x0110, 0x0189), frozenset((0x00F0, 0x00FE, 0x00DE))),  # Icelandic, Faroese
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
    changes = dict((*_latin(cps), *_cyrillic(cps), *_arabic(cps), *_digits(cps), *_kana(cps)))
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
    places = [at for at, cp in enumerate(cps) if cp in (BELARUSIAN_I, PALOCHKA)]
    if not places:
        return
    dotted = not _DOTTED.isdisjoint(cps)
    for at in places:
        if dotted:
            yield at, BELARUSIAN_I
        elif at and _is_small_cyrillic(cps[at - 1]):
            yield at, PALOCHKA


def _is_small_cyrillic(cp: int) -> bool:
    return facts.is_letter(cp) and facts.script(cp) == _CYRILLIC and not facts.has(cp, facts.UPPER)


def _arabic(cps: list[int]) -> Iterator[Change]:
    """Yeh, kaf and heh by their joining, digits by their number; the line tells the language."""
    if not any(0x0600 <= cp <= 0x06FF for cp in cps):
        return
    near = _near(cps)
    follows = [facts.joining(cp) in ("D", "R", "C") for cp in near]
    joins = [right and facts.joining(cp) in ("D", "L", "C") for cp, right in zip(cps, follows, strict=True)]
    parts = any(cp == AE and right for cp, right in zip(cps, follows, strict=True))
    shapes = alphabets.forms(cps, joins)
    letters = alphabets.telling(cps, shapes)
    writing = _writing(cps, letters, joins, parts)
    if writing is not None:
        for at, cp in enumerate(cps):
            after = cps[at + 1] if at + 1 < len(cps) else 0
            target = (_LETTERS if joins[at] else _FINALS)[writing].get(cp)
            # Ae never joins the letter after it; heh would, or is kept from it. A line that has ae in such a
            # place quotes an alphabet that has it, whatever else the line is written in.
            bound = (cp == AE and (follows[at] or parts)) or (cp == HEH and near[at] == NON_JOINER)
            if target is not None and not bound and after != HAMZA_ABOVE:
                yield at, target
    language = _language(writing, letters, parts)
    if language is not None:
        for at, target in alphabets.changes(cps, shapes, language):
            after = cps[at + 1] if at + 1 < len(cps) else 0
            bound = (cps[at] == AE and (follows[at] or parts)) or (target == AE and near[at] == NON_JOINER)
            if not bound and after != HAMZA_ABOVE:
                yield at, target
    yield from _series(cps, writing)


def _near(cps: list[int]) -> list[int]:
    """Return, for each character, the next one that is not transparent (UAX #44 Joining_Type); 0 at the end."""
    result = [0] * len(cps)
    after = 0
    for at in range(len(cps) - 1, -1, -1):
        result[at] = after
        if facts.joining(cps[at]) != "T":
            after = cps[at]
    return result


def _writing(cps: list[int], letters: set[int], joins: list[bool], parts: bool) -> str | None:
    """Return the way of writing that a line tells, by letters that have no twin where they stand.

    Where ae parts letters that heh would join, its shape tells an alphabet that has it.
    """
    finals = {cp for cp, join in zip(cps, joins, strict=True) if not join}
    dotless = any(cp == ALEF_MAKSURA and join for cp, join in zip(cps, joins, strict=True))
    if letters & _OTHER:
        return None
    if letters & _TURKIC or dotless or (letters & _KURDISH == _OE and not _E_SHAPED.isdisjoint(cps)):
        return TURKIC
    arabic = bool(finals & {KAF, YEH})
    if U in letters:
        shaped = parts or arabic or not (_E_SHAPED | _DOTLESS_BEH).isdisjoint(cps)
        return TURKIC if shaped and KEHEH not in finals and ZWNJ not in letters else None
    if letters & _KURDISH:
        return None if arabic else KURDISH
    if parts and not letters & _WITHOUT_AE:
        kurdish = KEHEH in finals or VEH in letters or (WAW, WAW) in pairwise(cps)
        return WITH_AE if arabic == kurdish else TURKIC if arabic else KURDISH
    if letters & _PERSIAN or KEHEH in finals or ZWNJ in letters:
        return None if arabic else PERSIAN
    return ARABIC if arabic or letters & _ARABIC else None


def _language(writing: str | None, letters: set[int], parts: bool) -> str | None:
    """Return the language whose alphabet a line is written with; None where it may be one of several."""
    urdu = bool(letters & _URDU)
    if letters & _OTHER:
        both = letters & _PASHTO and letters & _SINDHI
        return None if both or urdu or letters & (_TURKIC | _KURDISH) else PASHTO if letters & _PASHTO else SINDHI
    if writing == PERSIAN:
        return URDU if urdu else PERSIAN
    if writing == TURKIC:
        return UYGHUR if parts else TURKIC
    return None if writing == WITH_AE else writing


def _series(cps: list[int], writing: str | None) -> Iterator[Change]:
    """Each number takes one series of digits: that of its telling digits, of the line's, of the language."""
    told = {_series_of(cp) for cp in cps if _series_of(cp) and (cp & 0xF) in _TELLING_DIGITS}
    by_line = next(iter(told)) if len(told) == 1 else None
    by_language = {ARABIC: INDIC, PERSIAN: EXTENDED}.get(writing or "")
    for start, stop in _spans(cps, lambda cp: bool(_series_of(cp))):
        number = cps[start:stop]
        telling = {_series_of(cp) for cp in number if (cp & 0xF) in _TELLING_DIGITS}
        if len(telling) > 1:
            continue
        target = next(iter(telling)) if telling else by_line or (by_language if not told else None)
        if target:
            yield from ((start + i, target + (cp & 0xF)) for i, cp in enumerate(number))


def _series_of(cp: int) -> int:
    """Return the zero of the series of an Arabic digit, 0 for another character."""
    for zero in (INDIC, EXTENDED):
        if zero <= cp <= zero + 9:
            return zero
    return 0


def _spans(cps: list[int], inside: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    """Yield the longest runs of characters that satisfy a test."""
    start = 0
    for at in range(len(cps) + 1):
        if at == len(cps) or not inside(cps[at]):
            if at > start:
                yield start, at
            start = at + 1


def _digits(cps: list[int]) -> Iterator[Change]:
    """A digit drawn like a letter is what the rest of its run is: all digits, or all letters."""
    if not any(cp in LETTER_OF_DIGIT or cp in DIGIT_OF_LETTER for cp in cps):
        return
    for start, stop in _spans(cps, facts.is_wordy):
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
