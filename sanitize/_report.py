"""The report: what was found, why, and the edits that replay it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar, overload

from sanitize._kinds import ACTIONS, KINDS
from sanitize._policy import Policy
from sanitize._reasons import REASONS

_T = TypeVar("_T", str, bytes)
RawFinding: TypeAlias = tuple[int, int, Any, int, int]
"""Start, end, replacement (of the input's type; None: reported only), kind and reason numbers, as a core gives them."""

_LABELS = {"Cc": "control", "Cn": "unassigned", "Co": "private use", "Cs": "surrogate"}


class CodePoint(NamedTuple):
    """A code point and its name."""

    cp: int
    name: str

    def __str__(self) -> str:
        return f"U+{self.cp:04X} {self.name}"


# A NamedTuple can be Generic itself from Python 3.11 on; before, its subclass can.
class _Edit(NamedTuple):
    start: int
    end: int
    replacement: Any
    to: int


class Edit(_Edit, Generic[_T]):
    """One change: ``original[start:end]`` became ``replacement``, at ``cleaned[to:...]``."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def replacement(self) -> _T:
            """What stands there in the cleaned text."""


class _Finding(NamedTuple):
    kind: str
    start: int
    end: int
    cleaned_start: int
    cleaned_end: int
    text: Any
    replacement: Any
    action: str
    name: str
    reason: str
    codepoints: tuple[CodePoint, ...]


class Finding(_Finding, Generic[_T]):
    """Something that was found. Offsets are code points for ``str`` input and bytes for ``bytes``."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def text(self) -> _T:
            """What stands there in the original."""

        @property
        def replacement(self) -> _T | None:
            """What stands there in the cleaned text; None where the text stays."""

    @property
    def changed(self) -> bool:
        """Whether the text was changed here; a finding that is only reported changes nothing."""
        return self.replacement is not None


def name_of(cp: int) -> str:
    """Return the name of a code point for people, or a label such as ``<control>``."""
    char = chr(cp)
    return unicodedata.name(char, "") or f"<{_LABELS.get(unicodedata.category(char), 'unnamed')}>"


def splice(text: _T, found: Sequence[RawFinding]) -> _T:
    """Return a text with edits applied; the same object when there are none."""
    parts: list[_T] = []
    done = 0
    for start, end, replacement, _, _ in found:
        if replacement is not None:
            parts += (text[done:start], replacement)
            done = end
    if not parts:
        return text
    parts.append(text[done:])
    return text[:0].join(parts)


class Report(Generic[_T]):
    """What `inspect` found in one text.

    Everything but the raw findings is made when it is asked for.

    >>> import sanitize
    >>> report = sanitize.inspect("It\\u2019s\\u200b")
    >>> report
    <Report: 2 changes (1 invisible, 1 punctuation) in 5 code points>
    >>> report.cleaned
    "It's"
    >>> [str(cp) for cp in report.findings[0].codepoints]
    ['U+2019 RIGHT SINGLE QUOTATION MARK']
    """

    original: _T

    def __init__(self, original: _T, found: Sequence[RawFinding], policy: Policy) -> None:
        self.original = original
        self.policy = policy
        self._found = tuple(found)

    @cached_property
    def cleaned(self) -> _T:
        """The canonical text; the original object when nothing changed."""
        return splice(self.original, self._found)

    @property
    def changed(self) -> bool:
        """Whether the canonical text differs from the original."""
        return any(found[2] is not None for found in self._found)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each kind, in the order of the kinds; kinds without any left out."""
        numbers = Counter(found[3] for found in self._found)
        return {KINDS[kind]: numbers[kind] for kind in sorted(numbers)}

    @cached_property
    def edits(self) -> tuple[Edit[_T], ...]:
        """The changes in order: applied to the original they give `cleaned`, undone they give it back."""
        return tuple(Edit(f.start, f.end, f.replacement, f.cleaned_start) for f in self if f.replacement is not None)

    @cached_property
    def findings(self) -> tuple[Finding[_T], ...]:
        """Everything that was found, in order; what is only reported has no replacement."""
        return tuple(self)

    def __iter__(self) -> Iterator[Finding[_T]]:
        shift = 0
        for start, end, replacement, kind, why in self._found:
            size = end - start if replacement is None else len(replacement)
            text = self.original[start:end]
            name, _, words = REASONS[why]
            action = "report" if replacement is None else self._action(kind)
            yield Finding(
                KINDS[kind],
                start,
                end,
                start + shift,
                start + shift + size,
                text,
                replacement,
                action,
                name,
                words,
                _codepoints(text),
            )
            shift += size - (end - start)

    def _action(self, kind: int) -> str:
        action = self.policy.actions[KINDS[kind]]
        return action if action in (*ACTIONS, "repair") and action != "keep" else "replace"

    def restore(self) -> _T:
        """Return the original, made from `cleaned` by undoing the edits."""
        parts: list[_T] = []
        done = 0
        for finding in self:
            if finding.replacement is not None:
                parts += (self.cleaned[done : finding.cleaned_start], finding.text)
                done = finding.cleaned_end
        parts.append(self.cleaned[done:])
        return self.cleaned[:0].join(parts)

    def __len__(self) -> int:
        return len(self._found)

    def __bool__(self) -> bool:
        return bool(self._found)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Report):
            return NotImplemented
        mine = (self.original, self._found, self.policy)
        return mine == (other.original, other._found, other.policy)

    def __hash__(self) -> int:
        return hash((self.original, self._found, self.policy))

    def __repr__(self) -> str:
        changes = sum(found[2] is not None for found in self._found)
        kinds = ", ".join(f"{number} {kind}" for kind, number in self.counts.items())
        unit = "code points" if isinstance(self.original, str) else "bytes"
        plural = "" if changes == 1 else "s"
        what = f"{changes} change{plural}" + (f" ({kinds})" if kinds else "")
        return f"<Report: {what} in {len(self.original)} {unit}>"


@overload
def _codepoints(text: str) -> tuple[CodePoint, ...]: ...
@overload
def _codepoints(text: bytes) -> tuple[CodePoint, ...]: ...
def _codepoints(text: str | bytes) -> tuple[CodePoint, ...]:
    """Return the code points of a span with their names; malformed bytes have none."""
    shown = text if isinstance(text, str) else text.decode("utf-8", "ignore")
    return tuple(CodePoint(ord(char), name_of(ord(char))) for char in shown)
