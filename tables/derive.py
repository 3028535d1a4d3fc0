"""Decides, from the Unicode files and the curated tables, what each code point is to `sanitize`.

The result (`Facts`) is what the two cores load; `tables/generate.py` writes it in three forms. The steps by idea:
folds, twins, arabic, joiners, marks; what is left of them, and the record of each character, is here.
"""

from __future__ import annotations

from tables.arabic import Arabic
from tables.facts import CLASSES, CONTEXTS, EAST_ASIAN, GROUPS, OWN_FORMAT_SCRIPTS, Facts, Record
from tables.folds import Folds
from tables.ground import curated, span_of
from tables.joiners import Joiners
from tables.marks import Marks, doubled, read
from tables.twins import Twins
from tables.ucd import LIMIT, points

KHMER_U, KHMER_NIKAHIT = 0x17BB, 0x17C6


def is_noncharacter(cp: int) -> bool:
    """Tell whether a code point is a noncharacter (Unicode section 23.7)."""
    return 0xFDD0 <= cp <= 0xFDEF or cp & 0xFFFE == 0xFFFE


class Deriver(Folds, Twins, Arabic, Joiners):
    """Builds `Facts`, one step a table."""

    def run(self) -> Facts:
        """Derive every table."""
        self.normalization()
        self.folds()
        self.twins()
        self.disguises()
        self.digits()
        self.kana()
        self.alphabets()
        self.triples()
        self.sequences()
        self.joiners()
        self.prefer()
        self.marks()
        self.compare()
        self.records()
        return self.facts

    def sequences(self) -> None:
        """RGI sequences by their bare form, and the variation sequences that are listed."""
        bare = {0xFE0E, 0xFE0F}
        for fields in self.ucd.rows("emoji/emoji-test.txt"):
            cps = points(fields[0])
            key = tuple(c for c in cps if c not in bare)
            if len(key) > 1 and fields[1] == "fully-qualified":
                self.facts.sequences[key] = cps
        for fields in self.ucd.rows("StandardizedVariants.txt"):
            base, selector = points(fields[0])
            if base >= 0x80:
                self.facts.variations.add((base, selector))
        _, *rows = curated(self.dir.parent / "evidence" / "variation.tsv")
        self.facts.ideographic = {(int(row[0], 16), int(row[1], 16)) for row in rows}
        self.emoji_bases = {points(fields[0])[0] for fields in self.ucd.rows("emoji/emoji-variation-sequences.txt")}

    def prefer(self) -> None:
        """DoNotEmit sequences and what stands for them, both decomposed."""
        for fields in self.ucd.rows("DoNotEmit.txt"):
            source, target = self.nfd(points(fields[0])), self.nfd(points(fields[1]))
            if source != target:
                self.facts.prefer[source] = (target, 0)
        # The hamza of yeh may stand behind other points: they do not keep the two apart.
        for point in (*range(0x064B, 0x0653), 0x0670):
            self.facts.prefer[0x0649, point, 0x0654] = ((0x064A, point, 0x0654), 0)
        # Holam haser is holam but on vav, where the two are written apart (Unicode section 9.1).
        for letter in set(range(0x05D0, 0x05EB)) - {0x05D5}:
            self.facts.prefer[letter, 0x05BA] = ((letter, 0x05B9), 0)
        self.shifters()
        for code, target_code, not_before, *_ in curated(self.dir / "spellings.tsv"):
            group = GROUPS.index(not_before) if not_before else 0
            self.facts.prefer[self.nfd(points(code))] = (self.nfd(points(target_code)), group)

    def shifters(self) -> None:
        """Khmer shifters that a sign above makes look like the vowel u (Unicode section 16.4).

        No vowel u has another vowel or the short mark above it; with the nasal sign it is the vowel om.
        """
        for shifter, sign, letters in (map(points, row[:3]) for row in read("shifters.tsv")):
            for letter in letters:
                shifted, vowel = (letter, *shifter, *sign), (letter, KHMER_U, *sign)
                source, target = (shifted, vowel) if sign == (KHMER_NIKAHIT,) else (vowel, shifted)
                self.facts.prefer[source] = (target, 0)

    def marks(self) -> None:
        """Marks that are drawn as one where they stand twice, and alike in either order; or before and behind a subscript."""
        marks = Marks(self.ucd, self.ccc, self.facts.composition)
        self.overprinted = marks.twice(doubled(self.facts.prefer))
        closing = marks.closing()
        self.facts.mark_order = {cp: (rank, cp in closing) for cp, rank in marks.rank.items()}
        self.facts.marks_alike = marks.pairs()
        rows = read("subscripts.tsv")
        self.facts.subscripts = {(int(row[0], 16), letter) for row in rows for letter in points(row[1])}

    def compare(self) -> None:
        """UTS #39 prototypes and NFKC_Casefold, for comparing only."""
        for fields in self.ucd.rows("security/confusables.txt"):
            self.facts.confusables[int(fields[0], 16)] = points(fields[1])
        for fields in self.ucd.rows("DerivedNormalizationProps.txt"):
            if fields[1] == "NFKC_CF":
                first, _, last = fields[0].partition("..")
                for cp in range(int(first, 16), int(last or first, 16) + 1):
                    self.facts.casefold[cp] = points(fields[2])

    def records(self) -> None:
        """One record a distinct set of facts, and each code point's record."""
        joining, bidi = self.joining, self.bidi
        maybe = {
            cp
            for fields in self.ucd.rows("DerivedNormalizationProps.txt")
            if fields[1] == "NFC_QC" and fields[2] == "M"
            for cp in span_of(fields[0])
        }
        virama = self.syllabic("Virama", "Invisible_Stacker", "Pure_Killer")
        unified = self.ucd.members("PropList.txt", "Unified_Ideograph")
        default = self.ucd.members("emoji/emoji-data.txt", "Emoji_Presentation")
        upper = {cp for cp in range(LIMIT) if self.gc[cp] == "Lu"}
        upper |= {cp for (cp, _), (target, _) in self.facts.twins.items() if target in upper and self.gc[cp] == "Lo"}
        begins = {key[0] for key in self.facts.sequences}
        common = self.common_letters()
        prefers = {key[0] for key in self.facts.prefer}
        bands = {cp for cp, fold in self.facts.folds.items() if CONTEXTS[fold.context] == "between"}
        # A jamo that stands alone becomes its compatibility letter, which may be a stroke.
        bands |= {cp for tag, (cp, *_) in map(self.decompositions.get, bands & self.decompositions.keys()) if tag}
        twinned = {cp for cp, _ in self.facts.twins}
        seen: dict[Record, int] = {}
        for cp in range(LIMIT):
            script = self.script[cp]
            group = self.group(cp)
            kind = self.kind(cp)
            hangul = 0xAC00 <= cp <= 0xD7A3
            tests = (
                self.is_east_asian(cp, kind, bands),
                cp in default,
                cp in self.emoji_bases and cp not in default and cp >= 0x80,
                cp in unified,
                cp in virama,
                cp in begins,
                (0x250 <= cp <= 0x2AF or 0x1D00 <= cp <= 0x1DBF) and cp not in common,
                hangul or cp in self.facts.decomposition,
                cp in maybe,
                cp in prefers,
                cp in twinned,
                0x2500 <= cp <= 0x257F,
                bidi[cp] in {"R", "AL"},
                cp in self.vowels,
                cp in upper,
                cp in self.overprinted,
            )
            record = Record(
                CLASSES.index(kind),
                self.script_id(script),
                GROUPS.index(group),
                self.ccc[cp],
                joining[cp],
                sum(1 << i for i, test in enumerate(tests) if test),
            )
            number = seen.setdefault(record, len(seen))
            self.facts.index.append(number)
        self.facts.records = list(seen)

    def is_east_asian(self, cp: int, kind: str, strokes: set[int]) -> bool:
        """Tell whether a character makes its line East Asian: a letter, or what always becomes one.

        A letter that is drawn as a mere stroke does not.
        """
        fold = self.facts.folds.get(cp)
        becomes = fold.target[0] if fold and CONTEXTS[fold.context] == "always" else cp
        letter = self.script[becomes] in EAST_ASIAN and self.group(becomes) == "letter"
        return letter and kind != "blank" and becomes not in strokes

    def kind(self, cp: int) -> str:  # noqa: C901, PLR0912 - one decision list, read top-down
        """Return the class of a code point: what it is before any context."""
        gc = self.gc[cp]
        if gc == "Cs" or is_noncharacter(cp):
            return "invalid"
        if cp in {0x0A, 0x09}:
            return "plain"
        if cp in {0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029}:
            return "newline"
        if gc == "Cc":
            return "control"
        if cp in {0x200C, 0x200D}:
            return "joiner"
        if cp == 0xAD:
            return "soft-hyphen"
        if cp == 0x200B:
            return "zero-width-space"
        if 0xFE00 <= cp <= 0xFE0F or 0xE0100 <= cp <= 0xE01EF:
            return "variation"
        if 0x180B <= cp <= 0x180F:
            return "mongolian"
        if 0xE0000 <= cp <= 0xE007F:
            return "tag"
        if cp in {0x061C, 0x200E, 0x200F} or 0x202A <= cp <= 0x202E or 0x2066 <= cp <= 0x2069:
            return "bidi"
        if cp in {0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800, 0x1D159}:
            return "blank"
        if (cp in self.ignorable or gc == "Cf") and self.script[cp] in OWN_FORMAT_SCRIPTS:
            return "own-format"
        if cp in {0x13440, 0x16FE4}:  # the hieroglyphic mirror and the Khitan filler are marks without ink of their own
            return "own-format"
        if cp in self.ignorable or 0xFFF9 <= cp <= 0xFFFB:
            return "invisible"
        if gc == "Zs" and cp != 0x20:
            return "space"
        if cp in self.facts.folds:
            return "punctuation" if cp in self.punctuation else "compatibility"
        if gc in {"Co", "Cn"}:
            return "private"
        return "plain"
