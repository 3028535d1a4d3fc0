"""Arrow arrays as fuzzing makes them, honest and hostile, and what is asked of columns: each value as `clean_bytes` has it, or a refusal.

The first bytes choose the layout, a slice, nulls, chunks, and whether the numbers that say where the values lie are those of the
values or any (hostile: offsets out of order, views outside of their buffers, indices without an entry). The sizes of buffers
are as the interface has them: it tells none, so none can be a lie.
"""

from __future__ import annotations

import struct
from typing import Any

import inputs

HEAD = 8


def arrow(data: bytes) -> None:
    """C7 and C5: columns over any array say what `clean_bytes` says of each value; what is malformed is refused, or left."""
    import sanitize
    from sanitize import columns

    if len(data) < HEAD:
        return
    head, rest = data[:HEAD], data[HEAD:]
    preset = inputs.PRESETS[head[0] & 3]
    honest = not head[0] & 4
    column, binary = _honest(head, rest) if honest else _hostile(head, rest)
    values = _values(binary)
    threads = 1 + (head[7] & 1)
    try:
        cleaned = columns.clean(column, preset, threads=threads)
    except ValueError:
        assert not honest, (head, rest)
        assert values is None, (head, rest)
        return
    if values is None:
        return  # malformed where nothing is read: behind a null, or in an entry that no row has
    _same(_read(cleaned), [None if it is None else sanitize.clean_bytes(it, preset) for it in values], data)
    if all(it is None or sanitize.clean_bytes(it, preset) is it for it in values) and not _has_unused(column):
        assert cleaned is column, (head, rest)
    clean = [None if it is None else sanitize.clean_bytes(it, preset) is it for it in values]
    _same(columns.is_clean(column, preset, threads=threads).to_pylist(), clean, data)
    found = [None if it is None else sanitize.inspect(it, preset).counts for it in values]
    counts = columns.counts(column, preset, threads=threads).to_pylist()
    _same([None if it is None else {kind: n for kind, n in it.items() if n} for it in counts], found, data)
    _same(_lengths(columns.inspect(column, preset)), [None if it is None else sum(it.values()) for it in found], data)


def _same(made: list[Any], wanted: list[Any], data: bytes) -> None:
    assert made == wanted, (data, made, wanted)


def _honest(head: bytes, rest: bytes) -> tuple[Any, Any]:
    """Return a column of the parts of some bytes, and the same as bytes: sliced, in chunks, perhaps behind a dictionary."""
    import pyarrow as pa

    parts: list[bytes | None] = list(rest.split(b"\xff"))
    for at in range(len(parts)):
        if head[2] >> (at % 8) & 1:
            parts[at] = None
    strings, octets = _types(head)
    array = pa.array(parts, octets)
    if head[1] & 4:  # behind a dictionary: an entry twice, one that is null, one that no row has
        entries = [b"no row has it \xe2\x80\x8b", *parts, None]
        places = pa.array([at % len(entries) for at in head[3:7] * (1 + len(parts) // 4)], pa.uint32())
        array = pa.DictionaryArray.from_arrays(places, pa.array(entries, octets))
    start = head[3] % (len(array) + 1)
    array = array.slice(start, head[4] % (len(array) - start + 1) if head[1] & 8 else None)
    if not head[1] & 16:
        return _as_strings(array, strings), array
    cut = head[5] % (len(array) + 1)
    chunks = [array[:cut], array[cut:cut], array[cut:]]
    return pa.chunked_array([_as_strings(it, strings) for it in chunks]), pa.chunked_array(chunks)


def _hostile(head: bytes, rest: bytes) -> tuple[Any, Any]:
    """Return a column whose numbers are any, and the same as bytes."""
    import pyarrow as pa

    strings, octets = _types(head)
    count = 1 + head[3] % 6
    offset = head[4] % 3
    bitmap = pa.py_buffer(head[5:7]) if head[1] & 8 else None
    if head[1] & 4:
        places = pa.py_buffer(rest[: count + offset].ljust(count + offset, b"\0"))
        indices = pa.Array.from_buffers(pa.int8(), count, [bitmap, places], offset=offset)
        entries = pa.array([it.replace(b"\xff", b"") for it in rest.split(b" ")], octets)
        array = pa.DictionaryArray.from_arrays(indices, entries, safe=False)
        return _as_strings(array, strings), array
    body = rest[16 * (count + offset) :] or b"-"
    numbers = rest[: 16 * (count + offset)].ljust(16 * (count + offset), b"\0")
    if strings == pa.string_view():
        if head[1] & 16:  # views that nearly point into the one buffer
            numbers = b"".join(
                struct.pack(
                    "=i4sii", numbers[at] - 1, body[:4].ljust(4), (numbers[at + 1] & 3) - 1, numbers[at + 2] - 1
                )
                for at in range(0, len(numbers), 16)
            )
        buffers = [bitmap, pa.py_buffer(numbers), pa.py_buffer(body)]
        return tuple(pa.Array.from_buffers(it, count, buffers, offset=offset) for it in (strings, octets))  # type: ignore[return-value]
    # Never beyond the end: the interface gives no sizes, and so no one could tell.
    steps = [min(number % 64 - 2, len(body)) for number in numbers[: count + offset + 1]]
    form = f"={len(steps)}{'i' if strings == pa.string() else 'q'}"
    memory = bytearray(struct.pack(form, *sorted(max(step, 0) for step in steps)))
    made = [
        pa.Array.from_buffers(it, count, [bitmap, pa.py_buffer(memory), pa.py_buffer(body)], offset=offset)
        for it in (strings, octets)
    ]
    memory[:] = struct.pack(form, *steps)  # pyarrow looks at them once
    return made[0], made[1]


def _types(head: bytes) -> tuple[Any, Any]:
    """Return a type of strings, and that of bytes which is stored alike."""
    import pyarrow as pa

    pairs = ((pa.string(), pa.binary()), (pa.large_string(), pa.large_binary()), (pa.string_view(), pa.binary_view()))
    return pairs[(head[1] & 3) % 3]


def _as_strings(array: Any, of: Any) -> Any:
    """Return the same buffers as strings: nobody has checked that they are UTF-8."""
    import pyarrow as pa

    if isinstance(array, pa.DictionaryArray):
        return pa.DictionaryArray.from_arrays(array.indices, _as_strings(array.dictionary, of), safe=False)
    return pa.Array.from_buffers(of, len(array), array.buffers(), offset=array.offset)


def _values(array: Any) -> list[Any] | None:
    """Return the values of an array of bytes; nothing where it is malformed."""
    import pyarrow as pa

    try:
        array.validate(full=True)
    except (pa.ArrowInvalid, IndexError):
        return None
    return array.to_pylist()


def _read(column: Any) -> list[Any]:
    """Return the values of a column of strings as the bytes that they are."""
    import pyarrow as pa

    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    values: list[Any] = []
    for chunk in chunks:
        if isinstance(chunk, pa.DictionaryArray):
            entries = _read(chunk.dictionary)
            values += [None if at is None else entries[at] for at in chunk.indices.to_pylist()]
        else:
            octets = {pa.string(): pa.binary(), pa.large_string(): pa.large_binary()}.get(chunk.type, pa.binary_view())
            values += _as_strings(chunk, octets).to_pylist()
    return values


def _lengths(column: Any) -> list[Any]:
    """Return how many findings each row has; their texts may be no UTF-8."""
    import pyarrow as pa

    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    return [
        None if not valid else end - start
        for chunk in chunks
        for valid, start, end in zip(
            chunk.is_valid().to_pylist(), chunk.offsets.to_pylist(), chunk.offsets.to_pylist()[1:], strict=False
        )
    ]


def _has_unused(column: Any) -> bool:
    """Tell whether there is a dictionary: entries that no row has are cleaned, too."""
    import pyarrow as pa

    return pa.types.is_dictionary(column.type)
