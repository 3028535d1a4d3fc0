"""Says whether a reader sees a difference between two texts, font by font."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from . import raster
from .compare import equal
from .fonts import ROOT, Font, open_font, text_families
from .ucd import Ucd

DOTTED_CIRCLE = 0x25CC
MOVED = 1 / 12  # a glyph that moves less than this, in em, is kerning and no other shape
ROOM = 512  # canvas width for a cluster of several letters
# Designs of single scripts beside the families: what readers of those scripts have.
FURTHER = (
    "truetype/lohit-*/*.ttf",
    "truetype/annapurna/AnnapurnaSIL-Regular.ttf",
    "truetype/malayalam/*-Regular.ttf",
    "opentype/malayalam/Manjari-Regular.otf",
    "truetype/sinhala/lklug.ttf",
    "truetype/noto/NotoNaskhArabic-Regular.ttf",
    "truetype/noto/NotoKufiArabic-Regular.ttf",
    "truetype/noto/NotoNastaliqUrdu-Regular.ttf",
)


@lru_cache(maxsize=1)
def all_files() -> tuple[tuple[Path, int], ...]:
    """Every font file of the evidence with its index, the families' first."""
    files = [(path, family.index) for family in text_families() for path in family.files]
    files += [(path, 0) for pattern in FURTHER for path in sorted(ROOT.glob(pattern))]
    return tuple(dict.fromkeys(files))


def fonts_with(points: Sequence[int], share: float = 1.0) -> list[Font]:
    """The fonts that have at least this share of the characters."""
    found = []
    for path, index in all_files():
        font = open_font(path, index, raster.SIZE)
        if sum(cp in font.chars for cp in points) >= share * len(points):
            found.append(font)
    return found


# The glyphs with ink at their places, in order of glyph, and the pen's end.
Look = tuple[tuple[tuple[int, int, int], ...], int]


class Eye:
    """Shapes texts in one font and compares what comes out. UNSEEN, SEEN and BROKEN are its answers."""

    UNSEEN, SEEN, BROKEN = range(3)

    def __init__(self, font: Font, ucd: Ucd, language: str = "") -> None:
        self.font = font
        self.language = language
        self.ignorable = ucd.ignorable
        self.circle = font.hb_font.get_nominal_glyph(DOTTED_CIRCLE) or -1
        self.inked: dict[int, bool] = {}
        self.picture = lru_cache(maxsize=64)(self._picture)

    def has(self, text: Sequence[int]) -> bool:
        """True if the font has every character that is meant to be drawn."""
        return all(cp in self.font.chars or cp in self.ignorable for cp in text)

    def look(self, text: Sequence[int]) -> Look:
        """What the text is drawn as."""
        buffer = raster.shape(self.font, text, language=self.language)
        out = []
        x = 0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            glyph = info.codepoint
            if glyph not in self.inked:
                extents = self.font.hb_font.get_glyph_extents(glyph)
                self.inked[glyph] = bool(extents and extents.width and extents.height)
            if self.inked[glyph]:
                out.append((glyph, x + position.x_offset, position.y_offset))
            x += position.x_advance
        return tuple(sorted(out)), x

    def differs(self, plain: Look, other: Look) -> int:
        """UNSEEN if a reader sees no difference; BROKEN if ``other`` only gains a dotted circle; else SEEN."""
        if plain[0] == other[0]:
            return self.UNSEEN
        if self._circles(other) > self._circles(plain):
            return self.BROKEN
        if [glyph for glyph, _, _ in plain[0]] != [glyph for glyph, _, _ in other[0]]:
            a, b = self.picture(plain), self.picture(other)
            return self.UNSEEN if a and b and equal(a, b)[1] else self.SEEN
        moved = max((abs(a[1] - b[1]) + abs(a[2] - b[2]) for a, b in zip(plain[0], other[0], strict=True)), default=0)
        return self.SEEN if moved > raster.SIZE * 64 * MOVED else self.UNSEEN

    def _circles(self, look: Look) -> int:
        return sum(glyph == self.circle for glyph, _, _ in look[0])

    def _picture(self, look: Look) -> raster.Glyph | None:
        return raster.draw_placed(self.font, look[0], look[1], ROOM)
