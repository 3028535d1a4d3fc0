"""From text to visible cells: what goes whatever stands beside it (the context-free kinds)."""

from __future__ import annotations

from collections.abc import Iterator

from sanitize._kinds import CONTROL, KEEP, LOG, NEWLINE, REMOVE, REPLACE, reason
from sanitize._reference import escapes, facts
from sanitize._reference.work import NOISE, Cell, Work, is_noise

REPLACEMENT = 0xFFFD
LINE_FEED = 0x0A
SEGMENT = 16384
"""Letters and digits after which a line's context ends at the next space: see ``segments``."""

_ZERO_WIDTH = reason("zero-width")
_SOFT_HYPHEN = reason("soft-hyphen")
_ZWSP = reason("zero-width-space")
_BIDI = reason("bidi")
_CONTROL = reason("control")
_ESCAPE_SEQUENCE = reason("escape-sequence")
_NEWLINE = reason("newline")
_SURROGATE = reason("surrogate")
_NONCHARACTER = reason("noncharacter")
_MALFORMED = reason("malformed")
_PRIVATE = reason("private")
_UNASSIGNED = reason("unassigned")

NOISE_REASON = {
    facts.JOINER: reason("joiner"),
    facts.VARIATION: reason("selector"),
    facts.MONGOLIAN: reason("mongolian"),
    facts.TAG: reason("tag"),
    facts.BIDI: _BIDI,
    facts.SOFT_HYPHEN: _SOFT_HYPHEN,
    facts.ZERO_WIDTH_SPACE: _ZWSP,
    facts.OWN_FORMAT: reason("own-format"),
}


def cells(work: Work, text: str, start: int, end: int) -> list[Cell]:
    """Return the visible cells of ``text[start:end]`` and the noise that awaits its neighbours."""
    result: list[Cell] = []
    at = start
    while at < end:
        cp = ord(text[at])
        cell = Cell(cp, at)
        kind = facts.klass(cp)
        if kind == facts.CONTROL:
            stop = escapes.match(text, at, end)
            if stop > at and work.actions[CONTROL] in (REPLACE, REMOVE):
                for inside in range(at, stop):
                    result += work.settle(Cell(ord(text[inside]), inside), _ESCAPE_SEQUENCE)
                at = stop
                continue
            # A sequence that does not go whole is text, but for its control characters.
            result += work.settle(cell, _ESCAPE_SEQUENCE if stop > at else _CONTROL)
        elif kind == facts.INVISIBLE:
            result += work.settle(cell, _ZERO_WIDTH)
        elif kind in (facts.SOFT_HYPHEN, facts.ZERO_WIDTH_SPACE, facts.BIDI) and not work.text_mode:
            result += work.settle(cell, NOISE_REASON[kind])
        elif kind == facts.INVALID:
            result += work.settle(cell, _invalid(work, cell), (REPLACEMENT,))
        elif kind == facts.PRIVATE:
            result += work.settle(cell, _private(cp), (REPLACEMENT,))
        else:
            result.append(cell)
        at += 1
    return result


def _invalid(work: Work, cell: Cell) -> int:
    if cell.at in work.malformed:
        return _MALFORMED
    return _SURROGATE if 0xD800 <= cell.cp <= 0xDFFF else _NONCHARACTER


def _private(cp: int) -> int:
    private = 0xE000 <= cp <= 0xF8FF or cp >= 0xF0000
    return _PRIVATE if private else _UNASSIGNED


def lines(work: Work, row: list[Cell]) -> Iterator[tuple[list[Cell], list[Cell]]]:
    """Split cells at line ends: yield each line's cells and the cells that end it."""
    begin = 0
    at = 0
    while at < len(row):
        cell = row[at]
        if cell.cp == LINE_FEED and cell.why < 0:
            yield row[begin:at], [cell]
            begin = at + 1
        elif facts.klass(cell.cp) == facts.NEWLINE and cell.why < 0:
            stop = _before_line_feed(work, row, at) if cell.cp == 0x0D else at
            line = row[begin:at]
            if stop > at:  # CR LF, with nothing to be seen between the two
                ending = _return(work, cell)
                for noise in row[at + 1 : stop]:
                    ending += work.settle(noise, NOISE_REASON[facts.klass(noise.cp)])
                yield line, [*ending, row[stop]]
                at = stop
            else:
                yield line, work.settle(cell, _NEWLINE, (LINE_FEED,))
            begin = at + 1
        at += 1
    yield row[begin:], []


def _before_line_feed(work: Work, row: list[Cell], at: int) -> int:
    """Return the index of the line feed that only noise separates from a carriage return.

    In a log noise becomes visible, and then it parts the two.
    """
    stop = at + 1
    while not work.flags & LOG and stop < len(row) and is_noise(row[stop]):
        stop += 1
    return stop if stop < len(row) and row[stop].cp == LINE_FEED else at


def _return(work: Work, cell: Cell) -> list[Cell]:
    """A carriage return before a line feed goes, but in a log it is how the record ends."""
    if work.flags & LOG or work.actions[NEWLINE] == KEEP:
        return [cell]
    return work.settle(cell, _NEWLINE)


def segments(row: list[Cell]) -> Iterator[list[Cell]]:
    """Cut a very long line into the pieces whose words are judged together.

    The cut depends only on letters, digits and spaces that no rule adds or removes, so every
    variant of a text is cut at the same places.
    """
    begin = 0
    weight = 0
    for at, cell in enumerate(row):
        kind = facts.klass(cell.cp)
        if facts.group(cell.cp) in (facts.LETTER, facts.DIGIT):
            if kind == facts.PUNCTUATION or facts.has(cell.cp, facts.COMPOSES):
                continue
            cut = weight >= 2 * SEGMENT and kind == facts.PLAIN and _apart(row[at - 1])
            if cut:
                yield row[begin:at]
                begin, weight = at, 0
            weight += 1
        elif weight >= SEGMENT and (cell.cp == 0x20 or kind == facts.SPACE):
            yield row[begin : at + 1]
            begin, weight = at + 1, 0
    yield row[begin:]


def _apart(before: Cell) -> bool:
    """Tell whether a cut after this cell parts nothing that is drawn together."""
    return facts.klass(before.cp) not in NOISE and not facts.has(before.cp, facts.VIRAMA)
