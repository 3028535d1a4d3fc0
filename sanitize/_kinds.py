"""The kinds of findings, the actions on them and the presets: the words that policies are made of."""

from __future__ import annotations

from sanitize import _reasons
from sanitize._reasons import REASONS

KINDS = _reasons.KINDS
"""The kinds of findings, in the order of a policy's bytes."""

ACTIONS = ("keep", "report", "replace", "remove", "escape")
KEEP, REPORT, REPLACE, REMOVE, ESCAPE = range(len(ACTIONS))

TEXT, STRICT, LOG, KEY = 1, 2, 4, 8
"""Flags of a preset: how the context rules decide, beside the action of each kind."""

(
    INVISIBLE,
    JOINER,
    VARIATION,
    TAG,
    BIDI,
    CONTROL,
    NEWLINE,
    SPACE,
    BLANK,
    PUNCTUATION,
    HOMOGLYPH,
    COMPATIBILITY,
    NORMALIZATION,
    MARKS,
    INVALID,
    PRIVATE,
    MOJIBAKE,
) = range(len(KINDS))

REASON_NUMBER = {name: number for number, (name, _, _) in enumerate(REASONS)}
REASON_KIND = tuple(KINDS.index(kind) for _, kind, _ in REASONS)


def reason(name: str) -> int:
    """Return the number of a reason; its kind is ``REASON_KIND[number]``."""
    return REASON_NUMBER[name]
