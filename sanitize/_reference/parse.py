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
LONGEST = 16 * SEGMENT
"""Characters after which a line's context ends, whatever they are; the longest escape sequence."""
NOISE_RUN = 16
"""What draws nothing is looked at up to here; a flag's tags are six."""

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
_TRAILING = reason("trailing")
_MARKS = reason("marks")

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
    heap = Heap()
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
        elif kind in NOISE and heap.is_over(cell, len(result)):
            result += work.settle(cell, NOISE_REASON[kind])
        else:
            result.append(cell)
        at += 1
    return result


class Heap:
    """A run of noise: what is heaped up beyond ``NOISE_RUN`` goes unseen, but for the first joiner of each kind."""

    def __init__(self) -> None:
        self.end = 0
        """The length of the row where the run ends."""
        self.size = 0
        self.joiners: set[int] = set()

    def is_over(self, cell: Cell, length: int) -> bool:
        """Count a cell that comes to a row of some length, and tell whether it is one too many."""
        if length != self.end:
            self.end, self.size, self.joiners = length, 0, set()
        self.size += 1
        over = self.size > NOISE_RUN and (facts.klass(cell.cp) != facts.JOINER or cell.cp in self.joiners)
        self.joiners.add(cell.cp)
        self.end += not over
        return over


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


def segments(work: Work, row: list[Cell]) -> Iterator[list[Cell]]:
    """Cut a very long line into the pieces that are judged by themselves.

    A piece ends before the first space behind ``SEGMENT`` letters and digits, or before the letter
    behind twice as many. That depends only on letters, digits and spaces that no rule adds or removes,
    so every variant of a text is cut at the same places. A piece with too few letters for that ends
    at half of ``LONGEST`` cells where nothing is parted, at ``LONGEST`` where something is. Blanks and
    marks beyond ``SEGMENT`` in a run go, and the noise among them, so that such a place is found.
    """
    piece: list[Cell] = []
    weight = marks = blanks = first_blank = 0
    for cell in row:
        kind, group = facts.klass(cell.cp), facts.group(cell.cp)
        blank = _is_blank(cell)
        if blank and not blanks:
            first_blank = len(piece)
        counts = group in (facts.LETTER, facts.DIGIT) and not blank and kind != facts.PUNCTUATION
        counts = counts and not facts.has(cell.cp, facts.COMPOSES)
        if weight >= SEGMENT and blank and kind != facts.BLANK and first_blank:
            yield piece[:first_blank]
            piece = piece[first_blank:]
            weight = first_blank = 0
        elif _ends(piece, cell, blanks) or (
            counts and weight >= 2 * SEGMENT and kind == facts.PLAIN and not blanks and _apart(piece[-1])
        ):
            yield piece
            piece = []
            weight = marks = blanks = first_blank = 0
        weight += counts
        if kind not in NOISE:
            blanks = blanks + 1 if blank else 0
            marks = marks + 1 if group == facts.MARK else 0
        heaped = max(blanks, marks)
        if kind in NOISE and heaped >= SEGMENT:
            piece += work.settle(cell, NOISE_REASON[kind])
        elif heaped > SEGMENT:
            piece += work.settle(cell, _TRAILING if blank else _MARKS)
        else:
            piece.append(cell)
    yield piece


def _is_blank(cell: Cell) -> bool:
    return cell.cp in (0x20, 0x09) or facts.klass(cell.cp) in (facts.SPACE, facts.BLANK)


def _ends(piece: list[Cell], cell: Cell, blanks: int) -> bool:
    """Tell whether a piece that is long by what are no letters ends before a cell."""
    if len(piece) < LONGEST // 2:
        return False
    noise = is_noise(cell)
    parts = noise or blanks > 0 or facts.group(cell.cp) == facts.MARK or facts.has(cell.cp, facts.COMPOSES)
    before = piece[-1].cp
    parts = parts or facts.klass(before) == facts.JOINER or facts.has(before, facts.VIRAMA)
    return not parts or len(piece) >= (2 * LONGEST if noise else LONGEST)


def _apart(before: Cell) -> bool:
    """Tell whether a cut after this cell parts nothing that is drawn together."""
    return facts.klass(before.cp) not in NOISE and not facts.has(before.cp, facts.VIRAMA)
