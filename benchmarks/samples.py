"""The project's own texts: short covers (data/samples.tsv) and honest lines (data/honest.tsv)."""

from __future__ import annotations

import re
from typing import NamedTuple

from .channels.tables import rows

_ESCAPE = re.compile(r"\\u\{([0-9A-F]+)\}")


class Sample(NamedTuple):
    """A text and the language, script or notation that it is in."""

    label: str
    text: str


def read(name: str) -> list[Sample]:
    r"""Return the texts of a table, with each ``\u{...}`` made the character that it names."""
    return [Sample(label, _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)) for label, text in rows(name)]


def samples() -> list[Sample]:
    """Return the covers of the project's own."""
    return read("samples.tsv")
