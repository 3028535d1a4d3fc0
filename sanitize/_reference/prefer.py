"""Sequences that Unicode asks not to emit become the preferred ones (UAX #44 DoNotEmit.txt)."""

from __future__ import annotations

from sanitize import _tables as tables
from sanitize._kinds import reason
from sanitize._reference import facts
from sanitize._reference.work import Cell

_PREFERRED = reason("preferred")
_LONGEST = max(map(len, tables.PREFER))


def resolve(row: list[Cell]) -> list[Cell]:
    """Rewrite a decomposed line until nothing is left to rewrite.

    A preferred form can end a sequence that began before it, so one pass is not always enough; no
    preferred form leads back to what it stands for.
    """
    while any(facts.has(cell.cp, facts.PREFERS) for cell in row):
        result = _pass(row)
        if len(result) == len(row) and all(a.cp == b.cp for a, b in zip(result, row, strict=True)):
            break
        row = result
    return row


def _pass(row: list[Cell]) -> list[Cell]:
    """Rewrite from left to right, the longest sequence first."""
    result: list[Cell] = []
    at = 0
    while at < len(row):
        size, target = _match(row, at) if facts.has(row[at].cp, facts.PREFERS) else (0, ())
        if size:
            result += [Cell(cp, row[at].at, _PREFERRED) for cp in target]
            at += size
        else:
            result.append(row[at])
            at += 1
    return result


def _match(row: list[Cell], at: int) -> tuple[int, tuple[int, ...]]:
    """Return the length of the longest sequence that starts here and what is preferred; 0 if none does."""
    window = [cell.cp for cell in row[at : at + _LONGEST]]
    for size in range(len(window), 0, -1):
        target, not_before = tables.PREFER.get(tuple(window[:size]), ((), 0))
        after = row[at + size].cp if at + size < len(row) else None
        if target and (not not_before or after is None or facts.group(after) != not_before):
            return size, target
    return 0, ()
