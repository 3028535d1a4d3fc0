"""The walk through a request: every string once, in order, with what it is; what does not change is the same object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from sanitize.prompts._fields import SKIPPED, Where, inside, under
from sanitize.prompts._rules import Rules

Steps: TypeAlias = tuple[str | int, ...]
Visit: TypeAlias = Callable[[str, Where, Steps], str]
"""Takes a string, what it is and the steps that lead to it; returns the string that shall stand there."""


class Doubled(dict[str, Any]):
    """An object some of whose keys stand twice: as a dict it has the last ones, and ``pairs`` has all."""

    pairs: tuple[tuple[str, Any], ...]

    @classmethod
    def of(cls, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """Return an object of pairs, a plain dict where no key stands twice."""
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        made = cls(plain)
        made.pairs = tuple(pairs)
        return made


def walk(value: Any, rules: Rules, visit: Visit, context: str | None = None) -> Any:
    """Return a request with each string replaced by what ``visit`` returns; the same object when all are the same.

    Dicts, lists and tuples are walked through, and made anew where something in them changes; other
    objects stay as they are. Keys are names, and stay.

    Raises
    ------
    ValueError
        For what is nested deeper than Python's recursion limit allows.
    """
    try:
        return _walk(value, Where(context or rules.start), (), rules, visit)
    except RecursionError:
        raise ValueError("the request is nested too deep to be walked through") from None


def _walk(value: Any, where: Where, steps: Steps, rules: Rules, visit: Visit) -> Any:
    if rules.skip and steps and where.mode != SKIPPED and _is_skipped(steps, rules):
        where = where._replace(mode=SKIPPED)
    if isinstance(value, str):
        return visit(value, where, steps)
    if isinstance(value, dict):
        within = inside(where, value)
        changes: dict[str, Any] = {}
        for key, item in value.pairs if isinstance(value, Doubled) else value.items():
            if not isinstance(item, (str, dict, list, tuple)):
                continue
            place = under(within, value, key, item) if isinstance(key, str) else within
            made = _walk(item, place, (*steps, key), rules, visit)
            if made is not item:
                changes[key] = made
        return {**value, **changes} if changes else value
    if isinstance(value, (list, tuple)):
        parts = [_walk(item, where, (*steps, at), rules, visit) for at, item in enumerate(value)]
        if all(made is item for made, item in zip(parts, value, strict=True)):
            return value
        return parts if isinstance(value, list) else tuple(parts)
    return value


def _is_skipped(steps: Steps, rules: Rules) -> bool:
    """Tell whether the caller asked for a place to be skipped."""
    if steps[-1] in rules.names:
        return True
    return any(
        len(pointer) == len(steps) and all(want in ("*", str(step)) for want, step in zip(pointer, steps, strict=True))
        for pointer in rules.pointers
    )


def pointer(steps: Steps) -> str:
    """Return the JSON pointer of a place (RFC 6901)."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)
