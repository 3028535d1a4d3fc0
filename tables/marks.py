"""Combining marks that are drawn alike: one mark twice, and two marks in either order, from the evidence.

Where fonts draw two marks alike in both orders, the order is by their place in the syllable, as the chapters of the
standard on the scripts give it (Unicode chapters 12 to 16, IndicSyllabicCategory.txt): what changes the consonant, vowels,
what closes the syllable. Canonical ordering (UAX #15) stands above that.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from tables.ucd import Ucd, span

PLACES = (
    {"Nukta"},
    {"Consonant_Succeeding_Repha", "Register_Shifter"},
    {"Consonant_Subjoined"},
    {"Consonant_Medial"},
    {"first part of a vowel"},
    {"Vowel_Dependent", "Vowel"},
    {"Consonant_Final", "Gemination_Mark"},
    {"Bindu"},
    {"Tone_Mark"},
    {"Pure_Killer", "Consonant_Killer", "Reordering_Killer"},
    {"Visarga"},
    {"Syllable_Modifier"},
    {"Cantillation_Mark"},
    {""},  # not in the file: other scripts
)
"""The places of a syllable in order, as Indic_Syllabic_Category."""
VOWELS = {"Vowel_Dependent", "Vowel"}
FIRST_CLOSING = 7
"""From Bindu on: what closes a syllable."""
JOINS_WHAT_FOLLOWS = {"Virama", "Invisible_Stacker", "Number_Joiner", "Brahmi_Joining_Number"}
ACCENTS = {"Inherited", "Latin", "Greek"}
"""Scripts whose marks writers of notations double."""


def read(name: str) -> list[list[str]]:
    """Return the rows of an evidence table."""
    path = Path(__file__).parent / "evidence" / name
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


class Marks:
    """What the evidence and the Unicode files say of marks."""

    def __init__(self, ucd: Ucd, ccc: list[int], composition: dict[tuple[int, int], int]) -> None:
        self.ccc = ccc
        self.syllabic = {cp: row[1] for row in ucd.rows("IndicSyllabicCategory.txt") for cp in span(row[0])}
        for first, second in composition:
            if self.syllabic.get(first) in VOWELS and self.syllabic.get(second) in VOWELS:
                self.syllabic[first] = "first part of a vowel"
        # Tai Tham writes the vowel oe as oa below, then i or ii above.
        self.syllabic[0x1A6C] = "first part of a vowel"
        self.alike = self._alike()
        self.rank = self._rank()

    def twice(self, doubled: set[int]) -> set[int]:
        """Return the marks that are drawn as one where they stand twice.

        Overlays and nuktas have one place (combining classes 1 and 7). Of the marks of a script it is so
        where most fonts draw them so; accents, which writers of notations double, must be so in all.
        """
        result = {cp for cp, ccc in enumerate(self.ccc) if ccc in {1, 7}}
        tested: dict[int, list[tuple[str, int, int]]] = {}
        for mark, script, every, same, *_ in read("marks_twice.tsv"):
            tested.setdefault(int(mark, 16), []).append((script, int(every), int(same)))
        for cp, fonts in tested.items():
            every = sum(many for _, many, _ in fonts)
            same = sum(alike for _, _, alike in fonts)
            accent = bool(ACCENTS & {script for script, _, _ in fonts})
            if same == every or (not accent and same * 2 >= every):
                result.add(cp)
        return result - doubled

    def place(self, cp: int) -> int:
        """Return the number of a mark's place in the syllable."""
        value = self.syllabic.get(cp, "")
        return next((number for number, names in enumerate(PLACES) if value in names), len(PLACES) - 1)

    def _alike(self) -> dict[str, set[tuple[int, int]]]:
        """Return the pairs that fonts draw alike in both orders, by script.

        Of two places in a syllable one order is right, and half of the fonts are enough; else all fonts must agree.
        """
        result: dict[str, set[tuple[int, int]]] = {}
        for one, other, script, every, same, *_ in read("marks_order.tsv"):
            a, b = int(one, 16), int(other, 16)
            if JOINS_WHAT_FOLLOWS & {self.syllabic.get(a), self.syllabic.get(b)}:
                continue
            placed = a in self.syllabic and b in self.syllabic and self.place(a) != self.place(b)
            if same == every or (placed and int(same) * 2 >= int(every)):
                result.setdefault(script, set()).add((a, b))
        return result

    def _rank(self) -> dict[int, int]:
        """Return the marks in their order: number by mark. Marks of one script are comparable."""
        order: list[int] = []
        for _, pairs in sorted(self.alike.items()):
            marks = {cp for pair in pairs for cp in pair}
            classed = [cp for cp in marks if self.ccc[cp]]
            # A mark stands no later than those of higher classes do.
            key = {cp: self.place(cp) for cp in marks}
            key |= {cp: min(self.place(o) for o in classed if self.ccc[o] >= self.ccc[cp]) for cp in classed}
            order += sorted(marks, key=lambda cp: (key[cp], self.ccc[cp], cp))
        return {cp: number for number, cp in enumerate(order, 1)}

    def pairs(self) -> set[tuple[int, int]]:
        """Return the pairs that may change places, in their order; marks of different classes may anyway (UAX #15)."""
        rank, ccc = self.rank, self.ccc
        every = {pair for pairs in self.alike.values() for pair in pairs}
        ordered = {(a, b) if rank[a] < rank[b] else (b, a) for a, b in every}
        return {(a, b) for a, b in ordered if not (ccc[a] and ccc[b] and ccc[a] != ccc[b])}

    def closing(self) -> set[int]:
        """Return the marks that close a syllable, or are of a script without syllables of this kind."""
        return {cp for cp in self.rank if self.place(cp) >= FIRST_CLOSING}


def doubled(sequences: Iterable[tuple[int, ...]]) -> set[int]:
    """Return the marks that stand twice at once in some sequences."""
    return {a for key in sequences for a, b in pairwise(key) if a == b}
