"""Arabic and Persian twins: yeh, kaf and heh by their joining, digits by their number; the line tells the language.

Yeh and kaf of the two have one shape where they join, and most digits of the two series do everywhere
(Unicode section 9.2). Letters that have no twin where they stand tell the language of a line; where there is
none, what follows what in its words does (tables/evidence/arabic_triples.tsv).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sanitize import _tables as tables
from sanitize._reference import alphabets, facts

KAF, KEHEH = 0x0643, 0x06A9
ALEF_MAKSURA, YEH, FARSI_YEH = 0x0649, 0x064A, 0x06CC
HEH, AE, HEH_GOAL = 0x0647, 0x06D5, 0x06C1
HAMZA_ABOVE = 0x0654
WAW, VEH = 0x0648, 0x06A4  # the long u of Kurdish is two of waw; its Turkic neighbours have neither that nor veh
ZWNJ = 0x200C  # Arabic itself is written without it
NON_JOINER = 0x200C
TATWEEL = 0x0640
DAGGER_ALEF = 0x0670  # in the Quran it stands on a dotless yeh inside a word
THRESHOLD, SURE = 16, 40
"""The weights from which what follows what tells a language: odds of fifty to one, and of twenty thousand to one."""
_SERIES = frozenset((KAF, YEH, ALEF_MAKSURA)), frozenset((KEHEH, FARSI_YEH))
_YEHS = frozenset((ALEF_MAKSURA, YEH, FARSI_YEH))
ARABIC, PERSIAN, URDU, KURDISH, TURKIC, UYGHUR, PASHTO, SINDHI = tables.LANGUAGES
WITH_AE = "with ae"
"""Kurdish or Turkic, and no letter tells which."""

# Letters that only one way of writing has (Unicode section 9.2, tables of Arabic extensions).
_TURKIC = frozenset((0x06C8, 0x06CB, 0x06AD))  # Uyghur, Kazakh, Kirghiz
E = 0x06D0  # Uyghur and Pashto
U = 0x06C7  # theirs and South Azerbaijani's, which has the Persian kaf, yeh and heh
_DOTLESS_BEH = frozenset((0x066E,))  # joins like the dotless yeh, which is theirs alone
_KURDISH = frozenset((0x06C6, 0x06CE, 0x0695, 0x06B5))
# Uyghur has the first of these as well: beside its e, which joins like beeh, it tells no Kurdish.
_OE, _E_SHAPED = frozenset((0x06C6,)), frozenset((0x06D0, 0x067B))
_URDU = frozenset((0x0679, 0x0688, 0x0691, 0x06BA, 0x06D2, 0x06C1))
_PERSIAN = frozenset((0x067E, 0x0686, 0x0698, 0x06AF)) | _URDU
# Pashto and Sindhi have the Persian kaf, and the Arabic yeh where it is seen.
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
    PASHTO: {KAF: KEHEH},  # its joined yeh is typed with either
    SINDHI: {KAF: KEHEH, FARSI_YEH: YEH},
}
"""Where the letter joins the one after it."""
_FINALS = {
    ARABIC: {FARSI_YEH: ALEF_MAKSURA, AE: HEH},
    TURKIC: {FARSI_YEH: ALEF_MAKSURA, HEH: AE},
    PERSIAN: {ALEF_MAKSURA: FARSI_YEH, AE: HEH},
    KURDISH: {ALEF_MAKSURA: FARSI_YEH, HEH: AE},
    WITH_AE: {HEH: AE},
    PASHTO: {ALEF_MAKSURA: FARSI_YEH, AE: HEH},
    SINDHI: {FARSI_YEH: ALEF_MAKSURA, AE: HEH},
}
"""Where it does not. Ae is a letter of the Turkic and the Kurdish alphabets only."""

INDIC, EXTENDED = 0x0660, 0x06F0
_TELLING_DIGITS = (4, 5, 6)


def changes(cps: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the letters and digits that the language of the line writes in another way.

    Change: a place in the line and the character that belongs there.
    """
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
        settled = set() if writing == ARABIC and letters & _ARABIC else _settled(cps, joins, writing)
        for at, cp in enumerate(cps):
            after = cps[at + 1] if at + 1 < len(cps) else 0
            if cp in settled:
                continue
            target = (_LETTERS if joins[at] else _FINALS)[writing].get(cp)
            # Ae never joins the letter after it; heh would, or is kept from it. A line that has ae in such a
            # place quotes an alphabet that has it, whatever else the line is written in.
            bound = (cp == AE and (follows[at] or parts)) or (cp == HEH and near[at] == NON_JOINER)
            if target is not None and not bound and after != HAMZA_ABOVE:
                yield at, target
    language = _language(writing, letters, parts)
    if language is not None:
        hehs = any(cp in (HEH, AE) and not join for cp, join in zip(cps, joins, strict=True))
        for at, target in alphabets.changes(cps, shapes, language):
            after = cps[at + 1] if at + 1 < len(cps) else 0
            if language == PERSIAN and not hehs and cps[at] == HEH_GOAL:
                continue  # it may be Urdu, of which the line has nothing else
            bound = (cps[at] == AE and (follows[at] or parts)) or (target == AE and near[at] == NON_JOINER)
            if not bound and after != HAMZA_ABOVE:
                yield at, target
    yield from _series(cps, writing)


def has_ae(cps: list[int]) -> bool | None:
    """Tell whether what a line is written in has ae; None where nothing tells."""
    follows = [facts.joining(cp) in ("D", "R", "C") for cp in _near(cps)]
    joins = [right and facts.joining(cp) in ("D", "L", "C") for cp, right in zip(cps, follows, strict=True)]
    parts = any(cp == AE and right for cp, right in zip(cps, follows, strict=True))
    writing = _writing(cps, alphabets.telling(cps, alphabets.forms(cps, joins)), joins, parts)
    return None if writing is None else writing in (KURDISH, TURKIC, WITH_AE)


def _settled(cps: list[int], joins: list[bool], writing: str) -> set[int]:
    """Return the letters that stay, since all of their kind in a line of Arabic or Persian agree, and nothing is sure.

    An alphabet of a language that is not known here has its own letters throughout.
    """
    weight = _weight(cps)
    if writing not in (ARABIC, PERSIAN) or (weight if writing == ARABIC else -weight) >= SURE:
        return set()
    present = set(cps)
    one = any(series.isdisjoint(present) for series in _SERIES)
    heh = any(cp in (HEH, HEH_GOAL) and not join for cp, join in zip(cps, joins, strict=True))
    return (set().union(*_SERIES) if one else set()) | (set() if heh else {AE})


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
    """Return the way of writing that a line tells: by letters that have no twin where they stand, else by what follows what.

    Where ae parts letters that heh would join, its shape tells an alphabet that has it.
    """
    finals = {cp for cp, join in zip(cps, joins, strict=True) if not join}
    dotless = any(
        cp == ALEF_MAKSURA and join and cps[at + 1] != DAGGER_ALEF
        for at, (cp, join) in enumerate(zip(cps, joins, strict=True))
    )
    if letters & _OTHER:
        return _other(letters)
    dotless = dotless and not letters & (_KURDISH - _OE)
    if letters & _TURKIC or dotless or (letters & _KURDISH == _OE and not _E_SHAPED.isdisjoint(cps)):
        return TURKIC
    # A hamza begins a word on a yeh where vowels are letters: in Uyghur and Kurdish.
    starts = any(
        cp in _YEHS and after == HAMZA_ABOVE and not facts.is_wordy(before)
        for before, cp, after in zip([0, *cps], cps, [*cps[1:], 0], strict=False)
    )
    if E in letters:
        return TURKIC if parts or starts or U in letters else PASHTO
    arabic = bool(finals & {KAF, YEH})
    if U in letters:
        shaped = parts or arabic or not (_E_SHAPED | _DOTLESS_BEH).isdisjoint(cps)
        return TURKIC if shaped and KEHEH not in finals and ZWNJ not in letters else None
    if letters & _KURDISH:
        return None if arabic else KURDISH
    if starts and not parts and not letters & _WITHOUT_AE:
        return None
    if parts and not letters & _WITHOUT_AE:
        kurdish = KEHEH in finals or VEH in letters or (WAW, WAW) in pairwise(cps)
        return WITH_AE if arabic == kurdish else TURKIC if arabic else KURDISH
    persian = bool(letters & _PERSIAN) or KEHEH in finals or ZWNJ in letters
    if persian and not arabic:
        return PERSIAN
    # Foreign names in Arabic have letters of Persian; who types Persian with Arabic letters dots every last yeh.
    if arabic and (not persian or finals.isdisjoint((KEHEH, FARSI_YEH, ALEF_MAKSURA))):
        return ARABIC
    weight = _weight(cps)
    if abs(weight) >= THRESHOLD:
        return ARABIC if weight > 0 else PERSIAN
    return ARABIC if letters & _ARABIC and not persian else None


def _other(letters: set[int]) -> str | None:
    """Return Pashto or Sindhi, unless the letters are of several languages."""
    if letters & (_URDU | _TURKIC | _KURDISH) or (letters & _PASHTO and letters & _SINDHI):
        return None
    return PASHTO if letters & _PASHTO else SINDHI


def _weight(cps: list[int]) -> int:
    """Return how much the words of a line are like Arabic ones (above zero) or Persian ones: all three letters in a row count.

    A word alone tells nothing: names are written alike in both.
    """
    total = words = length = 0
    first = second = 0
    for cp in (*cps, 0):
        if cp == TATWEEL or facts.joining(cp) == "T":
            continue
        third = tables.TRIPLE_LETTERS.get(cp, 0)
        if second:
            total += tables.TRIPLES.get((first * tables.TRIPLE_BASE + second) * tables.TRIPLE_BASE + third, 0)
        length = length + 1 if third else 0
        words += length == 2
        first, second = second, third
    return total if words > 1 else 0


def _language(writing: str | None, letters: set[int], parts: bool) -> str | None:
    """Return the language whose alphabet a line is written with; None where it may be one of several."""
    if writing == PERSIAN:
        return URDU if letters & _URDU else PERSIAN
    if writing == TURKIC:
        return UYGHUR if parts else TURKIC
    return None if writing == WITH_AE else writing


def _series(cps: list[int], writing: str | None) -> Iterator[tuple[int, int]]:
    """Each number takes one series of digits: that of its telling digits, of the line's, of the language."""
    told = {_series_of(cp) for cp in cps if _series_of(cp) and (cp & 0xF) in _TELLING_DIGITS}
    by_line = next(iter(told)) if len(told) == 1 else None
    by_language = {ARABIC: INDIC, PERSIAN: EXTENDED}.get(writing or "")
    for start, stop in facts.spans(cps, lambda cp: bool(_series_of(cp))):
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
