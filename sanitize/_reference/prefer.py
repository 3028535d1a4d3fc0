"""Sequences that Unicode asks not to emit become the preferred ones (UAX #44 DoNotEmit.txt)."""

from __future__ import annotations

from sanitize import _tables as tables
from sanitize._kinds import reason
from sanitize._reference import facts
from sanitize._reference.work import Cell

_PREFERRED = reason("preferred")
_LONGEST = max(map(len, tables.PREFER))


def resolve(row: list[Cell]) -> list[Cell]:
    """Rewrite a decomposed line from left to right, the longest sequence first.

    A rewritten sequence is looked at again with what follows: the preferred form of one sequence
    can begin another. Every rewrite shortens the line or leaves characters that begin nothing.
    """
    if not any(facts.has(cell.cp, facts.PREFERS) for cell in row):
        return row
    result: list[Cell] = []
    pending = row[::-1]
    while pending:
        cell = pending[-1]
        if not facts.has(cell.cp, facts.PREFERS):
            result.append(pending.pop())
            continue
        window = [item.cp for item in pending[: -_LONGEST - 1 : -1]]
        for size in range(len(window), 0, -1):
            target = tables.PREFER.get(tuple(window[:size]))
            if target is not None:
                at = cell.at
                del pending[-size:]
                pending += [Cell(cp, at, _PREFERRED) for cp in reversed(target)]
                break
        else:
            result.append(pending.pop())
    return result
