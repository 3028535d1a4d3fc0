"""Channels around emoji, selectors on symbols, flags and bidi wrappings: sequences that draw as without them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .base import HIDDEN, Channel, Site
from .script import script, scripts

Sites = Callable[[str], Iterator[Site]]
_EMOJI = re.compile(
    "[\u231a\u23e9\u26a1\u2705\u2728\u274c\u2b50\U0001f300-\U0001f320\U0001f32d-\U0001f335\U0001f400-\U0001f43e\U0001f600-\U0001f64f\U0001f680-\U0001f6c5\U0001f910-\U0001f93a\U0001f9c0-\U0001f9cb]"
)
_TEXT_SYMBOL = re.compile("[\u00a9\u00ae\u2122\u2194\u2602\u2660\u2665\u2713\u2714\u2764](?![\ufe0e\ufe0f\u200d])")
_KEYCAP = re.compile("(?<=[0-9#*])\ufe0f?(?=\u20e3)")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_BLACK_FLAG = re.compile("\U0001f3f4(?![\U000e0020-\U000e007f\u200d\ufe0f])")
_LTR_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}(?![^\W\d_])")
_RTL = frozenset({"Hebrew", "Arabic", "Syriac", "Thaana", "Nko", "Adlam"})


def _next_to(
    pattern: re.Pattern[str],
    pieces: tuple[str, ...],
    *,
    not_before: str = "\u200d\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff\U000e0067\u20e3",
) -> Sites:
    def sites(cover: str) -> Iterator[Site]:
        for match in pattern.finditer(cover):
            right, left = cover[match.end() : match.end() + 1], cover[match.start() - 1 : match.start()]
            if (not right or right not in not_before) and left != "\u200d":
                yield Site(match.end(), match.end(), ("", *pieces))

    return sites


def _optional(pattern: re.Pattern[str], piece: str) -> Sites:
    def sites(cover: str) -> Iterator[Site]:
        for match in pattern.finditer(cover):
            yield Site(match.start(), match.end(), ("", piece))

    return sites


def _sequence(cover: str) -> Iterator[Site]:
    for match in re.finditer("[\u2640\u2642\u2695\u2696\u2708\u2764](\ufe0f?)", cover):
        start, end = match.span(1)
        if cover[match.start() - 1 : match.start()] == "\u200d" or cover[end : end + 1] == "\u200d":
            yield Site(start, end, ("", "\ufe0f"))


def _between_emoji(cover: str) -> Iterator[Site]:
    for match in _EMOJI.finditer(cover):
        right = cover[match.end() : match.end() + 1]
        if right and _EMOJI.match(right) and cover[match.start() - 1 : match.start()] != "\u200d":
            yield Site(match.end(), match.end(), ("", "\u200d"))


def _wrapped(opening: str, closing: str, *, right_to_left: bool) -> Sites:
    """Return the sites where a word may be wrapped in a pair of controls that give it the direction it has."""

    def sites(cover: str) -> Iterator[Site]:
        counted = scripts(cover)
        if not counted or bool(_RTL & counted.keys()) != right_to_left:
            return
        if right_to_left and not counted.keys() <= _RTL:
            return
        for match in _LTR_WORD.finditer(cover):
            word = match.group()
            if script(word[0]) and cover[match.end() : match.end() + 1] in ("", " ", "\n"):
                yield Site(match.start(), match.end(), (word, opening + word + closing))

    return sites


def symbols() -> Iterator[Channel]:
    """Yield the channels around emoji, flags and bidi wrappings."""
    london = "".join(chr(0xE0000 + ord(char)) for char in "gblon") + "\U000e007f"
    loose = "".join(chr(0xE0000 + ord(char)) for char in "hi")
    rows: list[tuple[str, str, Sites]] = [
        ("emoji selector on emoji", "the emoji is drawn as an emoji without it", _next_to(_EMOJI, ("\ufe0f",))),
        ("selectors VS1-VS14 on emoji", "no such sequence is listed", _next_to(_EMOJI, ("\ufe00", "\ufe05"))),
        (
            "text selector on text symbols",
            "the symbol is drawn as text without it",
            _next_to(_TEXT_SYMBOL, ("\ufe0e",)),
        ),
        ("emoji selector inside sequences", "fonts draw the sequence either way", _sequence),
        ("emoji selector in keycaps", "fonts draw the keycap either way", _optional(_KEYCAP, "\ufe0f")),
        ("selectors on flags", "a flag has no other form", _next_to(_FLAG, ("\ufe0f", "\ufe0e", "\U000e0100"))),
        ("joiner between emoji that form nothing", "the emoji are drawn side by side", _between_emoji),
        (
            "joiner after an emoji",
            "nothing follows that it could join",
            _next_to(re.compile(_EMOJI.pattern + r"(?=\s|$)"), ("\u200d",)),
        ),
        ("tags after emoji", "tags spell regions after a black flag only", _next_to(_EMOJI, (london, loose))),
        (
            "tags that spell no region",
            "a flag that is no region is drawn black",
            _next_to(_BLACK_FLAG, (london, loose)),
        ),
        (
            "LRE around left-to-right words",
            "the direction is that already",
            _wrapped("\u202a", "\u202c", right_to_left=False),
        ),
        (
            "LRO around left-to-right words",
            "the direction is that already",
            _wrapped("\u202d", "\u202c", right_to_left=False),
        ),
        (
            "LRI around left-to-right words",
            "the direction is that already",
            _wrapped("\u2066", "\u2069", right_to_left=False),
        ),
        (
            "FSI around left-to-right words",
            "the direction is that already",
            _wrapped("\u2068", "\u2069", right_to_left=False),
        ),
        (
            "RLE around right-to-left words",
            "the direction is that already",
            _wrapped("\u202b", "\u202c", right_to_left=True),
        ),
        (
            "RLI around right-to-left words",
            "the direction is that already",
            _wrapped("\u2067", "\u2069", right_to_left=True),
        ),
    ]
    for name, why, sites in rows:
        yield Channel(name, why, sites, HIDDEN, "any")
