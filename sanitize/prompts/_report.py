"""What was found in a request: each text that holds something, with its place and its report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from sanitize._kinds import KINDS
from sanitize._report import Report

if TYPE_CHECKING:
    from sanitize._hidden import Payload

_T = TypeVar("_T")


class Place(NamedTuple):
    """A text in which something was found.

    ``pointer`` is its JSON pointer (RFC 6901) in the request, ``context`` whose text it is (system, user, assistant,
    call, tool or document), ``report`` what `sanitize.inspect` says of it under the policy of that context. The
    arguments of a tool call are JSON inside a string: there each line of a value is a text of its own, all with the
    pointer of that string.
    """

    pointer: str
    context: str
    report: Report[str]


class _PromptReport(NamedTuple):
    original: Any
    cleaned: Any
    places: tuple[Place, ...]


class PromptReport(_PromptReport, Generic[_T]):
    """What `sanitize.prompts.inspect` found in one request."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def original(self) -> _T:
            """The request as it was given."""

        @property
        def cleaned(self) -> _T:
            """The canonical request; the same object where nothing changed."""

    @property
    def changed(self) -> bool:
        """Whether the canonical request differs."""
        return self.cleaned is not self.original

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each kind, in the order of the kinds."""
        found: Counter[str] = Counter()
        for place in self.places:
            found.update(place.report.counts)
        return {kind: found[kind] for kind in KINDS if found[kind]}

    @property
    def hidden(self) -> tuple[tuple[str, Payload], ...]:
        """What hidden text said, each with the pointer of the text that hid it."""
        return tuple((place.pointer, payload) for place in self.places for payload in place.report.hidden)
