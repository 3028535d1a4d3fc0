"""Channels of normalization and compatibility: one character written as another the standard calls equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from .base import HIDDEN, Channel, Site
from .script import EAST_ASIAN, after, before, is_letter, is_mark, joins_left, joins_right, line_at, script, scripts

Sites = Callable[[str], Iterator[Site]]
_MARKS = re.compile(r"[^\W_][\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0670]{2,}")


def _decomposed(kind: str, first: int, last: int) -> dict[str, str]:
    """Return {decomposition: character} for the characters of a range whose decomposition has the kind."""
    found: dict[str, str] = {}
    for code in range(first, last + 1):
        fields = unicodedata.decomposition(chr(code)).split()
        if kind and fields[:1] == [kind]:
            fields = fields[1:]
        elif kind or not fields:
            continue
        found.setdefault("".join(chr(int(field, 16)) for field in fields), chr(code))
    return found


_SANS = _decomposed("<font>", 0x1D5A0, 0x1D5D3) | _decomposed("<font>", 0x1D7E2, 0x1D7EB)
_MONO = _decomposed("<font>", 0x1D670, 0x1D6A3) | _decomposed("<font>", 0x1D7F6, 0x1D7FF)
_WIDE = _decomposed("<wide>", 0xFF10, 0xFF5A)
_CIRCLED = {
    letter: copy for letter, copy in _decomposed("<circle>", 0x24B6, 0x24E9).items() if letter != "M"
}  # an emoji
_KANGXI = _decomposed("<compat>", 0x2F00, 0x2FD5)
_IDEOGRAPHS = _decomposed("", 0xF900, 0xFAD9)
_FORMS = {kind: _decomposed(f"<{kind}>", 0xFB50, 0xFEFC) for kind in ("isolated", "initial", "medial", "final")}


def _single(table: Mapping[str, str], *, in_words: bool = False) -> Sites:
    """Return the sites where a character may be its copy in the table."""

    def sites(cover: str) -> Iterator[Site]:
        for index, char in enumerate(cover):
            if char not in table or (index + 1 < len(cover) and is_mark(cover[index + 1])):
                continue
            if in_words and EAST_ASIAN & scripts(line_at(cover, index)).keys():
                continue
            yield Site(index, index + 1, (char, table[char]))

    return sites


def _decomposition(cover: str) -> Iterator[Site]:
    for index, char in enumerate(cover):
        apart = unicodedata.normalize("NFD", char)
        if apart != char and script(char) != "Hangul":
            yield Site(index, index + 1, (char, apart))


def _jamo(cover: str) -> Iterator[Site]:
    for index, char in enumerate(cover):
        if "\uac00" <= char <= "\ud7a3":
            apart = unicodedata.normalize("NFD", char)
            partly = unicodedata.normalize("NFC", apart[:2]) + apart[2:]
            yield Site(index, index + 1, (char, apart, partly))


def _clusters(cover: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and decomposition of each base whose two or more marks have different places."""
    for index, char in enumerate(cover):
        apart = unicodedata.normalize("NFD", char)
        classes = [unicodedata.combining(mark) for mark in apart[1:]]
        if len(apart) > 2 and 0 not in classes and len(set(classes)) == len(classes):
            yield index, index + 1, apart
    for match in _MARKS.finditer(cover):
        apart = unicodedata.normalize("NFD", match.group())
        classes = [unicodedata.combining(mark) for mark in apart[1:]]
        if 0 not in classes and len(set(classes)) == len(classes):
            yield match.start(), match.end(), apart


def _mark_order(cover: str) -> Iterator[Site]:
    for start, end, apart in _clusters(cover):
        yield Site(start, end, (apart, apart[0] + apart[:0:-1]))


def _joined_marks(cover: str) -> Iterator[Site]:
    for start, end, apart in _clusters(cover):
        yield Site(start, end, (apart, apart[:2] + "\u034f" + apart[2:]))


def _tone_marks(cover: str) -> Iterator[Site]:
    copies = {"\u0300": "\u0340", "\u0301": "\u0341", "\u0313": "\u0343"}
    for index, char in enumerate(cover):
        apart = unicodedata.normalize("NFD", char)
        if apart[-1] in copies:
            yield Site(index, index + 1, (char, apart[:-1] + copies[apart[-1]]))


def _presentation(cover: str) -> Iterator[Site]:
    for index, char in enumerate(cover):
        if script(char) != "Arabic" or not is_letter(char) or (cover[index + 1 : index + 2] or " ") in "\u200c\u200d":
            continue
        left, right = before(cover, index), after(cover, index + 1)
        if left in ("\u200d", "\u200c", "\u0644"):
            continue
        from_left = bool(left) and joins_left(left) and joins_right(char)
        to_right = bool(right) and joins_left(char) and joins_right(right)
        kind = {(False, False): "isolated", (False, True): "initial", (True, True): "medial", (True, False): "final"}
        form = _FORMS[kind[from_left, to_right]].get(char)
        if form and (cover[index + 1 : index + 2] or " ") not in "\u0622\u0623\u0625\u0627":
            yield Site(index, index + 1, (char, form))


def _lam_alef(cover: str) -> Iterator[Site]:
    for match in re.finditer("\u0644([\u0622\u0623\u0625\u0627])", cover):
        left = before(cover, match.start())
        kind = "final" if left and joins_left(left) else "isolated"
        yield Site(match.start(), match.end(), (match.group(), _FORMS[kind][match.group()]))


def _math_words(table: Mapping[str, str]) -> Sites:
    def sites(cover: str) -> Iterator[Site]:
        for match in re.finditer(r"[A-Za-z]{2,}|\d+", cover):
            if cover[match.end() : match.end() + 1] in ("\ufe0f", "\u20e3"):
                continue
            copy = "".join(table.get(char, char) for char in match.group())
            yield Site(match.start(), match.end(), (match.group(), copy))

    return sites


def forms() -> Iterator[Channel]:
    """Yield the channels of normalization and compatibility."""
    canonical = "canonically equivalent: every renderer draws the same"
    rows: list[tuple[str, str, Sites]] = [
        ("decomposed letters", canonical, _decomposition),
        ("decomposed Hangul", canonical, _jamo),
        ("order of marks", canonical, _mark_order),
        ("singleton tone marks", canonical, _tone_marks),
        ("compatibility ideographs", canonical, _single(_IDEOGRAPHS)),
        ("grapheme joiner between marks", "the joiner has no glyph and moves no mark", _joined_marks),
        ("Kangxi radicals", "the radical is the character in every font", _single(_KANGXI)),
        ("sans-serif mathematical letters", "a sans-serif font draws the same", _single(_SANS)),
        ("monospace mathematical words", "a monospace font draws the same", _math_words(_MONO)),
        ("fullwidth letters in Western lines", "one glyph but for width", _single(_WIDE, in_words=True)),
        ("circled letters", "the kind folds them: a letter in dress", _math_words(_CIRCLED)),
        ("Arabic presentation forms", "the form is the one that shaping gives", _presentation),
        ("Arabic lam-alef ligatures", "the form is the one that shaping gives", _lam_alef),
    ]
    for name, why, sites in rows:
        yield Channel(name, why, sites, HIDDEN, "any")
