"""Unicode's own test files, unchanged: UAX #15, UTS #39, UTS #51, StandardizedVariants, DoNotEmit."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

import sanitize
from sanitize import _tables as tables
from sanitize._backend import core

SELECTORS = "\ufe0e\ufe0f"


def rows(path: Path) -> Iterator[list[str]]:
    """Yield the fields of each data line."""
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        data = line.split("#")[0].strip()
        if data and not data.startswith("@"):
            yield [field.strip() for field in data.split(";")]


def string(codes: str) -> str:
    return "".join(chr(int(code, 16)) for code in codes.split())


# UAX #15


def test_normalization(ucd):
    """NormalizationTest.txt: NFC and NFD of every column, and of every character that it does not list."""
    first: set[str] = set()
    number = 0
    for fields in rows(ucd / "NormalizationTest.txt"):
        source, nfc, nfd, nfkc, nfkd = map(string, fields[:5])
        number += 1
        if len(source) == 1:
            first.add(source)
        assert {core.normalize_nfc(text) for text in (source, nfc, nfd)} == {nfc}, ascii(source)
        assert {core.normalize_nfd(text) for text in (source, nfc, nfd)} == {nfd}, ascii(source)
        assert {core.normalize_nfc(text) for text in (nfkc, nfkd)} == {nfkc}, ascii(source)
        assert {core.normalize_nfd(text) for text in (nfkc, nfkd)} == {nfkd}, ascii(source)
    assert number > 19_000
    step = 97 if sanitize.backend() == "reference" else 1
    for cp in range(0, sys.maxunicode + 1, step):
        char = chr(cp)
        if char not in first:
            assert core.normalize_nfc(char) == core.normalize_nfd(char) == char, ascii(char)


def test_cleaning_is_canonical(ucd):
    """Canonically equivalent sources of NormalizationTest.txt have one clean form."""
    for number, fields in enumerate(rows(ucd / "NormalizationTest.txt")):
        if number % 7 and sanitize.backend() == "reference":
            continue
        source, nfc, nfd = map(string, fields[:3])
        assert sanitize.clean(source) == sanitize.clean(nfc) == sanitize.clean(nfd), ascii(source)


def test_every_pair_that_composes(on_reference):
    """Two characters whose NFC is another text are never taken for clean, whichever of them decomposes."""
    seconds = {second for _, second in tables.COMPOSITION}
    taking_part = sorted(
        {*seconds, *(first for first, _ in tables.COMPOSITION), *tables.DECOMPOSITION, 0x1100, 0x1161, 0x11A8, 0xAC00}
    )
    behind = [cp for cp in taking_part if ord(core.normalize_nfd(chr(cp))[0]) in seconds or cp in (0x1161, 0x11A8)]
    asked = 0
    for number, first in enumerate(taking_part):
        if on_reference and number % 40:
            continue
        for second in behind:
            text = chr(first) + chr(second)
            composed = core.normalize_nfc(text)
            if composed != text:
                asked += 1
                assert sanitize.clean(text, "text") == sanitize.clean(composed, "text") != text, ascii(text)
    assert asked > (2_500 if on_reference else 100_000)


def test_nfkc_casefold(ucd):
    """DerivedNormalizationProps.txt, NFKC_CF: the mapping of each character, composed."""
    asked = 0
    for fields in rows(ucd / "DerivedNormalizationProps.txt"):
        if fields[1] == "NFKC_CF":
            first, _, last = fields[0].partition("..")
            for cp in range(int(first, 16), int(last or first, 16) + 1)[:64]:
                asked += 1
                assert core.nfkc_casefold(chr(cp)) == core.normalize_nfc(string(fields[2])), f"{cp:04X}"
    assert asked > 6_000


# UTS #39


def test_skeletons(ucd):
    """confusables.txt: a character and its prototype have one skeleton.

    The skeleton is made of NFD, so the rows of characters that decompose do not apply; and a few
    prototypes hold characters that have prototypes once decomposed.
    """
    asked, alike = 0, 0
    for source, prototype, *_ in rows(ucd / "security" / "confusables.txt"):
        char, target = string(source), string(prototype)
        if core.normalize_nfd(char) != char or not sanitize.skeleton(char):  # decomposed first, or ignored
            continue
        asked += 1
        assert sanitize.skeleton(char) == core.normalize_nfd(target), source
        alike += sanitize.confusable(f"x{char}", f"x{target}")
    assert asked > 5_000
    assert alike > 0.99 * asked


def test_skeletons_drop_what_is_ignorable(ucd):
    for fields in rows(ucd / "DerivedCoreProperties.txt"):
        if fields[1] == "Default_Ignorable_Code_Point":
            first = chr(int(fields[0].partition("..")[0], 16))
            assert sanitize.skeleton(f"a{first}b") == "ab", fields


# UTS #51


def emoji(ucd: Path) -> Iterator[tuple[str, str, str]]:
    """Yield each sequence of emoji-test.txt with its status and the fully qualified form it stands for."""
    qualified: dict[str, str] = {}
    listed = [(string(fields[0]), fields[1]) for fields in rows(ucd / "emoji" / "emoji-test.txt")]
    for text, status in listed:
        bare = text.translate(dict.fromkeys(map(ord, SELECTORS)))
        if status == "fully-qualified":
            qualified[bare] = text
    for text, status in listed:
        bare = text.translate(dict.fromkeys(map(ord, SELECTORS)))
        yield text, status, qualified.get(bare, text)


@pytest.mark.parametrize("policy", ["prompt", "text", "strict"])
@pytest.mark.parametrize(
    "around",
    ["{}", "Look: {}!", "\u0421\u043c\u043e\u0442\u0440\u0438 {} \u0442\u0430\u043c", "x{}y", "\u4f60\u597d{}\u3002"],
)
def test_emoji(ucd, policy, around):
    """Fully qualified sequences stay, alone and in prose; of several characters, the others become theirs."""
    count = 0
    for text, status, whole in emoji(ucd):
        if sanitize.backend() == "reference" and policy != "prompt" and count % 5:
            count += 1
            continue
        count += 1
        cleaned = sanitize.clean(around.format(text), policy)
        several = len(whole.strip(SELECTORS)) > 1
        if status == "fully-qualified" or not several:
            # One symbol with text presentation keeps the presentation that it has.
            assert cleaned == around.format(text), (ascii(text), status)
        else:
            assert cleaned == around.format(whole), (ascii(text), status)
    assert count > 5_000


def test_emoji_under_log_are_as_they_were(ucd):
    for text, status, _ in emoji(ucd):
        if status == "fully-qualified":
            assert sanitize.clean(text, "log") is text, ascii(text)


def test_emoji_variation_sequences(ucd):
    """Listed emoji and text selectors: kept where they change the presentation, gone where they do not."""
    default = {cp for cp, kept in presentation(ucd).items() if kept}
    asked = 0
    for fields in rows(ucd / "emoji" / "emoji-variation-sequences.txt"):
        base, selector = string(fields[0])
        asked += 1
        stays = selector == "\ufe0f" and ord(base) not in default and not base.isascii()
        wanted = base + selector if stays else base
        assert sanitize.clean(f"so {base}{selector} it") == f"so {wanted} it", fields
    assert asked > 700


def presentation(ucd: Path) -> dict[int, bool]:
    found: dict[int, bool] = {}
    for fields in rows(ucd / "emoji" / "emoji-data.txt"):
        if fields[1] == "Emoji_Presentation":
            first, _, last = fields[0].partition("..")
            found.update(dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), True))
    return found


# UCD lists of sequences


def test_standardized_variants(ucd):
    """StandardizedVariants.txt: each sequence stays where its base does, but behind ASCII (UTS #51 has the keycaps)."""
    asked, folded = 0, 0
    for fields in rows(ucd / "StandardizedVariants.txt"):
        text = string(fields[0])
        asked += 1
        for around in ("{}", "\u6f22{}\u5b57", "so {} it"):
            base = sanitize.clean(around.format(text[0]))
            if text[0].isascii():
                assert sanitize.clean(around.format(text)) == base, fields
            elif base == around.format(text[0]):
                assert sanitize.clean(around.format(text)) == around.format(text), fields
            else:  # the base is folded, and what selected its shape goes with it
                folded += 1
                assert sanitize.clean(around.format(text)) == base, fields
    assert asked > 1_000
    assert folded < 300


def test_selectors_that_are_not_listed_go(ucd):
    listed = {string(fields[0]) for fields in rows(ucd / "StandardizedVariants.txt")}
    for cp in range(0x21, 0x3000, 7):
        base = chr(cp)
        for selector in ("\ufe00", "\ufe05", "\ufe0d"):
            if base + selector not in listed and unicodedata.category(base)[0] == "L":
                assert selector not in sanitize.clean(f"a {base}{selector} b"), f"{cp:04X}"


def test_ideographic_variants():
    """Ideographic selectors stay behind unified ideographs, and nowhere else (UTS #37)."""
    for text in ("\u845b\U000e0100", "\u8fbb\U000e0101\u6751", "\U00020bb7\U000e0100", "\u9089\U000e010f"):
        assert sanitize.clean(text) is text
    for text in ("\u3042\U000e0100", "A\U000e0100", "\uac00\U000e0101", "\u3007x\U000e0102"):
        assert sanitize.clean(text) == text[:-1]


def test_selectors_behind_compatibility_ideographs():
    """UAX #15: an ideograph and the one that it decomposes to are one character, whatever selector follows."""
    singletons = {cp: parts[0] for cp, parts in tables.DECOMPOSITION.items() if len(parts) == 1}
    asked = 0
    for cp, unified in singletons.items():
        for selector in "\ufe00\ufe01\ufe02\ufe0e\ufe0f\U000e0100":
            text = chr(cp) + selector
            assert sanitize.clean(text) == sanitize.clean(chr(unified) + selector), ascii(text)
            asked += selector in sanitize.clean(text)
    assert asked > 1_000


def test_sequences_not_to_emit(ucd):
    """DoNotEmit.txt: each discouraged sequence becomes what Unicode prefers, or what that becomes."""
    asked = 0
    for fields in rows(ucd / "DoNotEmit.txt"):
        source, preferred = string(fields[0]), string(fields[1])
        asked += 1
        assert sanitize.clean(source) == sanitize.clean(preferred), fields
        assert sanitize.clean(f"\u00e9 {source} \u00e9") == sanitize.clean(f"\u00e9 {preferred} \u00e9"), fields
    assert asked > 300


# IDNA CONTEXTJ (RFC 5892 appendix A.1 and A.2)

CONTEXTJ = [
    ("\u0915\u094d\u200d\u0937", True),
    ("\u0915\u094d\u200c\u0937", True),
    ("\u0dc1\u0dca\u200d\u0dbb\u0dd3", True),
    ("\u0646\u0627\u0645\u0647\u200c\u0627\u06cc", True),
    ("\u0628\u200c\u0628", True),
    ("\u0628\u064e\u200c\u064e\u0628", True),
    ("\u0627\u200c\u0628", False),
    ("a\u200cb", False),
    ("a\u200db", False),
    ("\u0915\u200d\u0937", False),
    ("\u200c\u0628", False),
    ("\u0628\u200c", False),
]


@pytest.mark.parametrize(("text", "stays"), CONTEXTJ, ids=ascii)
def test_contextj(text, stays):
    """A joiner stays where IDNA allows one by its context, in these words, and goes where it does not."""
    cleaned = sanitize.clean(text)
    assert any(joiner in cleaned for joiner in "\u200c\u200d") == stays
    if not stays:
        assert cleaned == text.replace("\u200c", "").replace("\u200d", "")


# Every code point


@pytest.mark.parametrize("policy", sanitize.PRESETS)
def test_every_code_point_alone(policy, on_reference):
    """Each of the 1,114,112 code points has a clean form, and that is clean; on the reference, a sample."""
    step = 23 if on_reference else 1
    texts = [chr(cp) for cp in range(0, sys.maxunicode + 1, step)]
    if on_reference:
        texts += [chr(cp) for cp in range(0x3000)]
    once = sanitize.clean_many(texts, policy)
    again = sanitize.clean_many(once, policy)
    assert all(a is b for a, b in zip(once, again, strict=True))
    kept = sum(a is b for a, b in zip(texts, once, strict=True))
    assert kept > len(texts) / 2


def test_every_assigned_letter_stays_alone(ucd, on_reference):
    """A letter by itself is honest: under ``text`` it changes only to its own composed or preferred form.

    A conjoining jamo by itself is drawn as the compatibility letter, and a Yiddish digraph as two letters.
    """
    preferred = {string(fields[0]): string(fields[1]) for fields in rows(ucd / "DoNotEmit.txt")}
    changed = []
    for fields in rows(ucd / "extracted" / "DerivedGeneralCategory.txt"):
        if fields[1][0] == "L":
            first, _, last = fields[0].partition("..")
            letters = range(int(first, 16), int(last or first, 16) + 1)
            for cp in letters[:: 16 if on_reference and len(letters) > 1000 else 1]:
                char = chr(cp)
                wanted = core.normalize_nfc(preferred.get(char, char))
                if sanitize.clean(char, "text") != wanted and not (
                    "\u1100" <= char <= "\u11ff" or "\u05f0" <= char <= "\u05f2"
                ):
                    changed.append(char)
    assert not changed, [f"{ord(char):04X}" for char in changed[:40]]
