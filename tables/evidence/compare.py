"""Finds the pairs of pictures that a reader cannot tell apart, without comparing every pair in full.

``LISTED`` is how near a pair must come in some family to be written down; ``EQUAL`` and ``EQUAL_LOCAL``
say when it counts as the same to the eye. README.md argues the three numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from statistics import median

import numpy as np

from . import raster
from .fonts import Family, font_of
from .raster import Glyph

EQUAL = 0.03
EQUAL_LOCAL = 0.25
LISTED = 0.10
JOINER = 0x200D
BLOCK = 8  # pixels of a side of the coarse picture that screens pairs
BINS = (0.0, 0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.07, 0.10)


def letter(family: Family, cp: int) -> Glyph | None:
    """The picture of a lone character in a family, or None where the family does not draw it."""
    font = font_of(family, cp, raster.SIZE)
    if font is None:
        return None
    glyph = raster.draw(font, raster.shape(font, [cp]))
    return None if glyph is None or glyph.clipped else glyph


def joined(family: Family, cp: int, before: int, after: int) -> Glyph | None:
    """The picture of a letter that joins before and after it; the neighbours are context and not drawn."""
    font = font_of(family, cp, raster.SIZE)
    if font is None:
        return None
    context = [JOINER] * before + [cp] + [JOINER] * after
    glyph = raster.draw(font, raster.shape(font, context, before, 1))
    return None if glyph is None or glyph.clipped else glyph


@dataclass
class Drawn:
    """The pictures of one family (and form), side by side in arrays for the screen."""

    points: list[int]
    glyphs: list[Glyph]
    coarse: np.ndarray = field(init=False)
    mass: np.ndarray = field(init=False)
    bearing: np.ndarray = field(init=False)
    advance: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        rows, columns = raster.HEIGHT // BLOCK, raster.WIDTH // BLOCK
        self.coarse = np.array(
            [g.ink.reshape(rows, BLOCK, columns, BLOCK).sum((1, 3), dtype=np.float32).ravel() for g in self.glyphs],
            np.float32,
        ).reshape(len(self.glyphs), rows * columns)
        self.mass = np.array([g.mass * 255 for g in self.glyphs], np.float32)
        self.bearing = np.array([g.bearing for g in self.glyphs], np.float32)
        self.advance = np.array([g.advance for g in self.glyphs], np.float32)


def draw_all(family: Family, points: Iterable[int], picture: Callable[[Family, int], Glyph | None] = letter) -> Drawn:
    """Draws what the family has of these characters, ordered by advance."""
    found = [(cp, glyph) for cp in points if (glyph := picture(family, cp)) is not None]
    found.sort(key=lambda item: (item[1].advance, item[0]))
    return Drawn([cp for cp, _ in found], [glyph for _, glyph in found])


def near(drawn: Drawn, wanted: Callable[[int, int], bool], limit: float = LISTED) -> Iterator[tuple[int, int, float]]:
    """Every wanted pair within the limit, as ``(cp_a, cp_b, distance)``.

    The screen loses nothing: the coarse pictures differ by no more than the fine ones do.
    """
    count = len(drawn.points)
    ends = np.searchsorted(drawn.advance, drawn.advance + limit + 1e-6, side="right")
    for i in range(count):
        rest = slice(i + 1, int(ends[i]))
        mass = drawn.mass[rest]
        heavier = np.maximum(mass, drawn.mass[i])
        fits = np.abs(mass - drawn.mass[i]) <= limit * heavier
        fits &= np.abs(drawn.bearing[rest] - drawn.bearing[i]) <= limit
        picked = np.flatnonzero(fits) + i + 1
        gap = np.abs(drawn.coarse[picked] - drawn.coarse[i]).sum(1)
        # differing ink <= limit * union, and union <= the sum of both masses
        for j in picked[gap <= limit * (drawn.mass[picked] + drawn.mass[i])]:
            if not wanted(drawn.points[i], drawn.points[j]):
                continue
            apart = raster.distance(drawn.glyphs[i], drawn.glyphs[j])
            if apart <= limit:
                a, b = sorted((drawn.points[i], drawn.points[j]))
                yield a, b, apart


def equal(a: Glyph, b: Glyph) -> tuple[float, bool]:
    """The distance of two pictures, and whether a reader cannot tell them apart."""
    apart = raster.distance(a, b)
    return apart, apart <= EQUAL and raster.local_difference(a, b) <= EQUAL_LOCAL


@dataclass
class Evidence:
    """What all families together say of one pair."""

    distances: list[float] = field(default_factory=list)
    same_in: list[str] = field(default_factory=list)

    def add(self, family: str, a: Glyph, b: Glyph) -> None:
        """Takes the word of one more family."""
        apart, same = equal(a, b)
        self.distances.append(apart)
        if same:
            self.same_in.append(family)

    def columns(self) -> list[str]:
        """families_tested, families_equal, min, median and max distance."""
        numbers = (min(self.distances), median(self.distances), max(self.distances))
        return [str(len(self.distances)), str(len(self.same_in)), *(f"{n:.3f}" for n in numbers)]


def histogram(distances: Iterable[float]) -> str:
    """How many distances fall at or under each bin's upper end, the previous one excluded."""
    counted = Counter(int(np.searchsorted(BINS, d, side="left")) for d in distances)
    return " ".join(f"<={upper:g}:{counted[k]}" for k, upper in enumerate(BINS))
