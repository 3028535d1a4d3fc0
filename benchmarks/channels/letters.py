"""Channels of letters with one shape in two scripts, decided by the word and by the line as a reader does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from .base import HIDDEN, SACRED, Channel, Site
from .script import line_at, script, scripts
from .tables import rows

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
_TELLING_LATIN = frozenset("bfkmrtzdLRQDFGV\u00df\u00f0\u00fe\u0142\u0131")
_PAIRS = [
    (name, chr(int(letter, 16)), chr(int(latin, 16)), proof) for name, letter, latin, proof in rows("homoglyphs.tsv")
]
_FROM_LATIN = {(name, latin): letter for name, letter, latin, _proof in _PAIRS}
_TO_LATIN = {letter: latin for _name, letter, latin, _proof in _PAIRS}
_SURE = {
    name: {latin: letter for owner, letter, latin, proof in _PAIRS if (owner, proof) == (name, "pixel")}
    for name in ("Cyrillic", "Greek")
}


def _base(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0]


def _telling(char: str, wanted: str) -> bool:
    base = _base(char)
    if script(base) != wanted:
        return False
    return (
        base in _TELLING_LATIN
        if wanted == "Latin"
        else base not in _TO_LATIN and base not in "\u0432\u043d\u043c\u0442"
    )


def _words(cover: str, wanted: str) -> Iterator[tuple[int, str]]:
    for match in _WORD.finditer(cover):
        word = match.group()
        if all(script(char) in ("", wanted) for char in word):
            yield match.start(), word


def mixed(wanted: str, other: str) -> Callable[[str], Iterator[Site]]:
    """Return the sites where a word of one script, told by a telling letter, may hold letters of the other."""

    def twin(char: str) -> str:
        if wanted == "Latin":
            return _FROM_LATIN.get((other, char), "")
        latin = _TO_LATIN.get(char, "")
        return latin if other == "Latin" else _FROM_LATIN.get((other, latin), "")

    def sites(cover: str) -> Iterator[Site]:
        for start, word in _words(cover, wanted):
            if not any(_telling(char, wanted) and not twin(char) for char in word):
                continue
            for index, char in enumerate(word):
                if twin(char):
                    yield Site(start + index, start + index + 1, (char, twin(char)))

    return sites


def accented(wanted: str, other: str) -> Callable[[str], Iterator[Site]]:
    """Return the sites where an accented letter may be another script's base with the same combining marks."""

    def sites(cover: str) -> Iterator[Site]:
        for start, word in _words(cover, wanted):
            if not any(_telling(char, wanted) for char in word):
                continue
            for index, char in enumerate(word):
                apart = unicodedata.normalize("NFD", char)
                base, marks = apart[0], apart[1:]
                twin = _FROM_LATIN.get((other, base)) if wanted == "Latin" else _TO_LATIN.get(base)
                if marks and twin:
                    foreign = twin + marks
                    yield Site(start + index, start + index + 1, (char, foreign, unicodedata.normalize("NFC", foreign)))

    return sites


def whole(other: str) -> Callable[[str], Iterator[Site]]:
    """Return the sites where a Latin word may be written wholly in another script, in a line with telling Latin words."""
    table = _SURE[other]

    def sites(cover: str) -> Iterator[Site]:
        for start, word in _words(cover, "Latin"):
            line = line_at(cover, start)
            foreign = "".join(table.get(char, "") for char in word)
            if (
                len(foreign) == len(word)
                and set(scripts(line)) == {"Latin"}
                and any(_telling(char, "Latin") for char in line)
            ):
                yield Site(start, start + len(word), (word, foreign))

    return sites


def whole_ascii(wanted: str) -> Callable[[str], Iterator[Site]]:
    """Return the sites where a word of another script may be typed wholly in ASCII."""
    table = {letter: latin for latin, letter in _SURE[wanted].items()}

    def sites(cover: str) -> Iterator[Site]:
        for start, word in _words(cover, wanted):
            plain = "".join(table.get(char, "") for char in word)
            line = line_at(cover, start)
            if (
                len(plain) == len(word)
                and set(scripts(line)) == {wanted}
                and any(_telling(char, wanted) for char in line)
            ):
                yield Site(start, start + len(word), (word, plain))

    return sites


def homoglyphs() -> Iterator[Channel]:
    """Yield the channels of letters with one shape in two scripts."""
    told = "the word's telling letters show which script is meant"
    for wanted, other in (
        ("Latin", "Cyrillic"),
        ("Latin", "Greek"),
        ("Latin", "Armenian"),
        ("Latin", "Lisu"),
        ("Cyrillic", "Latin"),
        ("Cyrillic", "Greek"),
        ("Greek", "Latin"),
        ("Greek", "Cyrillic"),
        ("Armenian", "Latin"),
    ):
        yield Channel(f"{other} letters in {wanted} words", told, mixed(wanted, other), HIDDEN, "mixed words")
    yield Channel("Cyrillic bases under Latin accents", told, accented("Latin", "Cyrillic"), HIDDEN, "mixed words")
    yield Channel("Latin bases under Cyrillic accents", told, accented("Cyrillic", "Latin"), HIDDEN, "mixed words")
    for other in ("Cyrillic", "Greek"):
        why = "every letter has a Latin twin, and the line's other words are Latin"
        yield Channel(f"whole {other} words in Latin lines", why, whole(other), HIDDEN, "whole words")
    for wanted in ("Cyrillic", "Greek"):
        why = f"every letter has a twin, and the line's other words are {wanted}"
        yield Channel(f"whole ASCII words in {wanted} lines", why, whole_ascii(wanted), SACRED, "whole words")
