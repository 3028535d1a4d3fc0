"""Decides, from the Unicode files and the curated tables, what each code point is to `sanitize`.

The result (`Facts`) is what the two cores load; `tables/generate.py` writes it in three forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tables import normal
from tables.marks import Marks, doubled
from tables.ucd import LIMIT, Ucd, points

KINDS = (
    "invisible",
    "joiner",
    "variation",
    "tag",
    "bidi",
    "control",
    "newline",
    "space",
    "blank",
    "punctuation",
    "homoglyph",
    "compatibility",
    "normalization",
    "marks",
    "invalid",
    "private",
    "mojibake",
)
"""The kinds of findings, in the order of a policy's bytes."""
CLASSES = (
    "plain",
    "invisible",
    "joiner",
    "variation",
    "mongolian",  # free variation selectors and the vowel separator
    "tag",
    "bidi",
    "control",
    "newline",
    "space",
    "blank",
    "punctuation",
    "compatibility",
    "invalid",
    "private",
    "soft-hyphen",
    "zero-width-space",
    "own-format",  # zero-width, but a working part of its own script
)
GROUPS = ("other", "letter", "mark", "digit", "space", "symbol")
FLAGS = (
    "east-asian",  # a letter that makes its line East Asian
    "emoji-default",  # Emoji_Presentation
    "emoji-text",  # has emoji variation sequences and text presentation by default
    "unified",  # Unified_Ideograph
    "virama",  # joins or kills: InSC Virama, Invisible_Stacker
    "sequence",  # may begin an RGI sequence of several characters
    "phonetic",  # a letter of phonetic notation that is in no everyday alphabet
    "decomposes",  # has a canonical decomposition
    "composes",  # may compose with what stands before (NFC_QC=Maybe)
    "prefer",  # may begin a DoNotEmit sequence
    "homoglyph",  # in a class of look-alike letters
    "box",  # box drawing
    "rtl",  # Bidi_Class R or AL
    "vowel",  # an independent vowel of an Indic script
    "upper",  # General_Category Lu, or a letter of one case only that looks like one
    "overprints",  # a mark that is drawn once where it stands twice
)
LANGUAGES = ("arabic", "persian", "urdu", "kurdish", "turkic", "uyghur", "pashto", "sindhi")
"""The languages in Arabic script whose alphabets are told apart, with those of a kin under one name."""
NASTALIQ = "Noto Nastaliq Urdu"
FORMS = ("isol", "init", "fina", "medi")
"""Joined forms: 1 where the letter joins the next one, plus 2 where it joins the one before."""
FAR = 0.25
"""A distance at which letters are told apart at a glance (tables/evidence/README.md)."""
TRIPLE_BASE = 40
"""More than there are groups of letters in arabic_triples.tsv: three of them make one number of 16 bits."""
CONTEXTS = (
    "always",
    "east-asian",
    "own",
    "modifier",
    "low-quote",
    "box",
    "between",
    "click",
    "after-digit",
    "symbol",
    "wave",
    "in-east-asian",
    "dash",
    "kana",
    "stop",
    "narrow",
    "inline",
)
STROKES = {0x31D0: (0x4E00,), 0x31D1: (0x4E28,), 0x31D3: (0x4E3F,), 0x31D4: (0x4E36,)}
"""The CJK strokes that are ideographs by themselves."""
EAST_ASIAN = {"Hani", "Hira", "Kana", "Hang", "Bopo", "Hrkt", "Yiii", "Tang", "Nshu", "Kits"}
"""The scripts whose letters are wide (UAX #11)."""
# Cf that is drawn: UAX #44 Prepended_Concatenation_Mark.
OWN_FORMAT_SCRIPTS = {"Egyp", "Dupl", "Kits", "Syrc"}


class Record(NamedTuple):
    """All per-character facts that a core asks for."""

    kind: int
    script: int
    group: int
    ccc: int
    joining: str
    flags: int


class Fold(NamedTuple):
    """What a look-alike or compatibility character becomes, and when."""

    target: tuple[int, ...]
    context: int
    scripts: tuple[int, ...]


@dataclass
class Facts:
    """Everything the cores load."""

    scripts: list[str]
    records: list[Record] = field(default_factory=list)
    index: list[int] = field(default_factory=list)
    decomposition: dict[int, tuple[int, ...]] = field(default_factory=dict)
    composition: dict[tuple[int, int], int] = field(default_factory=dict)
    folds: dict[int, Fold] = field(default_factory=dict)
    twins: dict[tuple[int, int], tuple[int, bool]] = field(default_factory=dict)
    """(letter, script) to the letter of that script that looks the same, and whether that is proven."""
    parted: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Whole letters that look like a letter with marks of another script, to such a letter of their own."""
    uncommon: set[int] = field(default_factory=set)
    """Letters with twins, of the great alphabets, that no orthography in use spells with."""
    digit_twins: dict[int, int] = field(default_factory=dict)
    alphabets: set[tuple[int, int, int]] = field(default_factory=set)
    """Letters of a language in Arabic script: language, form, letter."""
    form_twins: dict[tuple[int, int, int], int] = field(default_factory=dict)
    """Language, form and a letter that is not of the language, to the letter of it that has this form."""
    triple_letters: dict[int, int] = field(default_factory=dict)
    """Letters of Arabic script by the groups that are counted as one; 0 is a word's edge."""
    triples: dict[int, int] = field(default_factory=dict)
    """Three groups in a row, as one number, to the weight with which they tell Arabic (or Persian, below zero)."""
    viramas: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """Virama to its answers (before a consonant, a vowel, the end of a word)."""
    joined: dict[tuple[int, int], dict[int, int]] = field(default_factory=dict)
    """Virama and the letter before it, to the answers before some letters (0: the end of a word)."""
    variations: set[tuple[int, int]] = field(default_factory=set)
    sequences: dict[tuple[int, ...], tuple[int, ...]] = field(default_factory=dict)
    prefer: dict[tuple[int, ...], tuple[tuple[int, ...], int]] = field(default_factory=dict)
    """Sequence to the preferred one, and the group that must not follow (0: any may)."""
    mark_order: dict[int, tuple[int, bool]] = field(default_factory=dict)
    """Mark to its place in the order of its script, and whether it closes a syllable."""
    marks_alike: set[tuple[int, int]] = field(default_factory=set)
    """Pairs of marks, in order, that are drawn alike in both orders, beside those that canonical ordering knows."""
    ideographic: set[tuple[int, int]] = field(default_factory=set)
    confusables: dict[int, tuple[int, ...]] = field(default_factory=dict)
    casefold: dict[int, tuple[int, ...]] = field(default_factory=dict)
    ignorable: set[int] = field(default_factory=set)


def curated(path: Path) -> list[list[str]]:
    """Read a hand-made table."""
    text = path.read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def is_noncharacter(cp: int) -> bool:
    """Tell whether a code point is a noncharacter (Unicode section 23.7)."""
    return 0xFDD0 <= cp <= 0xFDEF or cp & 0xFFFE == 0xFFFE


class Deriver:
    """Builds `Facts`, one step a table."""

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

    def run(self) -> Facts:
        """Derive every table."""
        self.normalization()
        self.folds()
        self.twins()
        self.disguises()
        self.digits()
        self.alphabets()
        self.triples()
        self.sequences()
        self.joiners()
        self.prefer()
        self.marks()
        self.compare()
        self.records()
        return self.facts

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

    def folds(self) -> None:
        """Look-alike punctuation (curated) and compatibility characters (derived)."""
        for code, mark, place, scripts, *_ in curated(self.dir / "punctuation.tsv"):
            ids = tuple(self.script_id(s) for s in scripts.split())
            self.facts.folds[int(code, 16)] = Fold(points(mark), CONTEXTS.index(place), ids)
        # What becomes a letter or a digit is one in disguise, not a mark: words look through it.
        self.punctuation = {cp for cp, fold in self.facts.folds.items() if self.gc[fold.target[0]][0] not in "LN"}
        self.folds_always = {cp for cp, fold in self.facts.folds.items() if CONTEXTS[fold.context] == "always"}
        for cp, (tag, _) in self.decompositions.items():
            if tag and cp not in self.facts.folds:
                context = self.compatibility(cp, tag)
                if context:
                    target = self.nfkd(cp)
                    self.facts.folds[cp] = Fold(target, CONTEXTS.index(context), ())
        for cp, target in self.radicals().items():
            self.facts.folds.setdefault(cp, Fold(target, CONTEXTS.index("always"), ()))

    def radicals(self) -> dict[int, tuple[int, ...]]:
        """Return the CJK radicals that half the fonts draw as the ideograph that Unicode names for them, and strokes."""
        drawn = {(a, b): equal / tested for a, b, tested, equal in self.same_shapes() if tested}
        result: dict[int, tuple[int, ...]] = dict(STROKES)
        for fields in self.ucd.rows("EquivalentUnifiedIdeograph.txt"):
            target = int(fields[1], 16)
            for cp in span_of(fields[0]):
                # Fonts lack the ideographs beyond the first plane: those are no common ones.
                if 0x2E80 <= cp <= 0x2EFF and target < 0x10000 and drawn.get((cp, target), 0.0) >= 0.5:
                    result[cp] = (target,)
        return result

    def same_shapes(self) -> list[tuple[int, int, int, int]]:
        """Return the pairs of lone forms within a script or a family of scripts, from the evidence."""
        header, *rows = curated(self.dir.parent / "evidence" / "same_script.tsv")
        form = header.index("form")
        return [(int(row[0], 16), int(row[1], 16), int(row[4]), int(row[5])) for row in rows if row[form] == "isol"]

    def digits(self) -> None:
        """Digits that some font draws like a letter of their script: digit to letter."""
        for a, b, _, equal in self.same_shapes():
            digit, letter = (a, b) if self.gc[a] == "Nd" else (b, a)
            same = self.script[digit] == self.script[letter]
            if equal and same and self.gc[digit] == "Nd" and self.gc[letter] == "Lo":
                self.facts.digit_twins[digit] = letter

    def alphabets(self) -> None:
        """Letters of Arabic script with a form that is drawn like that of a letter of the language, in half of the families.

        Urdu is read in Nastaliq: for it that family is enough. Kaf, yeh and final heh are decided by series. Letters that hardly a family has prove nothing.
        """
        for name, letters, _ in curated(self.dir / "arabic_alphabets.tsv"):
            for letter, _, form in (token.partition("/") for token in letters.split()):
                self.facts.alphabets.update(
                    (language, FORMS.index(one), int(letter, 16))
                    for language in (range(len(LANGUAGES)) if name == "all" else [LANGUAGES.index(name)])
                    for one in ([form] if form else FORMS)
                )
        header, *rows = curated(self.dir.parent / "evidence" / "same_script.tsv")
        best: dict[tuple[int, int, int], tuple[float, int]] = {}
        for row in rows:
            a, b, tested, equal = int(row[0], 16), int(row[1], 16), int(row[4]), int(row[5])
            if self.script[a] != "Arab" or self.gc[a] != "Lo" or tested < 4:
                continue
            drawn = [equal * 2 >= tested or (name == "urdu" and NASTALIQ in row[9].split(",")) for name in LANGUAGES]
            form = FORMS.index(row[header.index("form")])
            for cp, target in ((a, b), (b, a)):
                by_series = cp in {0x0643, 0x06A9, 0x0649, 0x064A, 0x06CC} or {cp, target} == {0x06D5, 0x0647}
                for language in range(len(LANGUAGES)):
                    of_it = {other: (language, form, other) in self.facts.alphabets for other in (cp, target)}
                    if drawn[language] and not by_series and of_it[target] and not of_it[cp]:
                        key = (language, form, cp)
                        best[key] = max(best.get(key, (0.0, 0)), (equal / tested, target))
        self.facts.form_twins = {key: target for key, (_, target) in best.items()}

    def triples(self) -> None:
        """What follows what in Arabic and in Persian, by groups of letters; a twin of a letter is of its group."""
        _, *rows = curated(self.dir.parent / "evidence" / "arabic_triples.tsv")
        groups = sorted({group for row in rows for group in row[:3]} - {"-"})
        number = {"-": 0} | {group: place for place, group in enumerate(groups, start=1)}
        letters = {int(code, 16): number[group] for group in groups for code in group.split()}
        for (_, _, cp), target in sorted(self.facts.form_twins.items()):
            if target in letters:
                letters.setdefault(cp, letters[target])
        self.facts.triple_letters = letters
        for first, second, third, _, _, weight in rows:
            key = (number[first] * TRIPLE_BASE + number[second]) * TRIPLE_BASE + number[third]
            self.facts.triples[key] = int(weight)

    def compatibility(self, cp: int, tag: str) -> str | None:  # noqa: C901 - one decision list, read top-down
        """Return the context of a compatibility fold; None where a reader sees a difference."""
        target = self.nfkd(cp)
        if self.gc[cp] == "Zs" or cp in self.emoji or cp in self.ignorable or target[0] == 0x20:
            return None
        latin = [c for c in target if self.script[c] == "Latn"]
        if tag == "font":
            return "symbol" if 0x2100 <= cp <= 0x214F else "always"
        if tag in {"wide", "narrow", "vertical"}:
            return "east-asian"
        if tag == "small":
            return "always"
        if tag in {"initial", "medial", "final", "isolated"}:
            # The honorifics and the rial sign are drawn as signs of their own.
            return None if cp in {0xFDFA, 0xFDFB, 0xFDFC} else "always"
        if tag == "noBreak":
            return "always"
        enclosed = 0x2460 <= cp <= 0x24FF or 0x1F100 <= cp <= 0x1F1FF
        if enclosed:
            one_letter = len(latin) == 1 and all(c in {0x28, 0x29} or c in latin for c in target)
            full_stop = tag == "compat" and target[-1] == 0x2E
            return "always" if one_letter else "east-asian" if full_stop else None
        if tag == "compat":
            if cp == 0xB5 or 0xFB00 <= cp <= 0xFB4F or 0x2F00 <= cp <= 0x2FD5:
                return "always"
            if cp in {0x2E9F, 0x2EF3, 0x0132, 0x0133} or 0x01C4 <= cp <= 0x01CC:
                return "always"
            if 0x01F1 <= cp <= 0x01F3:
                return "always"
            if 0x2160 <= cp <= 0x217F or cp in {0x2103, 0x2109} or 0xFE49 <= cp <= 0xFE4F:
                return "east-asian"
        return None

    def twins(self) -> None:  # noqa: C901 - one decision list, read top-down
        """Letters that a reader cannot tell apart, from the evidence: each letter's twin by script.

        Equal in one common family is enough inside a mixed word (weak); equal in seven tenths of at
        least five families, or listed in intentional.txt among common letters, is proof enough for a
        whole word (strong), and so is one for capitals that UTS #39 has with the same ASCII letter: those of
        the great alphabets, and of Lisu, which were made from Latin ones (Unicode section 18.9) and are in two
        families, equal or not. Right-to-left letters join and stand otherwise: no twins across.
        """
        common = self.common_letters()
        spelled = self.ucd.members("security/IdentifierType.txt", "Recommended")
        case = {cp: self.gc[cp] for cp in range(LIMIT) if self.gc[cp] in {"Lu", "Ll"}}
        intentional = {
            frozenset((int(fields[0], 16), int(fields[1], 16))) for fields in self.ucd.rows("security/intentional.txt")
        }
        alphabets = {"Latn", "Grek", "Cyrl", "Lisu"}
        prototypes = self.prototypes()

        def ascii_like(cp: int) -> str:
            found = prototypes.get(cp, chr(cp))
            return found if found.isascii() and len(found) == 1 else ""

        best: dict[tuple[int, int], tuple[tuple[bool, bool, float, int], int, bool]] = {}
        for a, b, tested, equal in self.evidence():
            listed = frozenset((a, b)) in intentional
            capitals = all(self.gc[cp] == "Lu" or self.script[cp] == "Lisu" for cp in (a, b))
            named = alphabets.issuperset((self.script[a], self.script[b])) and ascii_like(a) == ascii_like(b) != ""
            lisu = named and capitals and {self.script[a], self.script[b]} == {"Latn", "Lisu"}
            if not equal and not listed and not lisu:
                continue
            strong = listed or (capitals and named) or (tested >= 5 and equal / tested >= 0.7)
            for cp, target in ((a, b), (b, a)):
                if target not in common or cp in self.folds_always:
                    continue
                if {case.get(cp), case.get(target)} == {"Lu", "Ll"}:
                    continue
                # In a Latin word a Greek letter is notation, but where it looks like ASCII.
                greek = {self.script[cp], self.script[target]} == {"Latn", "Grek"} and cp in common
                if greek and min(cp, target) >= 0x80:
                    continue
                # Within a script only what no orthography spells with follows: IdentifierType.
                same = self.script[cp] == self.script[target]
                if same and (cp in common or cp in spelled or equal < tested / 4):
                    continue
                rank = (
                    case.get(cp) == case.get(target),
                    listed,
                    equal / tested if tested else 0.0,
                    -target,
                )
                key = (cp, self.script_id(self.script[target]))
                if key not in best or rank > best[key][0]:
                    best[key] = (rank, target, strong)
        for key, (_, target, strong) in best.items():
            self.facts.twins[key] = (target, strong)
        self.obsolete()

    def obsolete(self) -> None:
        """Letters that were given up: in a word of another alphabet they are what UTS #39 lists them with, seen or not."""
        prototypes = self.prototypes()
        alike: dict[str, list[int]] = {}
        for cp in sorted(self.common_letters()):
            alike.setdefault(prototypes.get(cp, chr(cp)), []).append(cp)
        for cp in sorted(self.ucd.members("security/IdentifierType.txt", "Obsolete")):
            if self.script[cp] not in {"Grek", "Cyrl"} or self.gc[cp] not in {"Lu", "Ll"}:
                continue
            for target in alike.get(prototypes.get(cp, chr(cp)), ()):
                script = self.script[target]
                if script in {"Latn", "Grek", "Cyrl"} - {self.script[cp]} and self.gc[target] == self.gc[cp]:
                    self.facts.twins.setdefault((cp, self.script_id(script)), (target, False))

    def prototypes(self) -> dict[int, str]:
        """Return what UTS #39 makes of each confusable character."""
        rows = self.ucd.rows("security/confusables.txt")
        return {int(fields[0], 16): "".join(map(chr, points(fields[1]))) for fields in rows}

    def disguises(self) -> None:
        """Whole letters that look like a letter with marks, and letters that no orthography in use spells with."""
        common = self.common_letters()
        spelled = self.ucd.members("security/IdentifierType.txt", "Recommended")
        for a, b, equal in self.composites():
            base, *marks = self.facts.decomposition[a]
            own = self.facts.twins.get((base, self.script_id(self.script[b])))
            if equal and own and a in common and b in common:
                self.facts.parted[b] = (own[0], *marks)
        alphabets = {"Latn", "Grek", "Cyrl"}
        known = common | spelled
        self.facts.uncommon = {cp for cp, _ in self.facts.twins if cp not in known and self.script[cp] in alphabets}

    def common_letters(self) -> set[int]:
        """Return the letters in everyday use (curated); a row with the script ``-`` takes away."""
        result: set[int] = set()
        for code, script, _ in curated(self.dir / "common_letters.tsv"):
            result = result - set(span_of(code)) if script == "-" else result | set(span_of(code))
        return result

    def composites(self) -> Iterator[tuple[int, int, int]]:
        """Yield letters with marks, the whole letters that look like them, and how many families draw them equal."""
        _, *rows = curated(self.dir.parent / "evidence" / "composites.tsv")
        for row in rows:
            a, b = int(row[0], 16), int(row[1], 16)
            if len(self.facts.decomposition.get(a, ())) > 1:
                yield a, b, int(row[5])

    def evidence(self) -> list[tuple[int, int, int, int]]:
        """Return pairs of look-alike letters with the families that were tested and found equal.

        One family may draw what it likes: a pair that only one has, far apart in half of the others, and that
        UTS #39 does not name is none.
        """
        pairs: dict[tuple[int, int], tuple[int, int]] = {}
        for name in ("homoglyphs.tsv", "same_script.tsv"):
            header, *rows = curated(self.dir.parent / "evidence" / name)
            form = header.index("form") if "form" in header else None
            for row in rows:
                a, b = int(row[0], 16), int(row[1], 16)
                odd = int(row[5]) == 1 and float(row[7]) > FAR and row[header.index("named_by")] == "-"
                if (form is None or row[form] == "isol") and self.is_alphabetic(a, b) and not odd:
                    pairs[a, b] = (int(row[4]), int(row[5]))
        for fields in self.ucd.rows("security/intentional.txt"):
            a, b = int(fields[0], 16), int(fields[1], 16)
            if self.is_alphabetic(a, b):
                pairs.setdefault((a, b), (0, 0))
        return [(a, b, tested, equal) for (a, b), (tested, equal) in sorted(pairs.items())]

    def is_alphabetic(self, a: int, b: int) -> bool:
        """Tell whether both are letters that stand alone, left to right, of some script."""
        return all(
            self.gc[cp] in {"Lu", "Ll", "Lo", "Lt"}
            and self.joining[cp] == "U"
            and self.bidi[cp] == "L"
            and self.script[cp] not in {"Zyyy", "Zinh", *EAST_ASIAN}
            for cp in (a, b)
        )

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

    def joiners(self) -> None:
        """What a joiner beside a virama is to the eye, pair by pair, from the evidence.

        A joiner stays where some font shows it; where all fonts draw ZWJ like ZWNJ it is written ZWNJ.
        An answer is a number: 1 if ZWNJ stays, plus 2 if ZWJ becomes ZWNJ or 4 if it stays, plus 8 if ZWJ
        stays before the virama, plus 16 if ZWNJ is drawn like it there. A virama that no font was at hand for may show any joiner behind it, unless it joins nothing (Indic_Syllabic_Category).
        """
        _, *rows = curated(self.dir.parent / "evidence" / "joiner_canon.tsv")
        defaults: dict[tuple[int, str], int] = {}
        for script_virama, frame, spellings, letters in ((r[1], r[2], r[3], r[5]) for r in rows):
            if script_virama == "-" or frame not in {"C V C", "C V I", "C V end"}:
                continue
            virama, end = int(script_virama, 16), frame == "C V end"
            became = dict(part.split(" -> ") for part in spellings.split("; "))
            answer = (became["V ZWNJ"] != "V") + {"V": 0, "V ZWNJ": 2, "V ZWJ": 4}[became["V ZWJ"]]
            answer += 8 * (became["ZWJ V"] != "V") + 16 * (became["ZWNJ V"] == "ZWJ V")
            if letters in {"all", "all others"}:
                defaults[virama, frame] = answer
                continue
            for first, seconds in groups(letters):
                for second in seconds or ((0,) if end else ()):
                    self.facts.joined.setdefault((virama, first), {})[second] = answer
        self.spelled_with_joiner(defaults)
        self.eyelash(defaults)
        for virama in sorted({virama for virama, _ in defaults} | self.syllabic("Pure_Killer")):
            answers = [defaults.get((virama, frame), 0) for frame in ("C V C", "C V I", "C V end")]
            self.facts.viramas[virama] = (answers[0], answers[1], answers[2])
        self.vowels = self.syllabic("Vowel_Independent")

    def syllabic(self, *categories: str) -> set[int]:
        """Return the code points of some Indic syllabic categories."""
        rows = self.ucd.rows("IndicSyllabicCategory.txt")
        return {cp for fields in rows if fields[1] in categories for cp in span_of(fields[0])}

    def eyelash(self, defaults: dict[tuple[int, str], int]) -> None:
        """Drop a ZWJ where the letter before the virama asks for the form itself: eyelash ra (Unicode section 12.1)."""
        ra = self.facts.joined[0x094D, 0x0930]
        self.facts.joined[0x094D, 0x0931] = {
            cp: ra.get(cp, defaults[0x094D, "C V C"]) & ~6 for cp in range(LIMIT) if self.is_letter_of(cp, "Deva")
        }

    def spelled_with_joiner(self, defaults: dict[tuple[int, str], int]) -> None:
        """Keep a ZWJ that spells another letter (chillu, khanda ta) wherever it stands: that letter is written then."""
        for fields in self.ucd.rows("DoNotEmit.txt"):
            source = points(fields[0])
            if len(source) != 3 or source[2] != 0x200D:
                continue
            letter, virama, _ = source
            answers = self.facts.joined.setdefault((virama, letter), {})
            for second in (0, *(cp for cp in range(LIMIT) if self.is_letter_of(cp, self.script[virama]))):
                frame = "C V C" if second else "C V end"
                answer = answers.get(second, defaults.get((virama, frame), 0))
                answers[second] = (answer & 9) | 4

    def is_letter_of(self, cp: int, script: str) -> bool:
        """Tell whether a code point is a letter of a script."""
        return self.script[cp] == script and self.gc[cp][0] == "L"

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
        for code, target_code, not_before, *_ in curated(self.dir / "spellings.tsv"):
            group = GROUPS.index(not_before) if not_before else 0
            self.facts.prefer[self.nfd(points(code))] = (self.nfd(points(target_code)), group)

    def marks(self) -> None:
        """Marks that are drawn as one where they stand twice, and alike in either order."""
        marks = Marks(self.ucd, self.ccc, self.facts.composition)
        self.overprinted = marks.twice(doubled(self.facts.prefer))
        closing = marks.closing()
        self.facts.mark_order = {cp: (rank, cp in closing) for cp, rank in marks.rank.items()}
        self.facts.marks_alike = marks.pairs()

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

    def group(self, cp: int) -> str:
        """Return the coarse general category."""
        gc = self.gc[cp]
        if gc == "Nl" or gc[0] == "L":
            return "letter"
        return {"M": "mark", "N": "digit", "Z": "space", "S": "symbol", "P": "symbol"}.get(gc[0], "other")

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


def groups(letters: str) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Read pairs as the evidence groups them: ``0930+(092F 0935) 0931+092F``, or lone letters."""
    for first, many, one in re.findall(r"([0-9A-F]+)(?:\+(?:\(([^)]*)\)|([0-9A-F]+)))?", letters):
        yield int(first, 16), points(many or one)


def span_of(field_text: str) -> range:
    """Read a range field."""
    first, _, last = field_text.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)
