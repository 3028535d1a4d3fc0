"""A mark for fields of Pydantic's models: their text is canonical once it is validated."""

from __future__ import annotations

from typing import Any

from sanitize._api import clean
from sanitize._policy import Policy, as_policy


class Clean:
    """Cleans a ``str`` after Pydantic (version 2) has validated it: ``Annotated[str, sanitize.Clean()]``.

    Parameters
    ----------
    policy:
        As for `sanitize.clean`.

    Raises as `sanitize.clean`, when it is made. Cost: that of `sanitize.clean`.

    >>> import sanitize
    >>> sanitize.Clean("text")
    Clean(Policy('text'))
    """

    __slots__ = ("_policy",)

    def __init__(self, policy: Policy | str = "prompt") -> None:
        self._policy = as_policy(policy)

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Return the schema of the field, and cleaning behind it."""
        from pydantic_core import core_schema

        return core_schema.no_info_after_validator_function(self._clean, handler(source))

    def _clean(self, text: str) -> str:
        return clean(text, self._policy)

    def __eq__(self, other: object) -> bool:
        return self._policy == other._policy if isinstance(other, Clean) else NotImplemented

    def __hash__(self) -> int:
        return hash((Clean, self._policy))

    def __repr__(self) -> str:
        return f"Clean({self._policy!r})"
