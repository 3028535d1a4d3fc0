"""Letters of Arabic script with one joined form: the alphabet of the language that the line tells decides.

A joined form is often shared by letters that differ where they stand alone (Unicode section 9.2): a letter
that the alphabet lacks is the one that it has, where the two are drawn alike in half of the fonts
(tables/evidence/same_script.tsv, tables/curated/arabic_alphabets.tsv). A word with a letter that is seen to
be of another alphabet is a name or a quotation, and stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from sanitize import _tables as tables
from sanitize._reference import facts

_ARAB = facts.script_id("Arab")
_BY_SERIES = frozenset((0x0643, 0x06A9, 0x0649, 0x064A, 0x06CC, 0x0647, 0x06D5))
"""Kaf, yeh, heh and ae belong to every alphabet: their series are decided together."""
_DOUBTFUL = frozenset((cp, form) for _, form, cp in tables.FORM_TWINS)


def forms(cps: list[int], joins: list[bool]) -> list[int]:
    """Return the joined form of each letter, from what joins the one after it: 1 if it does, plus 2 if joined from before."""
    result: list[int] = []
    before = False
    for cp, join in zip(cps, joins, strict=True):
        result.append(2 * before + join)
        if facts.joining(cp) != "T":
            before = join
    return result


def telling(cps: list[int], shapes: list[int]) -> set[int]:
    """Return the letters that no other alphabet has a twin of where they stand."""
    return {cp for cp, form in zip(cps, shapes, strict=True) if (cp, form) not in _DOUBTFUL}


def changes(cps: list[int], shapes: list[int], name: str) -> Iterator[tuple[int, int]]:
    """Yield the places of letters that the alphabet lacks, and its own letters of the same form."""
    language = tables.LANGUAGES.index(name)
    start = 0
    for stop in range(len(cps) + 1):
        if stop < len(cps) and facts.is_wordy(cps[stop]):
            continue
        found: list[tuple[int, int]] = []
        for at in range(start, stop):
            target = tables.FORM_TWINS.get((language, shapes[at], cps[at]))
            if target is not None:
                found.append((at, target))
            elif _is_foreign(language, shapes[at], cps[at]):
                break
        else:
            yield from found
        start = stop + 1


def _is_foreign(language: int, form: int, cp: int) -> bool:
    """Tell whether a letter is of another alphabet."""
    known = cp in _BY_SERIES or (language, form, cp) in tables.ALPHABETS
    return not known and facts.is_letter(cp) and facts.script(cp) == _ARAB
