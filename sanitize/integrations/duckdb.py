"""DuckDB: functions over whole vectors, for SQL.

>>> import duckdb
>>> from sanitize.integrations import duckdb as faces
>>> connection = faces.register(duckdb.connect())
>>> connection.sql("SELECT sanitize('P' || chr(1072) || 'ypal')").fetchall()
[('Paypal',)]
"""

from __future__ import annotations

from functools import partial
from typing import Any

from sanitize import columns
from sanitize._kinds import KINDS
from sanitize._policy import Policy, as_policy
from sanitize.integrations import needs

with needs("duckdb"):
    import pyarrow  # noqa: F401, ICN001 - DuckDB hands over its arrays

_FINDING = '"kind" VARCHAR, "start" BIGINT, "end" BIGINT, "text" VARCHAR, "replacement" VARCHAR, "name" VARCHAR'


def register(connection: Any, policy: Policy | str = "prompt", name: str = "sanitize") -> Any:
    """Register functions with a connection, and return it.

    ``sanitize(text)`` gives the canonical form, ``sanitize_is_clean(text)`` a boolean, ``sanitize_counts(text)`` a struct of
    numbers a kind, ``sanitize_inspect(text)`` a list of findings, ``sanitize_skeleton(text)`` the skeleton of UTS #39.
    NULL gives NULL.

    Parameters
    ----------
    connection:
        A connection of duckdb.
    policy:
        As for `sanitize.clean`.
    name:
        What the functions' names begin with: register another policy under another one.

    Raises as `sanitize.clean`, and duckdb's own error if a name is taken. Cost: DuckDB hands over vectors of
    2048 values, each of which costs some microseconds by itself.
    """
    chosen = as_policy(policy)
    counts = ", ".join(f'"{kind}" UINTEGER' for kind in KINDS)
    for suffix, work, returns in (
        ("", partial(columns.clean, policy=chosen), "VARCHAR"),
        ("_is_clean", partial(columns.is_clean, policy=chosen), "BOOLEAN"),
        ("_counts", partial(columns.counts, policy=chosen), f"STRUCT({counts})"),
        ("_inspect", partial(columns.inspect, policy=chosen), f"STRUCT({_FINDING})[]"),
        ("_skeleton", columns.skeleton, "VARCHAR"),
    ):
        connection.create_function(
            name + suffix, _named(work), ["VARCHAR"], returns, type="arrow", null_handling="special"
        )
    return connection


def _named(work: Any) -> Any:
    """Return a function whose one parameter duckdb can count."""

    def on_vector(text: Any) -> Any:
        return work(text, threads=1)

    return on_vector
