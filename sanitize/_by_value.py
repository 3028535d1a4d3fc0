"""Columns of strings value by value, through pyarrow: what the reference core does, and what repairs by ftfy ask for.

Values are bytes: nobody has checked that an Arrow string is well-formed UTF-8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sanitize._found import RawFinding
from sanitize._kinds import KINDS
from sanitize._reasons import REASONS


def pyarrow() -> Any:
    """Return the module pyarrow, or say how to get it."""
    try:
        import pyarrow as pa
    except ImportError:
        raise ImportError("columns need pyarrow here: pip install 'sanitize-text[arrow]'") from None
    return pa


def mapped(column: Any, change: Callable[[bytes], bytes]) -> Any:
    """Return the column with each value changed, as pyarrow has it; nothing where no value changes."""
    pa = pyarrow()
    chunks, is_stream, of = _read(column)
    made: list[Any] = []
    changed = False
    for chunk in chunks:
        before = _values(chunk)
        after = [None if value is None else change(value) for value in before]
        same = before == after
        changed = changed or not same
        # An empty slice of views, as pyarrow hands it over, may point beyond its buffers.
        made.append(chunk if same and len(chunk) else _strings(after, of))
    if not changed:
        return None
    return pa.chunked_array(made, of) if is_stream else made[0]


def answered(column: Any, answer: Callable[[bytes], Any], of: Any) -> Any:
    """Return a column of answers of a type of pyarrow, null where the value is."""
    pa = pyarrow()
    chunks, is_stream, _ = _read(column)
    made = [pa.array([None if it is None else answer(it) for it in _values(chunk)], of) for chunk in chunks]
    return pa.chunked_array(made, of) if is_stream else made[0]


def counted(column: Any, findings: Callable[[bytes], Iterable[RawFinding]]) -> Any:
    """Return how many findings of each kind each value has."""
    pa = pyarrow()

    def answer(data: bytes) -> dict[str, int]:
        numbers = dict.fromkeys(KINDS, 0)
        for found in findings(data):
            numbers[KINDS[found[3]]] += 1
        return numbers

    return answered(column, answer, pa.struct([pa.field(kind, pa.uint32(), nullable=False) for kind in KINDS]))


def listed(column: Any, findings: Callable[[bytes], Iterable[RawFinding]]) -> Any:
    """Return what is found in each value, with offsets in code points."""
    pa = pyarrow()
    fields = [
        pa.field("kind", pa.string(), nullable=False),
        pa.field("start", pa.int64(), nullable=False),
        pa.field("end", pa.int64(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("replacement", pa.string()),
        pa.field("name", pa.string(), nullable=False),
    ]
    of = pa.list_(pa.field("item", pa.struct(fields), nullable=False))
    chunks, is_stream, _ = _read(column)
    made = []
    for chunk in chunks:
        rows: list[tuple[Any, ...]] = []
        starts: list[int | None] = []
        for value in _values(chunk):
            starts.append(None if value is None else len(rows))
            if value is not None:
                rows += _located(value, findings(value))
        kinds, firsts, ends, texts, news, whys = zip(*rows, strict=True) if rows else ((),) * 6
        parts = [pa.array(kinds, pa.string()), pa.array(firsts, pa.int64()), pa.array(ends, pa.int64())]
        parts += [_strings(texts, pa.string()), _strings(news, pa.string()), pa.array(whys, pa.string())]
        structs = pa.StructArray.from_arrays(parts, fields=fields)
        made.append(pa.ListArray.from_arrays(pa.array([*starts, len(rows)], pa.int32()), structs, type=of))
    return pa.chunked_array(made, of) if is_stream else made[0]


def _located(data: bytes, findings: Iterable[RawFinding]) -> Iterable[tuple[Any, ...]]:
    """Yield findings as rows: offsets are counted in code points, each malformed part as one."""
    at = points = 0
    for start, end, new, kind, why in findings:
        first = points + len(data[at:start].decode("utf-8", "replace"))
        at, points = end, first + len(data[start:end].decode("utf-8", "replace"))
        yield KINDS[kind], first, points, data[start:end], new, REASONS[why][0]


def _read(column: Any) -> tuple[list[Any], bool, Any]:
    """Return the chunks of a column as pyarrow has them, whether it is a stream, and its type."""
    pa = pyarrow()
    is_stream = hasattr(column, "__arrow_c_stream__")
    if not is_stream and not hasattr(column, "__arrow_c_array__"):
        raise TypeError(
            "column must have __arrow_c_array__ or __arrow_c_stream__ (pyarrow, polars, pandas and others), "
            f"not {type(column).__name__}"
        )
    made = pa.chunked_array(column) if is_stream else pa.array(column)
    of = made.type.value_type if pa.types.is_dictionary(made.type) else made.type
    if of not in (pa.string(), pa.large_string(), pa.string_view()):
        raise TypeError(
            "column must be of strings (string, large_string, string_view, or a dictionary of them), "
            f"not of type {made.type}"
        )
    return (made.chunks if is_stream else [made]), is_stream, made.type


def _values(chunk: Any) -> list[bytes | None]:
    pa = pyarrow()
    if pa.types.is_dictionary(chunk.type):
        entries = _values(chunk.dictionary)
        return [None if index is None else entries[index] for index in chunk.indices.to_pylist()]
    values: list[bytes | None] = chunk.cast(pa.large_binary()).to_pylist()
    return values


def _strings(values: Sequence[bytes | None], of: Any) -> Any:
    pa = pyarrow()
    import pyarrow.compute as pc

    is_dictionary = pa.types.is_dictionary(of)
    options = pc.CastOptions(of.value_type if is_dictionary else of, allow_invalid_utf8=True)
    plain = pc.cast(pa.array(values, pa.large_binary()), options=options)
    if not is_dictionary:
        return plain
    encoded = plain.dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices.cast(of.index_type), encoded.dictionary, ordered=of.ordered)
