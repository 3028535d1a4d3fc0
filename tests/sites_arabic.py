"""Arabic letters as they join: forms, ligatures, and the letters that another alphabet shares a form with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sites import Site, gap, is_letter, is_mark, left, line_of, right, script
from sites_spelling import decomposed

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
