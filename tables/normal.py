"""Canonical decomposition over tables in the making (UAX #15), for the generator's own use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

S_BASE, L_BASE, V_BASE, T_BASE = 0xAC00, 0x1100, 0x1161, 0x11A7
V_COUNT, T_COUNT, S_COUNT = 21, 28, 11172


def hangul(cp: int) -> tuple[int, ...]:
    """Decompose a Hangul syllable (Unicode section 3.12)."""
    index = cp - S_BASE
    lead, rest = divmod(index, V_COUNT * T_COUNT)
    vowel, tail = divmod(rest, T_COUNT)
    jamo = (L_BASE + lead, V_BASE + vowel, T_BASE + tail)
    return jamo if tail else jamo[:2]


def expand(cps: Sequence[int], mappings: Mapping[int, tuple[int, ...]]) -> tuple[int, ...]:
    """Apply mappings until nothing maps; Hangul is left alone."""
    result: list[int] = []
    for cp in cps:
        result.extend(expand(mappings[cp], mappings) if cp in mappings else (cp,))
    return tuple(result)


def nfd(cps: Sequence[int], decomposition: Mapping[int, tuple[int, ...]], ccc: Sequence[int]) -> tuple[int, ...]:
    """Return the canonical decomposition with marks in canonical order."""
    result: list[int] = []
    for cp in cps:
        if S_BASE <= cp < S_BASE + S_COUNT:
            result.extend(hangul(cp))
        else:
            result.extend(decomposition.get(cp, (cp,)))
    for end in range(1, len(result)):
        at = end
        while at and 0 < ccc[result[at]] < ccc[result[at - 1]]:
            result[at - 1], result[at] = result[at], result[at - 1]
            at -= 1
    return tuple(result)
