"""Preset ``text``: the invisible characters that a stored text may need (hyphenation, breaks, bidi)."""

from __future__ import annotations

from sanitize._reference import facts
from sanitize._reference.parse import NOISE_REASON
from sanitize._reference.work import Cell, Work, is_noise

_SETTLED = (facts.SOFT_HYPHEN, facts.ZERO_WIDTH_SPACE, facts.BIDI)

# Scripts written without spaces, where ZWSP marks the words for line breaking (UAX #14 class SA).
BREAKING = frozenset(facts.script_id(code) for code in ("Thai", "Laoo", "Khmr", "Mymr", "Tale", "Talu", "Lana", "Tavt"))

LEADING = frozenset((*range(0x0E40, 0x0E45), *range(0x0EC0, 0x0EC5), 0x19B5, 0x19B6, 0x19B7, 0x19BA))
"""Vowels that are written before their consonant (Logical_Order_Exception)."""
FOLLOWING = frozenset((0x0E30, 0x0E32, 0x0E33, 0x0E45, 0x0EB0, 0x0EB2, 0x0EB3))
"""Letters that are vowels behind their consonant."""


def resolve(work: Work, row: list[Cell]) -> list[Cell]:
    """Keep soft hyphens inside words, ZWSP between letters of its scripts, and useful bidi controls."""
    if not any(facts.klass(cell.cp) in _SETTLED for cell in row):
        return row
    directs = _directs(row) if any(_is_bidi(cell) for cell in row) else {}
    following = _following(row)
    result: list[Cell] = []
    before = 0
    for at, cell in enumerate(row):
        kind = facts.klass(cell.cp)
        after = following[at]
        if kind == facts.SOFT_HYPHEN:
            stays = facts.is_wordy(before) and facts.is_wordy(after)
        elif kind == facts.ZERO_WIDTH_SPACE:
            # Nothing breaks inside a cluster.
            between = not facts.is_mark(after) and before not in LEADING and after not in FOLLOWING
            stays = between and {facts.script(before), facts.script(after)} <= BREAKING
        else:
            stays = kind != facts.BIDI or directs.get(at) == cell.cp
        written = (directs[at],) if at in directs else ()
        result += [cell] if stays else work.settle(cell, NOISE_REASON[kind], written)
        drawn = not is_noise(cell) and not facts.is_mark(cell.cp)
        if written or (stays and (kind in _SETTLED or drawn)):
            before = cell.cp
    return result


def _following(row: list[Cell]) -> list[int]:
    """Return, for each cell, the next code point that is drawn; 0 at the end."""
    result = [0] * len(row)
    after = 0
    for at in range(len(row) - 1, -1, -1):
        result[at] = after
        if not is_noise(row[at]):
            after = row[at].cp
    return result


def _is_bidi(cell: Cell) -> bool:
    return facts.klass(cell.cp) == facts.BIDI


def _directs(row: list[Cell]) -> dict[int, int]:
    """Return the bidi controls that the order of a line needs: index, and the control to be written there."""
    from sanitize._reference import bidi  # its tables are seldom needed

    return bidi.wanted([bidi.BLANK if is_noise(cell) and not _is_bidi(cell) else cell.cp for cell in row])
