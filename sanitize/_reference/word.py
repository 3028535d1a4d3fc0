"""Words of a line: runs of letters, marks and digits, and what their letters tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sanitize import _tables as tables
from sanitize._reference import facts

SCRIPTLESS = frozenset((facts.COMMON, facts.INHERITED))
TWIN_SCRIPTS = tuple(sorted({script for _, script in tables.TWINS}))
RARE = -1
"""Stands for the script of a letter that no orthography spells with, but looks like one of its script."""


@dataclass
class Word:
    """The letters of a word as indexes into the line, and what they tell."""

    letters: list[int] = field(default_factory=list)
    scripts: set[int] = field(default_factory=set)
    telling: dict[int, int] = field(default_factory=dict)
    """Letter number in the word to script, for the letters that tell it from its other scripts."""
    mixed: bool = False
    """Whether the letters were of several scripts at the beginning of the round."""


def split(cps: Sequence[int], apart: Mapping[int, Sequence[int]]) -> Iterator[Word]:
    """Split a line into words; East Asian letters and look-alike marks end one, and letters apart are one."""
    word = Word()
    for at, cp in enumerate(cps):
        kind = facts.klass(cp)
        inside = facts.is_wordy(cp) or kind in (facts.JOINER, facts.VARIATION)
        if at in apart or not inside or kind == facts.PUNCTUATION or facts.has(cp, facts.EAST_ASIAN):
            if word.letters:
                yield word
                word = Word()
            letters = [place for place in apart.get(at, ()) if is_word_letter(cps[place])]
            if letters:
                yield Word(letters, {script_of(cps[place]) for place in letters})
        elif is_word_letter(cp):
            word.letters.append(at)
            word.scripts.add(script_of(cp))
    if word.letters:
        yield word


def script_of(cp: int) -> int:
    """Return the script that a letter shows: its own, or `RARE`."""
    script = facts.script(cp)
    return RARE if script == facts.LATN and (cp, script) in tables.TWINS else script


def twin(cp: int, script: int, *, strong: bool = False) -> int | None:
    """Return the letter of a script that cannot be told from ``cp``; strong: proven for whole words."""
    target, proven = tables.TWINS.get((cp, script), (None, False))
    return target if proven or not strong else None


def is_word_letter(cp: int) -> bool:
    """Tell whether a character is a letter of some script that a word is made of."""
    of_script = facts.is_letter(cp) and facts.script(cp) not in SCRIPTLESS
    return of_script and facts.klass(cp) != facts.PUNCTUATION and not facts.has(cp, facts.EAST_ASIAN)


def resembled(cp: int) -> int | None:
    """Return the ASCII letter that a letter of another script resembles by UTS #39, if one."""
    if cp < 0x80 or facts.script(cp) == facts.LATN:
        return None
    from sanitize._tables_compare import CONFUSABLES

    target = CONFUSABLES.get(cp, ())
    if len(target) == 1 and target[0] < 0x80 and facts.is_letter(target[0]):
        return target[0]
    return None
