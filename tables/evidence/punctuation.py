"""punctuation.tsv: what looks like an ASCII mark of punctuation, or like an em dash, middle dot or degree sign."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from . import tsv
from .compare import EQUAL, EQUAL_LOCAL
from .fonts import ROOT, Family, text_families
from .letters import Pair, survey
from .ucd import Ucd

FURTHER_TARGETS = (0x2014, 0x00B7, 0x00B0)
LOOSE = 0.35  # a mark is small, and what replaces it need not be its twin
TOP = 4  # targets listed for a character that UTS #39 does not name
COLUMNS = "cp target families_tested families_equal min_distance median_distance max_distance"
COLUMNS += " families_equal_names gc_cp gc_target named_by names"


def families() -> list[Family]:
    """The text families; Noto Sans with its files of symbols."""
    folder = ROOT / "truetype/noto"
    symbols = [folder / f"NotoSans{name}-Regular.ttf" for name in ("Symbols", "Symbols2", "Math")]
    first, *rest = text_families()
    return [replace(first, files=(first.files[0], *symbols, *first.files[1:])), *rest]


def targets(ucd: Ucd) -> list[int]:
    """The marks that a look-alike may stand for."""
    ascii_marks = [cp for cp in range(0x21, 0x7F) if ucd.category[cp][0] in "PS"]
    return [*ascii_marks, *FURTHER_TARGETS]


def named_pairs(ucd: Ucd, marks: list[int]) -> dict[Pair, str]:
    """UTS #39: the members of each mark's class, with the mark."""
    found: dict[Pair, str] = {}
    for members in ucd.confusable_classes().values():
        for mark in set(members) & set(marks):
            found.update({(min(cp, mark), max(cp, mark)): "confusables" for cp in members if cp != mark})
    for a, b in ucd.intentional_pairs():
        if a in marks or b in marks:
            found[min(a, b), max(a, b)] = "intentional"
    return found


def punctuation(ucd: Ucd) -> None:
    """Writes punctuation.tsv."""
    marks = targets(ucd)
    named = named_pairs(ucd, marks)
    wide = {cp for cp, gc in ucd.category.items() if gc[0] in "PS" or gc == "Lm"}
    points = sorted((wide | {cp for pair in named for cp in pair}) - ucd.ignorable)
    goal = set(marks)
    seen = survey(families(), points, named, lambda a, b: (a in goal) != (b in goal), limit=LOOSE)
    by_point: dict[int, list[tuple[float, int, Pair]]] = defaultdict(list)
    for pair, evidence in seen.evidence.items():
        cp, mark = pair if pair[1] in goal else pair[::-1]
        by_point[cp].append((min(evidence.distances), mark, pair))
    rows: list[list[str]] = []
    for cp, found in sorted(by_point.items()):
        for rank, (_, mark, pair) in enumerate(sorted(found)):
            if rank >= TOP and pair not in named:
                continue
            evidence = seen.evidence[pair]
            rows.append(
                [
                    tsv.point(cp),
                    tsv.point(mark),
                    *evidence.columns(),
                    ",".join(evidence.same_in),
                    ucd.category[cp],
                    ucd.category[mark],
                    named.get(pair, "-"),
                    f"{ucd.name[cp]} ~ {ucd.name[mark]}",
                ]
            )
    about = [
        "Characters that look like a mark of ASCII or like U+2014, U+00B7, U+00B0: the class of UTS #39, and of all other",
        f"punctuation, symbols and modifier letters those within {LOOSE} in some family, the {TOP} nearest marks of each.",
        f"Distance and equality as in homoglyphs.tsv: equal is <= {EQUAL}, no 5x5 px square off by more than {EQUAL_LOCAL:.0%}.",
    ]
    tsv.write("punctuation.tsv", ucd, about, COLUMNS.split(), rows)
