"""Readers of the Unicode data files: one function a file format, nothing decided here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

UNICODE_VERSION = "17.0.0"
LIMIT = 0x110000


def lines(path: Path) -> Iterator[list[str]]:
    """Yield the fields of each data line, comments and blanks left out."""
    with path.open(encoding="utf-8-sig") as file:
        for line in file:
            data = line.split("#", 1)[0].strip()
            if data:
                yield [field.strip() for field in data.split(";")]


def span(field: str) -> range:
    """Read ``0041`` or ``0041..005A``."""
    first, _, last = field.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


def points(field: str) -> tuple[int, ...]:
    """Read a sequence of code points in hexadecimal."""
    return tuple(int(part, 16) for part in field.split())


def sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


class Ucd:
    """A folder of UCD files, read on demand."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        """Return the path of one data file."""
        return self.root / name

    def rows(self, name: str) -> Iterator[list[str]]:
        """Yield the data lines of one file."""
        return lines(self.path(name))

    def values(self, name: str, default: str) -> list[str]:
        """Return the value of a property of the form ``range ; value`` for every code point."""
        result = [default] * LIMIT
        for fields in self.rows(name):
            for cp in span(fields[0]):
                result[cp] = fields[1]
        return result

    def members(self, name: str, prop: str) -> set[int]:
        """Return the code points that have a binary property."""
        result: set[int] = set()
        for fields in self.rows(name):
            if fields[1] == prop:
                result.update(span(fields[0]))
        return result

    def scripts(self) -> list[str]:
        """Return the four-letter script code of every code point (UAX #24)."""
        short = {fields[2]: fields[1] for fields in self.rows("PropertyValueAliases.txt") if fields[0] == "sc"}
        return [short[name] for name in self.values("Scripts.txt", "Unknown")]

    def decompositions(self) -> dict[int, tuple[str, tuple[int, ...]]]:
        """Return (tag, mapping) of each decomposable character; the tag is empty when canonical."""
        result = {}
        for fields in self.rows("UnicodeData.txt"):
            if fields[5]:
                tag, _, rest = fields[5].rpartition("> ")
                result[int(fields[0], 16)] = (tag.lstrip("<"), points(rest))
        return result

    def names(self) -> dict[int, str]:
        """Return the name of each character that has a line of its own in DerivedName."""
        result = {}
        for fields in self.rows("extracted/DerivedName.txt"):
            for cp in span(fields[0]):
                result[cp] = fields[1].replace("*", f"{cp:04X}")
        return result
