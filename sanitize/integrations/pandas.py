"""Pandas: the accessor ``sanitize`` of series, there once this module is imported.

>>> import pandas as pd
>>> import sanitize.integrations.pandas
>>> pd.Series(["P\\u0430ypal\\u200b", "fine"]).sanitize.clean().to_list()
['Paypal', 'fine']

Series of type ``str``, of Arrow strings and of categories go through `sanitize.columns`; in one of objects the strings are
cleaned together, and what is no string stays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sanitize import columns
from sanitize._api import clean_many, inspect, is_clean, skeleton
from sanitize._kinds import KINDS
from sanitize._policy import Policy, as_policy
from sanitize.integrations import needs

with needs("pandas"):
    import pandas as pd
    import pyarrow as pa


def back(series: Any, made: Any) -> Any:
    """Return a column that was made as a series with the same index and name; strings of the same type."""
    column = pa.chunked_array(made)
    dtype = series.dtype
    if pa.types.is_boolean(column.type):
        dtype = pd.BooleanDtype()
    elif pa.types.is_nested(column.type):
        dtype = pd.ArrowDtype(column.type)
    values = dtype.__from_arrow__(column) if hasattr(dtype, "__from_arrow__") else column.to_pandas().array
    return pd.Series(values, index=series.index, name=series.name)


@pd.api.extensions.register_series_accessor("sanitize")
class SeriesAccessor:
    """`sanitize.columns` for a series; parameters, errors and cost are those of the functions there."""

    def __init__(self, series: Any) -> None:
        self._series = series

    def clean(self, policy: Policy | str = "prompt") -> Any:
        """Return a series with the canonical form of each string; nothing is copied where nothing changes."""
        series = self._series
        if series.dtype != object:
            return columns.clean(series, policy).copy(deep=False)
        values = series.to_list()
        places = [at for at, value in enumerate(values) if isinstance(value, str)]
        for at, text in zip(places, clean_many([values[at] for at in places], policy), strict=True):
            values[at] = text
        return self._of(values, object)

    def is_clean(self, policy: Policy | str = "prompt") -> Any:
        """Return a series of type ``boolean``: whether `clean` would leave each string as it is."""
        chosen = as_policy(policy)
        if self._series.dtype != object:
            return columns.is_clean(self._series, chosen)
        return self._of(self._each(lambda text: is_clean(text, chosen), pd.NA), "boolean")

    def counts(self, policy: Policy | str = "prompt") -> Any:
        """Return a frame with a column for each kind: how many findings each string has, none where there is none."""
        chosen = as_policy(policy)
        if self._series.dtype != object:
            structs = columns.counts(pa.chunked_array(self._series), chosen).combine_chunks()
            return pd.DataFrame({kind: structs.field(kind).to_numpy() for kind in KINDS}, index=self._series.index)
        rows = self._each(lambda text: inspect(text, chosen).counts, {})
        return pd.DataFrame(rows, index=self._series.index, columns=list(KINDS)).fillna(0).astype("uint32")

    def inspect(self, policy: Policy | str = "prompt") -> Any:
        """Return a series of lists: the findings of each string; reports (`sanitize.Report`) in one of objects."""
        chosen = as_policy(policy)
        if self._series.dtype != object:
            return columns.inspect(self._series, chosen)
        return self._of(self._each(lambda text: inspect(text, chosen), None), object)

    def skeleton(self) -> Any:
        """Return a series with the UTS #39 skeleton of each string."""
        if self._series.dtype != object:
            return columns.skeleton(self._series).copy(deep=False)
        return self._of([skeleton(it) if isinstance(it, str) else it for it in self._series], object)

    def _each(self, work: Callable[[str], Any], missing: Any) -> list[Any]:
        return [work(value) if isinstance(value, str) else missing for value in self._series]

    def _of(self, values: list[Any], dtype: Any) -> Any:
        return pd.Series(values, index=self._series.index, name=self._series.name, dtype=dtype)
