"""The report: what was found, why, and the edits that replay it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, overload

from sanitize._found import Found, Lazy, RawFinding
from sanitize._kinds import KINDS
from sanitize._policy import Policy
from sanitize._reasons import REASONS
from sanitize._tables_names import CONTROLS

if TYPE_CHECKING:
    from sanitize._hidden import Channel, Payload

_T = TypeVar("_T", str, bytes)

_LABELS = {"Cn": "unassigned", "Co": "private use", "Cs": "surrogate"}


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
    """Return the name of a code point for people, for a control its alias, else a label such as ``<unassigned>``."""
    char = chr(cp)
    if unicodedata.category(char) == "Cc":
        return CONTROLS.get(cp, "<control>")
    return unicodedata.name(char, "") or f"<{_LABELS.get(unicodedata.category(char), 'unnamed')}>"


def splice(text: _T, found: Iterable[RawFinding]) -> _T:
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

    Offsets are code points for ``str`` and bytes for ``bytes``. Nothing but the cores' numbers is kept;
    everything else is made when it is asked for, so that a million findings stay small.

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
    policy: Policy

    def __init__(self, original: _T, found: Found, policy: Policy) -> None:
        self.original = original
        self.policy = policy
        self._found = found

    @cached_property
    def cleaned(self) -> _T:
        """The canonical text; the original object when nothing changed."""
        return splice(self.original, self._found)

    @property
    def changed(self) -> bool:
        """Whether the canonical text differs from the original."""
        return bool(self._found.changes)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each kind, in the order of the kinds; kinds without any left out."""
        numbers = self._found.counts()
        return {KINDS[kind]: numbers[kind] for kind in sorted(numbers)}

    @cached_property
    def edits(self) -> Sequence[Edit[_T]]:
        """The changes in order: applied to the original they give `cleaned`, undone they give it back."""
        return Lazy(self._found.changing(), self._edit)

    @cached_property
    def findings(self) -> Sequence[Finding[_T]]:
        """Everything that was found, in order; what is only reported has no replacement."""
        return Lazy(range(len(self._found)), self._finding)

    @cached_property
    def hidden(self) -> tuple[Payload, ...]:
        """What the hidden text said, as far as a known scheme fits; whatever the policy does with it.

        Only what is there is claimed: a payload without `text` carries so many bits, and no scheme fits.
        Cost: linear, once.

        >>> import sanitize
        >>> report = sanitize.inspect("Hello" + "".join(chr(0xE0000 + ord(char)) for char in "drop the table"))
        >>> [(payload.scheme, payload.text, payload.confidence) for payload in report.hidden]
        [('tags', 'drop the table', 'high')]
        """
        return self._revealed[0]

    @cached_property
    def choices(self) -> tuple[Channel, ...]:
        """The choices among look-alikes that the text makes, one channel for each mark or letter that has several forms.

        Honest typography is a choice, too: what tells it from a mark is the capacity.

        >>> import sanitize
        >>> [(channel.target, channel.alphabet, channel.capacity) for channel in sanitize.inspect("It's Tom\\u2019s").choices]
        [("'", ("'", '\u2019'), 2.0)]
        """
        return self._revealed[1]

    @property
    def capacity(self) -> float:
        """How many bits all that was found could carry: payloads by their symbols, choices by their arrangements.

        A stray typographic quote is worth a bit or two; what marks a text for one reader among many
        is worth twenty and more.

        >>> import sanitize
        >>> sanitize.inspect("one stray \\u2019 quote").capacity
        1.0
        """
        payloads = sum(payload.capacity for payload in self.hidden if payload.scheme != "choices")
        return payloads + sum(channel.capacity for channel in self.choices)

    @cached_property
    def _revealed(self) -> tuple[tuple[Payload, ...], tuple[Channel, ...]]:
        from sanitize import _hidden

        return _hidden.reveal(self.original, self._found, self.policy.rules)

    def __iter__(self) -> Iterator[Finding[_T]]:
        return map(self._finding, range(len(self._found)))

    def _finding(self, at: int) -> Finding[_T]:
        start, end, replacement, kind, why = self._found[at]
        to = self._found.tos[at]
        size = end - start if replacement is None else len(replacement)
        text = self.original[start:end]
        name, _, words = REASONS[why]
        action = "report" if replacement is None else self._actions[kind]
        points = codepoints(text)
        return Finding(KINDS[kind], start, end, to, to + size, text, replacement, action, name, words, points)

    def _edit(self, at: int) -> Edit[_T]:
        start, end, replacement, _, _ = self._found[at]
        return Edit(start, end, replacement, self._found.tos[at])

    @cached_property
    def _actions(self) -> tuple[str, ...]:
        """What was done with what changed, for each kind."""
        actions = (self.policy.actions[kind] for kind in KINDS)
        return tuple("replace" if action == "keep" else action for action in actions)

    def restore(self) -> _T:
        """Return the original, made from `cleaned` by undoing the edits."""
        parts: list[_T] = []
        done = 0
        for edit in self.edits:
            parts += (self.cleaned[done : edit.to], self.original[edit.start : edit.end])
            done = edit.to + len(edit.replacement)
        parts.append(self.cleaned[done:])
        return self.cleaned[:0].join(parts)

    def to_cleaned(self, offset: int) -> int:
        """Return where a position of the original lies in `cleaned`: to carry a span over, map both its ends.

        Parameters
        ----------
        offset:
            0 to ``len(original)``, in code points for ``str`` and bytes for ``bytes``.

        Raises
        ------
        TypeError, ValueError
            For what is no ``int``, and for one that is out of range.

        Later positions never map to earlier ones. A position inside something that changed goes as far
        in, or to the end of what replaced it. Cost: logarithmic.

        >>> import sanitize
        >>> report = sanitize.inspect("\\u200bTom\\u2019s \\ufb01sh")
        >>> report.cleaned[report.to_cleaned(1) : report.to_cleaned(4)]
        'Tom'
        """
        return self._found.to_cleaned(_checked(offset, self.original, "the original"), self.cleaned)

    def to_original(self, offset: int) -> int:
        """Return where a position of `cleaned` lies in the original: to carry a span over, map both its ends.

        Parameters, errors and cost as `to_cleaned`. Where something was removed the position is behind it,
        so that a letter's position is that same letter's.

        >>> import sanitize
        >>> report = sanitize.inspect("\\u200bTom\\u2019s \\ufb01sh")
        >>> report.original[report.to_original(0) : report.to_original(3)]
        'Tom'
        """
        return self._found.to_original(_checked(offset, self.cleaned, "the cleaned text"), self.original)

    def diff(self) -> str:
        """Return what changed as a unified diff to be read: what went or became something else stands as its number.

        Empty where nothing changed. Cost: linear in the changed lines and the text.

        >>> import sanitize
        >>> print(sanitize.inspect("one\\nIt\\u2019s\\u200b two\\n").diff(), end="")
        --- original
        +++ cleaned
        @@ -1,2 +1,2 @@
         one
        -It<U+2019>s<U+200B> two
        +It's two
        """
        from sanitize._views.diff import unified

        return "".join(unified(self))

    def to_json(self) -> str:
        """Return the report as JSON, all ASCII: the schema ``sanitize.inspect/1``, documented in docs/report.md.

        Cost: linear; a text of a million findings makes a document of some four hundred megabytes.

        >>> import sanitize, json
        >>> document = json.loads(sanitize.inspect("a\\u200bb").to_json())
        >>> document["schema"], document["changed"], document["counts"], document["findings"][0]["codepoints"][0]["name"]
        ('sanitize.inspect/1', True, {'invisible': 1}, 'ZERO WIDTH SPACE')
        """
        from sanitize._views.schema import document

        return document(self)

    def to_html(self, title: str = "sanitize") -> str:
        """Return the report as one self-contained page, to be read without scripts; at most 1000 findings are shown.

        Parameters
        ----------
        title:
            What the page is called; shown safely, as everything is.

        >>> import sanitize
        >>> page = sanitize.inspect("a\\u200bb").to_html()
        >>> page.startswith("<!DOCTYPE html>"), "\\u200b" in page
        (True, False)
        """
        from sanitize._views.page import page

        return page(self, title)

    def __len__(self) -> int:
        return len(self._found)

    def __bool__(self) -> bool:
        return bool(len(self._found))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Report):
            return NotImplemented
        same = self.original == other.original and self.policy == other.policy
        return same and self._found == other._found

    def __hash__(self) -> int:
        return hash((self.original, self.policy))

    def __reduce__(self) -> tuple[Any, ...]:
        return Report, (self.original, self._found, self.policy)

    def __repr__(self) -> str:
        changes = self._found.changes
        kinds = ", ".join(f"{number} {kind}" for kind, number in self.counts.items())
        unit = "code points" if isinstance(self.original, str) else "bytes"
        plural = "" if changes == 1 else "s"
        what = f"{changes} change{plural}" + (f" ({kinds})" if kinds else "")
        return f"<Report: {what} in {len(self.original)} {unit}>"


def _checked(offset: int, text: str | bytes, name: str) -> int:
    if not isinstance(offset, int):
        raise TypeError(f"offset must be an int, not {type(offset).__name__}")
    if not 0 <= offset <= len(text):
        raise ValueError(f"offset {offset} is not in {name}: choose one from 0 to {len(text)}")
    return offset


@overload
def codepoints(text: str) -> tuple[CodePoint, ...]: ...
@overload
def codepoints(text: bytes) -> tuple[CodePoint, ...]: ...
def codepoints(text: str | bytes) -> tuple[CodePoint, ...]:
    """Return the code points of a span with their names; malformed bytes have none."""
    shown = text if isinstance(text, str) else text.decode("utf-8", "ignore")
    return _few(shown) if len(shown) <= _FEW else _named(shown)


def _named(text: str) -> tuple[CodePoint, ...]:
    return tuple(CodePoint(ord(char), name_of(ord(char))) for char in text)


_FEW = 4
_few = lru_cache(maxsize=4096)(_named)
"""What is found once is often found again."""
