"""Per-character facts as the rules ask for them, from the generated tables."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from sanitize import _tables as tables

_END = 0x110000


def _expand() -> array[int]:
    """Spread the runs over one array: code point to record number."""
    index = array("H", bytes(2 * _END))
    runs = [*tables.RUNS, (_END, 0)]
    for (start, number), (end, _) in pairwise(runs):
        index[start:end] = array("H", [number]) * (end - start)
    return index


INDEX = _expand()
CLASS = [record[0] for record in tables.RECORDS]
SCRIPT = [record[1] for record in tables.RECORDS]
GROUP = [record[2] for record in tables.RECORDS]
CCC = [record[3] for record in tables.RECORDS]
JOINING = [record[4] for record in tables.RECORDS]
FLAG = [record[5] for record in tables.RECORDS]

(
    PLAIN,
    INVISIBLE,
    JOINER,
    VARIATION,
    MONGOLIAN,
    TAG,
    BIDI,
    CONTROL,
    NEWLINE,
    SPACE,
    BLANK,
    PUNCTUATION,
    COMPATIBILITY,
    INVALID,
    PRIVATE,
    SOFT_HYPHEN,
    ZERO_WIDTH_SPACE,
    OWN_FORMAT,
) = range(len(tables.CLASSES))

OTHER, LETTER, MARK, DIGIT, SPACING, SYMBOL = range(len(tables.GROUPS))

(
    EAST_ASIAN,
    EMOJI_DEFAULT,
    EMOJI_TEXT,
    UNIFIED,
    VIRAMA,
    SEQUENCE,
    PHONETIC,
    DECOMPOSES,
    COMPOSES,
    PREFERS,
    HOMOGLYPH,
    BOX,
    RTL,
    VOWEL,
    UPPER,
    OVERPRINTS,
) = (1 << bit for bit in range(len(tables.FLAGS)))


def script_id(code: str) -> int:
    """Return the number of a script by its four-letter code."""
    return tables.SCRIPTS.index(code)


LATN, CYRL, GREK, MONG = (script_id(code) for code in ("Latn", "Cyrl", "Grek", "Mong"))
COMMON, INHERITED = script_id("Zyyy"), script_id("Zinh")


def klass(cp: int) -> int:
    """Return the class: what the character is before any context."""
    return CLASS[INDEX[cp]]


def drawn_as(cp: int) -> int:
    """Return the mark that a look-alike may become (its first, if several), so that shapes see one of them only."""
    return tables.FOLDS[cp][0][0] if klass(cp) == PUNCTUATION else cp


def script(cp: int) -> int:
    """Return the script number (UAX #24)."""
    return SCRIPT[INDEX[cp]]


def group(cp: int) -> int:
    """Return the coarse general category."""
    return GROUP[INDEX[cp]]


def ccc(cp: int) -> int:
    """Return the canonical combining class."""
    return CCC[INDEX[cp]]


def joining(cp: int) -> str:
    """Return the joining type (UAX #44): U, C, D, L, R or T."""
    return JOINING[INDEX[cp]]


def has(cp: int, flag: int) -> bool:
    """Tell whether a character has a flag."""
    return bool(FLAG[INDEX[cp]] & flag)


def is_letter(cp: int) -> bool:
    """Tell whether a character is a letter (general category L or Nl)."""
    return GROUP[INDEX[cp]] == LETTER


def is_plain_letter(cp: int) -> bool:
    """Tell whether a character is a letter that no rule takes for a mark or a blank."""
    return GROUP[INDEX[cp]] == LETTER and CLASS[INDEX[cp]] not in (PUNCTUATION, BLANK)


def is_mark(cp: int) -> bool:
    """Tell whether a character is a combining mark (general category M)."""
    return GROUP[INDEX[cp]] == MARK


def is_wordy(cp: int) -> bool:
    """Tell whether a character is part of words: a letter, a mark or a digit, but no blank."""
    return GROUP[INDEX[cp]] in (LETTER, MARK, DIGIT) and CLASS[INDEX[cp]] != BLANK


def spans(cps: Sequence[int], inside: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    """Yield the longest runs of characters that satisfy a test."""
    start = 0
    for at in range(len(cps) + 1):
        if at == len(cps) or not inside(cps[at]):
            if at > start:
                yield start, at
            start = at + 1
