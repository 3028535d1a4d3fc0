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
    # Between digits the box-drawing diagonal stands beside no box, and kana no between no kana.
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
    if context in ("letter", "click", "low-quote", "after-digit", "in-east-asian"):
        pytest.skip(f"context {context}: other tests say where it folds")
    inside = f"5{char}7" if context in ("between", "wave", "dash") else f"so {char} it"
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
        ("one\u201a two", "one, two"),
        ("\u201aone' two", "\u201aone' two"),
        ("\u2500\u2571\u2500", "\u2500\u2571\u2500"),
        ("\u6f22\u30fc\u5b57\u3002", "\u6f22\u30fc\u5b57\u3002"),
    ],
    ids=ascii,
)
def test_contexts(text, clean):
    assert sanitize.clean(text) == clean
