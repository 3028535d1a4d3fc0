"""The order in which a reader sees a line: levels and what they turn round (UAX #9, W1 to L4).

Only isolates and marks direct: embeddings became isolates, and what is not closed went before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sanitize import _tables_bidi as tables

L, R, AL, EN, AN, ES, ET, CS, NSM, ON, WS, S = range(len(tables.CLASSES))
ABSENT = -1
"""The class of what draws nothing, and of controls that went."""
MARKS = {0x200E: L, 0x200F: R, 0x061C: AL}
"""LRM, RLM and ALM."""
RIGHT_TO_LEFT_ISOLATE, FIRST_STRONG_ISOLATE, POP_ISOLATE = 0x2067, 0x2068, 0x2069
ISOLATES = (0x2066, RIGHT_TO_LEFT_ISOLATE, FIRST_STRONG_ISOLATE)
CONTROLS = frozenset((*MARKS, *range(0x202A, 0x202F), *ISOLATES, POP_ISOLATE))
_AROUND = (*ISOLATES, POP_ISOLATE)
_BRACKETS = 63
"""How many brackets may be open (BD16)."""
_STARTS = [start for start, _ in tables.RUNS]
_NUMBERS = [number for _, number in tables.RUNS]
_NEUTRAL = frozenset((ON, WS, S))


def bidi_class(cp: int) -> int:
    """Return the number of a code point's Bidi_Class."""
    mark = MARKS.get(cp)
    return _NUMBERS[bisect_right(_STARTS, cp) - 1] if mark is None else mark


def is_mirrored(cp: int) -> bool:
    """Tell whether a character is drawn mirrored from right to left (Bidi_Mirrored)."""
    return bisect_right(tables.MIRRORED, cp) % 2 == 0


def is_bracket(cp: int) -> bool:
    return cp in tables.OPENERS or cp in tables.CLOSERS


def pairs(row: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs of brackets among places and their code points, in the order of their closers (BD16)."""
    result: list[tuple[int, int]] = []
    stack: list[tuple[int, int]] = []
    for at, cp in row:
        if cp in tables.OPENERS:
            if len(stack) == _BRACKETS:
                break
            stack.append((tables.OPENERS[cp], at))
        elif cp in tables.CLOSERS:
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == tables.CLOSERS[cp]:
                    result.append((stack[depth][1], at))
                    del stack[depth:]
                    break
    return result


@dataclass
class Run:
    """An isolating run sequence (BD13): the text of a line, or of an isolate, without the isolates inside."""

    level: int = 0
    places: list[int] = field(default_factory=list)
    types: list[int] = field(default_factory=list)

    def resolve(self, row: Sequence[int]) -> None:
        """Settle the types of weak and neutral characters (W1 to N2)."""
        self.marks = [kind == NSM for kind in self.types]
        self._marks_and_arabic()
        self._numbers()
        self._leftovers()
        self._brackets(row)
        self._neutral()

    @property
    def direction(self) -> int:
        """The direction of the level: R when it is odd."""
        return R if self.level % 2 else L

    def _marks_and_arabic(self) -> None:
        """Marks follow what they stand on; digits after an Arabic letter are Arabic (W1, W2)."""
        types = self.types
        before, strong = self.direction, self.direction
        for at, kind in enumerate(types):
            if kind == NSM:
                types[at] = before
            elif kind in (L, R, AL):
                strong = kind
            if types[at] == EN and strong == AL:
                types[at] = AN
            before = types[at]

    def _numbers(self) -> None:
        """Separators inside a number and terminators beside it are part of it (W4, W5)."""
        types = self.types
        for at in range(1, len(types) - 1):
            near = types[at - 1]
            if near == types[at + 1] and ((types[at] in (ES, CS) and near == EN) or (types[at] == CS and near == AN)):
                types[at] = near
        for order in (range(len(types)), range(len(types) - 1, -1, -1)):
            number = False
            for at in order:
                if types[at] == ET and number:
                    types[at] = EN
                number = types[at] == EN

    def _leftovers(self) -> None:
        """Settle Arabic letters, other separators, and numbers after a Latin letter (W3, W6, W7)."""
        types, strong = self.types, self.direction
        for at, kind in enumerate(types):
            if kind == AL:
                types[at] = R
            elif kind in (ES, ET, CS):
                types[at] = ON
            elif kind == EN and strong == L:
                types[at] = L
            if types[at] in (L, R):
                strong = types[at]

    def _brackets(self, row: Sequence[int]) -> None:
        """Settle paired brackets by what they hold, else by what comes before them (N0)."""
        closers = dict(pairs((at, row[place]) for at, place in enumerate(self.places) if self.types[at] == ON))
        if not closers:
            return
        types, own = self.types, self.direction
        # How many characters of each direction come before a place; brackets inside are not settled yet.
        counts = {L: [0], R: [0]}
        for kind in types:
            for side, sums in counts.items():
                sums.append(sums[-1] + (_side(kind) == side))
        other = L if own == R else R
        strong = own
        for at in range(len(types)):
            closer = closers.get(at)
            if closer is not None:
                if counts[own][closer] > counts[own][at]:
                    self._set(at, closer, own)
                elif counts[other][closer] > counts[other][at]:
                    self._set(at, closer, strong)
            strong = _side(types[at], strong)

    def _set(self, opener: int, closer: int, side: int) -> None:
        """Give a pair a direction, and the marks upon it."""
        for at in (opener, closer):
            self.types[at] = side
            mark = at + 1
            while mark < len(self.types) and self.marks[mark]:
                self.types[mark] = side
                mark += 1

    def _neutral(self) -> None:
        """Settle what has no direction by what stands on both sides (N1, N2)."""
        types, own = self.types, self.direction
        before = own
        at = 0
        while at < len(types):
            if types[at] not in _NEUTRAL:
                before = _side(types[at])
                at += 1
                continue
            stop = at
            while stop < len(types) and types[stop] in _NEUTRAL:
                stop += 1
            after = _side(types[stop]) if stop < len(types) else own
            types[at:stop] = [before if before == after else own] * (stop - at)
            at = stop

    def implicit(self, kind: int) -> int:
        """Return the level of a settled type (I1, I2)."""
        if self.level % 2:
            return self.level + (kind != R)
        return self.level + (1 if kind == R else 2 if kind in (AN, EN) else 0)


def _side(kind: int, otherwise: int = ON) -> int:
    """Return the direction of a type, numbers counted as R."""
    return L if kind == L else R if kind in (R, EN, AN) else otherwise


def level_of(classes: Sequence[int], controls: dict[int, int]) -> int:
    """Return the level of a line (P2, P3)."""
    return 1 if _first_strong(classes, controls).get(-1) in (R, AL) else 0


def levels(row: Sequence[int], classes: Sequence[int], controls: dict[int, int], base: int) -> list[int]:
    """Return the level of each place; -1 for what is not there."""
    firsts = _first_strong(classes, controls)
    line = Run(base)
    runs, inside = [line], [line]
    for at, kind in enumerate(classes):
        cp = controls.get(at)
        if cp is None and kind < 0:
            continue
        if cp == POP_ISOLATE:
            inside.pop()
        run = inside[-1]
        run.places.append(at)
        run.types.append(kind if cp is None else MARKS.get(cp, ON))
        if cp in ISOLATES:
            right = firsts.get(at) in (R, AL) if cp == FIRST_STRONG_ISOLATE else cp == RIGHT_TO_LEFT_ISOLATE
            inside.append(Run((run.level + 1) | 1 if right else (run.level + 2) & ~1))
            runs.append(inside[-1])
    result = [ABSENT] * len(row)
    for run in runs:
        run.resolve(row)
        for place, kind in zip(run.places, run.types, strict=True):
            result[place] = run.implicit(kind)
    blank = True  # L1: tabs, and blanks and isolates before them or at the end, are at the level of the line
    for at in range(len(row) - 1, -1, -1):
        kind = WS if controls.get(at) in _AROUND else classes[at]
        if kind == S or (kind == WS and blank):
            result[at], blank = base, True
        elif result[at] >= 0:
            blank = False
    return result


def _first_strong(classes: Sequence[int], controls: dict[int, int]) -> dict[int, int]:
    """Return the first strong class within each isolate, by its place; at -1 that of the line (P2)."""
    result: dict[int, int] = {}
    opened = [-1]
    for at, kind in enumerate(classes):
        cp = controls.get(at)
        if cp in ISOLATES:
            opened.append(at)
        elif cp == POP_ISOLATE:
            opened.pop()
        else:
            strong = kind if cp is None else MARKS[cp]
            if strong in (L, R, AL):
                result.setdefault(opened[-1], strong)
    return result


def seen(row: Sequence[int], levels: Sequence[int], base: int) -> list[tuple[int, bool]]:
    """Return the places from left to right (L2), each with whether it is drawn mirrored (L4); no controls."""
    order = [at for at, level in enumerate(levels) if level >= 0]
    for least in range(max(levels, default=0), base - base % 2, -1):
        start = 0
        while start < len(order):
            stop = start
            while stop < len(order) and levels[order[stop]] >= least:
                stop += 1
            order[start:stop] = order[start:stop][::-1]
            start = stop + 1
    return [(at, levels[at] % 2 == 1 and is_mirrored(row[at])) for at in order if row[at] not in CONTROLS]
