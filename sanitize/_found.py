"""What a core found, kept small: columns of numbers in place of an object a finding."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar, overload

_R_co = TypeVar("_R_co", covariant=True)
RawFinding: TypeAlias = tuple[int, int, Any, int, int]
"""Start, end, replacement (of the input's type; None: reported only), kind and reason numbers, as a core gives them."""

Columns: TypeAlias = tuple[bytes, bytes, bytes, bytes, bytes, bytes, list[Any]]
"""The same as a core gives them for a whole text: starts, ends, starts in the cleaned text (arrays of ``q``), the numbers
of replacements (of ``I``), kinds and reasons (of ``B``); and the replacements, each once, number 0 being None."""

_REPORTED = 0
"""The number of the replacement None, which every list of replacements begins with."""


def as_columns(found: Iterable[RawFinding]) -> Columns:
    """Return findings as columns."""
    starts, ends, tos, picks = array("q"), array("q"), array("q"), array("I")
    kinds, whys = bytearray(), bytearray()
    made: list[Any] = [None]
    numbers: dict[Any, int] = {None: _REPORTED}
    shift = 0
    for start, end, replacement, kind, why in found:
        pick = numbers.get(replacement)
        if pick is None:
            pick = numbers[replacement] = len(made)
            made.append(replacement)
        starts.append(start)
        ends.append(end)
        tos.append(start + shift)
        picks.append(pick)
        kinds.append(kind)
        whys.append(why)
        if pick:
            shift += len(replacement) - (end - start)
    return starts.tobytes(), ends.tobytes(), tos.tobytes(), picks.tobytes(), bytes(kinds), bytes(whys), made


class Found:
    """Findings in order, 30 bytes each; equal replacements are kept once."""

    __slots__ = ("ends", "kinds", "made", "picks", "starts", "tos", "whys")

    def __init__(self, columns: Columns) -> None:
        starts, ends, tos, picks, self.kinds, self.whys, self.made = columns
        self.starts, self.ends, self.tos = array("q", starts), array("q", ends), array("q", tos)
        self.picks = array("I", picks)

    def __len__(self) -> int:
        return len(self.starts)

    def __getitem__(self, at: int) -> RawFinding:
        return self.starts[at], self.ends[at], self.made[self.picks[at]], self.kinds[at], self.whys[at]

    def __iter__(self) -> Iterator[RawFinding]:
        return zip(self.starts, self.ends, map(self.made.__getitem__, self.picks), self.kinds, self.whys, strict=True)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Found):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    __hash__ = None  # type: ignore[assignment]  # columns are compared, never looked up

    @property
    def changes(self) -> int:
        """How many of the findings change the text."""
        return len(self.picks) - self.picks.count(_REPORTED)

    def counts(self) -> dict[int, int]:
        """Return how many findings there are of each kind, by the kind's number."""
        return Counter(self.kinds)

    def changing(self) -> Sequence[int]:
        """Return the numbers of the findings that change the text."""
        if _REPORTED not in self.picks:
            return range(len(self))
        return array("q", (at for at, pick in enumerate(self.picks) if pick))

    def to_cleaned(self, offset: int, cleaned: str | bytes) -> int:
        """Return where an offset of the original lies in the cleaned text."""
        at = bisect_right(self.starts, offset) - 1
        if at < 0:
            return offset
        start, end, to = self.starts[at], self.ends[at], self.tos[at]
        made = self.made[self.picks[at]]
        if offset < end:
            return to + offset - start if made is None else _within(cleaned, to, offset - start, len(made))
        return offset - end + to + (end - start if made is None else len(made))

    def to_original(self, offset: int, original: str | bytes) -> int:
        """Return where an offset of the cleaned text lies in the original, behind what was removed there."""
        at = bisect_right(self.tos, offset) - 1
        if at < 0:
            return offset
        start, end, to = self.starts[at], self.ends[at], self.tos[at]
        made = self.made[self.picks[at]]
        size = end - start if made is None else len(made)
        if offset < to + size:
            return start + offset - to if made is None else _within(original, start, offset - to, end - start)
        return offset - to - size + end


def _within(text: str | bytes, start: int, steps: int, size: int) -> int:
    """Return the offset so many steps into a span, or its end; in UTF-8 it steps back to where a character begins."""
    at = start + min(steps, size)
    if isinstance(text, bytes):
        while start < at < start + size and text[at] & 0xC0 == 0x80:
            at -= 1
    return at


class Lazy(Sequence[_R_co]):
    """A sequence whose items are made when they are asked for, each time anew."""

    __slots__ = ("_make", "_numbers")

    def __init__(self, numbers: Sequence[int], make: Callable[[int], _R_co]) -> None:
        self._numbers = numbers
        self._make = make

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, at: int) -> _R_co: ...
    @overload
    def __getitem__(self, at: slice) -> Lazy[_R_co]: ...
    def __getitem__(self, at: int | slice) -> _R_co | Lazy[_R_co]:
        if isinstance(at, slice):
            return Lazy(self._numbers[at], self._make)
        return self._make(self._numbers[at])

    def __iter__(self) -> Iterator[_R_co]:
        return map(self._make, self._numbers)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Lazy, tuple, list)):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as a list has none

    def __repr__(self) -> str:
        shown = ", ".join(map(repr, self[:3]))
        return f"[{shown}{', ...' if len(self) > 3 else ''}] ({len(self):,} in all)"
