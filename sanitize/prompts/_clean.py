"""What is done with one string of a request: left, cleaned as text, or cleaned as the JSON that it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from sanitize._api import clean, inspect, is_clean
from sanitize._policy import Policy
from sanitize.prompts._arguments import clean_arguments
from sanitize.prompts._fields import SCHEMA, SKIPPED, Where
from sanitize.prompts._report import Place
from sanitize.prompts._rules import Rules
from sanitize.prompts._walk import Steps, pointer

Edits: TypeAlias = list[tuple[int, int, str]]


class Visitor(Protocol):
    """What decides about the strings of a request, one after the other."""

    edits: Edits | None
    """What changed in the string of the last visit; None where it was replaced as a whole."""

    def visit(self, text: str, where: Where, steps: Steps) -> str:
        """Return a string as it shall be; the same object where it stays."""


class Cleaner:
    """Cleans the strings of one request, one after the other; with ``places`` it notes what it finds."""

    def __init__(self, rules: Rules, *, places: list[Place] | None = None) -> None:
        self._rules = rules
        self._places = places
        self.edits: Edits | None = None
        """What changed in the string of the last visit; None where it was replaced as a whole."""

    def visit(self, text: str, where: Where, steps: Steps) -> str:
        """Return a string as it shall be; the same object where it stays."""
        if where.mode == SKIPPED or (where.mode == SCHEMA and steps[-1] not in ("description", "title")):
            return text
        policy = self._rules.policy(where.context)
        note = None if self._places is None else self._noting(where, steps, policy)
        if where.is_json:
            made, self.edits = clean_arguments(text, policy, note)
            return made
        if note:
            note(text)
        if is_clean(text, policy):
            return text
        self.edits = [(edit.start, edit.end, edit.replacement) for edit in inspect(text, policy).edits]
        return clean(text, policy)

    def _noting(self, where: Where, steps: Steps, policy: Policy) -> Callable[[str], None]:
        """Return what notes the findings of a text in this place."""

        def note(text: str) -> None:
            if self._places is not None and (not text.isascii() or not is_clean(text, policy)):
                report = inspect(text, policy)
                if report:
                    self._places.append(Place(pointer(steps), where.context, report))

        return note
