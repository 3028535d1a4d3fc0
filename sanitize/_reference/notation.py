"""Phonetic notation, notation of physics, escapes, character classes, placeholders: letters that are no words."""

from __future__ import annotations

from collections.abc import Sequence

from sanitize import _tables as tables
from sanitize._reference import around, facts
from sanitize._reference.word import SCRIPTLESS, Word, twin

FENCES = frozenset(map(ord, "/[]"))
"""What stands on both sides of a lone phonetic letter."""
TIES = frozenset((0x035C, 0x0361))
"""Ties of phonetic notation."""
SOUND_SIGNS = frozenset((0x02C8, 0x02CC, 0x02D0, 0x02D1, *TIES))
"""Stress, length and ties: signs that phonetic notation is written with."""
SOUNDS = frozenset((0x00E6, 0x00F0, 0x014B, 0x0259, 0x025B, 0x0254))
"""Letters of everyday alphabets that phonetic notation has, too: ae, eth, eng, schwa, open e and o."""
SUBSCRIPTS = frozenset(tuple(map(ord, name)) for name in ("max", "min"))
NAME = frozenset(map(ord, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-"))
LONGEST_NAME = 64
NAMED = {ord("\\"): frozenset(map(ord, "nrtbfdwsDW")), ord("%"): frozenset(map(ord, "sdufgr"))}
"""Letters of escapes and of directives that no letter of another common alphabet looks like, by the sign before them."""
LONGEST_CLASS = 256
MOST_BEFORE = 2
"""So many letters may stand in a character class before its first range, as io and its capital do."""
ALPHABETS = frozenset(("az", "AZ", "a\u044f", "A\u042f", "\u03b1\u03c9", "A\u03a9"))
"""The first and the last letter of alphabets with look-alikes, the first as the Latin letter it looks like."""


def spans(cps: list[int]) -> set[int]:
    """Return where slashes or brackets stand around Latin letters, if between some is a sign or a letter of sounds."""
    found: set[int] = set()
    shown = False
    for start, stop in facts.spans(cps, lambda cp: not around.is_blank(cp)):
        first, last = around.fence(cps[start:stop])
        fence = range(start + first, start + last)
        if all(facts.script(cps[at]) in (facts.LATN, *SCRIPTLESS) for at in fence):
            found.update(fence)
            shown |= any(_is_of_sounds(cps[at]) for at in fence)
    return found if shown else set()


def is_phonetic(cps: list[int], spans: set[int], word: Word) -> bool:
    """Tell whether a word is notation: by its place, by a tie, or by a phonetic letter that looks like no other."""
    if word.letters[0] in spans or any(cps[at + 1] in TIES for at in word.letters[:-1]):
        return True
    return any(_is_sound(cps[at]) for at in word.letters)


def apart(cps: list[int], strict: bool) -> dict[int, tuple[int, ...]]:
    """Return where letters stand that are words of their own beside others: escapes, and the ends of ranges.

    The letter of an escape or a printf directive before one beyond ASCII, but under ``strict``, and both ends of each
    range of a character class (UTS #18 section 1.1) that holds a whole alphabet: these two are one word, since a range
    is of one script. Each comes with the places of its word, the second end with none.
    """
    found: dict[int, tuple[int, ...]] = {}
    opened: int | None = None
    drawn = [facts.drawn_as(cp) for cp in cps]
    for at, mark in enumerate(drawn):
        if mark == ord("["):
            opened = at
        elif mark == ord("]") and opened is not None:
            if at - opened <= LONGEST_CLASS:
                for start in _ranges(drawn, opened + 1, at):
                    found |= {start: (start, start + 2), start + 2: ()}
            opened = None
        elif 0 < at < len(cps) - 1 and not strict and cps[at] in NAMED.get(drawn[at - 1], ()):
            found |= {at: (at,)} if cps[at + 1] >= 0x80 and facts.is_letter(cps[at + 1]) else {}
    return found


def _ranges(drawn: list[int], start: int, stop: int) -> set[int]:
    """Return where the ranges of a character class begin; none where words with hyphens may stand between brackets."""
    found: set[int] = set()
    whole = False
    before = 0
    at = start
    while at < stop:
        if drawn[at] == ord("\\"):
            at += 2
        elif at + 2 < stop and drawn[at + 1] == ord("-"):
            whole |= _latin(drawn[at]) + chr(drawn[at + 2]) in ALPHABETS
            found.add(at)
            at += 3
        else:
            before += not found and facts.is_letter(drawn[at])
            at += 1
    return found if whole and before <= MOST_BEFORE else set()


def _latin(cp: int) -> str:
    """Return the Latin letter that a letter looks like, or itself."""
    return chr(twin(cp, facts.LATN) or cp)


def is_subscript(letters: Sequence[int]) -> bool:
    """Tell whether letters are what physics writes below the sign of a quantity; no word begins with v and these."""
    return tuple(letters) in SUBSCRIPTS


def is_placeholder(cps: list[int], word: Word) -> bool:
    """Tell whether a word is part of a placeholder: %(name)s, {name}, &name; or <name>."""
    start, stop = word.letters[0], word.letters[-1] + 1
    while start and word.letters[0] - start < LONGEST_NAME and cps[start - 1] in NAME:
        start -= 1
    while stop < len(cps) and stop - word.letters[-1] <= LONGEST_NAME and cps[stop] in NAME:
        stop += 1
    before = "".join(chr(cp) for cp in cps[max(start - 2, 0) : start])
    after = chr(cps[stop]) if stop < len(cps) else ""
    if before[-1:] + after in ("{}", "&;", "<>") or before + after in ("</>", "%()"):
        return True
    if before[-1:] != ")":
        return before[-1:] == "%"
    name = start - 1
    while name and start - 1 - name < LONGEST_NAME and cps[name - 1] in NAME:
        name -= 1
    return cps[max(name - 2, 0) : name] == [0x25, 0x28]


def _is_of_sounds(cp: int) -> bool:
    return cp in SOUND_SIGNS or cp in SOUNDS or _is_sound(cp)


def _is_sound(cp: int) -> bool:
    """Tell whether a letter is of phonetic notation and looks like no other."""
    return facts.has(cp, facts.PHONETIC) and cp not in tables.UNCOMMON
