"""Random columns for the tests of every face, and what their values must become."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow as pa
from hypothesis import strategies as st
from strategies import any_text

LAYOUTS = (pa.string(), pa.large_string(), pa.string_view())
INDICES = (pa.int8(), pa.uint8(), pa.int16(), pa.uint32(), pa.int64())

# Lone surrogates are in no Arrow string; short and long texts lie in different places of a view.
values = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "a", "plain text", "twelve bytes", "thirteen byte", "a b\n", "ends in blanks  ", "\u200b"]
    ),
    st.text(alphabet="ab \u200b\u0430\u2019", max_size=20),
    any_text.map(lambda text: text.encode("utf-8", "replace").decode()),
)
texts = st.lists(values, max_size=12)


@st.composite
def arrays(draw: st.DrawFn) -> pa.Array:
    """An array of any layout, perhaps behind a dictionary, perhaps a slice of another one."""
    array = pa.array(draw(texts), draw(st.sampled_from(LAYOUTS)))
    if draw(st.booleans()):
        array = encoded(array, draw(st.sampled_from(INDICES)))
    start = draw(st.integers(0, len(array)))
    return array.slice(start, draw(st.integers(0, len(array) - start)))


@st.composite
def chunked(draw: st.DrawFn) -> pa.ChunkedArray:
    """Chunks of one type, some of them empty, some of them slices."""
    layout = draw(st.sampled_from(LAYOUTS))
    index = draw(st.sampled_from((None, *INDICES)))
    chunks = []
    for some in draw(st.lists(texts, max_size=4)):
        array = pa.array(some, layout)
        array = array if index is None else encoded(array, index)
        chunks.append(array.slice(draw(st.integers(0, len(array)))))
    return pa.chunked_array(chunks, pa.dictionary(index, layout) if index else layout)


def encoded(array: pa.Array, index: pa.DataType) -> pa.Array:
    """Return an array behind a dictionary that has an entry twice, one that is null, and one that no row has."""
    texts = array.to_pylist()
    entries = ["no row has it\u200b", *dict.fromkeys(texts), "a"]
    places = [None if at % 5 == 4 else entries.index(text) for at, text in enumerate(texts)]
    return pa.DictionaryArray.from_arrays(pa.array(places, index), pa.array(entries, array.type))


def each(column: Any, work: Callable[[str], Any]) -> list[Any]:
    """Return what the values of a column must become."""
    return [None if text is None else work(text) for text in column.to_pylist()]
