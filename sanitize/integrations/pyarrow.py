"""PyArrow: compute functions that expressions and datasets can name, and batches cleaned as they pass.

Arrays themselves go through `sanitize.columns`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from sanitize import columns
from sanitize._policy import Policy, as_policy
from sanitize.integrations import needs

with needs("arrow"):
    import pyarrow as pa
    import pyarrow.compute as pc


def back(column: Any, made: Any) -> Any:
    """Return a column that was made as pyarrow has it: chunked where the one it was made of is."""
    return pa.chunked_array(made) if isinstance(column, pa.ChunkedArray) else pa.array(made)


def register(policy: Policy | str = "prompt", of: pa.DataType | None = None) -> None:
    """Register the compute functions ``sanitize_clean``, ``sanitize_is_clean`` and ``sanitize_skeleton``, once in a process.

    Parameters
    ----------
    policy:
        As for `sanitize.clean`.
    of:
        The type of strings that they take: ``pyarrow.string()`` by default. Functions for another type end in its name,
        as ``sanitize_clean_large_string`` does.

    Raises
    ------
    ValueError, TypeError
        As `sanitize.clean`.
    KeyError
        From pyarrow, if they are registered already.

    >>> import pyarrow as pa, pyarrow.compute as pc
    >>> register()
    >>> pc.call_function("sanitize_clean", [pa.array(["a\\u200b"])]).to_pylist()
    ['a']
    """
    text = pa.string() if of is None else of
    chosen = as_policy(policy)
    suffix = "" if text == pa.string() else f"_{text}"
    words = {"summary": "sanitize", "description": "see sanitize.columns"}
    for name, work, out in (
        ("clean", partial(columns.clean, policy=chosen), text),
        ("is_clean", partial(columns.is_clean, policy=chosen), pa.bool_()),
        ("skeleton", columns.skeleton, text),
    ):
        pc.register_scalar_function(partial(_call, work), f"sanitize_{name}{suffix}", words, {"text": text}, out)


def _call(work: Callable[[Any], Any], _context: Any, text: Any) -> Any:
    """Do what a compute function does: a scalar stands for a column of its like."""
    return work(pa.array([text.as_py()], text.type))[0] if isinstance(text, pa.Scalar) else work(text)


def clean_batches(
    batches: Iterable[Any], names: Sequence[str], policy: Policy | str = "prompt", *, threads: int | None = None
) -> Iterator[Any]:
    """Yield record batches with the named columns clean, one by one: memory holds one of them.

    Parameters
    ----------
    batches:
        Record batches: a reader, a dataset's ``to_batches()``, or what Spark and Ray give.
    names:
        The columns; each must be of strings.
    policy, threads:
        As for `sanitize.columns.clean`.

    Raises ``KeyError`` for a column that is not there, and as `sanitize.columns.clean`.

    >>> import pyarrow as pa
    >>> batch = pa.record_batch({"id": [1], "text": ["a\\u200b"]})
    >>> [clean.to_pydict() for clean in clean_batches([batch], ["text"])]
    [{'id': [1], 'text': ['a']}]
    """
    chosen = as_policy(policy)
    for batch in batches:
        made = batch
        for name in names:
            at = batch.schema.get_field_index(name)
            if at < 0:
                raise KeyError(f"there is no column {name!r}: choose among {', '.join(batch.schema.names)}")
            before = batch.column(at)
            after = columns.clean(before, chosen, threads=threads)
            if after is not before:
                made = made.set_column(at, batch.schema.field(at), after)
        yield made
