"""What a character is, what it looks like, and what each preset does with it."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from sanitize import _tables_characters as tables
from sanitize._api import inspect
from sanitize._identifiers import is_allowed, script_names, types
from sanitize._policy import PRESETS
from sanitize._report import CodePoint, name_of
from sanitize._tables_compare import CONFUSABLES

_CATEGORIES = {
    "Lu": "uppercase letter", "Ll": "lowercase letter", "Lt": "titlecase letter", "Lm": "modifier letter", "Lo": "letter",
    "Mn": "mark that takes no room", "Mc": "mark that takes room", "Me": "enclosing mark", "Nd": "decimal digit",
    "Nl": "letter number", "No": "number", "Pc": "connector", "Pd": "dash", "Ps": "opening mark", "Pe": "closing mark",
    "Pi": "opening quote", "Pf": "closing quote", "Po": "punctuation", "Sm": "mathematical symbol", "Sc": "currency symbol",
    "Sk": "modifier symbol", "So": "symbol", "Zs": "space", "Zl": "line separator", "Zp": "paragraph separator",
    "Cc": "control", "Cf": "format character, which draws nothing", "Cs": "half of a surrogate pair, no character",
    "Co": "private use: its meaning is not shared", "Cn": "no character in this version of Unicode",
}  # fmt: skip
"""General_Category in words."""


class Treatment(NamedTuple):
    """What a preset does with a character between two letters: ``made`` is None where it stays."""

    preset: str
    kind: str | None
    made: str | None
    reason: str


class Explanation(NamedTuple):
    """A character, explained."""

    point: CodePoint
    category: str
    block: str
    age: str
    scripts: tuple[str, ...]
    allowed: bool
    identifier_type: str
    prototype: tuple[CodePoint, ...]
    alike: tuple[CodePoint, ...]
    compatible: tuple[CodePoint, ...]
    treatments: tuple[Treatment, ...]


def explain(cp: int) -> Explanation:
    """Return what a code point is: its properties, what looks like it, and what each preset does with it."""
    prototype = CONFUSABLES.get(cp, (cp,))
    alike = tuple(other for other in _by_prototype().get(prototype, ()) if other != cp)
    compatible = [ord(char) for char in unicodedata.normalize("NFKC", chr(cp))]
    return Explanation(
        point=_point(cp),
        category=_CATEGORIES[tables.CATEGORIES[_value(tables.CATEGORISED, cp)]],
        block=tables.BLOCKS[bisect_right(tables.BLOCKS, (cp, "\uffff")) - 1][1],
        age=tables.AGES[_value(tables.AGED, cp)],
        scripts=script_names(cp),
        allowed=is_allowed(cp),
        identifier_type=types(cp),
        prototype=() if prototype == (cp,) else tuple(map(_point, prototype)),
        alike=tuple(map(_point, alike)),
        compatible=() if compatible == [cp] else tuple(map(_point, compatible)),
        treatments=tuple(_treatments(chr(cp))),
    )


def _point(cp: int) -> CodePoint:
    return CodePoint(cp, name_of(cp))


@cache
def _starts(runs: tuple[tuple[int, int], ...]) -> list[int]:
    return [start for start, _ in runs]


def _value(runs: tuple[tuple[int, int], ...], cp: int) -> int:
    return runs[bisect_right(_starts(runs), cp) - 1][1]


@cache
def _by_prototype() -> dict[tuple[int, ...], list[int]]:
    """Return the code points of each class of look-alikes, its prototype first where that is one of them."""
    result: dict[tuple[int, ...], list[int]] = {}
    for cp, prototype in CONFUSABLES.items():
        result.setdefault(prototype, list(prototype) if len(prototype) == 1 else []).append(cp)
    return result


def _treatments(char: str) -> Iterator[Treatment]:
    for preset in PRESETS[:4]:
        found = next(iter(inspect(f"a{char}b", preset)), None)
        if found is None:
            yield Treatment(preset, None, None, "")
        else:
            yield Treatment(preset, found.kind, found.replacement, found.reason)
