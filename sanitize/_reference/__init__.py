"""The executable specification: the whole meaning of `sanitize` in plain Python.

Read it in the order of the pipeline: `parse` (what goes whatever stands beside it), `formats`,
`sequences`, `normal`, `folds`, `joiners`, `prefer`, `words`, `marks`, and `engine`, which runs them
and turns the outcome into findings. It serves where the native core cannot be had, and it judges it.
"""

from __future__ import annotations

from sanitize._found import Columns, as_columns
from sanitize._reference.columns import (
    clean_column,
    count_column,
    inspect_column,
    is_clean_column,
    skeleton_column,
)
from sanitize._reference.compare import nfkc_casefold, skeleton
from sanitize._reference.engine import UNICODE_VERSION, apply, findings
from sanitize._reference.json import clean_json, clean_json_lines, json_is_plain, json_suspects
from sanitize._reference.normal import nfc as normalize_nfc
from sanitize._reference.normal import nfd as normalize_nfd
from sanitize._reference.screen import suspect_lines
from sanitize._reference.unfinished import unfinished, unfinished_bytes
from sanitize._reference.utf8 import clean_bytes, findings_bytes

__all__ = [
    "UNICODE_VERSION",
    "clean",
    "clean_bytes",
    "clean_column",
    "clean_json",
    "clean_json_lines",
    "clean_many",
    "count_column",
    "findings",
    "findings_bytes",
    "found",
    "found_bytes",
    "inspect_column",
    "is_clean",
    "is_clean_bytes",
    "is_clean_column",
    "json_is_plain",
    "json_suspects",
    "nfkc_casefold",
    "normalize_nfc",
    "normalize_nfd",
    "skeleton",
    "skeleton_column",
    "suspect_lines",
    "unfinished",
    "unfinished_bytes",
]


def clean(text: str, rules: bytes) -> str:
    """Return the canonical text; the same object when there is nothing to do."""
    return apply(text, findings(text, rules))


def found(text: str, rules: bytes) -> Columns:
    """Return the findings in a text as columns."""
    return as_columns(findings(text, rules))


def found_bytes(data: bytes, rules: bytes) -> Columns:
    """Return the findings in bytes as columns."""
    return as_columns(findings_bytes(data, rules))


def is_clean(text: str, rules: bytes) -> bool:
    """Tell whether there is nothing to do."""
    return all(finding[2] is None for finding in findings(text, rules))


def clean_many(texts: list[str], rules: bytes) -> list[str]:
    """Return the canonical form of each text."""
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("texts must be strings")
    return [clean(text, rules) for text in texts]


def is_clean_bytes(data: bytes, rules: bytes) -> bool:
    """Tell whether there is nothing to do."""
    return all(finding[2] is None for finding in findings_bytes(data, rules))
