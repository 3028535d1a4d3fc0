"""Places in a text where something may be hidden: what stands around them, and what may stand there instead.

What scripts and letters are is told here from character names and from short lists of the tests' own, never from the
package's tables.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple


class Site(NamedTuple):
    """A place in a cover text and what may stand there; the first choice is what stands there now."""

    start: int
    end: int
    choices: tuple[str, ...]


Place = Callable[[str, int, int], bool]
Sites = Callable[[str], Iterable[Site]]


@dataclass(frozen=True, repr=False)
class Family:
    """One way of hiding: ``where`` it applies and ``why`` a reader does not see it."""

    name: str
    where: str
    why: str
    sites: Sites
    extra: str = ""
    """Put behind a cover that has no place of its own for this family."""
    text: bool = False
    """Whether the preset ``text`` closes it as well, which keeps typography, spaces and what formats."""
    limit: str = ""
    """Why the cleaned texts are known to differ; empty where they must be one."""

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def cover(self, text: str) -> str:
        """Return the text, with something of the family's own behind it where it has none."""
        return text if not self.extra or any(True for _ in self.sites(text)) else f"{text} {self.extra}"

    def places(self, text: str) -> list[Site]:
        """Return the sites of a text in order, without overlap."""
        found: list[Site] = []
        end = 0
        for site in sorted(self.sites(text)):
            if site.start >= end and len(site.choices) > 1:
                found.append(site)
                end = max(site.end, site.start + 1)
        return found

    def hide(self, text: str, bits: Sequence[bool], rng: random.Random) -> str:
        """Return the text with one bit at each of as many places as there are bits for."""
        places = self.places(text)
        chosen = sorted(rng.sample(places, min(len(bits), len(places))))
        return write(
            text,
            [
                (site, rng.choice(site.choices[1:]) if bit else site.choices[0])
                for site, bit in zip(chosen, bits, strict=False)
            ],
        )


def write(text: str, choices: Iterable[tuple[Site, str]]) -> str:
    """Return a text with a choice made at each site; the sites are in order and do not overlap."""
    pieces: list[str] = []
    at = 0
    for site, choice in choices:
        pieces += (text[at : site.start], choice)
        at = site.end
    return "".join([*pieces, text[at:]])


# What stands where


@cache
def script(char: str) -> str:
    """Return the script of a letter or mark by its name: ``LATIN``, ``CYRILLIC`` ...; else nothing."""
    if not char or unicodedata.category(char)[0] not in "LM":
        return ""
    first = unicodedata.name(char, "").split(" ")[0]
    return {"CJK": "HAN", "KANGXI": "HAN", "COMBINING": "", "MODIFIER": ""}.get(first, first)


@cache
def scripts(line: str) -> frozenset[str]:
    """Return the scripts of a line's letters."""
    return frozenset(map(script, line)) - {""}


EAST_ASIAN = frozenset(
    {"HAN", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "HALFWIDTH", "FULLWIDTH", "IDEOGRAPHIC", "KATAKANA-HIRAGANA"}
)
INDIC = frozenset(
    {"DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA"}
)
JOINING = frozenset(
    {
        "ARABIC",
        "SYRIAC",
        "MONGOLIAN",
        "NKO",
        "ADLAM",
        "MANDAIC",
        "MANICHAEAN",
        "ROHINGYA",
        "HANIFI",
        "PHAGS-PA",
        "SOGDIAN",
    }
)
SPOKEN_APART = frozenset(
    {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "HEBREW", "CHEROKEE", "ETHIOPIC", "COPTIC"}
)
"""Scripts whose letters stand one beside the other and do not join or change."""
_TORN = re.compile(
    r"[\u200c\u200d\u180e\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ef\x1b\U00013430-\U0001345f]"
)
_FLAG = range(0x1F1E6, 0x1F200)


def line_of(text: str, at: int) -> str:
    """Return the line around an index."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return text[start : len(text) if end < 0 else end]


def left(text: str, at: int) -> str:
    """Return the character before an index, marks passed over; nothing at the edge."""
    while at and unicodedata.category(text[at - 1])[0] == "M":
        at -= 1
    return text[at - 1] if at else ""


def right(text: str, at: int) -> str:
    """Return the character at an index; nothing at the end."""
    return text[at] if at < len(text) else ""


def is_letter(char: str) -> bool:
    """Tell whether a character is a letter; nothing is none."""
    return bool(char) and unicodedata.category(char)[0] == "L"


def is_mark(char: str) -> bool:
    """Tell whether a character is a mark; nothing is none."""
    return bool(char) and unicodedata.category(char)[0] == "M"


def gap(text: str, start: int, end: int) -> bool:
    """Between two characters that are not drawn as one: no mark is torn from its base, no sequence from itself."""
    if not 0 < start <= end < len(text):
        return False
    before, after = text[start - 1], text[end]
    torn = is_mark(after) or unicodedata.combining(before) == 9 or _TORN.match(before) or _TORN.match(after)
    jamo = "\u1100" <= before <= "\u11ff" or "\u1100" <= after <= "\u11ff"
    pair = ord(before) in _FLAG and ord(after) in _FLAG
    return not (torn or jamo or pair or after in "\u0e33\u0eb3\n" or (before, after) == ("\r", "\n"))


def loose(text: str, start: int, end: int) -> bool:
    """A gap where neither side is of a script that joins."""
    return gap(text, start, end) and not {script(left(text, start)), script(text[end])} & JOINING


def between(*names: str) -> Place:
    """Between two letters of some scripts."""

    def place(text: str, start: int, end: int) -> bool:
        sides = left(text, start), right(text, end)
        return gap(text, start, end) and all(is_letter(side) and script(side) in names for side in sides)

    return place


def not_beside(*names: str) -> Place:
    """A gap after a letter, away from some scripts."""

    def place(text: str, start: int, end: int) -> bool:
        return (
            gap(text, start, end)
            and is_letter(text[start - 1])
            and not {script(text[start - 1]), script(text[end])} & {*names}
        )

    return place


def in_line_without(*names: str) -> Place:
    """In a line that has no letter of some scripts."""
    return lambda text, start, _: not scripts(line_of(text, start)) & {*names}


def in_line_of(*names: str) -> Place:
    """In a line whose letters are all of some scripts, and that has some."""
    return lambda text, start, _: bool(scripts(line_of(text, start))) and scripts(line_of(text, start)) <= {*names}


def both(*places: Place) -> Place:
    """Where all the places are."""
    return lambda text, start, end: all(place(text, start, end) for place in places)


def inserted(choices: Iterable[str], place: Place) -> Sites:
    """Something that draws nothing is put between two characters."""
    options = ("", *choices)
    return lambda text: (Site(at, at, options) for at in range(len(text) + 1) if place(text, at, at))


def swapped(groups: Iterable[Iterable[str]], place: Place = lambda *_: True) -> Sites:
    """One spelling is put for another of its group, wherever one of them stands."""
    members = {member: tuple(group) for group in map(tuple, groups) for member in group}
    pattern = re.compile("|".join(sorted(map(re.escape, members), key=len, reverse=True)))

    def sites(text: str) -> Iterator[Site]:
        for match in pattern.finditer(text):
            if place(text, match.start(), match.end()):
                found = match.group()
                yield Site(*match.span(), (found, *(other for other in members[found] if other != found)))

    return sites


def replaced(pairs: Iterable[tuple[str, str]], place: Place = lambda *_: True) -> Sites:
    """As ``swapped``, one way: what stands in a text is written another way."""
    others: dict[str, list[str]] = {}
    for plain, other in pairs:
        others.setdefault(plain, []).append(other)
    pattern = re.compile("|".join(sorted(map(re.escape, others), key=len, reverse=True)))

    def sites(text: str) -> Iterator[Site]:
        for match in pattern.finditer(text):
            if place(text, match.start(), match.end()):
                yield Site(*match.span(), (match.group(), *others[match.group()]))

    return sites


SPACES_ASIDE = both(
    lambda text, start, end: (
        left(text, start) not in ("", " ", "\t", "\n") and right(text, end) not in ("", " ", "\t", "\n")
    )
)


WEST = in_line_without(*EAST_ASIAN)
LATIN_LINE = in_line_of("LATIN")
IN_LATIN = both(
    LATIN_LINE, lambda text, start, end: not re.search(r"[\u0250-\u02af\u02b0-\u02ff/\[\]]", line_of(text, start))
)
BETWEEN_WORDS = both(
    SPACES_ASIDE,
    WEST,
    in_line_without("MONGOLIAN", "OGHAM", "BRAILLE"),
    lambda text, start, _: not re.search("[\u2800-\u28ff]", line_of(text, start)),
)
DIGITS_ASIDE = both(lambda text, start, end: left(text, start).isdigit() and right(text, end).isdigit())


def chars(*codes: str) -> tuple[str, ...]:
    """Return strings from codes such as ``200B`` or ``1F468+200D``."""
    return tuple("".join(chr(int(part, 16)) for part in code.split("+")) for code in codes)


def span(first: int, last: int) -> tuple[str, ...]:
    """Return the characters of a range, its end included."""
    return tuple(map(chr, range(first, last + 1)))


def pairs(words: str) -> list[tuple[str, str]]:
    """Return pairs from words such as ``a0430``: a letter, then the code of what is put for it."""
    return [(word[0], chr(int(word[1:], 16))) for word in words.split()]
