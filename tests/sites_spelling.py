"""Spellings that are one to the eye: compatibility characters, normalization, jamo, Indic joiners, emoji, lines, direction."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import permutations

from sites import INDIC, Site, Sites, chars, gap, is_letter, is_mark, left, right, script


@cache
def decomposed(kind: str, first: int, last: int) -> tuple[tuple[str, str], ...]:
    """Return (plain, styled) for the characters of a range whose decomposition is of a kind."""
    found = []
    for cp in range(first, last + 1):
        fields = unicodedata.decomposition(chr(cp)).split()
        if fields[:1] == [kind]:
            found.append(("".join(chr(int(field, 16)) for field in fields[1:]), chr(cp)))
    return tuple(found)


def canonical(text: str) -> Iterator[Site]:
    """Each composed character in its decomposed form, and partly composed."""
    for at, char in enumerate(text):
        apart = unicodedata.normalize("NFD", char)
        if apart != char and not is_mark(char):
            partly = {unicodedata.normalize("NFC", apart[:stop]) + apart[stop:] for stop in range(2, len(apart))}
            yield Site(at, at + 1, (char, apart, *sorted(partly - {char, apart})))


def reordered(text: str) -> Iterator[Site]:
    """Marks of different combining classes on one base, in another order: canonically equivalent."""
    apart = unicodedata.normalize("NFD", text)
    if apart != text:
        return
    for match in re.finditer(
        r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u093c\u0951\u0e38\u0e48-\u0e4b]{2,4}", text
    ):
        marks = match.group()
        classes = [unicodedata.combining(mark) for mark in marks]
        if all(classes) and len({*classes}) == len(classes) and "\u0345" not in marks:
            yield Site(
                *match.span(), (marks, *("".join(order) for order in permutations(marks) if "".join(order) != marks))
            )


def graphemes_joined(text: str) -> Iterator[Site]:
    """A grapheme joiner between marks that are in canonical order anyway."""
    for at in range(1, len(text)):
        classes = unicodedata.combining(text[at - 1]), unicodedata.combining(text[at])
        if 9 not in classes and 0 < classes[0] <= classes[1]:
            yield Site(at, at, ("", "\u034f", "\u034f\u034f"))


def jamo(text: str) -> Iterator[Site]:
    """Hangul syllables in conjoining jamo, whole or from the tail on (Unicode section 3.12)."""
    for at, char in enumerate(text):
        if "\uac00" <= char <= "\ud7a3" and not is_mark(right(text, at + 1)):
            apart = unicodedata.normalize("NFD", char)
            yield Site(
                at,
                at + 1,
                (char, apart, *((unicodedata.normalize("NFC", apart[:2]) + apart[2:],) if len(apart) > 2 else ())),
            )


def indic_plain(text: str, start: int, end: int) -> bool:
    """Between two letters of an Indic script without a virama."""
    before, after = text[start - 1 : start], right(text, end)
    return is_letter(before) and is_letter(after) and script(before) == script(after) and script(before) in INDIC


def indic_final(text: str, start: int, end: int) -> bool:
    """After a virama that ends its word."""
    before = text[start - 1 : start]
    return (
        bool(before)
        and unicodedata.combining(before) == 9
        and script(before) in INDIC
        and right(text, end) in ("", " ", ",", ".", "\n")
    )


def agreeing(text: str, at: int) -> tuple[str, ...]:
    """Return the directional marks that change nothing at a place: those of the letters on both sides."""
    after = text[at:].lstrip(" ")[:1]
    sides = {script(left(text, at)), script(after)}
    if not gap(text, at, at) or not is_letter(left(text, at)) or not is_letter(after):
        return ()
    if sides <= {"HEBREW"}:
        return chars("200F", "200F+200F")
    if sides <= {"ARABIC"}:
        return chars("200F", "61C") if text[at] == " " else ()
    return chars("200E", "200E+200E") if sides <= {"LATIN", "CYRILLIC", "GREEK"} else ()


PICTURES = "\U0001f600 \U0001f469\u200d\u2695\ufe0f \u2764\ufe0f\u200d\U0001f525 1\ufe0f\u20e3 \u231a \U0001f441\ufe0f\u200d\U0001f5e8\ufe0f \U0001f3f3\ufe0f\u200d\U0001f308 \U0001f436 \u2600 \u2702"
DEFAULT_PICTURES = "[\U0001f600-\U0001f64f\U0001f400-\U0001f43e\U0001f680-\U0001f6c5\u231a\u231b\u2614\u26a1\u2728]"
_SEQUENCE = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf]\ufe0f?(?:\u200d[\U0001f000-\U0001faff\u2600-\u27bf]\ufe0f?)+|[0-9#*]\ufe0f?\u20e3"
)


def qualifiers(text: str) -> Iterator[Site]:
    """Selectors inside sequences of several characters: with them, without, or another in their place."""
    for match in _SEQUENCE.finditer(text):
        for at in range(*match.span()):
            if text[at] == "\ufe0f":
                yield Site(at, at + 1, ("\ufe0f", "", "\ufe0e", "\ufe0f\ufe0f"))


def after_pictures(pattern: str, choices: Iterable[str]) -> Sites:
    """Something is put behind a picture that stands alone."""
    options = ("", *choices)
    regex = re.compile(f"{pattern}(?![\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff])")
    alone = lambda text, at: left(text, at) != "\u200d"  # noqa: E731
    return lambda text: (Site(m.end(), m.end(), options) for m in regex.finditer(text) if alone(text, m.start()))


def line_ends(text: str) -> Iterator[Site]:
    """Each line feed as another line end."""
    for match in re.finditer("\n", text):
        at = match.start()
        alone = right(text, at + 1) != "\n" and text[at - 1 : at] not in ("\r", "\n")
        others = chars("D+A", "85", "2028", "2029", "B", "C") + (("\r",) if alone else ())
        if text[at - 1 : at] != "\r":
            yield Site(at, at + 1, ("\n", *others))


def line_edges(text: str) -> Iterator[Site]:
    """Behind the last character of each line."""
    for match in re.finditer(r"(?<=[^\s\u200b])(?=\n|\Z)", text):
        yield Site(
            match.start(),
            match.start(),
            ("", " ", "\t", "  ", " \t ", "\u00a0", "\u2003", "\u3000", "\u200b ", " \u200b"),
        )


def paired(opening: str, closing: str, names: frozenset[str]) -> Sites:
    """A word between spaces is put between an opening and a closing control."""

    def sites(text: str) -> Iterator[Site]:
        for match in re.finditer(r"(?<= )[^\W\d_]{2,}(?= )", text):
            word = match.group()
            if {script(char) for char in word} - {""} <= names:
                yield Site(*match.span(), (word, *(mark + word + closing for mark in opening)))

    return sites


def closed(text: str, start: int, _: int) -> bool:
    """In a word that ends in a consonant: no language of open syllables, where the okina is a letter, has it."""
    word = re.match(r"[^\W\d_]*", text[start + 1 :])
    return (
        bool(word)
        and unicodedata.normalize("NFD", word.group() or "a")[0:1] != ""
        and word.group()[-1:] in tuple("bcdfghjklmnpqrstvwxyz")
    )
