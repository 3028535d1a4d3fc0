"""Cyrillic alphabets: the letters that tell one from another, and what they say of ASCII letters beside them."""

from __future__ import annotations

_MACEDONIAN = frozenset((0x0403, 0x0405, 0x040C, 0x0453, 0x0455, 0x045C))
_SERBIAN = frozenset((0x0402, 0x0408, 0x0409, 0x040A, 0x040B, 0x040F, 0x0452, 0x0458, 0x0459, 0x045A, 0x045B, 0x045F))
_SLAVONIC = frozenset((0x0462, 0x0463, *range(0x0466, 0x0470), *range(0x0478, 0x0488), *range(0xA640, 0xA6A0)))
UKRAINIAN = frozenset((0x0404, 0x0406, 0x0407, 0x040E, 0x0454, 0x0456, 0x0457, 0x045E, 0x0490, 0x0491))
TURKIC = frozenset(
    (0x0492, 0x0493, 0x04A2, 0x04A3, 0x04AE, 0x04AF, 0x04B0, 0x04B1, 0x04BA, 0x04BB, 0x04D8, 0x04D9, 0x04E8, 0x04E9)
)
ALPHABETS = {
    ord("S"): _SERBIAN | _MACEDONIAN,
    ord("s"): _SERBIAN | _MACEDONIAN,
    ord("J"): _SERBIAN | _MACEDONIAN,
    ord("I"): UKRAINIAN | TURKIC,
    ord("Y"): TURKIC,
    ord("h"): TURKIC,
}
"""ASCII letters with Cyrillic twins that few alphabets have, and letters that show one of those."""
FITAS = (0x0472, 0x0473)
PALOCHKA, SMALL_PALOCHKA = 0x04C0, 0x04CF
YERS = frozenset((0x042A, 0x042C, 0x044A, 0x044C))
"""Letters of Slavic words in Latin notation: beside Latin ones they tell nothing."""


def foreign(letters: set[int]) -> set[int]:
    """Return the ASCII letters that are no Cyrillic ones in a line: none of its letters shows an alphabet that has them."""
    return {cp for cp, tells in ALPHABETS.items() if not tells & letters}


def is_historic(cp: int, letters: set[int]) -> bool:
    """Tell whether a letter of older orthographies is meant: in such a line, and fita but where barred o is written."""
    return bool(letters & _SLAVONIC) or (cp in FITAS and not letters & TURKIC)
