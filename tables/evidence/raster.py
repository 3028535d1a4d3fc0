"""Draws a shaped character as a small grey picture, and says how far two pictures are apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ctypes import byref
from dataclasses import dataclass

import freetype
import numpy as np
import uharfbuzz as hb

from .fonts import Font

SIZE = 64  # pixels to the em
ASCENT, HEIGHT, WIDTH = 80, 128, 128  # the canvas; the baseline lies ASCENT rows below its top
LOAD = freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP
WINDOW = 5  # side of the square in which a local difference is measured: a dot of a letter at 64 px


@dataclass(frozen=True)
class Glyph:
    """What a reader gets to see: ink moved to the left edge of the canvas, bearing and advance in em."""

    ink: np.ndarray
    bearing: float
    advance: float
    mass: float
    clipped: bool


def shape(font: Font, text: Sequence[int], start: int = 0, length: int = -1, language: str = "") -> hb.Buffer:
    """The shaped buffer of a slice of a text, the rest serving as context."""
    buffer = hb.Buffer()
    buffer.add_codepoints(list(text), start, length)
    buffer.guess_segment_properties()
    if language:
        buffer.language = language
    hb.shape(font.hb_font, buffer)
    return buffer


def draw(font: Font, buffer: hb.Buffer) -> Glyph | None:
    """The picture of a shaped buffer, or None where it has a missing glyph or no ink."""
    placed: list[tuple[int, int, int]] = []
    x = y = 0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        if info.codepoint == 0:
            return None
        placed.append((info.codepoint, x + position.x_offset, y + position.y_offset))
        x += position.x_advance
        y += position.y_advance
    return draw_placed(font, placed, x)


def draw_placed(font: Font, placed: Iterable[tuple[int, int, int]], end: int, width: int = WIDTH) -> Glyph | None:
    """The picture of glyphs at their places (glyph, x, y; 64ths of a pixel), or None where there is no ink."""
    outlines: list[tuple[int, int, int]] = []
    left = None
    for glyph_id, x, y in placed:
        font.face.load_glyph(glyph_id, LOAD)
        if font.face.glyph.outline.n_points:
            edge = font.face.glyph.outline.get_bbox().xMin + x
            left = edge if left is None else min(edge, left)
            outlines.append((glyph_id, x, y))
    if left is None:
        return None
    canvas = np.zeros((HEIGHT, width), np.uint8)
    clipped = False
    for glyph_id, x, y in outlines:
        clipped |= _stamp(canvas, font, glyph_id, x - left, y)
    return Glyph(canvas, left / 64 / SIZE, end / 64 / SIZE, float(canvas.sum()) / 255, clipped)


def _stamp(canvas: np.ndarray, font: Font, glyph_id: int, x: int, y: int) -> bool:
    """Adds one glyph at a subpixel place; True if some of it lay outside the canvas."""
    slot = font.face.glyph
    font.face.load_glyph(glyph_id, LOAD)
    freetype.FT_Outline_Translate(byref(slot.outline._FT_Outline), x, y)  # noqa: SLF001  # no public way
    slot.render(freetype.FT_RENDER_MODE_NORMAL)
    bitmap = slot.bitmap
    if not bitmap.rows or not bitmap.width:
        return False
    ink = np.frombuffer(bytes(bitmap.buffer), np.uint8).reshape(bitmap.rows, bitmap.pitch)[:, : bitmap.width]
    top, left = ASCENT - slot.bitmap_top, slot.bitmap_left
    y0, y1 = max(top, 0), min(top + bitmap.rows, HEIGHT)
    x0, x1 = max(left, 0), min(left + bitmap.width, canvas.shape[1])
    if y0 < y1 and x0 < x1:
        part = ink[y0 - top : y1 - top, x0 - left : x1 - left]
        np.maximum(canvas[y0:y1, x0:x1], part, out=canvas[y0:y1, x0:x1])
    return (y1 - y0, x1 - x0) != (bitmap.rows, bitmap.width)


def distance(a: Glyph, b: Glyph) -> float:
    """Differing ink over all ink, plus the differences of left bearing and of advance in em."""
    union = np.maximum(a.ink, b.ink).sum(dtype=np.int64)
    common = np.minimum(a.ink, b.ink).sum(dtype=np.int64)
    ink = 1.0 - common / union if union else 0.0
    return float(ink) + abs(a.bearing - b.bearing) + abs(a.advance - b.advance)


def local_difference(a: Glyph, b: Glyph) -> float:
    """The most that any WINDOW x WINDOW square differs, 0 to 1: a missing dot counts though its ink is small."""
    gap = np.abs(a.ink.astype(np.int32) - b.ink)
    sums = np.pad(gap.cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    boxes = sums[WINDOW:, WINDOW:] - sums[:-WINDOW, WINDOW:] - sums[WINDOW:, :-WINDOW] + sums[:-WINDOW, :-WINDOW]
    return float(boxes.max()) / (255 * WINDOW * WINDOW)
