"""An unfinished line: what of it is decided whatever follows, and what of the rest has to be kept."""

from __future__ import annotations

from itertools import islice

from sanitize._kinds import LOG
from sanitize._reference import escapes, facts, parse
from sanitize._reference.engine import split_rules
from sanitize._reference.utf8 import decode, widths
from sanitize._reference.work import Cell, Work, is_noise


def unfinished(text: str, rules: bytes) -> tuple[int, str]:
    """Return where the undecided rest of a text begins, and that rest without what goes from it unseen.

    The text begins where a line, or a piece of one, begins. What is before the index is cleaned by itself
    as it would be in the whole; the rest is read again when more has come, and stands for all after
    the index: it is never longer than `parse.LONGEST` cells and one escape sequence.
    """
    at, kept, end = _rest(Work(*split_rules(rules)), text)
    return at, "".join(text[place] for place in kept) + text[end:]


def unfinished_bytes(data: bytes, rules: bytes) -> tuple[int, bytes]:
    """Return the same for UTF-8 bytes; the last character may be incomplete."""
    text, malformed = decode(data, final=False)
    at, kept, end = _rest(Work(*split_rules(rules), malformed), text)
    offsets = widths(text, malformed)
    rest: list[bytes] = []
    for place, following in zip(kept, [*kept[1:], end], strict=False):
        rest.append(data[offsets[place] : offsets[place + 1]])
        if place in malformed and place + 1 < following:
            rest.append(_between(text[place + 1]))
    return offsets[at], b"".join(rest) + data[offsets[end] :]


def _between(gone: str) -> bytes:
    """Return what keeps a malformed part from what follows, where something between them goes unseen.

    Without it the bytes of both could be one malformed part, or a character. A control character stands for any other, and
    for a whole escape sequence: NUL goes as they do, and begins and ends none.
    """
    return b"\0" if facts.klass(ord(gone)) == facts.CONTROL else gone.encode("utf-8")


def _rest(work: Work, text: str) -> tuple[int, list[int], int]:
    """Return the start of the undecided rest, the places in it that are kept, and from where on all is kept."""
    end = _open_sequence(text)
    row = parse.cells(work, text, 0, end)
    row = row[_last_line(work, row) :]
    *_, piece = [row] if row and facts.klass(row[0].cp) == facts.NEWLINE else parse.segments(work, row)
    places = sorted({cell.at for cell in piece})
    return (places[0] if places else end), places, end


def _last_line(work: Work, row: list[Cell]) -> int:
    """Return where the last line of a row begins, or the carriage return that a line feed may follow."""
    begin = 0
    for at, cell in enumerate(row):
        if cell.why >= 0 or not (cell.cp == parse.LINE_FEED or facts.klass(cell.cp) == facts.NEWLINE):
            continue
        open_end = cell.cp == 0x0D and all(not work.flags & LOG and is_noise(other) for other in row[at + 1 :])
        begin = at if open_end else at + 1
        if open_end:
            break
    return begin


def _open_sequence(text: str) -> int:
    """Return where an escape sequence begins that may go on, or the end.

    Such a sequence has no control character in it but its first, and perhaps the ESC that begins its end.
    """
    near = range(len(text) - 1, max(-1, len(text) - escapes.LONGEST), -1)
    controls = list(islice((at for at in near if facts.klass(ord(text[at])) == facts.CONTROL), 2))
    return next((at for at in reversed(controls) if escapes.may_go_on(text, at, len(text))), len(text))
