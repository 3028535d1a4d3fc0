"""Ae, which never joins the letter after it, and heh that a non-joiner keeps from joining: they are drawn alike.

Kurdish and Uyghur write ae (older Kurdish text heh with the non-joiner), Persian and its kin heh with the non-joiner; a
non-joiner behind ae changes nothing. What the line is written in tells which is meant, before its other letters are decided.
"""

from __future__ import annotations

from collections.abc import Iterator

from sanitize._reference import arabic, facts
from sanitize._reference.arabic import AE, HAMZA_ABOVE, HEH, NON_JOINER

GONE = 0
"""What belongs where a non-joiner goes."""
Change = tuple[int, int]


def changes(cps: list[int]) -> Iterator[Change]:
    """Yield the places of letters of Arabic script that belong elsewhere, and what belongs there."""
    settled = dict(_changes(cps)) if NON_JOINER in cps and not {AE, HEH}.isdisjoint(cps) else {}
    yield from settled.items()
    places = [at for at in range(len(cps)) if settled.get(at) != GONE]
    for at, target in arabic.changes([settled.get(at, cps[at]) for at in places]):
        yield places[at], target


def _changes(cps: list[int]) -> Iterator[Change]:
    """Decide each ae and heh that a non-joiner parts from a letter that would join."""
    parted = dict(_parted(cps))
    loose = {at for at, letter in parted.items() if cps[letter] == AE}
    bare = [cp for at, cp in enumerate(cps) if at not in loose]
    has_ae = arabic.has_ae(bare)
    # A line that has ae before a letter without a non-joiner quotes an alphabet that has it.
    heh = has_ae is False and not _is_quoting(cps)
    for at, letter in parted.items():
        if cps[letter] == AE:
            yield (letter, HEH) if heh else (at, GONE)
        elif has_ae and cps[letter + 1] != HAMZA_ABOVE:
            yield from ((letter, AE), (at, GONE))


def _parted(cps: list[int]) -> Iterator[tuple[int, int]]:
    """Yield where a non-joiner stands behind ae or heh, marks passed over, before a letter that joins; and that letter."""
    letter = joiner = -1
    for at, cp in enumerate(cps):
        if facts.joining(cp) == "T":
            continue
        if joiner >= 0 and facts.joining(cp) in ("D", "R", "C"):
            yield joiner, letter
        joiner = at if cp == NON_JOINER and letter >= 0 else -1
        if joiner < 0:
            letter = at if cp in (AE, HEH) else -1


def _is_quoting(cps: list[int]) -> bool:
    """Tell whether some ae stands right before a letter that joins."""
    ae = False
    for cp in cps:
        if facts.joining(cp) == "T":
            continue
        if ae and facts.joining(cp) in ("D", "R", "C"):
            return True
        ae = cp == AE
    return False
