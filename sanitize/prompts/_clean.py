"""What is done with one string of a request: left, cleaned as text, or cleaned as the JSON that it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from sanitize._api import clean, inspect, is_clean
from sanitize._policy import Policy
from sanitize.prompts._arguments import clean_arguments
from sanitize.prompts._fields import SCHEMA, SKIPPED, Where
from sanitize.prompts._report import Place
from sanitize.prompts._rules import Rules
from sanitize.prompts._walk import Steps, pointer

Change: TypeAlias = str | Policy | list[tuple[int, int, str]]
"""How a string changes: it becomes another one, it is cleaned by a policy, or it is edited."""


Changing: TypeAlias = Callable[[str, Where, Steps], Change | None]
"""Tells how a string of a request changes; None where it stays."""


class Cleaner:
    """Cleans the strings of one request, one after the other; with ``places`` it notes what it finds."""

    def __init__(self, rules: Rules, *, places: list[Place] | None = None) -> None:
        self._rules = rules
        self._places = places

    def visit(self, text: str, where: Where, steps: Steps) -> str:
        """Return a string as it shall be; the same object where it stays."""
        if _is_skipped(where, steps):
            return text
        policy, note = self._chosen(where, steps)
        if where.is_json:
            return clean_arguments(text, policy, note)[0]
        if note:
            note(text)
        return clean(text, policy)

    def change(self, text: str, where: Where, steps: Steps) -> Change | None:
        """Return how a string changes; None where it stays."""
        if _is_skipped(where, steps):
            return None
        policy, note = self._chosen(where, steps)
        if where.is_json:
            return clean_arguments(text, policy, note)[1] or None
        if note:
            note(text)
        return None if is_clean(text, policy) else policy

    def _chosen(self, where: Where, steps: Steps) -> tuple[Policy, Callable[[str], None] | None]:
        """Return the policy for a place, and what notes findings there."""
        if self._places is None:
            return self._rules.quiet(where.context), None
        policy = self._rules.policy(where.context)
        return policy, self._noting(where, steps, policy)

    def _noting(self, where: Where, steps: Steps, policy: Policy) -> Callable[[str], None]:
        """Return what notes the findings of a text in this place."""

        def note(text: str) -> None:
            if self._places is not None and (not text.isascii() or not is_clean(text, policy)):
                report = inspect(text, policy)
                if report:
                    self._places.append(Place(pointer(steps), where.context, report))

        return note


def _is_skipped(where: Where, steps: Steps) -> bool:
    return where.mode == SKIPPED or (where.mode == SCHEMA and steps[-1] not in ("description", "title"))
