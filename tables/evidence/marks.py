"""marks_twice.tsv and marks_order.tsv: is a mark seen that stands twice, and the order in which two marks stand?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from . import tsv
from .fonts import open_font
from .raster import SIZE
from .seen import Eye, Look, all_files
from .ucd import Ucd

BASES = 2
SHARED = "Inherited"
SHARED_BASES = (0x6F, 0x6D)
"""Marks of no script are tried on Latin o and m."""
LETTERS = {"Lo", "Ll"}


def marks_by_script(ucd: Ucd) -> dict[str, list[int]]:
    """The combining marks that are drawn, by script; marks of several scripts with each that has them in its syllables."""
    found: dict[str, list[int]] = {}
    for cp, category in sorted(ucd.category.items()):
        if category in {"Mn", "Mc"} and cp not in ucd.ignorable:
            for script in ucd.extensions.get(cp) or [ucd.script.get(cp, SHARED)]:
                found.setdefault(script, []).append(cp)
    return found


def bases_of(ucd: Ucd, script: str) -> Sequence[int]:
    """The first letters of a script, consonants where the syllables of the script are known."""
    if script == SHARED:
        return SHARED_BASES
    letters = [cp for cp, name in ucd.script.items() if name == script and ucd.category.get(cp) in LETTERS]
    plain = sorted(cp for cp in letters if not ucd.canonical(cp))
    consonants = [cp for cp in plain if ucd.syllabic.get(cp) == "Consonant"]
    return (consonants or plain)[:BASES]


class Tried:
    """One font and one base: how the base is drawn with marks, and whether the shaper accepts them."""

    def __init__(self, eye: Eye, base: int, marks: Sequence[int]) -> None:
        self.eye = eye
        self.base = base
        bare = eye.look([base])
        self.alone = {
            mark: look
            for mark in marks
            if mark in eye.font.chars
            for look in [eye.look([base, mark])]
            if eye.differs(bare, look) == eye.SEEN
        }
        """The marks that are seen on the base, and how."""

    def stack(self, *marks: int) -> Look:
        """How the base is drawn with some marks."""
        return self.eye.look([self.base, *marks])


def trials(ucd: Ucd, script: str, marks: Sequence[int]) -> Iterator[tuple[str, Tried]]:
    """Every font that has the script's first letters, with each of these."""
    bases = bases_of(ucd, script)
    for path, index in all_files():
        font = open_font(path, index, SIZE)
        if bases and all(base in font.chars for base in bases) and not font.chars.isdisjoint(marks):
            eye = Eye(font, ucd)
            for base in bases:
                yield path.stem, Tried(eye, base, marks)


def twice(ucd: Ucd) -> None:
    """Writes marks_twice.tsv."""
    lines = []
    for script, marks in sorted(marks_by_script(ucd).items()):
        answers: dict[int, dict[str, bool]] = {}
        for name, tried in trials(ucd, script, marks):
            for mark, once in tried.alone.items():
                answer = tried.eye.differs(once, tried.stack(mark, mark))
                if answer != Eye.BROKEN:
                    seen = answer == Eye.SEEN or answers.get(mark, {}).get(name, False)
                    answers.setdefault(mark, {})[name] = seen
        for mark, fonts in sorted(answers.items()):
            same = sorted(name for name, seen in fonts.items() if not seen)
            lines.append([tsv.point(mark), script, str(len(fonts)), str(len(same)), ",".join(same), ucd.name[mark]])
    about = [
        "A mark that stands twice at once behind a letter, and the fonts that draw it as if it stood there once.",
        "Fonts that do not show the mark, or draw a dotted circle for the second one, are not counted.",
    ]
    columns = ["mark", "script", "fonts_tested", "fonts_same", "fonts_same_names", "name"]
    tsv.write("marks_twice.tsv", ucd, about, columns, lines)


def order(ucd: Ucd) -> None:
    """Writes marks_order.tsv."""
    lines = []
    for script, marks in sorted(marks_by_script(ucd).items()):
        if script == SHARED:
            continue
        answers: dict[tuple[int, int], dict[str, bool]] = {}
        for name, tried in trials(ucd, script, marks):
            bare = tried.eye.look([tried.base])
            for a, b in combinations(sorted(tried.alone), 2):
                one, other = tried.stack(a, b), tried.stack(b, a)
                broken = Eye.BROKEN in {tried.eye.differs(bare, one), tried.eye.differs(bare, other)}
                if not broken:
                    seen = tried.eye.differs(one, other) != Eye.UNSEEN or answers.get((a, b), {}).get(name, False)
                    answers.setdefault((a, b), {})[name] = seen
        for (a, b), fonts in sorted(answers.items()):
            same = sorted(name for name, seen in fonts.items() if not seen)
            if same:
                lines.append([tsv.point(a), tsv.point(b), script, str(len(fonts)), str(len(same)), ",".join(same)])
    about = [
        "Two marks behind a letter, and the fonts that draw them alike in both orders.",
        "Fonts that do not show one of the marks, or draw a dotted circle in one order, are not counted.",
    ]
    columns = ["mark_a", "mark_b", "script", "fonts_tested", "fonts_same", "fonts_same_names"]
    tsv.write("marks_order.tsv", ucd, about, columns, lines)
