"""Steps that rely on one another: what one has ordered, taken away or written whole, the next one sees.

Each text here is drawn like another; what is decided of both is one (UAX #15; Unicode sections 9.2, 12.1, 18.6).
"""

from __future__ import annotations

import unicodedata

import pytest

import sanitize

NUKTAS = {"DEVANAGARI": "\u0915\u0937", "BENGALI": "\u0995\u09b7", "GUJARATI": "\u0a95\u0ab7"}
"""Scripts with a nukta and a virama, which canonical ordering puts in this order, and two letters of each."""


@pytest.mark.parametrize("name", NUKTAS)
def test_a_joiner_behind_a_virama_stays_in_whatever_order_its_marks_came(name):
    first, second = NUKTAS[name]
    nukta, virama = (unicodedata.lookup(f"{name} SIGN {sign}") for sign in ("NUKTA", "VIRAMA"))
    half = f"{first}{nukta}{virama}\u200d{second}"
    assert sanitize.clean(half) is half
    assert sanitize.clean(f"{first}{virama}{nukta}\u200d{second}") == half


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d", "\u200d\u200c"], ids=ascii)
@pytest.mark.parametrize("letter", ["\u062f", "\u062f\u0651", "\u062f\u0670"], ids=ascii)
def test_marks_that_a_joiner_kept_apart_are_one(joiner, letter):
    """Two fathas are drawn as the fathatan (DoNotEmit.txt); behind a dal at the end of a word a joiner joins nothing."""
    assert sanitize.clean(f"{letter}\u064e{joiner}\u064e \u0644") == sanitize.clean(f"{letter}\u064b \u0644")


@pytest.mark.parametrize("vowel", ["", "\u064b", "\u064e"], ids=ascii)
def test_a_letter_in_two_parts_tells_its_language_as_the_whole_one_does(vowel):
    """Yeh with hamza is of Arabic: the yeh before it, which alone could be of Persian, follows."""
    whole, parts = f"\u06cc\u0626{vowel}", f"\u06cc\u0649{vowel}\u0654"
    assert sanitize.clean(parts) == sanitize.clean(whole)


def named(name: str) -> str | None:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return None


def lone() -> list[tuple[str, str]]:
    """Return the letters of modern Hangul, each with the jamo of its name."""
    found = []
    for letter in map(chr, range(0x3131, 0x3164)):
        name = unicodedata.name(letter).removeprefix("HANGUL LETTER ")
        for kind in ("CHOSEONG", "JUNGSEONG", "JONGSEONG"):
            jamo = named(f"HANGUL {kind} {name}")
            found += [(letter, jamo)] if jamo and not "\u1113" <= jamo < "\u1161" and jamo < "\u1200" else []
    return found


@pytest.mark.parametrize(("letter", "jamo"), lone(), ids=ascii)
def test_a_jamo_that_stands_alone_is_the_letter(letter, jamo):
    for before, after in ("", ""), ("", " \ud55c\uad6d\uc5b4"), ("\ud55c\uad6d\uc5b4 ", ""):
        assert sanitize.clean(before + jamo + after) == before + letter + after


def test_jamo_in_syllables_are_syllables():
    for syllable in "\ud55c\uae00\uac12\ub2ed":
        assert sanitize.clean(unicodedata.normalize("NFD", syllable)) == syllable


@pytest.mark.parametrize(
    ("text", "name", "letter"),
    [
        ("\u0432\u0437\u044f\u043b oxy \u0434\u043e\u043c", "ascii-word", "o"),
        ("hello \u0421\u041e\u0420 \u0434\u043e\u043c", "ambiguous", "\u0421"),
        ("b\u03c5rger", "resembles", "\u03c5"),
    ],
    ids=["ascii-word", "ambiguous", "resembles"],
)
def test_what_stays_in_doubt_is_reported(text, name, letter):
    """At its first letter: a word of look-alikes among words of two scripts, an ASCII word in a line of another; a letter that resembles."""
    report = sanitize.inspect(text)
    assert report.cleaned == text
    assert [(found.name, found.action, text[found.start : found.end]) for found in report.findings] == [
        (name, "report", letter)
    ]
