"""What the two cores load, in one value: `Facts`, its records, and the names that its numbers stand for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

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
    kana_twins: dict[int, int] = field(default_factory=dict)
    """Ideographs to the katakana that look like them."""
    kana_words: list[tuple[tuple[int, ...], int, tuple[int, ...], bool]] = field(default_factory=list)
    """What stands before such an ideograph, it, and what stands behind it, in katakana, where both may be meant, and
    whether the ideograph is between others."""
    kana_runs: set[tuple[int, ...]] = field(default_factory=set)
    """Words of katakana that all look like ideographs."""
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
    subscripts: set[tuple[int, int]] = field(default_factory=set)
    """Marks and the letters of subscripts before and behind which they are drawn alike."""
    ideographic: set[tuple[int, int]] = field(default_factory=set)
    confusables: dict[int, tuple[int, ...]] = field(default_factory=dict)
    casefold: dict[int, tuple[int, ...]] = field(default_factory=dict)
    ignorable: set[int] = field(default_factory=set)
