"""Columns of any layout: each value as `sanitize.clean` has it, nothing copied where nothing changes, nothing believed."""

from __future__ import annotations

import doctest
import gc
import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow", reason="columns are tested with pyarrow: test-integrations")

from columns import INDICES, LAYOUTS, arrays, chunked, each, encoded  # noqa: E402
from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from strategies import any_bytes, budget, policies, presets  # noqa: E402

import sanitize  # noqa: E402
from sanitize import _reference as reference  # noqa: E402
from sanitize import columns  # noqa: E402
from sanitize._kinds import KINDS, REASONS  # noqa: E402

any_column = st.one_of(arrays(), chunked())
not_repairing = policies().filter(lambda policy: policy.actions["mojibake"] == "keep")


def test_examples_run():
    assert doctest.testmod(columns).failed == 0


def findings(text: str, policy: sanitize.Policy) -> list[dict[str, Any]]:
    """Return what a column of findings has for a text."""
    return [
        {
            "kind": found.kind,
            "start": found.start,
            "end": found.end,
            "text": found.text,
            "replacement": found.replacement,
            "name": found.name,
        }
        for found in sanitize.inspect(text, policy)
    ]


def numbers(text: str, policy: sanitize.Policy) -> dict[str, int]:
    """Return how many findings of each kind a text has."""
    return dict.fromkeys(KINDS, 0) | sanitize.inspect(text, policy).counts


@budget(2)
@given(any_column, not_repairing)
def test_clean(column, policy):
    made = columns.clean(column, policy)
    made.validate(full=True)
    assert made.type == column.type
    assert made.to_pylist() == each(column, lambda text: sanitize.clean(text, policy))


@budget(1)
@given(any_column, presets)
def test_what_is_clean_comes_back(column, policy):
    made = columns.clean(column, policy)
    assert columns.clean(made, policy) is made


@budget(1)
@given(any_column, policies())
def test_other_answers(column, policy):
    assert columns.is_clean(column, policy).to_pylist() == each(column, lambda text: sanitize.is_clean(text, policy))
    assert columns.counts(column, policy).to_pylist() == each(column, lambda text: numbers(text, policy))
    found = columns.inspect(column, policy)
    found.validate(full=True)
    assert found.to_pylist() == each(column, lambda text: findings(text, policy))
    made = columns.skeleton(column)
    made.validate(full=True)
    assert made.to_pylist() == each(column, sanitize.skeleton)


def restored(cleaned: str, found: list[dict[str, Any]]) -> str:
    """Undo what was found in a text."""
    parts = []
    at = done = 0
    for finding in found:
        if finding["replacement"] is not None:
            kept = cleaned[at : at + finding["start"] - done]
            parts += (kept, finding["text"])
            at += len(kept) + len(finding["replacement"])
            done = finding["end"]
    return "".join((*parts, cleaned[at:]))


@budget(1)
@given(any_column, presets)
def test_findings_undo(column, policy):
    rows = zip(columns.clean(column, policy).to_pylist(), columns.inspect(column, policy).to_pylist(), strict=True)
    assert [None if text is None else restored(text, found) for text, found in rows] == column.to_pylist()


@budget(0.3)
@given(any_column)
def test_repair_goes_value_by_value(column):
    policy = sanitize.Policy(mojibake="repair")
    assert columns.clean(column, policy).to_pylist() == each(column, lambda text: sanitize.clean(text, policy))


def buffers_of(array: pa.Array) -> list[int | None]:
    parts = array.buffers() + (array.dictionary.buffers() if pa.types.is_dictionary(array.type) else [])
    return [None if part is None else part.address for part in parts]


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@pytest.mark.parametrize("encode", [False, True], ids=["plain", "dictionary"])
def test_chunks_that_stay_keep_their_buffers(layout, encode):
    if sanitize.backend() == "reference":
        pytest.skip("the reference lets pyarrow copy")
    clean = pa.array(["nothing to do here", None, "so long a text that no view can hold it"] * 3, layout)
    dirty = pa.array(["a\u200b", None, "so long a text that no view can hold it, marked\u200b"], layout)
    if encode:
        clean, dirty = (
            clean.dictionary_encode(),
            dirty.cast(pa.string()).dictionary_encode().cast(pa.dictionary(pa.int32(), layout)),
        )
    made = columns.clean(pa.chunked_array([clean, dirty, clean[2:5]]))
    assert buffers_of(made.chunk(0)) == buffers_of(clean)
    assert buffers_of(made.chunk(2)) == buffers_of(clean[2:5])
    assert made.chunk(2).offset == clean[2:5].offset
    assert made.chunk(1).to_pylist() == ["a", None, "so long a text that no view can hold it, marked"]


def test_views_that_stay_are_shared():
    if sanitize.backend() == "reference":
        pytest.skip("the reference lets pyarrow copy")
    column = pa.array(
        ["so long a text that no view can hold it", "marked, and too long for a view\u200b"], pa.string_view()
    )
    made = columns.clean(column)
    assert made.buffers()[2].address == column.buffers()[2].address
    assert made.to_pylist() == ["so long a text that no view can hold it", "marked, and too long for a view"]


@pytest.mark.parametrize("index", INDICES, ids=str)
def test_entries_that_become_the_same_are_one(index):
    column = encoded(pa.array(["a\u200b", "a", None, "b", "\u200ba"]), index)
    made = columns.clean(column)
    made.validate(full=True)
    entries = made.dictionary.to_pylist()
    assert len(entries) == len(set(entries))
    assert made.type == column.type
    assert made.to_pylist() == each(column, sanitize.clean)


def test_what_is_made_outlives_what_it_was_made_of():
    gc.collect()
    before = pa.total_allocated_bytes()
    column = pa.chunked_array([["x" * 100, "y\u200b"], ["z" * 100]], pa.string_view())
    made = columns.clean(column)
    found = columns.inspect(column)
    del column
    gc.collect()
    assert made.to_pylist() == ["x" * 100, "y", "z" * 100]
    assert found.to_pylist()[1][0]["name"] == "zero-width-space"
    del made, found
    gc.collect()
    assert pa.total_allocated_bytes() == before


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_any_number_of_threads(layout, on_reference):
    count = 300 if on_reference else 60_000
    some = [
        "plain text of some length",
        "It\u2019s marked\u200b",
        None,
        "\u041f\u0440\u0438\u0432\u0435\u0442",
        "",
        "x\u200b",
    ]
    column = pa.chunked_array([some * count, some], layout)[3:-2]
    one, many = columns.clean(column, threads=1), columns.clean(column, threads=7)
    assert one == many
    assert one[:12].to_pylist() == each(column[:12], sanitize.clean)
    assert columns.is_clean(column, threads=1) == columns.is_clean(column, threads=7)
    assert columns.inspect(column, threads=1) == columns.inspect(column, threads=7)
    with ThreadPoolExecutor(4) as pool:
        assert all(made == one for made in pool.map(columns.clean, [column] * 4))


# What nobody has checked: bytes that are no UTF-8, and numbers that point anywhere.


def raw(parts: list[bytes], layout: pa.DataType) -> pa.Array:
    """Return an array of bytes that say that they are strings."""
    binary = pa.large_binary() if layout == pa.large_string() else pa.binary()
    array = pa.array(parts, binary)
    return pa.Array.from_buffers(layout, len(array), array.buffers())


@budget(1)
@given(st.lists(any_bytes, min_size=1, max_size=8), st.sampled_from(LAYOUTS[:2]), not_repairing)
def test_malformed_utf8(parts, layout, policy):
    column = raw(parts, layout)
    made = columns.clean(column, policy).cast(pa.large_binary())
    assert made.to_pylist() == [sanitize.clean_bytes(part, policy) for part in parts]
    clean = [sanitize.clean_bytes(part, policy) is part for part in parts]
    assert columns.is_clean(column, policy).to_pylist() == clean
    assert columns.counts(column, policy).to_pylist() == [
        dict.fromkeys(KINDS, 0) | sanitize.inspect(part, policy).counts for part in parts
    ]


@budget(1)
@given(st.lists(any_bytes, min_size=1, max_size=8), st.sampled_from(LAYOUTS[:2]), not_repairing)
def test_the_cores_agree(parts, layout, policy):
    native = pytest.importorskip("sanitize._core", reason="there is no native core here")
    column = raw(parts, layout)
    names = [name for name, _, _ in REASONS]

    def answers(core: Any) -> list[Any]:
        made = [
            core.clean_column(column, policy.rules, 1),
            core.is_clean_column(column, policy.rules, 1),
            core.count_column(column, policy.rules, list(KINDS), 1),
            core.skeleton_column(column, 1),
        ]
        found = core.inspect_column(column, policy.rules, list(KINDS), names, 1)
        return [None if it is None else pa.array(it) for it in (*made, found)]

    for ours, theirs in zip(answers(native), answers(reference), strict=True):
        if ours is None or theirs is None:
            assert ours is theirs
        else:
            assert ours.type == theirs.type
            assert ours.equals(theirs)


def of_numbers(offsets: list[int], data: bytes, layout: pa.DataType) -> pa.Array:
    form = f"={len(offsets)}{'i' if layout == pa.string() else 'q'}"
    memory = bytearray(struct.pack(form, *sorted(abs(offset) for offset in offsets)))
    column = pa.Array.from_buffers(layout, len(offsets) - 1, [None, pa.py_buffer(memory), pa.py_buffer(data)])
    memory[:] = struct.pack(form, *offsets)  # pyarrow looks at them once
    return column


@pytest.fixture
def native_only():
    if sanitize.backend() == "reference":
        pytest.skip("there pyarrow reads")


@pytest.mark.usefixtures("native_only")
@pytest.mark.parametrize("layout", LAYOUTS[:2], ids=str)
@pytest.mark.parametrize("offsets", [[0, 3, 2], [-1, 2, 3], [2, 1, 3], [0, -5, 3], [3, 3, -1]], ids=str)
def test_offsets_out_of_order(layout, offsets):
    with pytest.raises(ValueError, match="malformed: its offsets are negative or not in order"):
        columns.clean(of_numbers(offsets, b"abcdef", layout))


@pytest.mark.usefixtures("native_only")
@given(st.lists(st.integers(0, 9), min_size=2, max_size=6), st.binary(min_size=9, max_size=9))
def test_any_offsets_inside(offsets, data):
    column = of_numbers(offsets, data, pa.string())
    if offsets == sorted(offsets):
        parts = [data[start:end] for start, end in pairwise(offsets)]
        assert columns.clean(column).cast(pa.binary()).to_pylist() == [sanitize.clean_bytes(part) for part in parts]
    else:
        with pytest.raises(ValueError, match="not in order"):
            columns.clean(column)


@pytest.mark.usefixtures("native_only")
@budget(1)
@given(
    st.lists(st.binary(min_size=16, max_size=16), min_size=1, max_size=5), st.binary(min_size=1, max_size=64), st.data()
)
def test_any_views(views, data, draw):
    """Views of any bytes either lie where they say, or are refused."""
    if draw.draw(st.booleans()):
        numbers = st.tuples(st.integers(-1, 70), st.integers(-1, 2), st.integers(-1, 70))
        some = draw.draw(st.lists(numbers, min_size=1, max_size=5))
        views = [struct.pack("=i4sii", length, data[:4].ljust(4), buffer, start) for length, buffer, start in some]
    parts = [None, pa.py_buffer(b"".join(views)), pa.py_buffer(data)]
    column = pa.Array.from_buffers(pa.string_view(), len(views), parts)
    expected = []
    for view in views:
        length, _, buffer, start = struct.unpack("=I4sII", view)
        whole = view[4:] if length <= 12 else data[start:] if buffer == 0 else b""
        expected.append(whole[:length] if length <= len(whole) else None)
    if None in expected:
        with pytest.raises(ValueError, match="a view points outside of its buffers"):
            columns.clean(column)
        return
    made = pa.array(sanitize._backend.core.clean_column(column, sanitize.Policy().rules, 1) or column)
    assert made.cast(pa.binary_view()).to_pylist() == [sanitize.clean_bytes(it) for it in expected]


@pytest.mark.usefixtures("native_only")
@pytest.mark.parametrize("index", [-1, 2, 100])
def test_indices_outside(index):
    places = pa.array([0, index], pa.int8())
    parts = pa.DictionaryArray.from_arrays(places, pa.array(["a", "b"]), safe=False)
    with pytest.raises(ValueError, match="an index points outside of the dictionary"):
        columns.clean(parts)


# Who may give a column, and what is said to who may not


def test_any_library():
    """What has the interface, and nothing else, gets what has the interface."""
    nanoarrow = pytest.importorskip("nanoarrow", reason="another library of Arrow: test-integrations")
    made = columns.clean(nanoarrow.Array(["a\u200b", None], nanoarrow.string()))
    assert pa.chunked_array(made).to_pylist() == ["a", None]
    assert pa.chunked_array(columns.clean(made)).to_pylist() == ["a", None]
    assert nanoarrow.Array(columns.is_clean(made)).to_pylist() == [True, None]


def test_capsules_are_used_once():
    if sanitize.backend() == "reference":
        pytest.skip("there pyarrow reads")

    class Once:
        def __init__(self) -> None:
            self.capsules = pa.array(["a\u200b"]).__arrow_c_array__()

        def __arrow_c_array__(self, requested_schema: object = None) -> object:
            return self.capsules

    column = Once()
    assert pa.array(columns.clean(column)).to_pylist() == ["a"]
    with pytest.raises(ValueError, match="each can be read once"):
        columns.clean(column)


def test_a_stream_that_fails_says_why():
    def batches():
        yield pa.record_batch({"a": ["x"]})
        raise RuntimeError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(pa.schema({"a": pa.string()}), batches())
    with pytest.raises((ValueError, RuntimeError), match="the disk is gone"):
        columns.clean(reader)


@pytest.mark.parametrize(
    ("column", "message"),
    [
        (["a"], "__arrow_c_array__ or __arrow_c_stream__ .*, not list"),
        (pa.array([1]), "must be of strings"),
        (pa.array([b"a"]), "must be of strings"),
        (pa.array([None]), "must be of strings"),
        (pa.array([["a"]]), "must be of strings"),
        (pa.array([1]).dictionary_encode(), "must be of strings"),
        (pa.table({"a": ["b"]}), "must be of strings"),
    ],
    ids=["list", "numbers", "bytes", "null", "lists", "dictionary", "table"],
)
def test_no_column_of_strings(column, message):
    for work in (columns.clean, columns.is_clean, columns.counts, columns.inspect, columns.skeleton):
        with pytest.raises(TypeError, match=message):
            work(column)


def test_options():
    column = pa.array(["a"])
    with pytest.raises(ValueError, match="threads is 0: choose 1 or more"):
        columns.clean(column, threads=0)
    with pytest.raises(TypeError, match="threads must be an int, not str"):
        columns.clean(column, threads="2")
    with pytest.raises(ValueError, match="unknown preset 'loud'"):
        columns.clean(column, "loud")


def test_pyarrow_is_asked_for_where_it_is_needed(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"pip install 'sanitize-text\[arrow\]'"):
        columns.clean(object(), sanitize.Policy(mojibake="repair"))
