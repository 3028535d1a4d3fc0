"""variation.tsv: the ideographic variation sequences that fonts draw (cmap format 14), in place of the IVD."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from fontTools.ttLib import TTFont

from . import raster, tsv
from .fonts import ROOT, Font, open_font
from .raster import Glyph
from .ucd import Ucd

FILES = {
    "A": ("Noto Sans CJK JP", "opentype/noto/NotoSansCJK-Regular.ttc", 0),
    "B": ("Noto Serif CJK JP", "opentype/noto/NotoSerifCJK-Regular.ttc", 0),
    "C": ("Noto Sans CJK KR", "opentype/noto/NotoSansCJK-Regular.ttc", 1),
    "D": ("Noto Serif CJK KR", "opentype/noto/NotoSerifCJK-Regular.ttc", 1),
    "H": ("Hanazono Mincho A", "truetype/hanazono/HanaMinA.ttf", 0),
    "M": ("IPAmj Mincho", "truetype/ipamj/ipamjm.ttf", 0),
    "P": ("IPAex Mincho", "opentype/ipaexfont-mincho/ipaexm.ttf", 0),
    "Q": ("IPAex Gothic", "opentype/ipaexfont-gothic/ipaexg.ttf", 0),
}
SELECTORS = range(0xE0100, 0xE01F0)
BASE = 0  # stands for the base without a selector
SAME = 0.005  # strokes that differ at all count: nearer than this is the same drawing


def sequences(file: str, index: int) -> dict[int, list[int]]:
    """The selectors that the font knows, by base."""
    font = TTFont(ROOT / file, fontNumber=index, lazy=True)
    found: dict[int, list[int]] = defaultdict(list)
    for table in font["cmap"].tables:
        if table.format == 14:
            for selector in sorted(set(table.uvsDict) & set(SELECTORS)):
                for base, _ in table.uvsDict[selector]:
                    found[base].append(selector)
    return found


def picture(font: Font, base: int, selector: int) -> Glyph | None:
    """How the font draws the base with a selector, or alone."""
    return raster.draw(font, raster.shape(font, [base, selector] if selector else [base]))


@dataclass
class Drawn:
    """What the fonts say of one sequence: who knows it, and what it looks unlike (a selector, or BASE)."""

    fonts: list[str] = field(default_factory=list)
    unlike: set[int] = field(default_factory=set)
    compared: set[int] = field(default_factory=set)


def variation(ucd: Ucd) -> None:
    """Writes variation.tsv."""
    known: dict[tuple[int, int], Drawn] = defaultdict(Drawn)
    for code, (name, file, index) in FILES.items():
        font = open_font(ROOT / file, index, raster.SIZE)
        found = sequences(file, index)
        for base, selectors in found.items():
            pictures = {s: picture(font, base, s) for s in (BASE, *selectors)}
            for selector in selectors:
                drawn = known[base, selector]
                drawn.fonts.append(code)
                for other in (BASE, *(s for s in selectors if s < selector)):
                    a, b = pictures[other], pictures[selector]
                    drawn.compared.add(other)
                    if a is None or b is None or raster.distance(a, b) > SAME:
                        drawn.unlike.add(other)
        print(f"  {name}: {sum(map(len, found.values()))} sequences", flush=True)
    rows = []
    for (base, selector), drawn in sorted(known.items()):
        same = sorted(drawn.compared - drawn.unlike)
        twin = "" if not same else "base" if same[0] == BASE else tsv.point(same[0])
        rows.append([tsv.point(base), tsv.point(selector), "".join(drawn.fonts), twin])
    about = [
        "Ideographic variation sequences (VARIATION SELECTOR-17 to -256) that the cmap (format 14) of a font lists.",
        f"fonts: {', '.join(f'{code} {name}' for code, (name, *_) in FILES.items())}.",
        "same_as: what the sequence looks like in every font that lists it: the base alone, or with a lower selector",
        f"(distance <= {SAME}); empty where it looks like neither.",
    ]
    tsv.write("variation.tsv", ucd, about, ["base", "selector", "fonts", "same_as"], rows)
