"""What every step of `tables.derive` stands on: properties of code points, normalization, curated and evidence tables."""

from __future__ import annotations

from pathlib import Path

from tables import normal
from tables.facts import Facts
from tables.ucd import LIMIT, Ucd


def curated(path: Path) -> list[list[str]]:
    """Read a hand-made table."""
    text = path.read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def span_of(field_text: str) -> range:
    """Read a range field."""
    first, _, last = field_text.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


class Ground:
    """The Unicode files as read, and the `Facts` under way."""

    def __init__(self, ucd: Ucd, curated_dir: Path) -> None:
        self.ucd = ucd
        self.dir = curated_dir
        self.script = ucd.scripts()
        self.gc = ucd.values("extracted/DerivedGeneralCategory.txt", "Cn")
        self.joining = ucd.values("extracted/DerivedJoiningType.txt", "U")
        self.bidi = ucd.values("extracted/DerivedBidiClass.txt", "L")
        self.decompositions = ucd.decompositions()
        self.emoji = ucd.members("emoji/emoji-data.txt", "Emoji")
        self.ignorable = ucd.members("DerivedCoreProperties.txt", "Default_Ignorable_Code_Point")
        self.facts = Facts(scripts=sorted(set(self.script)))
        self.facts.ignorable = self.ignorable

    def script_id(self, code: str) -> int:
        """Return the number of a script."""
        return self.facts.scripts.index(code)

    def normalization(self) -> None:
        """Canonical decompositions, whole, and primary composites (UAX #15)."""
        excluded = self.ucd.members("DerivedNormalizationProps.txt", "Full_Composition_Exclusion")
        canonical = {cp: d for cp, (tag, d) in self.decompositions.items() if not tag}
        for cp, mapping in canonical.items():
            self.facts.decomposition[cp] = normal.expand(mapping, canonical)
            if cp not in excluded:
                self.facts.composition[mapping[0], mapping[1]] = cp
        self.ccc = [0] * LIMIT
        for fields in self.ucd.rows("UnicodeData.txt"):
            self.ccc[int(fields[0], 16)] = int(fields[3])

    def nfd(self, cps: tuple[int, ...]) -> tuple[int, ...]:
        """Return the canonical decomposition, ordered."""
        return normal.nfd(cps, self.facts.decomposition, self.ccc)

    def nfkd(self, cp: int) -> tuple[int, ...]:
        """Return the full compatibility decomposition of one character."""
        every = {c: d for c, (_, d) in self.decompositions.items()}
        return self.nfd(normal.expand((cp,), every))

    def same_shapes(self) -> list[tuple[int, int, int, int]]:
        """Return the pairs of lone forms within a script or a family of scripts, from the evidence."""
        header, *rows = curated(self.dir.parent / "evidence" / "same_script.tsv")
        form = header.index("form")
        return [(int(row[0], 16), int(row[1], 16), int(row[4]), int(row[5])) for row in rows if row[form] == "isol"]

    def common_letters(self) -> set[int]:
        """Return the letters in everyday use (curated); a row with the script ``-`` takes away."""
        result: set[int] = set()
        for code, script, _ in curated(self.dir / "common_letters.tsv"):
            result = result - set(span_of(code)) if script == "-" else result | set(span_of(code))
        return result

    def syllabic(self, *categories: str) -> set[int]:
        """Return the code points of some Indic syllabic categories."""
        rows = self.ucd.rows("IndicSyllabicCategory.txt")
        return {cp for fields in rows if fields[1] in categories for cp in span_of(fields[0])}

    def is_letter_of(self, cp: int, script: str) -> bool:
        """Tell whether a code point is a letter of a script."""
        return self.script[cp] == script and self.gc[cp][0] == "L"

    def group(self, cp: int) -> str:
        """Return the coarse general category."""
        gc = self.gc[cp]
        if gc == "Nl" or gc[0] == "L":
            return "letter"
        return {"M": "mark", "N": "digit", "Z": "space", "S": "symbol", "P": "symbol"}.get(gc[0], "other")
