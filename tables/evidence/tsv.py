"""Writes a table: a header that says how it was made, one line of column names, then the rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from . import fonts, raster
from .ucd import Ucd

FOLDER = Path(__file__).parent


def header(ucd: Ucd, about: Sequence[str]) -> list[str]:
    """The comment lines that every table opens with."""
    made_by = ("Written by `python -m tables.evidence.make`; do not edit. Method, thresholds, fonts: README.md here.",)
    facts = (
        f"Tool: {fonts.tool_versions()}; Unicode {ucd.version}; {raster.SIZE} px to the em, no hinting, grey.",
        f"Fonts (Debian packages): {'; '.join(fonts.package_versions())}.",
    )
    return [f"# {line}" for line in (*about, *made_by, *facts)]


def write(name: str, ucd: Ucd, about: Sequence[str], columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    """Writes ``name`` into this folder and returns its path."""
    path = FOLDER / name
    lines = [*header(ucd, about), "\t".join(columns), *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def point(cp: int) -> str:
    """A code point as the tables write it: at least four capital hex digits."""
    return f"{cp:04X}"
