"""Letters of a word, and whole words, written in another script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sites import Site, Sites, is_mark, line_of, pairs, right, script

_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f]*")
LATIN_TELLING = frozenset("bfmrtzBDFGQRUVW")
"""Letters that look like no letter of the scripts that the families take look-alikes from."""
CYRILLIC_TELLING = frozenset(
    map(chr, (0x431, 0x434, 0x436, 0x438, 0x43B, 0x444, 0x446, 0x448, 0x449, 0x44B, 0x44E, 0x44F))
)
CYRILLIC_TELLING |= frozenset(
    map(chr, (0x411, 0x414, 0x416, 0x418, 0x41B, 0x424, 0x426, 0x428, 0x429, 0x42B, 0x42E, 0x42F))
)
GREEK_TELLING = frozenset(
    map(
        chr,
        (
            0x3B3,
            0x3B4,
            0x3BB,
            0x3BE,
            0x3C0,
            0x3C3,
            0x3C8,
            0x3C9,
            0x393,
            0x394,
            0x398,
            0x39B,
            0x39E,
            0x3A0,
            0x3A3,
            0x3A6,
            0x3A8,
            0x3A9,
        ),
    )
)


def lettered(name: str, telling: frozenset[str], letters: Iterable[tuple[str, str]]) -> Sites:
    """Letters of a word of one script are written with another's, where two other letters of the word tell its script.

    Two, so that the word still tells when it is read the other way round.
    """
    others: dict[str, list[str]] = {}
    for plain, other in letters:
        others.setdefault(plain, []).append(other)

    def sites(text: str) -> Iterator[Site]:
        for match in _WORD.finditer(text):
            word = match.group()
            if {script(char) for char in word} - {""} != {name} or len(telling & {*word}) < 2:
                continue
            for at, char in enumerate(word, match.start()):
                if char in others and not is_mark(right(text, at + 1)):
                    yield Site(at, at + 1, (char, *others[char]))

    return sites


def worded(line: str, name: str, telling: frozenset[str], letters: Iterable[tuple[str, str]]) -> Sites:
    """A whole word whose every letter has a twin is written in another script, in a line that is all of one."""
    twins = dict(letters)

    def sites(text: str) -> Iterator[Site]:
        for match in _WORD.finditer(text):
            word = match.group()
            around = line_of(text, match.start())
            alone = {script(char) for char in around} - {""} == {line} and len(telling & {*around}) > 1
            if alone and all(char in twins for char in word) and not (right(text, match.end()) or " ").isalnum():
                yield Site(*match.span(), (word, "".join(twins[char] for char in word)))

    return sites


CYRILLIC_FOR_LATIN = pairs(
    "a0430 c0441 e0435 i0456 j0458 o043E p0440 s0455 x0445 y0443 h04BB d0501 q051B w051D A0410 B0412 C0421 E0415 H041D I0406 J0408 K041A M041C O041E P0420 S0405 T0422 X0425 Y04AE"
)
GREEK_FOR_LATIN = pairs(
    "o03BF v03BD A0391 B0392 E0395 H0397 I0399 K039A M039C N039D O039F P03A1 T03A4 X03A7 Y03A5 Z0396"
)
GREEK_FOR_CYRILLIC = [
    (chr(a), chr(b))
    for a, b in (
        (0x43E, 0x3BF),
        (0x410, 0x391),
        (0x412, 0x392),
        (0x415, 0x395),
        (0x41D, 0x397),
        (0x41A, 0x39A),
        (0x41C, 0x39C),
        (0x41E, 0x39F),
        (0x420, 0x3A1),
        (0x422, 0x3A4),
        (0x425, 0x3A7),
    )
]


def flipped(letters: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return pairs the other way round."""
    return [(other, plain) for plain, other in letters]
