"""subscripts.tsv and shifters.tsv: Khmer spellings that shaping brings together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from . import tsv
from .fonts import open_font
from .raster import SIZE
from .seen import Eye, all_files
from .ucd import Ucd

COENG, U = 0x17D2, 0x17BB
SUBSCRIPTS = range(0x1780, 0x17B4)
MARKS = (*range(0x17B6, 0x17D2), 0x17D3, 0x17DD)
SHIFTERS = (0x17C9, 0x17CA)
BASES = (0x1780, 0x1794, 0x179F)
"""Ka, and a letter with each shifter below it: wide and narrow, open and closed."""


def eyes(ucd: Ucd) -> dict[str, Eye]:
    """The fonts that draw subscripts."""
    fonts = {path.stem: open_font(path, index, SIZE) for path, index in all_files() if path.exists()}
    return {name: Eye(font, ucd) for name, font in fonts.items() if COENG in font.chars}


def _alike(fonts: Iterable[Eye], one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether no font shows a difference between two spellings, nor a dotted circle in one of them."""
    return all(eye.differs(eye.look(one), eye.look(other)) == Eye.UNSEEN for eye in fonts)


def subscripts(ucd: Ucd) -> None:
    """Writes subscripts.tsv."""
    fonts = eyes(ucd)
    lines = []
    for mark in MARKS:
        letters = [
            letter
            for letter in SUBSCRIPTS
            if all(_alike(fonts.values(), [base, COENG, letter, mark], [base, mark, COENG, letter]) for base in BASES)
        ]
        if letters:
            lines.append([tsv.point(mark), " ".join(map(tsv.point, letters)), ",".join(fonts), ucd.name[mark]])
    about = [
        "A mark before or behind a subscript (coeng and a letter), and the subscripts with which all fonts draw both orders alike.",
        "Letters without a place of their own to the right or the left of the letter above, mostly.",
    ]
    tsv.write("subscripts.tsv", ucd, about, ["mark", "letters", "fonts", "name"], lines)


def shifters(ucd: Ucd) -> None:
    """Writes shifters.tsv."""
    fonts = eyes(ucd)
    lines = []
    for shifter in SHIFTERS:
        for sign in MARKS:
            letters = [
                letter
                for letter in range(0x1780, 0x17A3)
                if _alike(fonts.values(), [letter, shifter, sign], [letter, U, sign])
            ]
            if letters:
                lines.append([tsv.point(shifter), tsv.point(sign), " ".join(map(tsv.point, letters)), ",".join(fonts)])
    about = [
        "A register shifter under a sign above, and the letters below which all fonts draw it as the vowel sign u.",
    ]
    tsv.write("shifters.tsv", ucd, about, ["shifter", "sign", "letters", "fonts"], lines)
