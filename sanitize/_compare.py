"""Two texts side by side: same, alike to a reader, or different, and where."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from sanitize._backend import core
from sanitize._report import CodePoint, codepoints

_WINDOW = 48
"""Code points within which two texts are brought together again after a difference."""
_ANCHOR = 4
"""Code points that must agree there."""
_REFINED = 200
"""Code points of a difference that is looked into for what agrees within it."""


class Difference(NamedTuple):
    """A place where two texts differ: ``a[a_start:a_end]`` stands against ``b[b_start:b_end]``.

    ``alike`` tells whether a reader could take one for the other: their skeletons are the same, which for
    what is only in one of them means that it draws nothing.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    a_text: str
    b_text: str
    alike: bool

    @property
    def a_codepoints(self) -> tuple[CodePoint, ...]:
        """The code points of the first text, with their names."""
        return codepoints(self.a_text)

    @property
    def b_codepoints(self) -> tuple[CodePoint, ...]:
        """The code points of the second text, with their names."""
        return codepoints(self.b_text)


class Comparison:
    """What `compare` found: a verdict at once, the differences when they are asked for.

    >>> import sanitize
    >>> found = sanitize.compare("paypal", "p\\u0430ypal")
    >>> found.verdict
    'alike'
    >>> [(str(one.a_codepoints[0]), str(one.b_codepoints[0])) for one in found]
    [('U+0061 LATIN SMALL LETTER A', 'U+0430 CYRILLIC SMALL LETTER A')]
    """

    __slots__ = ("a", "b", "verdict")

    a: str
    b: str
    verdict: Literal["same", "alike", "different"]

    def __init__(self, a: str, b: str) -> None:
        self.a, self.b = a, b
        if a == b:
            self.verdict = "same"
        else:
            self.verdict = "alike" if core.skeleton(a) == core.skeleton(b) else "different"

    def __iter__(self) -> Iterator[Difference]:
        """Yield the places where the texts differ, in order.

        Cost: linear. After a difference the texts are brought together within 48 code points, else what
        stands there counts as different whole.
        """
        for (a_start, a_end), (b_start, b_end) in _apart(self.a, self.b):
            mine, theirs = self.a[a_start:a_end], self.b[b_start:b_end]
            alike = core.skeleton(mine) == core.skeleton(theirs)
            yield Difference(a_start, a_end, b_start, b_end, mine, theirs, alike)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All the places where the texts differ, in order."""
        return tuple(self)

    def __eq__(self, other: object) -> bool:
        return (self.a, self.b) == (other.a, other.b) if isinstance(other, Comparison) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.a, self.b))

    def __repr__(self) -> str:
        return f"<Comparison: {self.verdict}, {len(self.a)} and {len(self.b)} code points>"


def compare(a: str, b: str) -> Comparison:
    """Compare two texts as a machine and as a reader sees them.

    Parameters
    ----------
    a, b:
        Any ``str``.

    Returns a `Comparison` whose ``verdict`` is ``"same"`` (equal code point by code point), ``"alike"`` (not
    equal, but with the same skeleton: a reader could take one for the other) or ``"different"``. Iterate
    it for the differences.

    Raises ``TypeError`` for another type. Cost: linear. Source: UTS #39 section 4.

    >>> import sanitize
    >>> sanitize.compare("Tom's", "Tom\\u2019s").verdict, sanitize.compare("one", "two").verdict
    ('alike', 'different')
    """
    for text in (a, b):
        if not isinstance(text, str):
            raise TypeError(f"compare takes two str, not {type(text).__name__}")
    return Comparison(a, b)


def _apart(a: str, b: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the spans that differ."""
    i = j = 0
    while True:
        same = _shared(a, i, b, j)
        i, j = i + same, j + same
        if i == len(a) and j == len(b):
            return
        start = (i, j)
        while (ahead := _meeting(a, i, b, j)) is None:
            i, j = min(len(a), i + _WINDOW), min(len(b), j + _WINDOW)
        i, j = i + ahead[0], j + ahead[1]
        if max(i - start[0], j - start[1]) > _REFINED:
            yield (start[0], i), (start[1], j)
            continue
        matcher = SequenceMatcher(None, a[start[0] : i], b[start[1] : j], autojunk=False)
        for tag, *(a_from, a_to, b_from, b_to) in matcher.get_opcodes():
            if tag != "equal":
                yield (start[0] + a_from, start[0] + a_to), (start[1] + b_from, start[1] + b_to)


def _shared(a: str, i: int, b: str, j: int) -> int:
    """Return how many code points agree from two places on."""
    done, step = 0, 64
    limit = min(len(a) - i, len(b) - j)
    while done < limit and a[i + done : i + done + step] == b[j + done : j + done + step]:
        done, step = done + step, min(step * 2, 1 << 16)
    done = min(done, limit)
    low, high = done, min(done + step, limit)
    while low < high:
        middle = (low + high + 1) // 2
        if a[i + done : i + middle] == b[j + done : j + middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _meeting(a: str, i: int, b: str, j: int) -> tuple[int, int] | None:
    """Return the steps to the nearest place where the texts agree again; their ends agree."""
    best: tuple[int, int] | None = None
    for ahead in range(min(_WINDOW, len(a) - i) + 1):
        if best and ahead >= max(best):
            break
        anchor = a[i + ahead : i + ahead + _ANCHOR]
        if len(anchor) == _ANCHOR:
            at = b.find(anchor, j, j + _WINDOW + _ANCHOR)
        else:  # the end of one text meets only the end of the other
            at = len(b) - len(anchor) if len(b) - len(anchor) >= j and b.endswith(anchor) else -1
        if at >= 0 and at - j <= _WINDOW and (best is None or max(ahead, at - j) < max(best)):
            best = ahead, at - j
    return best
