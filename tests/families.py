"""Families of hiding: ways to write bits into a text by choices that a reader does not see.

Each family says where it applies and why nothing is seen there. What scripts and letters are is told
here from character names and from short lists of the tests' own, never from the package's tables.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
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


def chars(*codes: str) -> tuple[str, ...]:
    """Return strings from codes such as ``200B`` or ``1F468+200D``."""
    return tuple("".join(chr(int(part, 16)) for part in code.split("+")) for code in codes)


def span(first: int, last: int) -> tuple[str, ...]:
    """Return the characters of a range, its end included."""
    return tuple(map(chr, range(first, last + 1)))


def pairs(words: str) -> list[tuple[str, str]]:
    """Return pairs from words such as ``a0430``: a letter, then the code of what is put for it."""
    return [(word[0], chr(int(word[1:], 16))) for word in words.split()]


# Words

_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f]*")
LATIN_TELLING = frozenset("bfmrtzBDFGQRUVW")
"""Letters that look like no letter of the scripts that the families take look-alikes from."""
CYRILLIC_TELLING = frozenset(
    map(chr, (0x431, 0x434, 0x436, 0x438, 0x43B, 0x444, 0x446, 0x448, 0x449, 0x44B, 0x44E, 0x44F))
)
CYRILLIC_TELLING |= frozenset(
    map(chr, (0x411, 0x414, 0x416, 0x418, 0x41B, 0x424, 0x426, 0x428, 0x429, 0x42B, 0x42E, 0x42F))
)
GREEK_TELLING = frozenset(
    map(
        chr,
        (
            0x3B3,
            0x3B4,
            0x3BB,
            0x3BE,
            0x3C0,
            0x3C3,
            0x3C8,
            0x3C9,
            0x393,
            0x394,
            0x398,
            0x39B,
            0x39E,
            0x3A0,
            0x3A3,
            0x3A6,
            0x3A8,
            0x3A9,
        ),
    )
)


def lettered(name: str, telling: frozenset[str], letters: Iterable[tuple[str, str]]) -> Sites:
    """Letters of a word of one script are written with another's, where two other letters of the word tell its script.

    Two, so that the word still tells when it is read the other way round.
    """
    others: dict[str, list[str]] = {}
    for plain, other in letters:
        others.setdefault(plain, []).append(other)

    def sites(text: str) -> Iterator[Site]:
        for match in _WORD.finditer(text):
            word = match.group()
            if {script(char) for char in word} - {""} != {name} or len(telling & {*word}) < 2:
                continue
            for at, char in enumerate(word, match.start()):
                if char in others and not is_mark(right(text, at + 1)):
                    yield Site(at, at + 1, (char, *others[char]))

    return sites


def worded(line: str, name: str, telling: frozenset[str], letters: Iterable[tuple[str, str]]) -> Sites:
    """A whole word whose every letter has a twin is written in another script, in a line that is all of one."""
    twins = dict(letters)

    def sites(text: str) -> Iterator[Site]:
        for match in _WORD.finditer(text):
            word = match.group()
            around = line_of(text, match.start())
            alone = {script(char) for char in around} - {""} == {line} and len(telling & {*around}) > 1
            if alone and all(char in twins for char in word) and not (right(text, match.end()) or " ").isalnum():
                yield Site(*match.span(), (word, "".join(twins[char] for char in word)))

    return sites


CYRILLIC_FOR_LATIN = pairs(
    "a0430 c0441 e0435 i0456 j0458 o043E p0440 s0455 x0445 y0443 h04BB d0501 q051B w051D A0410 B0412 C0421 E0415 H041D I0406 J0408 K041A M041C O041E P0420 S0405 T0422 X0425 Y04AE"
)
GREEK_FOR_LATIN = pairs(
    "o03BF v03BD A0391 B0392 E0395 H0397 I0399 K039A M039C N039D O039F P03A1 T03A4 X03A7 Y03A5 Z0396"
)
GREEK_FOR_CYRILLIC = [
    (chr(a), chr(b))
    for a, b in (
        (0x43E, 0x3BF),
        (0x410, 0x391),
        (0x412, 0x392),
        (0x415, 0x395),
        (0x41D, 0x397),
        (0x41A, 0x39A),
        (0x41C, 0x39C),
        (0x41E, 0x39F),
        (0x420, 0x3A1),
        (0x422, 0x3A4),
        (0x425, 0x3A7),
    )
]


def flipped(letters: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return pairs the other way round."""
    return [(other, plain) for plain, other in letters]


# Compatibility and normalization


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


RIGHT_JOINING = frozenset(
    "\u0622\u0623\u0624\u0625\u0627\u0629\u062f\u0630\u0631\u0632\u0648\u0671\u0688\u0691\u0698\u06c0\u06c6\u06c7\u06c8\u06cb\u06d2\u06d3\u06d5\u0695"
)
UNJOINED = frozenset("\u0621\u0674\u200c")


def joins_on(char: str) -> bool:
    """Tell whether an Arabic letter joins the one after it."""
    return joins_back(char) and char not in RIGHT_JOINING


def joins_back(char: str) -> bool:
    """Tell whether an Arabic letter joins the one before it."""
    return char == "\u0640" or (script(char) == "ARABIC" and is_letter(char) and char not in UNJOINED)


def arabic_parted(text: str, start: int, end: int) -> bool:
    """After an Arabic letter that does not join on, before another."""
    before, after = left(text, start), right(text, end)
    return gap(text, start, end) and text[start - 1] == before and before in RIGHT_JOINING and joins_back(after)


def arabic_joined(text: str, start: int, end: int) -> bool:
    """Between two Arabic letters that join."""
    before, after = left(text, start), right(text, end)
    return bool(before) and not is_mark(after) and joins_on(before) and joins_back(after)


def shows_ae(line: str) -> bool:
    """Tell whether ae stands where heh would join, among letters that its alphabets have."""
    told = any(char == "\u06d5" and joins_back(right(line, at + 1)) for at, char in enumerate(line))
    return told and not re.search(
        "[\u0622\u0625\u0629\u062b\u0630\u0635-\u0638\u0653\u0655\u0679\u0688\u0691\u06ba\u06c1\u06d2\u200c]", line
    )


# The letters of a language that tell it wherever they stand, and pairs of one initial or medial form, the second of another alphabet.
ALPHABETS = (
    (
        "\u0629",
        "\u067b\u067c\u067e\u0680\u0686\u0688\u0691\u0698\u06a9\u06af\u06ba\u06c1\u06c6-\u06cb\u06cc\u06ce\u06d0\u06d2\u06d5\u200c",
        "i",
        "\u0647\u06be",
    ),
    (
        "[\u0688\u0691\u06d2]",
        "\u0629\u064a\u0643\u0680\u0686\u0689\u069a\u06c6-\u06cb\u06ce\u06d0\u06d5\u0625",
        "im",
        "\u0679\u06bb",
    ),
    ("[\u06cb\u06c8\u06c7]", "\u0629\u0680\u0688\u0691\u06d2\u06c1\u0693\u069a", "im", "\u06d0\u067b"),
    ("[\u06cb\u06c8\u06c7]", "\u0629\u0680\u0688\u0691\u06d2\u06c1\u0693\u069a", "im", "\u0649\u066e"),
)


def other_alphabets(text: str) -> Iterator[Site]:
    """Each letter in a form that one of another alphabet shares, in lines that tell their language."""
    for at, char in enumerate(text):
        for tells, never, forms, (own, other) in ALPHABETS:
            line = line_of(text, at)
            joined = "m" if joins_on(left(text, at)) else "i"
            told = re.search(tells, line) and not re.search(f"[{never}]", line)
            if char == own and joined in forms and told and joins_back(right(text, at + 1)):
                yield Site(at, at + 1, (own, other))


def arabic_edge(text: str, start: int, end: int) -> bool:
    """After the last letter of an Arabic word, before a space or the end."""
    return (
        joins_back(left(text, start))
        and right(text, end) in ("", " ", "\n")
        and "\u200d" not in text[start - 1 : start]
    )


def arabic_forms(text: str) -> Iterator[Site]:
    """Letters as the presentation forms that they have where they stand (Arabic Presentation Forms)."""
    for at, char in enumerate(text):
        if script(char) != "ARABIC" or not is_letter(char) or is_mark(right(text, at + 1)):
            continue
        before = joins_on(left(text, at)) and joins_back(char)
        after = joins_on(char) and joins_back(right(text, at + 1))
        kind = {
            (False, False): "<isolated>",
            (False, True): "<initial>",
            (True, True): "<medial>",
            (True, False): "<final>",
        }[before, after]
        beside = {left(text, at), right(text, at + 1)}
        for plain, styled in decomposed(kind, 0xFE80, 0xFEF4):
            if plain == char and not beside & {"\u200c", "\u200d", "\u0640"}:
                yield Site(at, at + 1, (char, styled))


def lam_alef(text: str) -> Iterator[Site]:
    """Lam and alef, which are always drawn as one, as the one character (U+FEFB and its kind)."""
    for at in range(len(text) - 1):
        two = text[at : at + 2]
        joined = joins_on(left(text, at))
        if left(text, at) in ("\u200c", "\u200d") or is_mark(right(text, at + 2)):
            continue
        for plain, styled in decomposed("<final>" if joined else "<isolated>", 0xFEF5, 0xFEFC):
            if plain == two:
                yield Site(at, at + 2, (two, styled))


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


# Emoji

PICTURES = "\U0001f600 \U0001f469\u200d\u2695\ufe0f \u2764\ufe0f\u200d\U0001f525 1\ufe0f\u20e3 \u231a \U0001f441\ufe0f\u200d\U0001f5e8\ufe0f \U0001f3f3\ufe0f\u200d\U0001f308 \U0001f436 \u2600 \u2702"
_DEFAULT = "[\U0001f600-\U0001f64f\U0001f400-\U0001f43e\U0001f680-\U0001f6c5\u231a\u231b\u2614\u26a1\u2728]"
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


# Lines


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


SPACES_ASIDE = both(
    lambda text, start, end: (
        left(text, start) not in ("", " ", "\t", "\n") and right(text, end) not in ("", " ", "\t", "\n")
    )
)


def closed(text: str, start: int, _: int) -> bool:
    """In a word that ends in a consonant: no language of open syllables, where the okina is a letter, has it."""
    word = re.match(r"[^\W\d_]*", text[start + 1 :])
    return (
        bool(word)
        and unicodedata.normalize("NFD", word.group() or "a")[0:1] != ""
        and word.group()[-1:] in tuple("bcdfghjklmnpqrstvwxyz")
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

INVISIBLE = "it is Default_Ignorable or a format character without a glyph, and breaks no joining (UAX #44)"
ONE_SHAPE = "the letters have one shape in common fonts (UTS #39 intentional.txt)"
EQUIVALENT = "the spellings are canonically equivalent, and drawn alike (UAX #15)"

# fmt: off
FAMILIES: tuple[Family, ...] = (  # one line a family
    # what draws nothing
    Family("zero width space", "between any two characters that are not one", INVISIBLE, inserted(chars("200B", "200B+200B"), gap)),
    Family("word joiner", "the same", INVISIBLE, inserted(chars("2060", "FEFF"), gap), text=True),
    Family("byte order mark at the start", "before the first character", INVISIBLE, lambda text: [Site(0, 0, ("", "\ufeff"))] * bool(text), text=True),
    Family("zero width space in clusters", "inside a cluster: before a mark or a vowel of the letter before", "no line breaks there", inserted(chars("200B"), lambda t, s, e: bool(re.match("[\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u1039-\u103e\u17b6-\u17d3]", t[s:])) and is_letter(left(t, s))), extra="\u0e19\u0e49\u0e33 \u1781\u17d2\u1789\u17bb\u17c6 \u0e97\u0eb5\u0ec8", text=True),
    Family("soft hyphen", "between any two characters that are not one", "it shows only where a line is broken", inserted(chars("AD"), gap)),
    Family("grapheme joiner", "the same", INVISIBLE, inserted(chars("34F", "34F+34F"), gap), text=True),
    Family("grapheme joiner among marks", "between marks in order", "it changes only sorting", graphemes_joined, extra="a\u0323\u0301", text=True),
    Family("invisible operators", "between any two characters that are not one", INVISIBLE, inserted(span(0x2061, 0x2064), gap), text=True),
    Family("deprecated formats", "the same", INVISIBLE, inserted(span(0x206A, 0x206F), gap), text=True),
    Family("annotation characters", "the same", "plain text shows nothing for them", inserted(span(0xFFF9, 0xFFFB), gap), text=True),
    Family("musical formats", "the same", INVISIBLE, inserted(span(0x1D173, 0x1D17A), gap), text=True),
    Family("shorthand formats", "the same", INVISIBLE, inserted(span(0x1BCA0, 0x1BCA3), gap), text=True),
    Family("unassigned ignorables", "between letters that do not join", INVISIBLE, inserted(chars("2065", "FFF0", "FFF8", "E0002", "E0080", "E01F0", "E0FFF"), loose), text=True),
    Family("Khmer inherent vowels", "between letters of other scripts", INVISIBLE, inserted(chars("17B4", "17B5"), between(*SPOKEN_APART)), text=True),
    Family("vowel separator", "between letters of other scripts than Mongolian", INVISIBLE, inserted(chars("180E"), between(*SPOKEN_APART)), text=True),
    Family("Mongolian selectors", "between letters of other scripts", INVISIBLE, inserted(chars("180B", "180C", "180D", "180F"), between(*SPOKEN_APART)), text=True),
    Family("script formats", "between letters of other scripts than theirs", INVISIBLE, inserted(chars("13430", "1343F", "16FE4", "1BCA1"), between(*SPOKEN_APART)), text=True),
    # tags and selectors
    Family("tag characters", "between any two characters that are not one", "they show nothing but in flags", inserted((*span(0xE0020, 0xE007F), "\U000e0001", "\U000e0068\U000e0069"), gap), text=True),
    Family("tags behind a flag", "behind a whole flag", "the flag is complete", after_pictures("\U000e007f", chars("E0067+E0062+E007F", "E007F")), extra="\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", text=True),
    Family("selectors behind letters", "behind letters of scripts that list no such variants", "no font draws another glyph", inserted(span(0xFE03, 0xFE0D), between(*SPOKEN_APART)), text=True),
    Family("selector bytes", "the same; the 256 selectors spell bytes", "no font draws another glyph", inserted((*span(0xFE00, 0xFE0F), *span(0xE0100, 0xE01EF)), between(*SPOKEN_APART)), text=True),
    Family("ideographic selectors", "behind what is no ideograph", "only ideographs have such variants (UTS #37)", inserted(span(0xE0100, 0xE0110), not_beside("HAN", *JOINING, *INDIC)), text=True),
    Family("selectors behind ASCII digits", "behind a digit that is no keycap", "a lone digit is drawn as text", inserted(chars("FE0E", "FE0F"), lambda t, s, e: gap(t, s, e) and "0" <= t[s - 1] <= "9"), extra="room 17 on 23", text=True),
    # joiners
    Family("joiners between letters that do not join", "between letters of Latin, Greek, Cyrillic ...", "there is no joining to change", inserted(chars("200C", "200D", "200C+200D", "200D+200D+200C"), between(*SPOKEN_APART)), text=True),
    Family("joiners between ideographs", "between Han, kana or Hangul", "there is no joining to change", inserted(chars("200C", "200D"), between("HAN", "HIRAGANA", "KATAKANA", "HANGUL")), extra="\u6211\u4eec\u5728\u8fd9\u91cc", text=True),
    Family("joiners between Indic letters", "between letters without a virama", "fonts draw the two letters as without it", inserted(chars("200C", "200D", "200D+200C"), indic_plain), extra="\u0915\u092e\u0932 \u0d15\u0d32 \u0b95\u0bb2", text=True),
    Family("non-joiner behind a final virama", "behind a virama at a word's end", "the virama shows there anyway", inserted(chars("200C", "200C+200C"), indic_final), extra="\u0c09\u0c28\u0c4d \u0906\u092a\u0924\u094d .", text=True),
    Family("non-joiner behind unjoined letters", "between Arabic letters of which the first does not join on", "they are apart anyway", inserted(chars("200C", "200C+200C"), arabic_parted), extra="\u062f\u0627\u0631\u0648 \u0648\u0631\u062f", text=True),
    Family("joiner between joined letters", "between Arabic letters that join", "they join anyway", inserted(chars("200D", "200D+200D"), arabic_joined), extra="\u0645\u062d\u0645\u062f", text=True),
    Family("non-joiner at a word's edge", "behind the last letter of an Arabic word", "nothing follows that could join", inserted(chars("200C"), arabic_edge), extra="\u0633\u0644\u0627\u0645 \u0627\u0633\u062a .", text=True),
    Family("runs of non-joiners", "where a Persian word has one", "the letters are apart by the first", replaced([("\u200c", run) for run in chars("200C+200C", "200C+200C+200C", "200C+200D+200C")], lambda t, s, e: joins_on(left(t, s)) and joins_back(right(t, e))), extra="\u0645\u06cc\u200c\u0631\u0648\u0645", text=True),
    Family("runs of joiners behind a virama", "where a word has one behind a virama", "the first decides", replaced([("\u200d", "\u200d\u200d"), ("\u200c", "\u200c\u200c")], lambda t, s, e: unicodedata.combining(t[s - 1 : s] or "a") == 9 and is_letter(right(t, e))), extra="\u0915\u094d\u200d\u0937 \u0d9a\u0dca\u200d\u0dbb \u0915\u094d\u200c\u0937", text=True),
    # direction
    Family("marks of direction", "between any two characters that are not one", "the prompt's reader, a model, reads the order of the letters; on paper they do nothing among letters of their direction", inserted(chars("200E", "200F", "61C"), gap)),
    Family("marks of direction that agree", "between two letters, or a letter and a blank before another, that run one way", "the order is as it was (UAX #9)", lambda text: (Site(at, at, ("", *marks)) for at in range(1, len(text)) for marks in [agreeing(text, at)] if marks), extra="\u05e9\u05dc\u05d5\u05dd \u05e8\u05d1", text=True),
    Family("embeddings", "around a word that runs the same way", "the order is as it was (UAX #9)", paired("\u202a\u202d", "\u202c", SPOKEN_APART - {"HEBREW"}), text=True),
    Family("isolates", "around a word that runs the same way", "the order is as it was (UAX #9)", paired("\u2066\u2068", "\u2069", SPOKEN_APART - {"HEBREW"}), text=True),
    Family("embeddings from right to left", "around a Hebrew or Arabic word", "the order is as it was (UAX #9)", paired("\u202b\u202e", "\u202c", frozenset({"HEBREW", "ARABIC"})), extra="\u05d0\u05de\u05e8 \u05e9\u05dc\u05d5\u05dd \u05dc\u05db\u05dc"),
    # controls
    Family("control characters", "between letters", "a terminal and a page show nothing", inserted((*span(0x01, 0x08), *span(0x0E, 0x1A), *span(0x1C, 0x1F), "\x00", "\x7f"), gap), text=True),
    Family("C1 controls", "between letters", "a page shows nothing", inserted((*span(0x80, 0x84), *span(0x86, 0x8F), *span(0x91, 0x97), "\x99", "\x9a"), gap), text=True),
    Family("colours of a terminal", "between any two characters that are not one", "a terminal takes them as orders (ECMA-48)", inserted(("\x1b[0m", "\x1b[39m", "\x1b[0;1m\x1b[0m", "\x9b0m", "\x1b[?25h"), gap), text=True),
    Family("strings to a terminal", "the same", "a terminal shows nothing of them", inserted(("\x1b]0;x\x07", "\x1b]8;;\x1b\\", "\x1bP0\x1b\\", "\x1b_secret\x1b\\", "\x1b^x\x9c", "\x1bXy\x1b\\", "\x9d2;z\x9c"), gap), text=True),
    Family("short orders to a terminal", "the same", "a terminal shows nothing of them", inserted(("\x1b(B", "\x1b=", "\x1b>", "\x1b7", "\x1b%G", "\x1b#8"), gap), text=True),
    # lines, spaces, blanks
    Family("line ends", "at each line feed", "each ends the line", line_ends, extra="one.\nTwo.\nThree."),
    Family("noise in a line end", "between CR and LF", "nothing is drawn there", replaced([("\r\n", "\r\u200b\n"), ("\r\n", "\r\u2060\n"), ("\r\n", "\n")]), extra="one.\r\nTwo.\r\nThree."),
    Family("blanks at line ends", "behind the last character of a line", "nothing follows that would stand further on", line_edges),
    Family("Braille blanks at line ends", "behind Braille at the end of a line", "nothing follows that would stand further on", inserted(chars("2800", "2800+2800", "20+2800"), lambda t, s, e: t[s:] == "" and "\u2800" < t[s - 1 : s] < "\u2900"), extra="\u28d3\u2811\u2807\u2807\u2815"),
    Family("widths of space", "between words of lines that are not East Asian", "one blank for one blank", replaced([(" ", other) for other in (*span(0x2000, 0x200A), *chars("A0", "202F", "205F", "3000"))], BETWEEN_WORDS)),
    Family("noise beside a space", "beside a space", "nothing is drawn there", replaced([(" ", "\u200b "), (" ", " \u200b"), (" ", "\u2060 \u2060"), (" ", "\ufeff\u00a0")], BETWEEN_WORDS)),
    Family("blank letters between syllables", "between words of Korean", "they are drawn as nothing", replaced([(" ", other) for other in chars("3164", "FFA0", "2800", "115F", "1160", "115F+1160")], both(gap, lambda t, s, e: script(left(t, s)) == script(right(t, e)) == "HANGUL")), extra="\ub610\ud55c \ubc29\ucf55"),
    Family("ideographic spaces in Korean", "between words of lines of Hangul alone", "one blank for one blank", replaced([(" ", "\u3000")], both(gap, in_line_of("HANGUL"))), extra="\ub610\ud55c \ubc29\ucf55"),
    Family("fullwidth marks in Korean", "in lines of Hangul alone", "Korean writes the marks of ASCII, which its fonts draw as wide", replaced([(mark, chr(ord(mark) + 0xFEE0)) for mark in ".,()%\"'?!:;"], in_line_of("HANGUL")), extra="\ub610\ud55c, \ubc29\ucf55(\uc218\ub3c4)\uc740 10%."),
    Family("fullwidth letters in ASCII words", "between letters and digits of ASCII in East Asian lines", "no word has both widths", replaced([(plain, chr(ord(plain) + 0xFEE0)) for plain in "aeionstAEIONST0123456789"], lambda t, s, e: t[s - 1 : s].isascii() and t[s - 1 : s].isalnum() and right(t, e).isascii() and right(t, e).isalnum()), extra="\u4e16\u754c iPhone 2026 \u5e74"),
    Family("blank letters", "between words of lines without Hangul or Braille", "they are drawn as nothing", replaced([(" ", other) for other in chars("3164", "FFA0", "2800", "115F", "1160", "1D159")], BETWEEN_WORDS)),
    # punctuation
    Family("apostrophes", "for an apostrophe, in lines of any script", "look-alikes of one mark", swapped([("'", *chars("2019", "2018", "201B", "2032", "B4", "275B", "275C"))]), extra="it's the dogs' bowl"),
    Family("apostrophes of other kinds", "for an apostrophe in Latin lines without phonetic notation", "look-alikes of one mark", replaced([("'", other) for other in chars("2B9", "2BC", "2BB", "2BD", "2C8", "2CA", "55A", "5F3", "7F4", "1FBD", "1FBF", "384", "A78C", "FF07")], both(IN_LATIN, closed)), extra="it's the dogs' bowl"),
    Family("double quotes", "for a double quote", "look-alikes of one mark", swapped([('"', *chars("201C", "201D", "201F", "2033", "2036", "2DD", "275D", "275E"))]), extra='a "small" word'),
    Family("double quotes of other kinds", "in Latin lines without phonetic notation", "look-alikes of one mark", replaced([('"', other) for other in chars("2BA", "2EE", "5F4", "FF02", "3003")], IN_LATIN), extra='a "small" word'),
    Family("hyphens and dashes", "for a hyphen", "look-alikes of one mark", swapped([("-", *chars("2010", "2011", "2012", "2013", "2212", "2D7", "2043"))], in_line_without("KATAKANA", "HIRAGANA", "HAN", "HANGUL", "BOPOMOFO", "HALFWIDTH")), extra="well-known twenty-one"),
    Family("hyphens of other kinds", "for a hyphen between Latin letters", "look-alikes of one mark", replaced([("-", other) for other in chars("58A", "5BE", "FE63", "FF0D", "6D4", "1806")], IN_LATIN), extra="well-known twenty-one"),
    Family("long dashes", "for an em dash in lines that are not East Asian", "one long line", swapped([chars("2014", "2015")], WEST), extra="so \u2014 he said \u2014 it is"),
    Family("slashes", "for a slash in lines that are not East Asian", "look-alikes of one mark", swapped([("/", *chars("2044", "2215", "29F8", "27CB"))], WEST), extra="on 3/7 or 4/5"),
    Family("slashes of other kinds", "for a slash between ASCII letters or digits", "look-alikes of one mark", replaced([("/", other) for other in chars("2571", "30CE", "4E3F", "31D3", "1735", "FF0F")], both(LATIN_LINE, lambda t, s, e: (t[s - 1 : s] + right(t, e)).isalnum() and (t[s - 1 : s] + right(t, e)).isascii() and s > 0)), extra="and/or 2026/07/03"),
    Family("backslashes", "for a backslash", "look-alikes of one mark", swapped([("\\", *chars("2216", "29F5", "29F9", "27CD"))]), extra="in C:\\tmp\\x"),
    Family("full stops", "for a full stop in Latin lines", "look-alikes of one mark", replaced([(".", other) for other in chars("2024", "701", "702", "A60E", "10A50", "A4F8", "FE52", "FF0E")], IN_LATIN), extra="This is it."),
    Family("ellipses", "for three full stops that stand alone", "three dots in a row", swapped([("...", "\u2026", "..\u2024", ".\u2025")], lambda t, s, e: t[s - 1 : s] != "." and right(t, e) != "."), extra="and so on ... and on"),
    Family("commas", "for a comma in Latin lines, before a space", "look-alikes of one mark", replaced([(",", other) for other in chars("201A", "B8", "60D", "66B", "A4F9", "FE50", "FF0C")], both(IN_LATIN, lambda t, s, e: is_letter(t[s - 1 : s]) and right(t, e) == " ")), extra="one, two, three"),
    Family("colons", "for a colon in Latin lines", "look-alikes of one mark", replaced([(":", other) for other in chars("2236", "2F8", "205A", "A789", "589", "5C3", "703", "1361", "16EC", "1803", "1809", "A4FD", "FE55", "FF1A")], IN_LATIN), extra="at 10:45 or so"),
    Family("semicolons", "for a semicolon", EQUIVALENT, swapped([(";", "\u037e")], IN_LATIN), extra="so; be it"),
    Family("exclamation marks", "for an exclamation mark in Latin lines, before no name that may begin with a click", "look-alikes of one mark", replaced([("!", "\u01c3"), ("!", "\uff01"), ("!", "\ufe57")], both(IN_LATIN, lambda t, s, e: not t[e : e + 1].isupper())), extra="Stop! Go if (!ready) a{b!important}"),
    Family("bars", "for a bar in lines that are not East Asian", "look-alikes of one mark", replaced([("|", other) for other in chars("2223", "1C0", "5C0", "2758", "FF5C", "23FD")], both(IN_LATIN, lambda t, s, e: t[s - 1 : s] == right(t, e) == " ")), extra="a | b | c"),
    Family("bars between words", "for a bar between small letters of Latin lines", "look-alikes of one mark", replaced([("|", other) for other in chars("2223", "1C0", "5C0", "2758", "FF5C", "23FD")], both(IN_LATIN, lambda t, s, e: t[s - 1 : s].islower() and right(t, e).islower())), extra="ls|grep a|b"),
    Family("box diagonals", "for slashes that meet no other box drawing", "look-alikes of one mark", replaced([("//", "\u2571\u2571"), ("/", "\u2571"), ("\\", "\u2572")], both(WEST, lambda t, s, e: not re.search("[\u2500-\u257f]", t))), extra="https://x.org/a \\d // so"),
    Family("asterisks", "for an asterisk in Latin lines", "look-alikes of one mark", replaced([("*", other) for other in chars("204E", "2217", "66D", "FF0A", "FE61")], IN_LATIN), extra="2 * 3 * 4"),
    Family("tildes and carets", "for a tilde or a caret in Latin lines", "look-alikes of one mark", replaced([*(("~", other) for other in chars("2DC", "223C", "2053", "1FC0", "FF5E")), *(("^", other) for other in chars("2C4", "2C6", "FF3E"))], IN_LATIN), extra="~5 and 2^3"),
    Family("less and greater", "for < and > in Latin lines", "look-alikes of one mark", replaced([*(("<", other) for other in chars("2C2", "276E", "FF1C", "FE64")), *((">", other) for other in chars("2C3", "276F", "FF1E", "FE65"))], IN_LATIN), extra="a < b > c"),
    Family("brackets", "for brackets in Latin lines", "look-alikes of one mark", replaced([("(", "\u2768"), ("(", "\uff08"), ("(", "\u2772"), (")", "\u2769"), (")", "\uff09"), (")", "\u2773"), ("{", "\u2774"), ("}", "\u2775"), ("[", "\uff3b"), ("]", "\uff3d")], LATIN_LINE), extra="(so) {it} is"),
    Family("backquotes", "for a backquote in Latin lines", "look-alikes of one mark", replaced([("`", other) for other in chars("1FEF", "2035", "2F4", "2CB", "FF40")], IN_LATIN), extra="run `this` now"),
    Family("middle dots", "for a middle dot between Latin letters", "one dot of one height", swapped([chars("B7", "2219", "22C5", "2027", "387", "2E31")], IN_LATIN), extra="col\u00b7labora 3\u00b74"),
    Family("degrees", "for a degree sign behind a digit, or before the unit of a temperature", "one small ring", swapped([chars("B0", "2DA", "2218")], lambda t, s, e: t[s - 1 : s].isdigit() or bool(re.search(r"\d $", t[:s]) and re.match(r"[CF]\b", t[e:]))), extra="at 20\u00b0C or 20 \u00b0C now"),
    # letters of another script
    Family("Cyrillic letters in Latin words", "where two letters of the word look like no other", ONE_SHAPE, lettered("LATIN", LATIN_TELLING, CYRILLIC_FOR_LATIN), text=True),
    Family("Greek letters in Latin words", "the same", ONE_SHAPE, lettered("LATIN", LATIN_TELLING, GREEK_FOR_LATIN), text=True),
    Family("letters of any script in Latin words", "the same", ONE_SHAPE, lettered("LATIN", LATIN_TELLING, [*CYRILLIC_FOR_LATIN, *GREEK_FOR_LATIN]), text=True),
    Family("Latin letters in Cyrillic words", "the same", ONE_SHAPE, lettered("CYRILLIC", CYRILLIC_TELLING, flipped(CYRILLIC_FOR_LATIN)), text=True),
    Family("Greek letters in Cyrillic words", "the same", ONE_SHAPE, lettered("CYRILLIC", CYRILLIC_TELLING, GREEK_FOR_CYRILLIC), text=True),
    Family("Latin letters in Greek words", "the same", ONE_SHAPE, lettered("GREEK", GREEK_TELLING, flipped(GREEK_FOR_LATIN)), extra="\u03bb\u03cc\u03b3\u03bf\u03c2 \u03b4\u03bf\u03c3\u03bf\u03bb\u03bf\u03b3\u03af\u03b1", text=True),
    Family("Cyrillic letters in Greek words", "the same", ONE_SHAPE, lettered("GREEK", GREEK_TELLING, flipped(GREEK_FOR_CYRILLIC)), extra="\u03bb\u03cc\u03b3\u03bf\u03c2 \u03b4\u03bf\u03c3\u03bf\u03bb\u03bf\u03b3\u03af\u03b1", text=True),
    Family("accented Cyrillic letters in Latin words", "where two letters of the word look like no other", "the accents have one shape too", lettered("LATIN", LATIN_TELLING, pairs("\u00eb0451 \u00ef0457 \u00e80450")), extra="tr\u00e8s b\u00eate m\u00ebtr fr\u00e8rt", text=True),
    Family("accented Latin letters in Cyrillic words", "the same", "the accents have one shape too", lettered("CYRILLIC", CYRILLIC_TELLING, flipped(pairs("\u00eb0451 \u00ef0457 \u00e80450"))), extra="\u0431\u0438\u043b\u044c\u0451 \u0434\u0438\u0457\u0448", text=True),
    Family("Lisu letters in Latin capitals", "where two letters of the word look like no other", ONE_SHAPE, lettered("LATIN", LATIN_TELLING, pairs("AA4EE CA4DA EA4F0 HA4E7 IA4F2 JA4D9 LA4E1 MA4DF NA4E0 OA4F3 PA4D1 SA4E2 TA4D4 XA4EB YA4EC")), extra="BRATISLAVA FREEDOM"),
    Family("Roman numerals", "capitals of Latin lines", "compatibility characters of one shape", replaced([("I", "\u2160"), ("V", "\u2164"), ("X", "\u2169"), ("L", "\u216c"), ("C", "\u216d"), ("D", "\u216e"), ("M", "\u216f"), ("i", "\u2170"), ("v", "\u2174"), ("x", "\u2179"), ("c", "\u217d"), ("II", "\u2161"), ("III", "\u2162"), ("IV", "\u2163")], LATIN_LINE)),
    Family("whole Cyrillic words in Latin lines", "a word that is all twins, in a line that is all Latin", ONE_SHAPE, worded("LATIN", "CYRILLIC", LATIN_TELLING, [pair for pair in CYRILLIC_FOR_LATIN if pair[0] in "aceiopsxyjABCEHIJMOPSTX"]), text=True),
    Family("whole Greek words in Latin lines", "the same", ONE_SHAPE, worded("LATIN", "GREEK", LATIN_TELLING, GREEK_FOR_LATIN[:1] + GREEK_FOR_LATIN[2:]), extra="I saw a TEXT in an ATM but no BANK", text=True),
    Family("whole Greek words in Cyrillic lines", "a word that is all twins, in a line that is all Cyrillic", ONE_SHAPE, worded("CYRILLIC", "GREEK", CYRILLIC_TELLING, GREEK_FOR_CYRILLIC)),
    Family("whole Cyrillic words in Greek lines", "a word that is all twins, in a line that is all Greek", ONE_SHAPE, worded("GREEK", "CYRILLIC", GREEK_TELLING, flipped(GREEK_FOR_CYRILLIC))),
    # compatibility
    Family("mathematical letters", "for ASCII letters and digits of Latin lines", "styled forms of the same letters (NFKC)", replaced([*decomposed("<font>", 0x1D400, 0x1D7FF)], LATIN_LINE)),
    Family("fullwidth forms", "for ASCII in Latin lines", "width forms of the same characters (NFKC)", replaced([*decomposed("<wide>", 0xFF01, 0xFF5E)], LATIN_LINE)),
    Family("ligatures", "for the letters they are made of", "fonts draw them alike", replaced([*decomposed("<compat>", 0xFB00, 0xFB06)], LATIN_LINE), extra="five stiff fluffy offices"),
    Family("digraphs", "for the letters they are made of", "fonts draw them alike", replaced([("ij", "\u0133"), ("IJ", "\u0132"), ("lj", "\u01c9"), ("nj", "\u01cc"), ("Lj", "\u01c8"), ("Nj", "\u01cb"), ("dz", "\u01f3"), ("d\u017e", "\u01c6"), ("D\u017e", "\u01c5")], both(LATIN_LINE, lambda t, s, e: not is_mark(right(t, e)))), extra="bij ljeto njiva d\u017eep adz"),
    Family("circled and bracketed letters", "for a letter in brackets in Latin lines", "one character for three of the same look", replaced([(f"({chr(0x61 + n)})", chr(0x249C + n)) for n in range(26)], LATIN_LINE), extra="case (a) and (b)"),
    Family("symbols that are letters", "for Kelvin, angstrom, ohm and micro", EQUIVALENT, swapped([("K", "\u212a"), ("\u00c5", "\u212b"), ("\u03a9", "\u2126"), ("\u03bc", "\u00b5")]), extra="300 K, 5 \u00c5, 3 \u03bcm"),
    Family("Arabic presentation forms", "for each letter the form it has", "the same glyph by another code", arabic_forms, extra="\u0633\u0644\u0627\u0645 \u0645\u062d\u0645\u062f"),
    Family("lam and alef in one", "for lam and alef", "always drawn as one", lam_alef, extra="\u0633\u0644\u0627\u0645 \u0644\u0627"),
    Family("circled digits", "for circled digits", "fonts of East Asia draw them alike", swapped([(chr(a + n), chr(b + n)) for a, b in ((0x2460, 0x2780), (0x2776, 0x278A)) for n in range(10)]), extra="\u2460 \u4e2d \u2777"),
    Family("other radicals", "for the ideographs they are", "drawn alike by half the fonts", replaced([("\u4eba", "\u2f08"), ("\u4ebb", "\u2e85"), ("\u5c23", "\u2e8f"), ("\u864e", "\u2ec1"), ("\u9b3c", "\u2ee4"), ("\u4e3f", "\u31d3")]), extra="\u4ebb\u864e\u9b3c\u5c23", text=True),
    Family("Kangxi radicals", "for the ideographs they are", "drawn alike by East Asian fonts", replaced([*decomposed("<compat>", 0x2F00, 0x2FD5)]), extra="\u4e00\u4eba\u6728\u6c34\u706b", text=True),
    # canonical equivalence
    Family("decomposition", "for every composed character", EQUIVALENT, canonical, extra="caf\u00e9 \u1ea5y \u0439", text=True),
    Family("order of marks", "for marks of different classes", EQUIVALENT, reordered, extra="a\u0323\u0301 \u05e9\u05b8\u05c1", text=True),
    Family("jamo", "for Hangul syllables", EQUIVALENT, jamo, extra="\ud55c\uad6d\uc5b4 \uac12", text=True),
    Family("compatibility ideographs", "for the ideographs they are", EQUIVALENT, replaced([("\u8c48", "\uf900"), ("\u66f4", "\uf901"), ("\u8eca", "\uf902"), ("\u91d1", "\uf90a"), ("\u6bd4", "\U0002f891"), ("\u4e0d", "\uf967"), ("\u4f86", "\uf92d")]), extra="\u8eca\u91d1\u4e0d\u4f86", text=True),
    Family("canonical singletons", "for accents and signs", EQUIVALENT, swapped([("\u0300", "\u0340"), ("\u0301", "\u0341"), ("\u0313", "\u0343"), ("\u0308\u0301", "\u0344"), ("\u02b9", "\u0374"), ("\u3008", "\u2329"), ("\u3009", "\u232a"), ("\u2002", "\u2000")]), extra="x\u0301 y\u0308\u0301 \u3008z\u3009", text=True),
    Family("vowels in two parts", "for independent vowels of Indic scripts", "sequences that Unicode asks not to emit: they look the same (DoNotEmit.txt)", replaced([("\u0906", "\u0905\u093e"), ("\u0911", "\u0905\u0949"), ("\u0913", "\u0905\u094b"), ("\u0986", "\u0985\u09be"), ("\u0a86", "\u0a85\u0abe"), ("\u0b06", "\u0b05\u0b3e"), ("\u0d08", "\u0d07\u0d57"), ("\u0d13", "\u0d12\u0d3e"), ("\u0c60", "\u0c0b\u0c3e")]), extra="\u0906\u0913 \u0986\u09ae", text=True),
    Family("hooks and tildes across", "for letters with a hook or a tilde", "sequences that Unicode asks not to emit: they look the same (DoNotEmit.txt)", replaced([("\u0256", "d\u0322"), ("\u0288", "t\u0322"), ("\u026b", "l\u0334"), ("\u0290", "z\u0322"), ("\u0282", "s\u0322"), ("\u1d80", "b\u0321")], lambda t, s, e: not is_mark(right(t, e))), extra="\u0256u \u0288a \u026bi", text=True),
    Family("strokes", "for letters with a stroke", "many fonts draw the overlay where the stroke is", replaced([("\u00f8", "o\u0338"), ("\u00d8", "O\u0338"), ("\u0142", "l\u0335"), ("\u0111", "d\u0335"), ("\u0268", "i\u0335")], lambda t, s, e: not is_mark(right(t, e))), extra="s\u00f8r \u0142a \u0111a", limit="no overlay of a stroke is in DoNotEmit.txt, and fonts place it differently"),
    # emoji
    Family("qualifiers of sequences", "inside emoji sequences of several characters", "fonts draw qualified and unqualified alike (UTS #51)", qualifiers, extra=PICTURES, text=True),
    Family("selectors on default emoji", "behind an emoji that is one by default", "the selector asks for what is drawn anyway", after_pictures(_DEFAULT, chars("FE0F", "FE0E", "FE0F+FE0F")), extra=PICTURES, text=True),
    Family("text selectors on text symbols", "behind a symbol that is text by default", "the selector asks for what is drawn anyway", after_pictures("[\u2600\u2702\u2708\u00a9\u2122]", chars("FE0E", "FE0E+FE0E")), extra=PICTURES, text=True),
    Family("joiners that join no pictures", "behind an emoji before a space", "nothing follows that could join", lambda text: (Site(m.end(), m.end(), ("", "\u200d", "\u200d\u200d")) for m in re.finditer(_DEFAULT + "(?= |$)", text)), extra=PICTURES, text=True),
    # what is no character
    Family("noncharacters", "for a replacement character", "each is drawn as a box or a question mark", swapped([("\ufffd", *chars("FDD0", "FDEF", "FFFE", "FFFF", "1FFFE", "10FFFF"))]), extra="lost \ufffd here \ufffd and \ufffd there", text=True),
    Family("lone surrogates", "for a replacement character that stands alone", "each is drawn as a box or a question mark", swapped([("\ufffd", *chars("D800", "DBFF", "DC00", "DFFF"))]), extra="lost \ufffd here \ufffd and \ufffd there", text=True),
    # twins inside a script
    Family("Arabic letters with Persian twins", "where yeh and kaf join on, in Arabic and Persian words", "one joined shape (Unicode section 9.2)", swapped([("\u064a", "\u06cc"), ("\u0643", "\u06a9")], lambda t, s, e: arabic_joined(t, e, e)), extra="\u0643\u0628\u064a\u0631\u0629", text=True),
    Family("joiners behind visible killers", "behind asat and pamaaeh, but before a virama", "they join nothing and are drawn (Indic_Syllabic_Category=Pure_Killer)", inserted(chars("200C", "200D", "200D+200C"), lambda t, s, e: t[s - 1 : s] in ("\u103a", "\u1baa") and right(t, e) not in ("\u1039", "\u1bab")), extra="\u1019\u103c\u1014\u103a\u1019\u102c \u1b9e\u1ba5\u1b94\u1baa\u1b93", text=True),
    Family("joiners before a virama", "between letters whose form they do not change in any font", "the virama alone decides the form", inserted(chars("200D", "200C", "200D+200D"), lambda t, s, e: t[s - 1 : s + 2] in ("\u0c38\u0c4d\u0c15", "\u0a38\u0a4d\u0a30", "\u0cb8\u0ccd\u0c95", "\u0d24\u0d4d\u0d30")), extra="\u0c38\u0c4d\u0c15 \u0a38\u0a4d\u0a30\u0a40 \u0cb8\u0ccd\u0c95 \u0d24\u0d4d\u0d30\u0d40", text=True),
    Family("joiners in the eyelash form", "behind rra and a virama, before a letter", "rra asks for the form itself (Unicode section 12.1)", inserted(chars("200D", "200D+200D"), lambda t, s, e: t[s - 2 : s] == "\u0931\u094d" and right(t, e) in ("\u092f", "\u0939")), extra="\u0926\u0931\u094d\u092f\u093e", text=True),
    Family("Arabic letters of other alphabets", "in the joined forms that they share with a letter of the line's own, where other letters tell the language", "one joined shape in half of the families", other_alphabets, extra="\u0645\u062f\u0631\u0633\u0629 \u0641\u064a \u0647\u0630\u0627 \u0627\u0644\u0628\u0644\u062f", text=True),
    Family("heh for ae", "at the end of a word, in lines that have ae where heh would join, and no letter of Arabic or Persian alone", "one final shape", swapped([("\u06d5", "\u0647")], lambda t, s, e: not is_letter(right(t, e)) and not is_mark(right(t, e)) and shows_ae(line_of(t, s))), extra="\u0686\u0627\u0648\u06d5\u06a9\u06d5 \u06af\u06d5\u0648\u0631\u06d5", text=True),
    Family("series of Arabic digits", "digits of one shape beside digits that tell", "one shape in both series", swapped([(chr(0x660 + n), chr(0x6F0 + n)) for n in (0, 1, 2, 3, 7, 8, 9)], lambda t, s, e: bool(re.search("[\u0664-\u0666\u06f4-\u06f6]", "".join(re.findall(r"\d+$", t[:s]) + re.findall(r"^\d+", t[e:]))))), extra="\u0661\u0664\u0669 \u06f1\u06f5\u06f8", text=True),
    Family("kana he", "between kana of one kind", "they differ by a hair", swapped([("\u3078", "\u30d8")], lambda t, s, e: script(right(t, e)) == "HIRAGANA" and script(left(t, s)) == "HIRAGANA"), extra="\u3042\u3078\u308b \u3078\u3084", text=True),
    Family("katakana like ideographs", "between katakana", "one shape in common fonts", swapped([("\u30ab", "\u529b"), ("\u30ed", "\u53e3"), ("\u30cb", "\u4e8c"), ("\u30a8", "\u5de5"), ("\u30bf", "\u5915"), ("\u30c8", "\u535c"), ("\u30cf", "\u516b")], lambda t, s, e: all(script(c) == "KATAKANA" and c not in "\u30ab\u30ed\u30cb\u30a8\u30bf\u30c8\u30cf" for c in (left(t, s), right(t, e)) if c) and bool(left(t, s) and right(t, e))), extra="\u30b5\u30ab\u30ca \u30a2\u30cb\u30e1", limit="katakana and ideographs of one shape are not told by their neighbours yet"),
    Family("Thai and Lao am", "for sara am", "compatibility characters that are drawn alike", swapped([("\u0e33", "\u0e4d\u0e32"), ("\u0eb3", "\u0ecd\u0eb2")], lambda t, s, e: is_letter(t[s - 1 : s])), extra="\u0e19\u0e33\u0e17\u0e33"),
    Family("Thai ae in two", "for sara ae", "two of sara e are drawn as sara ae", swapped([("\u0e41", "\u0e40\u0e40")]), extra="\u0e41\u0e21\u0e48 \u0e41\u0e25\u0e30"),
    Family("Myanmar wa and zero", "among letters", "one circle", swapped([("\u101d", "\u1040")], lambda t, s, e: script(t[s - 1 : s] or " ") == script(right(t, e) or " ") == "MYANMAR"), extra="\u1000\u101d\u102d \u101e\u101d\u102c\u1038"),
    Family("Yiddish digraphs", "for two letters", "fonts draw them alike", swapped([("\u05f0", "\u05d5\u05d5"), ("\u05f1", "\u05d5\u05d9"), ("\u05f2", "\u05d9\u05d9")], lambda t, s, e: not is_mark(right(t, e))), extra="\u05d9\u05d9\u05b4\u05d3\u05d9\u05e9 \u05f0\u05d0\u05e1 \u05d8\u05f1\u05d8 \u05d2\u05f2"),
    Family("script g", "for g in Latin words", "one shape in the families with a simple g", replaced([("g", "\u0261")], both(IN_LATIN, lambda t, s, e: is_letter(t[s - 1 : s]) and is_letter(right(t, e)))), extra="bigger eggs"),
    Family("small capitals", "for small letters of the same shape", "one shape at nearly one size", replaced([("o", "\u1d0f"), ("c", "\u1d04"), ("v", "\u1d20"), ("w", "\u1d21"), ("z", "\u1d22"), ("s", "\ua731")], both(IN_LATIN, lambda t, s, e: is_letter(t[s - 1 : s]) and is_letter(right(t, e)) and left(t, s) in LATIN_TELLING)), extra="broom frost"),
    Family("dots on dotted letters", "a dot above on i and j", "the letter's own dot is in its place (Soft_Dotted, UTS #39 section 5.4)", inserted(chars("307"), lambda t, s, e: t[s - 1 : s] in ("i", "j") and not is_mark(right(t, e)) and LATIN_LINE(t, s, e)), extra="if it is"),
    Family("dotless letters under marks", "i and j with a mark above", "the mark takes the place of the dot (Soft_Dotted, Unicode section 7.1)", replaced([(whole, bare + mark) for bare, letters in (("\u0131", "\u00ec\u00ed\u00ee\u00ef\u0129\u012b"), ("\u0237", "\u0135\u01f0")) for whole in letters for mark in unicodedata.normalize("NFD", whole)[1:]]), extra="na\u00efve pa\u00eds \u0135us", text=True),
    Family("perispomeni of Greek words", "on a vowel beside another Greek letter", "fonts draw it as a tilde", replaced([("\u1fb6", "\u03b1\u0303"), ("\u1fc6", "\u03b7\u0303"), ("\u1fd6", "\u03b9\u0303"), ("\u1fe6", "\u03c5\u0303"), ("\u1ff6", "\u03c9\u0303")], lambda t, s, e: "GREEK" in (script(left(t, s)), script(right(t, e)))), extra="\u03c4\u1ff6\u03bd \u03c4\u03bf\u1fe6", text=True),
    Family("tildes of Latin letters", "for a tilde", "fonts draw the Greek perispomeni as a tilde", replaced([("\u00e3", "a\u0342"), ("\u00f1", "n\u0342"), ("\u00f5", "o\u0342"), ("\u00d1", "N\u0342")]), extra="ma\u00f1ana s\u00e3o", text=True),
    Family("marks twice", "a mark of Hebrew, Syriac, Devanagari, Bengali, Gurmukhi, Myanmar or Balinese", "fonts draw the two in one place", replaced([(mark, mark * n) for mark in (*span(0x5B0, 0x5BC), *span(0x730, 0x73F), *chars("901", "902", "941", "942", "947", "948", "981", "9C1", "9C2", "A02", "A41", "A47", "A70", "A71", "102D", "102E", "1032", "1036", "1B36", "1B38")) for n in (2, 3)]), extra="\u05d1\u05bc\u05b7\u05d9\u05b4\u05ea \u0939\u093f\u0902\u0926\u0940 \u1005\u102d", text=True),
    Family("marks in another order", "signs that close a syllable, or nuktas, among vowels", "fonts draw both orders alike, and canonical ordering does not know them", swapped([("\u0e38\u0e4c", "\u0e4c\u0e38"), ("\u0e38\u0e4d", "\u0e4d\u0e38"), ("\u0ebc\u0ec8", "\u0ec8\u0ebc"), ("\u0eb8\u0ecd", "\u0ecd\u0eb8"), ("\u17bb\u17c6", "\u17c6\u17bb"), ("\u17bb\u17cb", "\u17cb\u17bb"), ("\u17c2\u17d0", "\u17d0\u17c2"), ("\u0abc\u0ac1", "\u0ac1\u0abc"), ("\u0b3c\u0b3f", "\u0b3f\u0b3c"), ("\u0733\u0741", "\u0741\u0733")]), extra="\u0e1e\u0e31\u0e19\u0e18\u0e38\u0e4c \u1781\u17d2\u1789\u17bb\u17c6 \u0e9e\u0eb8\u0ecd \u0eab\u0ebc\u0ec8 \u0a9c\u0abc\u0ac1 \u0720\u0733\u0741", text=True),
    Family("Tamil length mark", "for the letter lla, but behind the parts of au", "one shape (Unicode section 12.6)", replaced([("\u0bb3", "\u0bd7")], lambda t, s, e: script(t[s - 1 : s]) == "TAMIL" and t[s - 1] not in "\u0b92\u0bc6"), extra="\u0b95\u0bb3\u0bae\u0bcd", text=True),
)
# fmt: on
