"""Polars, pandas, PyArrow's functions and DuckDB: each value as `sanitize.clean` has it, with the real packages."""

from __future__ import annotations

import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow", reason="columns are tested with pyarrow: test-integrations")
pl = pytest.importorskip("polars", reason="a face for polars: test-integrations")
pd = pytest.importorskip("pandas", reason="a face for pandas: test-integrations")
duckdb = pytest.importorskip("duckdb", reason="a face for duckdb: test-integrations")

from columns import texts  # noqa: E402
from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from strategies import budget, presets  # noqa: E402

import sanitize  # noqa: E402
from sanitize._kinds import KINDS  # noqa: E402
from sanitize.integrations import duckdb as duckdb_face  # noqa: E402
from sanitize.integrations import pandas as _pandas_face  # noqa: E402, F401 - registers the accessor
from sanitize.integrations import polars as _polars_face  # noqa: E402, F401 - registers the namespaces
from sanitize.integrations import pyarrow as pyarrow_face  # noqa: E402

MARKED = ["P\u0430ypal\u200b", None, "nothing to do", "It\u2019s so long that no view can hold it\u200b"]


def cleaned(values, policy="prompt"):
    return [None if value is None else sanitize.clean(value, policy) for value in values]


def clear(values, policy="prompt"):
    return [None if value is None else sanitize.is_clean(value, policy) for value in values]


@pytest.mark.parametrize("name", ["polars", "pandas", "pyarrow", "duckdb"])
def test_examples_run(name):
    assert doctest.testmod(importlib.import_module(f"sanitize.integrations.{name}")).failed == 0


# Polars


@budget(0.5)
@given(st.lists(texts, min_size=1, max_size=3), presets, st.data())
def test_polars(chunks, policy, data):
    series = pl.concat([pl.Series("text", chunk, pl.String) for chunk in chunks], rechunk=False)
    start = data.draw(st.integers(0, len(series)))
    series = series.slice(start, data.draw(st.integers(0, len(series))))
    values = series.to_list()
    assert series.sanitize.clean(policy).to_list() == cleaned(values, policy)
    frame = series.to_frame()
    made = frame.select(
        pl.col("text").sanitize.clean(policy),
        clear=pl.col("text").sanitize.is_clean(policy),
        skeleton=pl.col("text").sanitize.skeleton(),
        kinds=pl.col("text").sanitize.inspect(policy).list.eval(pl.element().struct.field("kind")),
        invisible=pl.col("text").sanitize.counts(policy).struct.field("invisible"),
    )
    assert made["text"].to_list() == cleaned(values, policy)
    assert made["clear"].to_list() == clear(values, policy)
    assert made["skeleton"].to_list() == [None if it is None else sanitize.skeleton(it) for it in values]
    reports = [None if it is None else sanitize.inspect(it, policy) for it in values]
    assert made["kinds"].to_list() == [None if it is None else [one.kind for one in it] for it in reports]
    numbers = [None if it is None else it.counts.get("invisible", 0) for it in reports]
    assert made["invisible"].to_list() == numbers


def test_polars_keeps_what_is_clean():
    series = pl.Series("text", ["fine", None])
    assert series.sanitize.clean() is series


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_polars_lazily(engine):
    values = MARKED * 30_000 if sanitize.backend() == "native" else MARKED * 100
    frame = pl.LazyFrame({"text": values, "other": values, "number": range(len(values))})
    made = frame.sanitize.clean("text", policy="strict").collect(engine=engine)
    assert made["text"].to_list()[:8] == cleaned(MARKED * 2, "strict")
    assert made["text"].n_unique() == 4
    assert made["other"].to_list() == values
    assert frame.sanitize.clean().collect(engine=engine)["other"].to_list()[-4:] == cleaned(MARKED)


def test_polars_categories():
    series = pl.Series("text", ["a\u200b", "a", None, "b"], pl.Categorical)
    made = series.sanitize.clean()
    assert made.dtype == pl.Categorical
    assert made.to_list() == ["a", "a", None, "b"]
    entries = pl.Series("text", ["a\u200b", None, "b"], pl.Enum(["a\u200b", "b", "a"]))
    assert entries.sanitize.clean().dtype == pl.Enum(["a", "b"])
    assert entries.sanitize.clean().to_list() == ["a", None, "b"]
    assert pl.select(pl.lit(entries).cast(pl.String).sanitize.clean()).to_series().to_list() == ["a", None, "b"]


# Pandas


DTYPES = ["str", "string", object, "category", pd.ArrowDtype(pa.string()), pd.ArrowDtype(pa.string_view())]


@budget(0.5)
@given(texts, st.sampled_from(DTYPES), presets, st.integers(0, 3))
def test_pandas(values, dtype, policy, start):
    series = pd.Series(values, dtype=dtype, name="text", index=range(10, 10 + len(values)))[start:]
    made = series.sanitize.clean(policy)
    expected = cleaned(values[start:], policy)
    assert [None if pd.isna(it) else it for it in made] == expected
    assert made.index.equals(series.index)
    assert made.name == "text"
    assert made.dtype == series.dtype or isinstance(made.dtype, pd.CategoricalDtype)
    found = series.sanitize.is_clean(policy)
    assert [None if it is pd.NA else it for it in found] == clear(values[start:], policy)
    counts = series.sanitize.counts(policy)
    assert list(counts.columns) == list(KINDS)
    reports = [{} if it is None else sanitize.inspect(it, policy).counts for it in values[start:]]
    assert counts["invisible"].to_list() == [it.get("invisible", 0) for it in reports]
    skeletons = [None if it is None else sanitize.skeleton(it) for it in values[start:]]
    assert [None if pd.isna(it) else it for it in series.sanitize.skeleton()] == skeletons


def test_pandas_objects_that_are_no_strings_stay():
    values = ["a\u200b", None, 3, b"b", "\ud800x", float("inf")]
    made = pd.Series(values, dtype=object).sanitize.clean().to_list()
    assert made == ["a", None, 3, b"b", "\ufffdx", float("inf")]


def test_pandas_is_written_to_alone():
    series = pd.Series(["fine", "well"])
    made = series.sanitize.clean()
    made[0] = "other"
    assert series[0] == "fine"


# PyArrow


def test_pyarrow_functions():
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

    pyarrow_face.register("strict", pa.large_string())
    column = pa.array(MARKED, pa.large_string())
    assert pc.call_function("sanitize_clean_large_string", [column]).to_pylist() == cleaned(MARKED, "strict")
    table = pa.table({"text": column, "number": range(4)})
    made = ds.dataset(table).to_table(
        columns={
            "text": pc.Expression._call("sanitize_clean_large_string", [pc.field("text")]),
            "clear": pc.Expression._call("sanitize_is_clean_large_string", [pc.field("text")]),
        }
    )
    assert made["text"].to_pylist() == cleaned(MARKED, "strict")
    assert made["clear"].to_pylist() == clear(MARKED, "strict")
    kept = table.filter(~pc.Expression._call("sanitize_is_clean_large_string", [pc.field("text")]))
    assert kept["number"].to_pylist() == [0, 3]
    scalar = pa.scalar("a\u200b", pa.large_string())
    assert pc.call_function("sanitize_clean_large_string", [scalar]).as_py() == "a"


def test_pyarrow_batches():
    schema = pa.schema([pa.field("text", pa.string(), metadata={"kept": "yes"}), pa.field("number", pa.int64())])
    batches = [pa.record_batch({"text": some, "number": [1, 2]}, schema) for some in (MARKED[:2], ["fine", None])]
    made = list(pyarrow_face.clean_batches(iter(batches), ["text"]))
    assert made[0].schema.equals(schema, check_metadata=True)
    assert [it.column("text").to_pylist() for it in made] == [cleaned(MARKED[:2]), ["fine", None]]
    assert made[1] is batches[1]
    with pytest.raises(KeyError, match="there is no column 'body': choose among text, number"):
        next(pyarrow_face.clean_batches(batches, ["body"]))


# DuckDB


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        yield duckdb_face.register(connection)


@budget(0.3)
@given(texts)
def test_duckdb(connection, values):
    column = pa.table({"i": range(len(values)), "text": pa.array(values, pa.string())})
    connection.register("given", column)
    rows = connection.execute(
        "SELECT sanitize(text), sanitize_is_clean(text), sanitize_skeleton(text), sanitize_counts(text).invisible, "
        "list_transform(sanitize_inspect(text), lambda it: it.kind) FROM given ORDER BY i"
    ).fetchall()
    reports = [None if it is None else sanitize.inspect(it) for it in values]
    assert rows == [
        (
            new,
            is_clear,
            None if value is None else sanitize.skeleton(value),
            None if report is None else report.counts.get("invisible", 0),
            None if report is None else [it.kind for it in report],
        )
        for value, report, new, is_clear in zip(values, reports, cleaned(values), clear(values), strict=True)
    ]


def test_duckdb_over_many_vectors(connection):
    number = 100_000 if sanitize.backend() == "native" else 5_000
    rows = connection.execute(
        "SELECT i, sanitize(CASE WHEN i % 7 = 0 THEN NULL ELSE 'row ' || i || chr(8203) END) FROM range(?) t(i) ORDER BY i",
        [number],
    ).fetchall()
    assert rows == [(i, None if i % 7 == 0 else f"row {i}") for i in range(number)]


def test_duckdb_over_batches_that_are_cleaned_before():
    """The way past DuckDB's calls of 2,048 values (docs/columns.md)."""
    table = pa.table({"i": range(4), "text": ["a\u200b", None, "b", ""]})
    with duckdb.connect() as connection:
        batches = pyarrow_face.clean_batches(table.to_batches(max_chunksize=3), ["text"])
        connection.register("cleaned", pa.RecordBatchReader.from_batches(table.schema, batches))
        rows = connection.execute("SELECT text FROM cleaned ORDER BY i").fetchall()
    assert rows == [("a",), (None,), ("b",), ("",)]


def test_duckdb_another_policy():
    with duckdb.connect() as connection:
        duckdb_face.register(duckdb_face.register(connection), "log", name="logged")
        row = connection.execute("SELECT sanitize('a\u202eb'), logged('a\u202eb')").fetchone()
    assert row == ("ab", "a\\u202eb")


def test_the_worked_example():
    """Marked rows are found, read and cleaned, and no other row changes: it says so, or fails."""
    example = Path(__file__).parent.parent / "examples" / "marked_messages.py"
    done = subprocess.run([sys.executable, example], capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "honest text restored in every row: True; every mark read: True" in done.stdout


def test_nothing_is_imported_unasked():
    code = "import sys, sanitize, sanitize.columns; print({'pyarrow', 'polars', 'pandas', 'duckdb'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("name", "package", "extra"),
    [
        ("polars", "polars", "polars"),
        ("pandas", "pandas", "pandas"),
        ("pandas", "pyarrow", "pandas"),
        ("pyarrow", "pyarrow", "arrow"),
        ("duckdb", "pyarrow", "duckdb"),
        ("spark", "pyspark", "spark"),
        ("spark", "pyarrow", "spark"),
    ],
)
def test_what_is_missing_is_named_with_its_extra(name, package, extra):
    code = f"import sys; sys.modules[{package!r}] = None; import sanitize.integrations.{name}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (
        f"ImportError: {package} is needed here: pip install 'sanitize-text[{extra}]'" in done.stderr.splitlines()[-1]
    )
