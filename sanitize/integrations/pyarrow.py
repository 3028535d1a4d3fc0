"""PyArrow: compute functions, so that expressions and datasets can name them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa


def back(column: Any, made: Any) -> Any:
    """Return a column that was made as pyarrow has it: chunked where the one it was made of is."""
    return pa.chunked_array(made) if isinstance(column, pa.ChunkedArray) else pa.array(made)
