"""Sequences that Unicode asks not to emit become the preferred ones (UAX #44 DoNotEmit.txt)."""

from __future__ import annotations

from sanitize import _tables as tables
from sanitize._kinds import reason
from sanitize._reference import facts
from sanitize._reference.work import Cell

_PREFERRED = reason("preferred")
_LONGEST = max(map(len, tables.PREFER))


def resolve(row: list[Cell]) -> list[Cell]:
    """Rewrite a decomposed line from left to right, the longest sequence first, until nothing is left to rewrite.

    A preferred form can begin a sequence with what follows, or end one that began before it: both
    are looked at again. No preferred form leads back to what it stands for.
    """
    if not any(facts.has(cell.cp, facts.PREFERS) for cell in row):
        return row
    result: list[Cell] = []
    pending = row[::-1]
    while pending:
        cell = pending[-1]
        size, target = _match(pending) if facts.has(cell.cp, facts.PREFERS) else (0, ())
        if size:
            del pending[-size:]
            pending += [Cell(cp, cell.at, _PREFERRED) for cp in reversed(target)]
            back = result[-_LONGEST:]
            del result[-_LONGEST:]
            pending += reversed(back)
        else:
            result.append(pending.pop())
    return result


def _match(pending: list[Cell]) -> tuple[int, tuple[int, ...]]:
    """Return the length of the longest sequence that comes next and what is preferred; 0 if none does.

    What is pending is reversed: its last cell comes next.
    """
    window = [cell.cp for cell in pending[: -_LONGEST - 2 : -1]]
    for size in range(min(len(window), _LONGEST), 0, -1):
        target, not_before = tables.PREFER.get(tuple(window[:size]), ((), 0))
        after = window[size] if size < len(window) else None
        if target and (not not_before or after is None or facts.group(after) != not_before):
            return size, target
    return 0, ()
