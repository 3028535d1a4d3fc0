"""Identifiers and hostnames by UTS #39 section 5: which scripts they mix, how far they are restricted, what they look like."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

from sanitize import _tables_identifiers as tables
from sanitize._backend import core
from sanitize._report import CodePoint, codepoints

Level: TypeAlias = Literal[
    "ASCII-Only",
    "Single Script",
    "Highly Restrictive",
    "Moderately Restrictive",
    "Minimally Restrictive",
    "Unrestricted",
]
LEVELS: tuple[Level, ...] = (
    "ASCII-Only",
    "Single Script",
    "Highly Restrictive",
    "Moderately Restrictive",
    "Minimally Restrictive",
    "Unrestricted",
)
"""Restriction levels, the most restrictive first (section 5.2)."""

_STARTS = [start for start, _ in tables.EXTENSIONS]
_TYPED = [start for start, _ in tables.TYPED]
_COMMON, _INHERITED = "Zyyy", "Zinh"
_AUGMENTED = {
    "Hani": ("Hanb", "Jpan", "Kore"),
    "Hira": ("Jpan",),
    "Kana": ("Jpan",),
    "Hang": ("Kore",),
    "Bopo": ("Hanb",),
}
"""Writing systems of several scripts, for each script that they use (section 5.1)."""
_RECOMMENDED = frozenset(
    [
        "Arab",
        "Armn",
        "Beng",
        "Bopo",
        "Cyrl",
        "Deva",
        "Ethi",
        "Geor",
        "Grek",
        "Gujr",
        "Guru",
        "Hang",
        "Hani",
        "Hebr",
        "Hira",
        "Kana",
        "Knda",
        "Khmr",
        "Laoo",
        "Latn",
        "Mlym",
        "Mymr",
        "Orya",
        "Sinh",
        "Taml",
        "Telu",
        "Thaa",
        "Thai",
        "Tibt",
    ]
)
"""UAX #31 table 5."""
_NAMES = dict(zip(tables.SCRIPTS, tables.SCRIPT_NAMES, strict=True)) | {
    "Hanb": "Han with Bopomofo",
    "Jpan": "Japanese",
    "Kore": "Korean",
}
_LONGEST = 1 << 12
"""Code points of an identifier; what is longer is a text."""


class Identifier(NamedTuple):
    """An identifier as UTS #39 section 5 sees it.

    ``scripts`` are those that write all of it, by name: empty where it mixes scripts (5.1), and where all is common
    to many, ``("Common",)``. ``level`` is its restriction level (5.2), ``mixed_numbers`` tells whether its digits
    are of several sets (5.3), ``look_alikes`` are other scripts in which something that looks the same could be
    written whole (4.1), and ``restricted`` its characters outside the General Security Profile, each with why.
    """

    text: str
    level: Level
    scripts: tuple[str, ...]
    mixed_script: bool
    mixed_numbers: bool
    look_alikes: tuple[str, ...]
    restricted: tuple[tuple[CodePoint, str], ...]
    skeleton: str


def identifier(text: str) -> Identifier:
    """Look at an identifier: a user name, a package name, a variable, a label of a hostname.

    Parameters
    ----------
    text:
        Any ``str`` of up to 4096 code points.

    Raises ``TypeError`` for another type and ``ValueError`` for a longer text. Cost: linear; the tables are loaded
    at the first call. Source: UTS #39 sections 3, 4 and 5.

    >>> import sanitize
    >>> found = sanitize.identifier("p\\u0430ypal")
    >>> found.level, found.mixed_script, found.scripts
    ('Minimally Restrictive', True, ())
    >>> found = sanitize.identifier("\\u0440\\u0430\\u0443\\u0440\\u0430\\u04cf")
    >>> found.level, found.scripts, "Latin" in found.look_alikes
    ('Single Script', ('Cyrillic',), True)
    """
    if not isinstance(text, str):
        raise TypeError(f"an identifier must be a str, not {type(text).__name__}")
    if len(text) > _LONGEST:
        raise ValueError(f"an identifier of {len(text):,} code points: look at up to {_LONGEST:,}, or inspect a text")
    sets = [augmented(cp) for cp in map(ord, core.normalize_nfd(text))]
    own = _covering(sets)
    restricted = tuple(
        (point, types(point.cp)) for point in dict.fromkeys(codepoints(text)) if not is_allowed(point.cp)
    )
    scripts = ("Common",) if own is None else tuple(sorted(_NAMES[script] for script in own))
    return Identifier(
        text=text,
        level=_level(text, sets, own, is_in_profile=not restricted),
        scripts=scripts,
        mixed_script=own is not None and not own,
        mixed_numbers=len({zero for char in text if (zero := _zero(ord(char))) is not None}) > 1,
        look_alikes=tuple(sorted(_NAMES[script] for script in _look_alikes(text, own))),
        restricted=restricted,
        skeleton=core.skeleton(text),
    )


def extensions(cp: int) -> tuple[str, ...]:
    """Return the scripts of a code point (Script_Extensions), by their codes."""
    number = tables.EXTENSIONS[bisect_right(_STARTS, cp) - 1][1]
    return tuple(tables.SCRIPTS[script] for script in tables.SCRIPT_SETS[number])


def script_names(cp: int) -> tuple[str, ...]:
    """Return the names of the scripts of a code point."""
    return tuple(_NAMES[script] for script in extensions(cp))


def augmented(cp: int) -> frozenset[str] | None:
    """Return the augmented script set of a code point (section 5.1); None: it goes with all."""
    scripts = extensions(cp)
    if _COMMON in scripts or _INHERITED in scripts:
        return None
    return frozenset((*scripts, *(system for script in scripts for system in _AUGMENTED.get(script, ()))))


def _covering(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    """Return the scripts that all of the sets share (the resolved script set); None: any."""
    result: frozenset[str] | None = None
    for scripts in sets:
        if scripts is not None:
            result = scripts if result is None else result & scripts
    return result


def _level(
    text: str, sets: Sequence[frozenset[str] | None], own: frozenset[str] | None, *, is_in_profile: bool
) -> Level:
    """Return the restriction level (section 5.2)."""
    if not is_in_profile:
        return "Unrestricted"
    if text.isascii():
        return "ASCII-Only"
    if own is None or own:
        return "Single Script"
    rest = _covering(scripts for scripts in sets if scripts is None or "Latn" not in scripts)
    if rest is None or rest & {"Hanb", "Jpan", "Kore"}:
        return "Highly Restrictive"
    if rest & (_RECOMMENDED - {"Cyrl", "Grek", "Latn"}):
        return "Moderately Restrictive"
    return "Minimally Restrictive"


def is_allowed(cp: int) -> bool:
    """Tell whether a code point is in the General Security Profile (Identifier_Status, section 3.1)."""
    return bisect_right(tables.ALLOWED, cp) % 2 == 0


def types(cp: int) -> str:
    """Return the Identifier_Type of a code point: why it is restricted."""
    return tables.TYPES[tables.TYPED[bisect_right(_TYPED, cp) - 1][1]].replace("_", " ")


def _zero(cp: int) -> int | None:
    """Return the zero of the set of digits that a code point is of."""
    at = bisect_right(tables.ZEROS, cp) - 1
    return tables.ZEROS[at] if at >= 0 and cp - tables.ZEROS[at] < 10 else None


@cache
def _lookalike_scripts() -> dict[tuple[int, ...], frozenset[str]]:
    """Return, for each prototype, the scripts that have an allowed character with it; an empty one: all have."""
    from sanitize._tables_compare import CONFUSABLES

    result: dict[tuple[int, ...], set[str]] = {}
    everywhere: set[tuple[int, ...]] = set()
    for cp, prototype in (*CONFUSABLES.items(), *((cps[0], cps) for cps in CONFUSABLES.values() if len(cps) == 1)):
        if is_allowed(cp):
            scripts = augmented(cp)
            if scripts is None:
                everywhere.add(prototype)
            else:
                result.setdefault(prototype, set()).update(scripts & _NAMES.keys())
    return {key: frozenset(() if key in everywhere else found) for key, found in result.items()} | dict.fromkeys(
        everywhere, frozenset()
    )


def _look_alikes(text: str, own: frozenset[str] | None) -> frozenset[str]:
    """Return the scripts, but its own, in which something that looks the same could be written whole (section 4.1)."""
    if not own:
        return frozenset()
    from sanitize._tables_compare import CONFUSABLES

    known = _lookalike_scripts()
    result: frozenset[str] | None = None
    for char in core.normalize_nfd(text):
        cp = ord(char)
        if augmented(cp) is None:
            continue
        prototype = CONFUSABLES.get(cp, (cp,))
        choices = known.get(prototype)
        if choices is None:  # nobody looks like it, but its parts may
            parts = [known.get((part,), augmented(part)) for part in prototype] if len(prototype) > 1 else []
            shared = _covering(found or None for found in parts) if parts else augmented(cp)
            choices = shared if shared is not None else frozenset()
        if choices:
            result = choices if result is None else result & choices
        if result is not None and not result:
            break
    systems = {system for found in _AUGMENTED.values() for system in found}
    return frozenset() if result is None else result - own - systems
