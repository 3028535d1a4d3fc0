"""Spark: functions for columns that run on Arrow batches in the executors, and whole frames through ``mapInArrow``.

    from sanitize.integrations import spark as sanitized
    frame.select(sanitized.clean("text"), sanitized.is_clean("text"))
    sanitized.clean_frame(frame, "text", "title")

Spark 4.1 and later hand over Arrow arrays (``arrow_udf``); earlier ones go through pandas, for `clean`, `is_clean` and
`skeleton`. The package has to be installed where the executors run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from sanitize import columns
from sanitize._kinds import KINDS
from sanitize._policy import Policy, as_policy
from sanitize.integrations import needs

with needs("spark"):
    import pandas as pd
    import pyarrow as pa
    from pyspark.sql import functions

    from sanitize.integrations.pyarrow import clean_batches

_COUNTS = "struct<" + ", ".join(f"{kind}: bigint" for kind in KINDS) + ">"
_FINDINGS = "array<struct<kind: string, start: bigint, end: bigint, text: string, replacement: string, name: string>>"


def clean(column: Any, policy: Policy | str = "prompt") -> Any:
    """Return a column of the canonical form of each string; null for null.

    Parameters
    ----------
    column:
        A column of Spark, or its name.
    policy:
        As for `sanitize.clean`.

    Raises as `sanitize.clean`. Cost: linear; Spark copies each batch to a Python process and back.
    """
    return _udf(partial(columns.clean, policy=as_policy(policy), threads=1), "string")(column)


def is_clean(column: Any, policy: Policy | str = "prompt") -> Any:
    """Return a column of booleans: whether `clean` would leave each string as it is."""
    return _udf(partial(columns.is_clean, policy=as_policy(policy), threads=1), "boolean")(column)


def counts(column: Any, policy: Policy | str = "prompt") -> Any:
    """Return a column of structs: how many findings of each kind each string has. Spark 4.1 or later."""
    return _udf(partial(_counts, as_policy(policy)), _COUNTS)(column)


def inspect(column: Any, policy: Policy | str = "prompt") -> Any:
    """Return a column of arrays of structs: the findings of each string. Spark 4.1 or later."""
    return _udf(partial(columns.inspect, policy=as_policy(policy), threads=1), _FINDINGS)(column)


def skeleton(column: Any) -> Any:
    """Return a column of the UTS #39 skeleton of each string."""
    return _udf(partial(columns.skeleton, threads=1), "string")(column)


def clean_frame(frame: Any, *names: str, policy: Policy | str = "prompt") -> Any:
    """Return a frame with the named columns clean, batch by batch through ``mapInArrow``."""
    chosen = as_policy(policy)

    def batches(some: Iterable[Any]) -> Iterator[Any]:
        return clean_batches(some, names, chosen, threads=1)

    return frame.mapInArrow(batches, frame.schema)


def _counts(policy: Policy, column: Any) -> Any:
    """Spark has no unsigned numbers."""
    found = columns.counts(column, policy, threads=1)
    return found.cast(pa.struct([(kind, pa.int64()) for kind in KINDS]))


def _udf(work: Callable[[Any], Any], returns: str) -> Any:
    """Return what Spark calls with whole batches; it reads from the hints what to call it with."""
    if hasattr(functions, "arrow_udf"):

        def on_arrow(column: pa.Array) -> pa.Array:
            return work(column)

        return functions.arrow_udf(on_arrow, returns)

    def on_pandas(column: pd.Series) -> pd.Series:
        return work(column)

    if returns not in ("string", "boolean"):
        raise NotImplementedError("structs and arrays need arrow_udf: Spark 4.1 or later")
    return functions.pandas_udf(on_pandas, returns)
