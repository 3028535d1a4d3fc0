"""Preset ``text``: the invisible characters that a stored text may need (hyphenation, breaks, bidi)."""

from __future__ import annotations

from sanitize._reference import facts
from sanitize._reference.parse import NOISE_REASON
from sanitize._reference.work import Cell, Work, is_noise

_SETTLED = (facts.SOFT_HYPHEN, facts.ZERO_WIDTH_SPACE, facts.BIDI)

# Scripts written without spaces, where ZWSP marks the words for line breaking (UAX #14 class SA).
BREAKING = frozenset(facts.script_id(code) for code in ("Thai", "Laoo", "Khmr", "Mymr", "Tale", "Talu", "Lana", "Tavt"))
_ARABIC = facts.script_id("Arab")
ISOLATES = (0x2066, 0x2067, 0x2068)
POP_ISOLATE = 0x2069
MARKS = (0x200E, 0x200F, 0x061C)


def resolve(work: Work, row: list[Cell]) -> list[Cell]:
    """Keep soft hyphens inside words, ZWSP between letters of its scripts, and useful bidi controls."""
    if not any(facts.klass(cell.cp) in _SETTLED for cell in row):
        return row
    directed = any(facts.has(cell.cp, facts.RTL) for cell in row if cell.cp not in MARKS)
    balanced = _balanced(row) if directed else set()
    following = _following(row)
    result: list[Cell] = []
    before = 0
    for at, cell in enumerate(row):
        kind = facts.klass(cell.cp)
        after = following[at]
        if kind == facts.SOFT_HYPHEN:
            stays = facts.is_wordy(before) and facts.is_wordy(after)
        elif kind == facts.ZERO_WIDTH_SPACE:
            stays = {facts.script(before), facts.script(after)} <= BREAKING
        elif kind == facts.BIDI:
            stays = at in balanced or (cell.cp in MARKS and directed and _steers(before, after))
        else:
            stays = True
        result += [cell] if stays else work.settle(cell, NOISE_REASON[kind])
        drawn = not is_noise(cell) and not facts.is_mark(cell.cp)
        if stays and (kind in _SETTLED or drawn):
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


def _balanced(row: list[Cell]) -> set[int]:
    """Return the indexes of isolates that are closed within the line, with their closers (BD9).

    An isolate around nothing isolates nothing.
    """
    pairs: set[int] = set()
    stack: list[tuple[int, int]] = []
    drawn = 0
    for at, cell in enumerate(row):
        if cell.cp in ISOLATES:
            stack.append((at, drawn))
        elif cell.cp == POP_ISOLATE and stack:
            opener, before = stack.pop()
            if drawn > before:
                pairs |= {opener, at}
        elif not is_noise(cell):
            drawn += 1
    return pairs


def _steers(before: int, after: int) -> bool:
    """Tell whether a directional mark stands beside something without a strong direction of its own."""
    return facts.klass(before) != facts.BIDI and (_is_weak(before) or _is_weak(after))


def _is_weak(cp: int) -> bool:
    if facts.group(cp) == facts.DIGIT:
        return facts.script(cp) in (facts.COMMON, _ARABIC)
    return facts.group(cp) in (facts.OTHER, facts.SPACING, facts.SYMBOL)
