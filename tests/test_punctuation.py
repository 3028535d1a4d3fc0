"""The sentence that this began with: every apostrophe and every separator in it gives one text."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

import sanitize

TABLE = Path(__file__).resolve().parent.parent / "tables" / "curated" / "punctuation.tsv"
PLAIN = "Today's date is 2026/07/03."


def rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def alike(target: str) -> dict[str, list[str]]:
    """Return the look-alikes of a mark by context, and their ASCII original."""
    found: dict[str, list[str]] = {"ascii": [target]}
    for code, mark, context, *_ in rows():
        if mark == f"{ord(target):04X}":
            found.setdefault(context, []).append(chr(int(code, 16)))
    return found


APOSTROPHES, SEPARATORS = alike("'"), alike("/")


def test_there_are_enough():
    assert sum(map(len, APOSTROPHES.values())) > 20
    assert sum(map(len, SEPARATORS.values())) > 8


@pytest.mark.parametrize("policy", ["prompt", "strict"])
def test_every_apostrophe_with_every_separator(policy):
    """One English line: what is a letter or a mark of another script elsewhere is an apostrophe here."""
    apostrophes = list(itertools.chain.from_iterable(APOSTROPHES.values()))
    # Between digits the box-drawing diagonal stands beside no other box, and kana no between no kana.
    separators = list(itertools.chain.from_iterable(SEPARATORS.values()))
    texts = [f"Today{a}s date is 2026{b}07{c}03." for a in apostrophes for b in separators for c in separators]
    assert len(texts) > 1_500
    assert {*sanitize.clean_many(texts, policy)} == {PLAIN}


@pytest.mark.parametrize("other", ["text", "log"])
def test_presets_that_keep_typography_keep_it(other):
    for apostrophe in APOSTROPHES["always"]:
        text = PLAIN.replace("'", apostrophe)
        if not sanitize.inspect(text, other).counts.get("normalization"):
            assert sanitize.clean(text, other) is text


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"U+{row[0]}")
def test_a_look_alike_folds_in_an_english_line_or_says_where(row):
    """Each row's character becomes its target in a line of English, unless its context says otherwise."""
    char, target, context = chr(int(row[0], 16)), "".join(chr(int(code, 16)) for code in row[1].split()), row[2]
    if context in ("click", "low-quote", "after-digit", "in-east-asian"):
        pytest.skip(f"context {context}: other tests say where it folds")
    inside = f"5{char}7" if context in ("between", "wave", "dash", "narrow") else f"so {char} it"
    assert sanitize.clean(f"It is {inside} now") == f"It is {inside.replace(char, target)} now"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("5\u22187", "5\u00b07"),
        ("f \u2218 g", "f \u2218 g"),
        ("a \u01c0 b", "a | b"),
        ("\u01c0Xam", "\u01c0Xam"),
        ("Stop\u01c3", "Stop!"),
        ("\u01c3Kung", "\u01c3Kung"),
        ("N\u01c0uu, \u01c3Kung-speaking", "N\u01c0uu, \u01c3Kung-speaking"),
        ("Ju\u01c0\u2019hoan", "Ju\u01c0'hoan"),
        ("ti ge a \u01c3g\u00e2i \u01c3nona", "ti ge a \u01c3g\u00e2i \u01c3nona"),
        ("\u01c0 \u01c1 \u01c3 \u01c2", "\u01c0 \u01c1 \u01c3 \u01c2"),
        ("\u01c1ao wow\u01c3", "\u01c1ao wow!"),
        ("[\u01c3a\u02d0] [\u014b\u01c3\u0259]", "[\u01c3a\u02d0] [\u014b\u01c3\u0259]"),
        ("[\u01c3NOTE] No\u01c0yes", "[!NOTE] No|yes"),
        ("if (\u01c3Ready \u01c3prim\u00e9r())", "if (!Ready !prim\u00e9r())"),
        ("P(A\u01c0B)", "P(A|B)"),
        ("/\u01c0\u02bca/", "/|'a/"),
        ("\u2780 \u4e2d\u278a", "\u2460 \u4e2d\u2776"),
        ("[k\u02b7\u02bc] /t\u02b0\u02bc/ [t\u032a\u02bc]", "[k\u02b7\u02bc] /t\u02b0\u02bc/ [t\u032a\u02bc]"),
        ("[k\u02b7\u2019a]", "[k\u02b7\u02bca]"),
        ("[i\ua789] [k\ua78ca]", "[i:] [k'a]"),
        ("[a\u02d0]\u201a [a\u02d0]\u2025 [a]\u02d0", "[a\u02d0], [a\u02d0].. [a]:"),
        ("\u2018\ufe00okina o \u02bbo", "\u02bbokina o \u02bbo"),
        ("m \u2224 n \u2226 \u2241", "m \u2224 n \u2226 \u2241"),
        ("https:\u2571\u2571x \u2571\u2571\u2571 \u2571\u2572", "https://x /// /\\"),
        ("20 \u2218C, 68 \u2218F", "20 \u00b0C, 68 \u00b0F"),
        ("f1 \u2218 C", "f1 \u2218 C"),
        (
            "\u0434\u0430\u4e00\u043d\u0435\u0442 http:\u30ce\u30cea C:\u4e36a",
            "\u0434\u0430\u2014\u043d\u0435\u0442 http://a C:\\a",
        ),
        (
            "the kanji \u4e00 (\u4e00, \u2018\u4e00\u2019) is yi/\u4e00",
            "the kanji \u4e00 (\u4e00, '\u4e00') is yi/\u4e00",
        ),
        ("one\u201a two", "one, two"),
        ("\u201aone' two", "\u201aone' two"),
        ("\u2500\u2571\u2500", "\u2500\u2571\u2500"),
        ("\u6f22\u30fc\u5b57\u3002", "\u6f22\u30fc\u5b57\u3002"),
    ],
    ids=ascii,
)
def test_contexts(text, clean):
    assert sanitize.clean(text) == clean
