"""Polars: the namespace ``sanitize`` of expressions and series."""

from __future__ import annotations

from typing import Any

import polars as pl


def back(column: pl.Series, made: Any) -> pl.Series:
    """Return a column that was made as a series of the same name."""
    return pl.Series(column.name, made)
