"""Polars: the namespace ``sanitize`` of expressions, series and lazy frames, there once this module is imported.

>>> import polars as pl
>>> import sanitize.integrations.polars
>>> frame = pl.DataFrame({"text": ["P\\u0430ypal\\u200b", None]})
>>> frame.select(pl.col("text").sanitize.clean())["text"].to_list()
['Paypal', None]
>>> frame.lazy().sanitize.clean("text").collect()["text"].to_list()
['Paypal', None]
"""

from __future__ import annotations

from functools import partial
from typing import Any

from sanitize import columns
from sanitize._kinds import KINDS
from sanitize._policy import Policy, as_policy
from sanitize.integrations import needs

with needs("polars"):
    import polars as pl

_FINDING = {
    "kind": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
    "text": pl.String,
    "replacement": pl.String,
    "name": pl.String,
}


def back(column: Any, made: Any) -> Any:
    """Return a column that was made as a series of the same name; an Enum has the entries that became of its own."""
    series = pl.Series(column.name, made)
    if isinstance(column.dtype, pl.Enum) and isinstance(series.dtype, pl.Categorical):
        return series.cast(pl.Enum(columns.clean(column.dtype.categories).unique(maintain_order=True)))
    return series


@pl.api.register_series_namespace("sanitize")
class SeriesNamespace:
    """`sanitize.columns` for a series; parameters, errors and cost are those of the functions there."""

    def __init__(self, series: Any) -> None:
        self._series = series

    def clean(self, policy: Policy | str = "prompt") -> Any:
        """Return the canonical form of each string; the same series when all are clean."""
        return columns.clean(self._series, policy)

    def is_clean(self, policy: Policy | str = "prompt") -> Any:
        """Return whether `clean` would leave each string as it is."""
        return columns.is_clean(self._series, policy)

    def counts(self, policy: Policy | str = "prompt") -> Any:
        """Return structs: how many findings of each kind each string has."""
        return columns.counts(self._series, policy)

    def inspect(self, policy: Policy | str = "prompt") -> Any:
        """Return lists of structs: the findings of each string."""
        return columns.inspect(self._series, policy)

    def skeleton(self) -> Any:
        """Return the UTS #39 skeleton of each string."""
        return columns.skeleton(self._series)


@pl.api.register_expr_namespace("sanitize")
class ExprNamespace:
    """As the namespace of a series, for expressions: elementwise, so that the streaming engine takes it, too.

    An Enum has to be cast to String first: its entries are its type.
    """

    def __init__(self, expr: Any) -> None:
        self._expr = expr

    def clean(self, policy: Policy | str = "prompt") -> Any:
        """Return the canonical form of each string."""
        return self._map(partial(columns.clean, policy=as_policy(policy)), pl.self_dtype())

    def is_clean(self, policy: Policy | str = "prompt") -> Any:
        """Return whether `clean` would leave each string as it is."""
        return self._map(partial(columns.is_clean, policy=as_policy(policy)), pl.Boolean)

    def counts(self, policy: Policy | str = "prompt") -> Any:
        """Return structs: how many findings of each kind each string has."""
        return self._map(partial(columns.counts, policy=as_policy(policy)), pl.Struct(dict.fromkeys(KINDS, pl.UInt32)))

    def inspect(self, policy: Policy | str = "prompt") -> Any:
        """Return lists of structs: the findings of each string."""
        return self._map(partial(columns.inspect, policy=as_policy(policy)), pl.List(pl.Struct(_FINDING)))

    def skeleton(self) -> Any:
        """Return the UTS #39 skeleton of each string."""
        return self._map(columns.skeleton, pl.self_dtype())

    def _map(self, work: Any, returns: Any) -> Any:
        return self._expr.map_batches(work, returns, is_elementwise=True)


@pl.api.register_lazyframe_namespace("sanitize")
class LazyFrameNamespace:
    """What is done to whole columns of a lazy frame."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def clean(self, *names: str, policy: Policy | str = "prompt") -> Any:
        """Return the frame with the named columns clean, or all columns of strings if none is named."""
        chosen = pl.col(*names) if names else pl.col(pl.String)
        return self._frame.with_columns(chosen.sanitize.clean(policy))
