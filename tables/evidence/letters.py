"""homoglyphs.tsv and same_script.tsv: which letters and digits are drawn alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from . import tsv
from .compare import EQUAL, EQUAL_LOCAL, LISTED, Drawn, Evidence, draw_all, histogram, joined, letter, near
from .fonts import Family, arabic_families, japanese_families, text_families
from .raster import Glyph, distance
from .ucd import Ucd

COLUMNS = [
    "cp_a",
    "cp_b",
    "script_a",
    "script_b",
    "families_tested",
    "families_equal",
    "min_distance",
    "median_distance",
    "max_distance",
    "families_equal_names",
]
IDEOGRAPHIC = {"Han", "Tangut", "Nushu"}
EAST_ASIAN = {"Han", "Hiragana", "Katakana", "Katakana_Or_Hiragana", "Bopomofo", "Hangul"}
# The radicals and strokes are symbols to Unicode and ideographs to a reader.
IDEOGRAPH_BLOCKS = {"Kangxi Radicals", "CJK Radicals Supplement", "CJK Strokes"}
# Within one script, nearness that stays visible is common (a dot more, a stroke longer): list less of it.
LISTED_SAME, LISTED_HAN = 0.05, EQUAL
# Which joining types have the form, and the context that asks for it (ZERO WIDTH JOINER before, after).
FORMS = {"init": ("DL", 0, 1), "medi": ("D", 1, 1), "fina": ("DR", 1, 0)}
# Pairs that readers do tell apart, by as little as a dot: what counts as equal must lie below the nearest of them.
CONTROLS = (
    "ce", "hb", "hn", "lI", "1l", "0O", "EF", "OQ", "un", "vy",
    "i\u0131", "h\u1e25", "s\u1e63", "a\u00e4", "\u0103\u01ce", "\u015f\u0219", "\u017e\u017c", "\u0438\u0439", "\u0442\u0433",
)  # fmt: skip
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


@dataclass
class Survey:
    """The evidence of every pair named or found, and the histogram of distances of each family."""

    evidence: dict[Pair, Evidence]
    found_in: dict[str, str]


def survey(  # noqa: PLR0913  # the question, its reach and its picture
    families: Iterable[Family],
    points: Iterable[int],
    named: Iterable[Pair],
    wanted: Callable[[int, int], bool],
    *,
    limit: float = LISTED,
    picture: Callable[[Family, int], Glyph | None] = letter,
) -> Survey:
    """Draws the characters in each family, finds the pairs that come near in any, and measures them in all."""
    pictures: dict[str, Drawn] = {}
    pairs = {pair for pair in named if wanted(*pair)}
    found_in: dict[str, str] = {}
    for family in families:
        drawn = pictures[family.name] = draw_all(family, points, picture)
        found = list(near(drawn, wanted, limit))
        pairs.update((a, b) for a, b, _ in found)
        if found:
            found_in[family.name] = histogram(apart for _, _, apart in found)
    evidence: dict[Pair, Evidence] = defaultdict(Evidence)
    for name, drawn in pictures.items():
        glyph = dict(zip(drawn.points, drawn.glyphs, strict=True))
        for a, b in pairs:
            if a in glyph and b in glyph:
                evidence[a, b].add(name, glyph[a], glyph[b])
    return Survey(evidence, found_in)


def rows(ucd: Ucd, evidence: dict[Pair, Evidence], named: dict[Pair, str], form: str = "") -> list[list[str]]:
    """The lines of the table, by code points."""
    return [
        [
            *map(tsv.point, pair),
            *(ucd.script.get(cp, "Unknown") for cp in pair),
            *found.columns(),
            ",".join(found.same_in),
            *([form] if form else []),
            named.get(pair, "-"),
            " ~ ".join(ucd.name[cp] for cp in pair),
        ]
        for pair, found in sorted(evidence.items())
    ]


def about(title: str, limits: str, found_in: dict[str, str]) -> list[str]:
    """The header of both tables."""
    return [
        title,
        f"Listed: pairs that UTS #39 names, and pairs found within {limits} in some family. Distance: differing ink over",
        "all ink (left edges of the ink aligned, one baseline) + difference of left bearing + of advance, in em.",
        f"Equal: distance <= {EQUAL}, and no 5x5 px square differs by more than {EQUAL_LOCAL:.0%}. Why these: README.md.",
        "Pairs found in each family by distance, on which the threshold rests (upper ends, the smaller ones excluded):",
        *(f"  {name}: {line}" for name, line in found_in.items()),
    ]


def controls(families: Iterable[Family]) -> list[str]:
    """For each family the nearest of CONTROLS, a line each."""
    lines = []
    for family in families:
        apart = []
        for pair in CONTROLS:
            a, b = (letter(family, ord(char)) for char in pair)
            if a and b:
                apart.append((distance(a, b), pair))
        least, pair = min(apart)
        lines.append(f"  {family.name}: {least:.3f} U+{ord(pair[0]):04X} U+{ord(pair[1]):04X}")
    return lines


def homoglyphs(ucd: Ucd) -> None:
    """Writes homoglyphs.tsv: pairs of different writing systems."""
    points = [cp for cp in ucd.category if is_letter(ucd, cp) and ucd.script.get(cp) not in IDEOGRAPHIC]
    home = {cp: system(ucd, cp) for cp in points}
    named = candidates(ucd)
    seen = survey(text_families(), points, named, lambda a, b: a in home and b in home and home[a] != home[b])
    title = "Letters and digits of different scripts, and how far apart each family of fonts draws them."
    lines = rows(ucd, seen.evidence, named)
    heading = about(title, str(LISTED), seen.found_in)
    heading += ["The nearest pair that readers do tell apart (of CONTROLS in letters.py), in each family:"]
    heading += controls(text_families())
    tsv.write("homoglyphs.tsv", ucd, heading, [*COLUMNS, "named_by", "names"], lines)


def composites(ucd: Ucd) -> None:
    """Writes composites.tsv: letters with marks, and letters of other writing systems that are whole and look like them."""
    whole = [cp for cp in ucd.category if is_letter(ucd, cp) and ucd.script.get(cp) not in IDEOGRAPHIC]
    marked = [cp for cp, category in ucd.category.items() if category[0] == "L" and ucd.canonical(cp)]
    apart = [cp for cp in marked if ucd.script.get(cp) not in EAST_ASIAN | IDEOGRAPHIC]
    home = {cp: system(ucd, cp) for cp in (*whole, *apart)}
    sides = {cp: cp in {*apart} for cp in home}

    def wanted(a: int, b: int) -> bool:
        return a in home and b in home and sides[a] != sides[b] and home[a] != home[b]

    seen = survey(text_families(), sorted(home), (), wanted, limit=EQUAL)
    title = "Letters with marks, and letters of different scripts that have no decomposition and are drawn like them."
    lines = rows(ucd, seen.evidence, {})
    tsv.write("composites.tsv", ucd, about(title, str(EQUAL), seen.found_in), [*COLUMNS, "named_by", "names"], lines)


def same_script(ucd: Ucd) -> None:
    """Writes same_script.tsv: pairs of one writing system, lone and in each joined form."""
    points = [
        cp for cp in ucd.category if is_letter(ucd, cp) or (ucd.block.get(cp) in IDEOGRAPH_BLOCKS and cp in ucd.name)
    ]
    home = {cp: system(ucd, cp) for cp in points}
    named = candidates(ucd)
    han = {cp for cp in points if ucd.script.get(cp) in IDEOGRAPHIC}
    families = [*text_families(), *arabic_families(), *japanese_families()]

    def same(a: int, b: int) -> bool:
        return a in home and b in home and home[a] == home[b]

    limits = f"{LISTED_SAME} ({LISTED_HAN} between ideographs)"
    found_in: dict[str, str] = {}
    lines: list[list[str]] = []
    lone = survey(families, points, named, lambda a, b: same(a, b) and not (a in han and b in han), limit=LISTED_SAME)
    ideographs = survey(
        families, sorted(han), named, lambda a, b: same(a, b) and a in han and b in han, limit=LISTED_HAN
    )
    lines += rows(ucd, lone.evidence | ideographs.evidence, named, "isol")
    found_in |= lone.found_in
    found_in |= {f"{name}, ideographs": line for name, line in ideographs.found_in.items()}
    for form, (types, before, after) in FORMS.items():
        joining = [cp for cp in points if ucd.joining.get(cp) in tuple(types)]
        seen = survey(
            families, joining, named, same, limit=LISTED_SAME, picture=partial(joined, before=before, after=after)
        )
        lines += rows(ucd, seen.evidence, named, form)
        found_in |= {f"{name}, {form}": line for name, line in seen.found_in.items()}
    title = (
        "Letters and digits of one writing system that look alike, lone (isol) and in joined forms (init, medi, fina)."
    )
    columns = [*COLUMNS, "form", "named_by", "names"]
    tsv.write("same_script.tsv", ucd, about(title, limits, found_in), columns, sorted(lines))
