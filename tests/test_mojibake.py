"""Text decoded with the wrong codec: ftfy's repair on the lines that need it, and on no others."""

from __future__ import annotations

import ftfy
import pytest
from hypothesis import given
from strategies import any_text, budget

import sanitize
from sanitize._backend import core

REPAIR = sanitize.Policy(mojibake="repair")
# The projects' own words, spoilt by the codecs that spoil most text.
WORDS = [
    "caf\u00e9 cr\u00e8me br\u00fbl\u00e9e",
    "na\u00efve \u2013 \u201cquoted\u201d",
    "\u00dcber gr\u00f6\u00dfe Stra\u00dfe",
    "\u043f\u0440\u0438\u0432\u0435\u0442 \u043c\u0438\u0440",
    "don\u2019t \u2026 wait",
    "\u00a310 \u20ac20",
]
SPOILT = [
    (word, codec)
    for word in WORDS
    for codec in ("latin-1", "cp1252", "cp1251", "macroman")
    if not any(byte in b"\x81\x8d\x8f\x90\x9d\x98\xa0\xad" for byte in word.encode())
    and word.encode().decode(codec, "replace").isprintable()
]


@pytest.mark.parametrize(("word", "codec"), SPOILT, ids=lambda value: ascii(value)[:24])
def test_spoilt_text_is_repaired_as_ftfy_does(word, codec):
    spoilt = word.encode().decode(codec)
    assert spoilt != word
    text = f"before\n{spoilt}\nafter"
    wanted = ftfy.fix_encoding(spoilt)
    assert wanted == word or codec in ("macroman", "cp1251")
    assert sanitize.clean(text, REPAIR) == sanitize.clean(f"before\n{wanted}\nafter")
    report = sanitize.inspect(text, REPAIR)
    assert ("mojibake" in report.counts) == (wanted != spoilt)
    assert report.restore() == text


def test_there_are_cases_enough():
    assert len(SPOILT) >= 8
    assert {codec for _, codec in SPOILT} >= {"latin-1", "cp1252"}


def test_ftfy_sees_hardly_an_honest_line(legit):
    """Of the sentences of the corpora, hardly any is suspected, and none is repaired."""
    suspects = [
        text[start:end]
        for sentences in legit.values()
        for text in ("\n".join(sentences),)
        for start, end in core.suspect_lines(text)
    ]
    lines = sum(map(len, legit.values()))
    print(f"\n{len(suspects)} of {lines} honest lines go to ftfy")
    assert len(suspects) <= lines // 1000
    assert all(ftfy.fix_encoding(line) == line for line in suspects)


def test_ftfy_is_not_asked_about_honest_text(monkeypatch):
    def refuse(text: str) -> str:
        raise AssertionError(f"ftfy was asked about {text!a}")

    monkeypatch.setattr(ftfy, "fix_encoding", refuse)
    for text in (
        "plain",
        "caf\u00e9",
        "\u00bfQu\u00e9?",
        "\u041f\u0440\u0438\u0432\u0435\u0442",
        "\u201cso\u201d \u2014 yes",
        "\u00c0 la carte",
        "\u00c2ge d'or",
    ):
        assert sanitize.clean(text, REPAIR) == sanitize.clean(text)


@budget(2)
@given(any_text)
def test_what_ftfy_repairs_is_suspected(text):
    """The screen misses no line that ftfy would change, of one text spoilt in the usual way."""
    try:
        spoilt = text.replace("\n", " ").encode("utf-8").decode("cp1252")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return
    if ftfy.fix_encoding(spoilt) != spoilt and any(char.isalpha() and not char.isascii() for char in text):
        assert core.suspect_lines(spoilt), ascii(spoilt)


@budget(1)
@given(any_text)
def test_suspect_lines_are_lines(text):
    spans = core.suspect_lines(text)
    assert spans == sorted(spans)
    for start, end in spans:
        assert "\n" not in text[start:end]
        assert start == 0 or text[start - 1] == "\n"
        assert end == len(text) or text[end] == "\n"


def test_report_changes_nothing():
    text = "caf\u00c3\u00a9 is spoilt"
    report = sanitize.inspect(text, sanitize.Policy(mojibake="report"))
    assert report.counts == {"mojibake": 1}
    assert report.cleaned is text


def test_kept_by_default():
    text = "caf\u00c3\u00a9 is spoilt"
    assert sanitize.clean(text) is text
    assert "mojibake" not in sanitize.inspect(text).counts


def test_bytes_are_repaired_too():
    assert sanitize.clean_bytes("caf\u00c3\u00a9\u200b\n".encode(), REPAIR) == "caf\u00e9\n".encode()
    assert not sanitize.is_clean("caf\u00c3\u00a9", REPAIR)
    assert sanitize.is_clean("caf\u00e9", REPAIR)
