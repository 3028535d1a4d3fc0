"""homoglyphs.tsv and same_script.tsv (lone letters): which letters and digits are drawn alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import combinations

from . import tsv
from .compare import EQUAL, EQUAL_LOCAL, LISTED, Drawn, Evidence, draw_all, histogram, near
from .fonts import Family, japanese_families, text_families
from .ucd import Ucd

COLUMNS = (
    "cp_a cp_b script_a script_b families_tested families_equal min_distance median_distance max_distance"
    " families_equal_names"
).split()
EAST_ASIAN = {"Han", "Hiragana", "Katakana", "Katakana_Or_Hiragana", "Bopomofo", "Hangul"}
Pair = tuple[int, int]


def system(ucd: Ucd, cp: int) -> str:
    """The writing system: the script, with East Asian ones as one, and shared digits with the script they serve."""
    script = ucd.script.get(cp, "Unknown")
    if script in EAST_ASIAN or 0x3000 <= cp <= 0x33FF:
        return "East_Asian"
    if script == "Common" and ucd.block.get(cp) == "Arabic":
        return "Arabic"
    return script


def is_letter(ucd: Ucd, cp: int) -> bool:
    """Letters, digits and letter numbers that stand for themselves under NFC and have no mere form tag."""
    category = ucd.category.get(cp, "Cn")
    wanted = category[0] == "L" or category in ("Nd", "Nl")
    return wanted and not ucd.canonical(cp) and not ucd.width_or_font_form(cp) and cp not in ucd.ignorable


def candidates(ucd: Ucd) -> dict[Pair, str]:
    """The pairs that UTS #39 names, with the file that names them."""
    found: dict[Pair, str] = {}
    for members in ucd.confusable_classes().values():
        usable = [cp for cp in members if is_letter(ucd, cp)]
        found.update(dict.fromkeys(combinations(usable, 2), "confusables"))
    for a, b in ucd.intentional_pairs():
        if is_letter(ucd, a) and is_letter(ucd, b):
            found[min(a, b), max(a, b)] = "intentional"
    return found


def survey(
    families: Iterable[Family],
    points: list[int],
    named: Iterable[Pair],
    wanted: Callable[[int, int], bool],
) -> tuple[dict[Pair, Evidence], dict[str, str]]:
    """The evidence of every pair named or found, and the histogram of distances of each family."""
    pictures: dict[str, Drawn] = {}
    pairs = {pair for pair in named if wanted(*pair)}
    shape_of: dict[str, str] = {}
    for family in families:
        drawn = pictures[family.name] = draw_all(family, points)
        found = list(near(drawn, wanted))
        pairs.update((a, b) for a, b, _ in found)
        shape_of[family.name] = histogram(apart for _, _, apart in found)
    evidence: dict[Pair, Evidence] = defaultdict(Evidence)
    for name, drawn in pictures.items():
        glyph = dict(zip(drawn.points, drawn.glyphs))
        for a, b in pairs:
            if a in glyph and b in glyph:
                evidence[a, b].add(name, glyph[a], glyph[b])
    return evidence, shape_of


def rows(ucd: Ucd, evidence: dict[Pair, Evidence], named: dict[Pair, str]) -> list[list[str]]:
    """The lines of the table, by code points."""
    return [
        [
            *map(tsv.point, pair),
            *(ucd.script.get(cp, "Unknown") for cp in pair),
            *found.columns(),
            ",".join(found.same_in),
            named.get(pair, "-"),
            " ~ ".join(ucd.name[cp] for cp in pair),
        ]
        for pair, found in sorted(evidence.items())
    ]


def about(title: str, shape_of: dict[str, str]) -> list[str]:
    """The header of both tables."""
    return [
        title,
        f"Listed: pairs that UTS #39 names, and pairs found within {LISTED} in some family. Distance: differing ink over",
        "all ink (left edges of the ink aligned, one baseline) + difference of left bearing + of advance, in em.",
        f"Equal: distance <= {EQUAL}, and no 5x5 px square differs by more than {EQUAL_LOCAL:.0%}. Why these: README.md.",
        "Pairs found in each family by distance, on which the threshold rests (upper ends, the smaller ones excluded):",
        *(f"  {name}: {line}" for name, line in shape_of.items()),
    ]


def homoglyphs(ucd: Ucd) -> None:
    """Writes homoglyphs.tsv: pairs of different writing systems."""
    points = [cp for cp in ucd.category if is_letter(ucd, cp) and ucd.script.get(cp) not in ("Han", "Tangut", "Nushu")]
    home = {cp: system(ucd, cp) for cp in points}
    named = candidates(ucd)
    evidence, shape_of = survey(
        text_families(), points, named, lambda a, b: a in home and b in home and home[a] != home[b]
    )
    title = "Letters and digits of different scripts, and how far apart each family of fonts draws them."
    tsv.write("homoglyphs.tsv", ucd, about(title, shape_of), [*COLUMNS, "named_by", "names"], rows(ucd, evidence, named))
