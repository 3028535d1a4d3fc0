"""The fewest directional controls that give the order in which a reader sees a line (UAX #9).

A control stays if the line without it would be seen in another order. Overrides never stay: they turn
letters around. Embeddings become isolates, as the annex recommends. What is not closed within the
line goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from sanitize._reference import order
from sanitize._reference.order import ABSENT, AL, ISOLATES, MARKS, POP_ISOLATE, L, R

_EMBEDDINGS = {0x202A: 0x2066, 0x202B: 0x2067}
"""LRE and RLE, and the isolates that they become."""
_OVERRIDES = (0x202D, 0x202E)
_POP_EMBEDDING = 0x202C
DEPTH = 60
"""Isolates nested deeper isolate nothing: within UAX #9 BD2, whose levels end at 125."""
TRIES = 64
"""A stretch is resolved at most this often; one that needs controls still then loses all of them."""
BLANK = -1
"""Stands in a row for what draws nothing."""
Unit = tuple[tuple[int, int], ...]
"""What goes or stays together: a mark, or an isolate and its closer; each as place and control."""


def wanted(row: Sequence[int]) -> dict[int, int]:
    """Return the controls of a line that its order needs: place, and the control to be written there.

    ``row`` holds the code points of one line; what draws nothing but directs nothing either is `BLANK`.
    """
    classes = [ABSENT if cp in order.CONTROLS or cp == BLANK else order.bidi_class(cp) for cp in row]
    if R not in classes and AL not in classes:
        return {}  # in a line that runs one way only, a control deceives or does nothing
    units = list(_units(row))
    base = order.level_of(classes, {at: cp for unit in units for at, cp in unit})
    result: dict[int, int] = {}
    for start, stop in _stretches(row, classes, units):
        inside = [unit for unit in units if start <= unit[0][0] < stop]
        if inside:
            tries = Tries(row, classes, (start, stop), base if start else None)
            result |= {at: cp for unit in tries.settle(inside) for at, cp in unit}
    return result


def _units(row: Sequence[int]) -> Iterator[Unit]:
    """Yield the marks, and the isolates and embeddings that are closed in the line (BD9, BD11, X9)."""
    found: list[Unit] = []
    isolates: list[tuple[int, list[int]]] = []
    """Open isolates: their place, and the embeddings that were open around them."""
    embedded: list[int] = []
    depth = 0
    for at, cp in enumerate(row):
        if cp in MARKS:
            found.append(((at, cp),))
        elif cp in _EMBEDDINGS or cp in _OVERRIDES:
            embedded.append(at)
            depth += 1
        elif cp in ISOLATES:
            isolates.append((at, embedded))
            embedded = []
            depth += 1
        elif cp == _POP_EMBEDDING and embedded:
            opener = embedded.pop()
            if row[opener] in _EMBEDDINGS and depth <= DEPTH:
                found.append(((opener, _EMBEDDINGS[row[opener]]), (at, POP_ISOLATE)))
            depth -= 1
        elif cp == POP_ISOLATE and isolates:
            depth -= len(embedded)
            opener, embedded = isolates.pop()
            if depth <= DEPTH:
                found.append(((opener, row[opener]), (at, cp)))
            depth -= 1
    yield from sorted(found)


def _stretches(row: Sequence[int], classes: Sequence[int], units: Iterable[Unit]) -> Iterator[tuple[int, int]]:
    """Yield spans that are resolved alone: each ends with a letter with a direction, at which the next begins.

    No isolate and no pair of brackets lies across such a letter.
    """
    spans = [(unit[0][0], unit[-1][0]) for unit in units if len(unit) > 1]
    inside = _covered(len(row), spans)
    if any(inside[at] for at, cp in enumerate(row) if order.is_bracket(cp)):
        # Without the isolate they would pair with others.
        places = [at for at, cp in enumerate(row) if order.is_bracket(cp)]
        brackets = [(places[0], places[-1])]
    else:
        brackets = order.pairs((at, cp) for at, cp in enumerate(row))
    within = _covered(len(row), spans + brackets)
    start = 0
    for at, kind in enumerate(classes):
        if kind in (L, R, AL) and not within[at]:
            yield start, at + 1
            start = at
    yield start, len(row)


def _covered(length: int, spans: Iterable[tuple[int, int]]) -> list[bool]:
    """Tell which places lie in some of the spans, their ends included."""
    changes = [0] * (length + 1)
    for first, last in spans:
        changes[first] += 1
        changes[last + 1] -= 1
    return [depth > 0 for depth in accumulate(changes)]


Order = tuple[int, list[tuple[int, bool]]]
"""The level of a line, and the places from left to right, each with whether it is drawn mirrored."""


class Tries:
    """The orders of a stretch under some of its controls, as long as tries are left."""

    def __init__(self, row: Sequence[int], classes: Sequence[int], span: tuple[int, int], base: int | None) -> None:
        self.start, stop = span
        self.row = row[self.start : stop]
        self.classes = classes[self.start : stop]
        self.base = base
        """The level of the line; None where this stretch tells it."""
        self.left = TRIES

    def settle(self, units: list[Unit]) -> list[Unit]:
        """Return the units without which the stretch would be seen in another order."""
        seen = self.order(units)
        while units:
            fewer = self.fewest(seen, units, [])
            if self.left < 0:
                return []
            if fewer == units:
                break
            units = fewer
        return units

    def fewest(self, seen: Order, units: list[Unit], others: list[Unit]) -> list[Unit]:
        """Return the units that cannot go, by halves; ``others`` stay meanwhile."""
        if not units or self.left < 0:
            return units
        if self.order(others) == seen:
            return []
        if len(units) == 1:
            return units
        half = len(units) // 2
        first = self.fewest(seen, units[:half], units[half:] + others)
        return first + self.fewest(seen, units[half:], first + others)

    def order(self, units: Iterable[Unit]) -> Order:
        """Return the level of the line, and the places from left to right.

        The direction of a line is seen, too: by the margin at which it starts.
        """
        self.left -= 1
        controls = {at - self.start: cp for unit in units for at, cp in unit}
        base = order.level_of(self.classes, controls) if self.base is None else self.base
        return base, order.seen(self.row, order.levels(self.row, self.classes, controls, base), base)
