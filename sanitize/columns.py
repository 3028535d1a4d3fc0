"""Columns of text: string arrays of any Arrow library, each value as `sanitize.clean` has it, without a Python loop.

A column is anything with the Arrow PyCapsule interface (``__arrow_c_array__`` or ``__arrow_c_stream__``): arrays of
pyarrow, series of polars and pandas, and others; of type string, large_string, string_view, or a dictionary of them. Nulls
stay null. For a column of pyarrow, polars or pandas the answer is one of the same; for others it is an object with
the same interface. `sanitize.integrations` has these functions as each library would have them.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from sanitize import _by_value
from sanitize._api import _findings_bytes, clean_bytes
from sanitize._backend import core
from sanitize._kinds import KINDS
from sanitize._policy import Policy, as_policy
from sanitize._reasons import REASONS

_NAMES = [name for name, _, _ in REASONS]
_LIBRARIES = ("pandas", "polars", "pyarrow")


def clean(column: Any, policy: Policy | str = "prompt", *, threads: int | None = None) -> Any:
    """Return the canonical form of each string; the same object when all are clean.

    Chunks in which nothing changes keep their buffers. Entries of a dictionary that become the same are made one.

    Parameters
    ----------
    column:
        A string column of any library that has the Arrow PyCapsule interface.
    policy:
        As for `sanitize.clean`.
    threads:
        How many threads share the work, 1 or more; by default as many as there are processors. A column of less
        than a megabyte is never shared. With ``mojibake="repair"`` values go one by one, through ftfy.

    Raises
    ------
    TypeError, ValueError
        For what is no string column, for a malformed one, and as `sanitize.clean`.
    OverflowError
        If what was written does not fit into offsets of 32 bits.

    Cost: linear; what is clean is read once and not copied. Source: the Arrow C data interface.

    >>> import pyarrow as pa
    >>> from sanitize import columns
    >>> columns.clean(pa.array(["P\\u0430ypal\\u200b", None, "fine"])).to_pylist()
    ['Paypal', None, 'fine']
    """
    chosen = as_policy(policy)
    if chosen.actions["mojibake"] == "keep":
        made = core.clean_column(column, chosen.rules, _threads(threads))
    else:
        made = _by_value.mapped(column, lambda data: clean_bytes(data, chosen))
    return column if made is None else _back(column, made)


def is_clean(column: Any, policy: Policy | str = "prompt", *, threads: int | None = None) -> Any:
    """Return a boolean column: whether `clean` would leave each string as it is; null for null.

    Parameters, errors and cost as `clean`; nothing is written but the answer.

    >>> import pyarrow as pa
    >>> from sanitize import columns
    >>> columns.is_clean(pa.array(["a\\u200b", None, "fine"])).to_pylist()
    [False, None, True]
    """
    chosen = as_policy(policy)
    if chosen.actions["mojibake"] == "keep":
        made = core.is_clean_column(column, chosen.rules, _threads(threads))
    else:
        made = _by_value.answered(column, lambda data: clean_bytes(data, chosen) is data, _by_value.pyarrow().bool_())
    return _back(column, made)


def counts(column: Any, policy: Policy | str = "prompt", *, threads: int | None = None) -> Any:
    """Return a struct column: how many findings of each kind each string has, reported ones too; null for null.

    The fields are those of ``sanitize.KINDS``, of type uint32. Parameters, errors and cost as `clean`.

    >>> import pyarrow as pa
    >>> from sanitize import columns
    >>> columns.counts(pa.array(["a\\u200b\\u200bb", "\\u2019"])).field("invisible").to_pylist()
    [1, 0]
    """
    chosen = as_policy(policy)
    if chosen.actions["mojibake"] == "keep":
        made = core.count_column(column, chosen.rules, list(KINDS), _threads(threads))
    else:
        made = _by_value.counted(column, lambda data: _findings_bytes(data, chosen))
    return _back(column, made)


def inspect(column: Any, policy: Policy | str = "prompt", *, threads: int | None = None) -> Any:
    """Return a column of lists: the findings of each string; null for null.

    A finding is a struct of ``kind``, ``start`` and ``end`` (code points), ``text``, ``replacement`` (null where the
    text stays and is reported only) and ``name``: those of `sanitize.Finding`. Parameters, errors and cost as `clean`.

    >>> import pyarrow as pa
    >>> from sanitize import columns
    >>> columns.inspect(pa.array(["ab\\u200b"])).to_pylist()[0][0]["kind"]
    'invisible'
    """
    chosen = as_policy(policy)
    if chosen.actions["mojibake"] == "keep":
        made = core.inspect_column(column, chosen.rules, list(KINDS), _NAMES, _threads(threads))
    else:
        made = _by_value.listed(column, lambda data: _findings_bytes(data, chosen))
    return _back(column, made)


def skeleton(column: Any, *, threads: int | None = None) -> Any:
    """Return the UTS #39 skeleton of each string: for comparing and joining only, never to show or store.

    Parameters, errors and cost as `clean`. Source: UTS #39 section 4.

    >>> import pyarrow as pa
    >>> from sanitize import columns
    >>> columns.skeleton(pa.array(["\\u0440aypal"])).to_pylist() == columns.skeleton(pa.array(["paypal"])).to_pylist()
    True
    """
    made = core.skeleton_column(column, _threads(threads))
    return column if made is None else _back(column, made)


def _threads(threads: int | None) -> int:
    if threads is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not isinstance(threads, int):
        raise TypeError(f"threads must be an int, not {type(threads).__name__}")
    if threads < 1:
        raise ValueError(f"threads is {threads}: choose 1 or more")
    return threads


def _back(column: Any, made: Any) -> Any:
    """Return what was made as the library of the column has it."""
    library = type(column).__module__.partition(".")[0]
    if library not in _LIBRARIES:
        return made
    return import_module(f"sanitize.integrations.{library}").back(column, made)
