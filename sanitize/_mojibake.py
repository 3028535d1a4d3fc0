"""Repair of text that was decoded with the wrong codec: ftfy's work, on the lines that need a look."""

from __future__ import annotations

from typing import TypeVar

from sanitize._backend import core
from sanitize._kinds import REASON_KIND, reason

Edit = tuple[int, int, "str | None", int, int]
_T = TypeVar("_T", str, bytes)
_MOJIBAKE = reason("mojibake")
LONGEST_LINE = 262144
"""Characters of the longest line that is repaired: ftfy sees a line whole."""


def repairs(text: str) -> list[Edit]:
    """Return an edit for each line that ftfy repairs; ftfy sees only the lines that the core suspects.

    Linear in the text; ftfy is imported at the first suspect.
    """
    suspects = core.suspect_lines(text)
    if not suspects:
        return []
    import ftfy

    edits: list[Edit] = []
    for start, end in suspects:
        if end - start > LONGEST_LINE:
            continue
        line = text[start:end]
        fixed = ftfy.fix_encoding(line)
        if fixed != line and "\n" not in fixed:
            edits.append((start, end, fixed, REASON_KIND[_MOJIBAKE], _MOJIBAKE))
    return edits


def compose(first: list[Edit], second: list[Edit]) -> list[Edit]:
    """Return the edits that do at once what ``first`` and then ``second`` do.

    The offsets of ``second`` are in the text that ``first`` makes. Edits that meet become one, under
    the kind of the first.
    """
    result: list[Edit] = []
    shift = 0  # from a place in the text between the two to the place in the input
    queue = list(second)
    at = 0
    for start, end, made, kind, why in first:
        if made is None:
            continue
        new_start, new_end = start - shift, start - shift + len(made)
        while at < len(queue) and queue[at][1] <= new_start:
            result.append(_moved(queue[at], shift))
            at += 1
        low, high, text = new_start, new_end, made
        source = [start, end]
        done = new_start
        parts: list[str] = []
        while at < len(queue) and queue[at][0] < new_end:
            a, b, new, _, _ = queue[at]
            at += 1
            if new is None:
                continue
            if a < low:
                source[0] -= low - a
                low = a
            parts += (text[done - new_start : max(a, new_start) - new_start], new)
            done = b
            if b > high:
                source[1] += b - high
                high = b
        parts.append(text[max(done, new_start) - new_start :])
        result.append((source[0], source[1], "".join(parts), kind, why))
        shift += (end - start) - len(made)
    result += [_moved(edit, shift) for edit in queue[at:]]
    return result


def _moved(edit: Edit, shift: int) -> Edit:
    start, end, *rest = edit
    return (start + shift, end + shift, *rest)  # type: ignore[return-value]
