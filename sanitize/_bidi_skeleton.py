"""The skeleton of what is seen: UTS #39 section 4 over the order of UAX #9, embeddings and overrides included.

The explicit rules (X1 to X10) are here; the implicit ones (W1 to I2) are the reference's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from sanitize._backend import core
from sanitize._reference import order
from sanitize._reference.order import ABSENT, FIRST_STRONG_ISOLATE, ISOLATES, ON, POP_ISOLATE, WS, L, R, S
from sanitize._tables_compare import IGNORABLE
from sanitize._tables_identifiers import MIRRORED

_EMBEDDINGS = {0x202A: (L, None), 0x202B: (R, None), 0x202D: (L, L), 0x202E: (R, R)}
"""LRE, RLE, LRO, RLO: their direction, and the type that they force."""
_POP_EMBEDDING = 0x202C
_DEEPEST = 125
"""BD2."""
_IGNORABLE = frozenset(cp for start, end in IGNORABLE for cp in range(start, end)) - order.CONTROLS


class _Status(NamedTuple):
    """An entry of the directional status stack (X1)."""

    level: int
    override: int | None
    isolate: bool


def bidi_skeleton(text: str, direction: Literal["ltr", "rtl"] = "ltr") -> str:
    """Return the skeleton of a text as it is seen from left to right: for comparing only, never to show or store.

    Parameters
    ----------
    text:
        Any ``str``; each line is ordered for itself.
    direction:
        ``"ltr"`` or ``"rtl"``: the direction of the paragraph that it is shown in.

    Raises ``TypeError`` for another type and ``ValueError`` for another direction. Cost: linear, for brackets and
    embeddings within the bounds of UAX #9; slower than `skeleton`. Source: UTS #39 section 4, UAX #9.

    >>> import sanitize
    >>> a, b = "A1<\\u05e9", "\\u0391\\u05e9>1"
    >>> sanitize.skeleton(a) == sanitize.skeleton(b), sanitize.bidi_skeleton(a) == sanitize.bidi_skeleton(b)
    (False, True)
    >>> sanitize.bidi_skeleton(a, "rtl") == sanitize.bidi_skeleton(b, "rtl")
    False
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, not {type(text).__name__}")
    if direction not in ("ltr", "rtl"):
        raise ValueError(f"unknown direction {str(direction)[:40]!r}: choose ltr or rtl")
    base = int(direction == "rtl")
    result: str = core.skeleton("\n".join(_shown(line, base) for line in text.split("\n")))
    return result


def _shown(line: str, base: int) -> str:
    """Return a line in the order in which it is seen, with marks behind their letters and mirrored marks mirrored."""
    row = [cp for cp in map(ord, core.normalize_nfd(line)) if cp not in _IGNORABLE]
    classes = [order.bidi_class(cp) for cp in row]
    if not base and not any(
        kind in (R, order.AL, order.AN) or cp in order.CONTROLS for kind, cp in zip(classes, row, strict=True)
    ):
        return "".join(map(chr, row))
    levels = _levels(row, classes, base)
    result: list[int] = []
    marks: list[int] = []
    for at, is_mirrored in order.seen(row, levels, base):
        cp = MIRRORED.get(row[at], row[at]) if is_mirrored else row[at]
        if levels[at] % 2 and classes[at] == order.NSM:  # L3: it comes before its letter
            marks.append(cp)
        else:
            result += (cp, *reversed(marks))
            marks = []
    return "".join(map(chr, (*result, *reversed(marks))))


def _levels(row: Sequence[int], classes: Sequence[int], base: int) -> list[int]:
    """Return the level of each place (X1 to L1); what X9 removes has none."""
    closers = _isolates(row)
    levels, types = _explicit(row, classes, closers, base)
    for places, before, after in _sequences(row, levels, closers, base):
        run = order.Run(levels[places[0]], [-1, *places, -1], [before, *(types[at] for at in places), after])
        run.resolve([*row, 0])
        settled = [run.implicit(kind) for kind in run.types[1:-1]]
        for at, level in zip(places, settled, strict=True):
            levels[at] = level
    blank = True
    for at in range(len(row) - 1, -1, -1):
        kind = WS if row[at] in (*ISOLATES, POP_ISOLATE) else classes[at]
        if levels[at] < 0:
            continue
        if kind == S or (kind == WS and blank):
            levels[at], blank = base, True
        else:
            blank = False
    return levels


def _isolates(row: Sequence[int]) -> dict[int, int]:
    """Return the place of the closer for each isolate that has one (BD9)."""
    result: dict[int, int] = {}
    opened: list[int] = []
    for at, cp in enumerate(row):
        if cp in ISOLATES:
            opened.append(at)
        elif cp == POP_ISOLATE and opened:
            result[opened.pop()] = at
    return result


def _explicit(
    row: Sequence[int], classes: Sequence[int], closers: dict[int, int], base: int
) -> tuple[list[int], list[int]]:
    """Return the explicit level and the type of each place (X1 to X9)."""
    levels, types = [ABSENT] * len(row), list(classes)
    stack = [_Status(base, None, False)]  # noqa: FBT003 - an entry is written as the annex writes it
    too_deep_isolates = too_deep = isolates = 0
    for at, cp in enumerate(row):
        last = stack[-1]
        if cp in _EMBEDDINGS:
            side, override = _EMBEDDINGS[cp]
            level = _next(last.level, side)
            if level <= _DEEPEST and not too_deep_isolates and not too_deep:
                stack.append(_Status(level, override, False))  # noqa: FBT003
            elif not too_deep_isolates:
                too_deep += 1
        elif cp == _POP_EMBEDDING:
            if too_deep_isolates:
                continue
            if too_deep:
                too_deep -= 1
            elif not last.isolate and len(stack) > 1:
                stack.pop()
        elif cp in ISOLATES:
            levels[at], types[at] = last.level, ON if last.override is None else last.override
            level = _next(last.level, _side(row, classes, at, closers.get(at, len(row))))
            if level <= _DEEPEST and not too_deep_isolates and not too_deep:
                isolates += 1
                stack.append(_Status(level, None, True))  # noqa: FBT003
            else:
                too_deep_isolates += 1
        else:
            if cp == POP_ISOLATE:
                if too_deep_isolates:
                    too_deep_isolates -= 1
                elif isolates:
                    too_deep = 0
                    while not stack[-1].isolate:
                        stack.pop()
                    stack.pop()
                    isolates -= 1
                last = stack[-1]
                types[at] = ON
            levels[at] = last.level
            if last.override is not None:
                types[at] = last.override
    return levels, types


def _next(level: int, side: int) -> int:
    """Return the next level of a direction."""
    return (level + 1) | 1 if side == R else (level + 2) & ~1


def _side(row: Sequence[int], classes: Sequence[int], at: int, stop: int) -> int:
    """Return the direction of an isolate: its own, or that of the first strong character in it (P2)."""
    if row[at] != FIRST_STRONG_ISOLATE:
        return R if row[at] == order.RIGHT_TO_LEFT_ISOLATE else L
    depth = 0
    for place in range(at + 1, stop):
        if row[place] in ISOLATES:
            depth += 1
        elif row[place] == POP_ISOLATE:
            depth = max(0, depth - 1)
        elif not depth and classes[place] in (L, R, order.AL) and row[place] not in _EMBEDDINGS:
            return L if classes[place] == L else R
    return L


def _sequences(
    row: Sequence[int], levels: Sequence[int], closers: dict[int, int], base: int
) -> Iterator[tuple[list[int], int, int]]:
    """Yield the isolating run sequences, each with the directions at its ends (BD13, X10)."""
    there = [at for at, level in enumerate(levels) if level >= 0]
    number = {at: place for place, at in enumerate(there)}
    runs: list[list[int]] = []
    for at in there:
        if runs and levels[runs[-1][-1]] == levels[at]:
            runs[-1].append(at)
        else:
            runs.append([at])
    first = {run[0]: run for run in runs}
    continued = {closers[run[-1]] for run in runs if run[-1] in closers and closers[run[-1]] in first}
    levels = list(levels)  # the caller settles one sequence while the next is still to be found
    for run in runs:
        if run[0] in continued:
            continue
        places = list(run)
        while places[-1] in closers and closers[places[-1]] in first:
            places += first[closers[places[-1]]]
        own = levels[places[0]]
        place = number[places[0]]
        before = levels[there[place - 1]] if place else base
        place = number[places[-1]]
        is_open = row[places[-1]] in ISOLATES and places[-1] not in closers
        after = base if is_open or place + 1 == len(there) else levels[there[place + 1]]
        yield places, (R if max(own, before) % 2 else L), (R if max(own, after) % 2 else L)
