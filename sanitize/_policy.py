"""Policies: which kinds of findings are acted on, and how."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sanitize._kinds import ACTIONS, KEY, KINDS, LOG, MOJIBAKE, REPLACE, STRICT, TEXT

_PROMPT = dict.fromkeys(KINDS, "replace") | {"private": "report", "mojibake": "keep"}
_PRESETS: Final[Mapping[str, tuple[Mapping[str, str], int]]] = {
    "prompt": (_PROMPT, 0),
    "text": (
        _PROMPT
        | dict.fromkeys(("newline", "space", "punctuation", "compatibility"), "keep")
        | dict.fromkeys(("blank", "marks"), "report"),
        TEXT,
    ),
    "log": (
        dict.fromkeys(KINDS, "keep")
        | dict.fromkeys(
            ("invisible", "joiner", "variation", "tag", "bidi", "control", "newline", "blank", "invalid"),
            "escape",
        )
        | dict.fromkeys(("homoglyph", "private"), "report"),
        LOG,
    ),
    "strict": (_PROMPT, STRICT),
    "key": (_PROMPT, KEY),
}

PRESETS: Final = tuple(_PRESETS)
"""The names of the presets: prompt, text, log, strict, key."""


def _choices(names: tuple[str, ...]) -> str:
    return ", ".join(names)


class Policy:
    """What is done with each kind of finding: a preset, and the kinds that differ from it.

    A policy is a frozen value: it can be compared, hashed, pickled and shared between threads.

    Parameters
    ----------
    preset:
        ``"prompt"`` (the default), ``"text"``, ``"log"``, ``"strict"`` or ``"key"``.
    kinds:
        An action for each kind that is to differ from the preset: ``"keep"`` (not looked at),
        ``"report"`` (found, text untouched), ``"replace"`` (the canonical form, which is nothing for
        what is invisible), ``"remove"`` or ``"escape"`` (a visible ``\\u202e``). The kind
        ``mojibake`` takes ``"keep"``, ``"report"`` or ``"repair"``.

    Raises
    ------
    ValueError
        For an unknown preset, kind or action; the message names the choices.
    TypeError
        For a preset or action that is not a ``str``.

    >>> import sanitize
    >>> keep_quotes = sanitize.Policy("prompt", punctuation="keep")
    >>> sanitize.clean("\\u201cquoted\\u201d\\u200b", keep_quotes) == "\\u201cquoted\\u201d"
    True
    """

    __slots__ = ("_actions", "_preset", "_rules")

    _actions: Mapping[str, str]
    _preset: str
    _rules: bytes

    def __init__(self, preset: str = "prompt", **kinds: str) -> None:
        if not isinstance(preset, str):
            raise TypeError(f"a preset's name must be a str, not {type(preset).__name__}")
        if preset not in _PRESETS:
            raise ValueError(f"unknown preset {preset[:40]!r}: choose one of {_choices(PRESETS)}")
        actions, flags = _PRESETS[preset]
        chosen = dict(actions)
        for kind, action in kinds.items():
            chosen[kind] = _checked(kind, action)
        object.__setattr__(self, "_preset", preset)
        object.__setattr__(self, "_actions", MappingProxyType(chosen))
        numbers = (REPLACE if chosen[kind] == "repair" else ACTIONS.index(chosen[kind]) for kind in KINDS)
        object.__setattr__(self, "_rules", bytes([*numbers, flags]))

    @property
    def preset(self) -> str:
        """The name of the preset that the policy starts from."""
        return self._preset

    @property
    def actions(self) -> Mapping[str, str]:
        """The action for each kind, read-only."""
        return self._actions

    @property
    def rules(self) -> bytes:
        """The policy as the cores read it: one byte a kind, and one for the preset's way of deciding."""
        return self._rules

    @property
    def repairs(self) -> bool:
        """Whether text decoded with the wrong codec is repaired."""
        return self._rules[MOJIBAKE] == REPLACE

    def _differences(self) -> dict[str, str]:
        preset = _PRESETS[self._preset][0]
        return {kind: action for kind, action in self._actions.items() if preset[kind] != action}

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Policy is frozen: make another one, Policy({self._preset!r}, ...)")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a Policy is frozen")

    def __eq__(self, other: object) -> bool:
        return self._rules == other._rules if isinstance(other, Policy) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._rules)

    def __repr__(self) -> str:
        changes = "".join(f", {kind}={action!r}" for kind, action in self._differences().items())
        return f"Policy({self._preset!r}{changes})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (self._preset, self._differences())


def _rebuild(preset: str, kinds: dict[str, str]) -> Policy:
    return Policy(preset, **kinds)


def _checked(kind: str, action: object) -> str:
    """Return the action for a kind, or say what the choices are."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind[:40]!r}: choose one of {_choices(KINDS)}")
    if not isinstance(action, str):
        raise TypeError(f"the action for {kind} must be a str, not {type(action).__name__}")
    choices = ("keep", "report", "repair") if kind == "mojibake" else ACTIONS
    if action not in choices:
        raise ValueError(f"unknown action {action[:40]!r} for {kind}: choose one of {_choices(choices)}")
    return action


NAMED: Final = {name: Policy(name) for name in PRESETS}
"""The policy of each preset."""


def as_policy(policy: Policy | str) -> Policy:
    """Return the policy that a caller means: a policy, or the name of a preset."""
    if isinstance(policy, Policy):
        return policy
    if isinstance(policy, str):
        return NAMED[policy] if policy in NAMED else Policy(policy)
    raise TypeError(f"policy must be a Policy or the name of a preset, not {type(policy).__name__}")
