"""Normalization forms over the pinned Unicode version (UAX #15)."""

from __future__ import annotations

from collections.abc import Sequence

from sanitize import _tables as tables
from sanitize._reference import facts
from sanitize._reference.work import Cell

S_BASE, L_BASE, V_BASE, T_BASE = 0xAC00, 0x1100, 0x1161, 0x11A7
L_COUNT, V_COUNT, T_COUNT = 19, 21, 28
S_COUNT = L_COUNT * V_COUNT * T_COUNT


def decomposed(cp: int) -> tuple[int, ...]:
    """Return the full canonical decomposition of one code point."""
    if S_BASE <= cp < S_BASE + S_COUNT:
        lead, rest = divmod(cp - S_BASE, V_COUNT * T_COUNT)
        vowel, tail = divmod(rest, T_COUNT)
        jamo = (L_BASE + lead, V_BASE + vowel, T_BASE + tail)
        return jamo if tail else jamo[:2]
    return tables.DECOMPOSITION.get(cp, (cp,))


def composed(first: int, second: int) -> int | None:
    """Return the primary composite of a pair, if there is one."""
    lead, vowel = first - L_BASE, second - V_BASE
    if 0 <= lead < L_COUNT and 0 <= vowel < V_COUNT:
        return S_BASE + (lead * V_COUNT + vowel) * T_COUNT
    syllable, tail = first - S_BASE, second - T_BASE
    if 0 <= syllable < S_COUNT and syllable % T_COUNT == 0 and 0 < tail < T_COUNT:
        return first + tail
    return tables.COMPOSITION.get((first, second))


def decompose(row: list[Cell]) -> list[Cell]:
    """Return the cells decomposed, each part still knowing where it came from."""
    result: list[Cell] = []
    for cell in row:
        if facts.has(cell.cp, facts.DECOMPOSES):
            result += [Cell(cp, cell.at, cell.why) for cp in decomposed(cell.cp)]
        else:
            result.append(cell)
    return result


def part(row: list[Cell]) -> list[Cell]:
    """Return the cells with each letter that looks like another script's letter with a mark taken apart as that one is.

    So it is judged as that one is; `prefer` composes it again.
    """
    if not any(cell.cp in tables.PARTED for cell in row):
        return row
    return [Cell(cp, cell.at, cell.why) for cell in row for cp in tables.PARTED.get(cell.cp, (cell.cp,))]


def reorder(row: list[Cell]) -> list[Cell]:
    """Return the cells with each run of marks in canonical order (a stable sort)."""
    result: list[Cell] = []
    at = 0
    while at < len(row):
        stop = at
        while stop < len(row) and facts.ccc(row[stop].cp):
            stop += 1
        if stop > at:
            result += sorted(row[at:stop], key=lambda cell: facts.ccc(cell.cp))
            at = stop
        else:
            result.append(row[at])
            at += 1
    return result


def compose(row: list[Cell], why: int) -> list[Cell]:
    """Return the cells composed; a composite takes the place of its starter."""
    result: list[Cell] = []
    starter = -1
    last = 0
    for cell in row:
        ccc = facts.ccc(cell.cp)
        if starter >= 0 and (last < ccc or (last == 0 and starter == len(result) - 1)):
            composite = composed(result[starter].cp, cell.cp)
            if composite is not None:
                base = result[starter]
                # The starter keeps the reason of a rule that changed it, if one did.
                merged = base.why if base.why >= 0 else why if base.at != cell.at else -1
                result[starter] = Cell(composite, base.at, merged)
                continue
        if ccc == 0:
            starter = len(result)
        last = ccc
        result.append(cell)
    return result


def _string(cps: Sequence[int]) -> str:
    return "".join(map(chr, cps))


def nfd(text: str) -> str:
    """Return NFD of a text."""
    row = reorder(decompose([Cell(ord(char), 0) for char in text]))
    return _string([cell.cp for cell in row])


def nfc(text: str) -> str:
    """Return NFC of a text."""
    row = reorder(decompose([Cell(ord(char), 0) for char in text]))
    return _string([cell.cp for cell in compose(row, -1)])
