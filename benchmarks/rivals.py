"""The named peers and limits: how each is called, and where it cannot be had, why."""

from __future__ import annotations

import importlib
import importlib.metadata
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from .channels.tables import rows

Clean = Callable[[str], str]
Work = Callable[[str], object]
PACKAGES = (
    "clean-text",
    "confusable-homoglyphs",
    "decancer-py",
    "disarm",
    "ftfy",
    "rehuman",
    "secnorm",
    "Unidecode",
)
INVISIBLES = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff"


def versions() -> dict[str, str]:
    """Return the version of each peer that is installed, and of sanitize."""
    return {package: _version(package) for package in ("sanitize-text", *PACKAGES)}


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "absent"


def call(module: str, name: str) -> Callable[..., Any]:
    """Return a function of a peer; ImportError where it is not installed."""
    try:
        function: Callable[..., Any] = getattr(importlib.import_module(module), name)
    except AttributeError as error:
        raise ImportError(str(error)) from error
    return function


def _decancer() -> Clean:
    parse = call("decancer_py", "parse")
    return lambda text: str(parse(text))


def _secnorm() -> Clean:
    normalize = call("secnorm", "normalize")
    return lambda text: str(normalize(text).normalized_text)


def _sanitize(policy: str) -> Clean:
    return partial(_second, call("sanitize", "clean"), policy)


def _second(clean: Callable[[str, str], str], policy: str, text: str) -> str:
    return clean(text, policy)


CLEANERS: dict[str, Callable[[], Clean]] = {
    "sanitize (prompt)": lambda: _sanitize("prompt"),
    "sanitize (text)": lambda: _sanitize("text"),
    "sanitize (strict)": lambda: _sanitize("strict"),
    "disarm canonicalize": lambda: call("disarm", "canonicalize"),
    "disarm strip_format": lambda: call("disarm", "strip_format"),
    "decancer": _decancer,
    "rehuman": lambda: call("rehuman", "clean"),
    "secnorm": _secnorm,
    "ftfy": lambda: call("ftfy", "fix_text"),
    "NFKC": lambda: partial(unicodedata.normalize, "NFKC"),
    "clean-text": lambda: call("cleantext", "clean"),
    "Unidecode": lambda: call("unidecode", "unidecode"),
}
"""What rewrites text: the tools of the leak benchmark."""

ALARMS: dict[str, Callable[[], Work]] = {
    "confusable-homoglyphs": lambda: call("confusable_homoglyphs.confusables", "is_dangerous"),
}
"""What only warns: counted by whether it warns."""


def fold_table() -> dict[int, str | None]:
    """Return a table for str.translate that drops invisibles and folds look-alike letters and punctuation."""
    table: dict[int, str | None] = dict.fromkeys(map(ord, _expanded(INVISIBLES)), None)
    for _script, letter, latin, _proof in rows("homoglyphs.tsv"):
        table[int(letter, 16)] = chr(int(latin, 16))
    table.update(
        {
            ord(mark): plain
            for marks, plain in (("\u2018\u2019\u2032", "'"), ("\u201c\u201d", '"'), ("\u2010\u2011\u2212", "-"))
            for mark in marks
        }
    )
    table[0x2215] = "/"
    table[0xA0] = " "
    return table


def _expanded(ranges: str) -> str:
    pattern = re.compile(f"[{ranges}]")
    return "".join(char for char in map(chr, range(0xE1000)) if pattern.match(char))


def _regex() -> Work:
    folds = {chr(code): text or "" for code, text in fold_table().items()}
    invisible = re.compile(f"[{INVISIBLES}]")
    visible = (char for char in sorted(folds) if not invisible.match(char))
    pattern = re.compile(f"[{INVISIBLES}{''.join(map(re.escape, visible))}]")
    return partial(pattern.sub, lambda match: folds[match.group()])


@dataclass(frozen=True)
class Rival:
    """Something to be timed: `load` imports it and returns the call; `on_bytes` has it take UTF-8."""

    name: str
    load: Callable[[], Callable[[Any], object]]
    on_bytes: bool = False
    limit: bool = False


def _translate() -> Work:
    table = fold_table()
    return lambda text: text.translate(table)


def _encode() -> Work:
    return str.encode


SPEED: tuple[Rival, ...] = (
    Rival("sanitize.clean", lambda: _sanitize("prompt")),
    Rival("sanitize.clean (text)", lambda: _sanitize("text")),
    Rival("sanitize.is_clean", lambda: call("sanitize", "is_clean")),
    Rival("sanitize.clean_bytes", lambda: call("sanitize", "clean_bytes"), on_bytes=True),
    Rival("bytes.isascii", lambda: bytes.isascii, on_bytes=True, limit=True),
    Rival("str.encode", _encode, limit=True),
    Rival("unicodedata NFC", lambda: partial(unicodedata.normalize, "NFC"), limit=True),
    Rival("unicodedata NFKC", lambda: partial(unicodedata.normalize, "NFKC"), limit=True),
    Rival("str.translate", _translate),
    Rival("re.sub", _regex),
    Rival("disarm.canonicalize", CLEANERS["disarm canonicalize"]),
    Rival("decancer", _decancer),
    Rival("ftfy.fix_text", CLEANERS["ftfy"]),
    Rival("confusable-homoglyphs", ALARMS["confusable-homoglyphs"]),
)
