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

Change: TypeAlias = str | Policy | list[tuple[int, int, str]]
"""How a string changes: it becomes another one, it is cleaned by a policy, or it is edited."""


class Visitor(Protocol):
    """What decides about the strings of a request, one after the other."""

    change: Change | None
    """How the string of the last visit changed; None where it became what was returned."""

    def visit(self, text: str, where: Where, steps: Steps) -> str:
        """Return a string as it shall be; the same object where it stays."""


class Cleaner:
    """Cleans the strings of one request, one after the other; with ``places`` it notes what it finds."""

    def __init__(self, rules: Rules, *, places: list[Place] | None = None) -> None:
        self._rules = rules
        self._places = places
        self.change: Change | None = None

    def visit(self, text: str, where: Where, steps: Steps) -> str:
        """Return a string as it shall be; the same object where it stays."""
        if where.mode == SKIPPED or (where.mode == SCHEMA and steps[-1] not in ("description", "title")):
            return text
        policy = self._rules.policy(where.context) if self._places is not None else self._rules.quiet(where.context)
        note = None if self._places is None else self._noting(where, steps, policy)
        if where.is_json:
            made, self.change = clean_arguments(text, policy, note)
            return made
        if note:
            note(text)
        self.change = policy
        return clean(text, policy)

    def _noting(self, where: Where, steps: Steps, policy: Policy) -> Callable[[str], None]:
        """Return what notes the findings of a text in this place."""

        def note(text: str) -> None:
            if self._places is not None and (not text.isascii() or not is_clean(text, policy)):
                report = inspect(text, policy)
                if report:
                    self._places.append(Place(pointer(steps), where.context, report))

        return note
