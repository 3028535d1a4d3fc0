"""Columns of strings, value by value: the same names as the native core, through pyarrow."""

from __future__ import annotations

from functools import partial
from typing import Any

from sanitize import _by_value
from sanitize._reference.compare import skeleton
from sanitize._reference.utf8 import clean_bytes, findings_bytes


def clean_column(column: Any, rules: bytes, threads: int) -> Any:
    """Return the column with each string clean; nothing where nothing changes."""
    del threads
    return _by_value.mapped(column, partial(clean_bytes, rules=rules))


def is_clean_column(column: Any, rules: bytes, threads: int) -> Any:
    """Return whether each string is clean."""
    del threads
    bools = _by_value.pyarrow().bool_()
    return _by_value.answered(column, lambda data: all(it[2] is None for it in findings_bytes(data, rules)), bools)


def count_column(column: Any, rules: bytes, kinds: list[str], threads: int) -> Any:
    """Return how many findings of each kind each string has."""
    del kinds, threads
    return _by_value.counted(column, partial(findings_bytes, rules=rules))


def inspect_column(column: Any, rules: bytes, kinds: list[str], reasons: list[str], threads: int) -> Any:
    """Return what is found in each string."""
    del kinds, reasons, threads
    return _by_value.listed(column, partial(findings_bytes, rules=rules))


def skeleton_column(column: Any, threads: int) -> Any:
    """Return the column with the skeleton of each string; nothing where nothing changes."""
    del threads
    return _by_value.mapped(column, lambda data: skeleton(data.decode("utf-8", "replace")).encode())
