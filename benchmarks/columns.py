"""``python -m benchmarks.columns``: columns of strings in every face, in one run on the same values, beside what people use today.

Processor time of all threads is counted, per value and per byte of UTF-8 (Spark: the wall clock, as its work is done
elsewhere). A face is checked against `sanitize.clean` before it is timed. With --full: 10 million short strings and 1 GB of
long ones.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import sanitize
from sanitize import columns

from .corpora import DEFAULT, languages, log_lines, plain

RESULTS = Path(__file__).parent / "results" / "columns.json"
_INVISIBLE = "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"


def values(folder: Path, count: int, size: int) -> dict[str, pa.Array]:
    """Return columns by name: short clean strings, short ones of which one in ten is marked, long ones of the logs."""
    logs = [line[:60].rstrip() for line in log_lines(folder)]
    prose = [plain(line) for name in ("english", "russian", "chinese") for line in languages(folder).get(name, [])]
    prose = [line for line in prose if line and sanitize.is_clean(line)] or logs
    marked = [line if at % 10 else f"{line[:5]}\u200b{line[5:]}\u2019" for at, line in enumerate(logs)]
    long = ["\n".join(logs[at : at + 20]) for at in range(0, len(logs) - 20, 20)]
    return {
        "short, ASCII": _column(logs, count),
        "short, one in ten marked": _column(marked, count),
        "sentences, three scripts": _column(prose, count),
        "long, ASCII": _column(long, size // (sum(map(len, long)) // len(long))),
    }


def _column(lines: list[str], count: int) -> pa.Array:
    return pa.array((lines * (count // len(lines) + 1))[:count])


def faces(column: pa.Array) -> dict[str, Callable[[], Any]]:
    """Return what is timed on a column: ours first, then what it stands beside."""
    import duckdb
    import pandas as pd
    import polars as pl

    from sanitize.integrations import duckdb as in_duckdb
    from sanitize.integrations import pandas as _pandas  # noqa: F401 - the accessor
    from sanitize.integrations import polars as _polars  # noqa: F401 - the namespace
    from sanitize.integrations.pyarrow import clean_batches

    views = column.cast(pa.string_view())
    frame = pl.DataFrame({"text": pl.Series(views)})
    series = pd.Series(pd.array(column.cast(pa.large_string()), dtype="str"))
    connection = in_duckdb.register(duckdb.connect())
    connection.create_function("same", lambda text: text, ["VARCHAR"], "VARCHAR", type="arrow", null_handling="special")
    given = pa.table({"text": column})
    connection.register("given", given)

    def cleaned_before() -> Any:
        batches = clean_batches(given.to_batches(), ["text"], threads=1)
        connection.register("cleaned", pa.RecordBatchReader.from_batches(given.schema, batches))
        return connection.execute("SELECT max(length(text)) FROM cleaned").fetchall()

    few = column[: min(len(column), 100_000)]
    texts = few.to_pylist()
    clean = pl.col("text").sanitize.clean()
    return {
        "arrow": lambda: columns.clean(column, threads=1),
        "arrow, string_view": lambda: columns.clean(views, threads=1),
        "arrow, is_clean": lambda: columns.is_clean(column, threads=1),
        "polars": lambda: frame.select(clean),
        "polars, streaming": lambda: frame.lazy().select(clean).collect(engine="streaming"),
        "pandas": series.sanitize.clean,
        "duckdb": lambda: connection.execute("SELECT max(length(sanitize(text))) FROM given").fetchall(),
        "duckdb, a function that does nothing": lambda: connection.execute(
            "SELECT max(length(same(text))) FROM given"
        ).fetchall(),
        "duckdb, over batches that are cleaned": cleaned_before,
        "duckdb, no function": lambda: connection.execute("SELECT max(length(text)) FROM given").fetchall(),
        "polars, replace_all of invisibles": lambda: frame.select(pl.col("text").str.replace_all(_INVISIBLE, "")),
        "pandas, normalize NFKC": lambda: series[: len(few)].str.normalize("NFKC"),
        "python, a loop over clean": lambda: [sanitize.clean(text) for text in texts],
        "python, to list and back": lambda: pa.array([sanitize.clean(text) for text in few.to_pylist()]),
    }


_PARTS = ("pandas, normalize NFKC", "python, a loop over clean", "python, to list and back")
"""What is so slow that it gets the first 100,000 values."""


def check(column: pa.Array, works: dict[str, Callable[[], Any]]) -> None:
    """Fail where a face does not say what `sanitize.clean` says of the first values."""
    expected = [sanitize.clean(text) for text in column[:1000].to_pylist()]
    for name in ("arrow", "arrow, string_view", "polars", "polars, streaming", "pandas"):
        made = works[name]()
        made = (
            made["text"].head(1000).to_list()
            if "polars" in name
            else made[:1000].to_list()
            if name == "pandas"
            else made
        )
        found = made if isinstance(made, list) else made[:1000].to_pylist()
        assert found == expected, name
    assert (
        works["duckdb"]()
        == works["duckdb, over batches that are cleaned"]()
        == [(max(map(len, sanitize.clean_many(column.to_pylist()))),)]
    )
    assert works["arrow, is_clean"]()[:1000].to_pylist() == [sanitize.is_clean(it) for it in column[:1000].to_pylist()]


def timed(work: Callable[[], Any], rounds: int, clock: Callable[[], float] = time.process_time) -> float:
    """Return the median seconds of a call."""
    taken = []
    for _ in range(rounds):
        start = clock()
        work()
        taken.append(clock() - start)
    return statistics.median(taken)


def measure(name: str, column: pa.Array, rounds: int) -> dict[str, Any]:
    """Return {face: {ns, gb_s}} for a column."""
    works = faces(column)
    check(column, works)
    result: dict[str, Any] = {}
    for face, work in works.items():
        rows = min(len(column), 100_000) if face in _PARTS else len(column)
        seconds = timed(work, rounds)
        size = column[:rows].nbytes - 4 * (rows + 1)
        result[face] = {"ns": round(seconds / rows * 1e9, 1), "gb_s": round(size / seconds / 1e9, 3)}
        print(f"{name}: {face}: {result[face]}", flush=True)
    one, two = (timed(partial(columns.clean, column, threads=n), rounds, time.perf_counter) for n in (1, 2))
    result["two threads"] = {"speedup": round(one / two, 2)}
    print(f"{name}: two threads: {result['two threads']}", flush=True)
    return result


def spark(column: pa.Array, rounds: int) -> dict[str, Any]:
    """Return what a clean column costs in a local Spark, beside the same job without it."""
    import pyspark.sql
    from pyspark.sql import functions as f

    from sanitize.integrations import spark as sanitized

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the workers' Python: not the first on PATH, but this one
    session = pyspark.sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = session.config("spark.driver.memory", "4g").config("spark.driver.bindAddress", "127.0.0.1").getOrCreate()
    with tempfile.TemporaryDirectory() as folder:
        pq.write_table(pa.table({"text": column}), f"{folder}/text.parquet")
        frame = session.read.parquet(folder).repartition(4).cache()
        frame.count()

    def same(text: pa.Array) -> pa.Array:
        return text

    jobs = {
        "with clean": sanitized.clean("text"),
        "with a function that does nothing": f.arrow_udf(same, "string")("text"),
        "without": f.col("text"),
    }
    walls = {}
    for name, text in jobs.items():

        def job(text: Any = text) -> Any:
            return frame.agg(f.max(f.length(text))).collect()  # a frame that was asked before keeps its answer

        job()
        walls[name] = timed(job, rounds, time.perf_counter)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        frame.select(sanitized.clean("text")).explain()
    plan = said.getvalue()
    assert "ArrowEvalPython" in plan, plan
    assert "BatchEvalPython" not in plan, plan
    partitions = frame.rdd.getNumPartitions()
    walls["the bare Arrow call, two threads"] = timed(
        lambda: columns.clean(column, threads=2), rounds, time.perf_counter
    )
    session.stop()
    ns = {name: round(seconds / len(column) * 1e9, 1) for name, seconds in walls.items()}
    return {"wall ns": ns, "values": len(column), "partitions": partitions, "plan": plan.splitlines()[1:5]}


def table(results: dict[str, Any]) -> str:
    """Return the results as Markdown."""
    cases = list(results["cases"])
    lines = ["| ns a value (GB/s) | " + " | ".join(cases) + " |", "| --- |" + " ---: |" * len(cases)]
    for face in results["cases"][cases[0]]:
        cells = [results["cases"][case][face] for case in cases]
        shown = [
            str(it["speedup"]) + " x" if "speedup" in it else f"{it['ns']:,.0f} ({it['gb_s']:.2f})" for it in cells
        ]
        lines.append(f"| {face} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.columns", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--full", action="store_true", help="10 million short strings, 1 GB of long ones")
    parser.add_argument("--count", type=int, default=1_000_000, help="short strings (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--spark", action="store_true", help="Spark as well (needs Java)")
    parser.add_argument(
        "--corpora", type=Path, default=DEFAULT, help="folder with legit/ and logs/ (default: %(default)s)"
    )
    options = parser.parse_args()
    count = 10_000_000 if options.full else options.count
    given = values(options.corpora, count, 1_000_000_000 if options.full else 100 * options.count)
    results: dict[str, Any] = {"date": time.strftime("%Y-%m-%d"), "backend": sanitize.backend(), "count": count}
    results["machine"] = f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}"
    results["versions"] = {name: version(name) for name in ("pyarrow", "polars", "pandas", "duckdb", "pyspark")}
    results["cases"] = {name: measure(name, column, options.rounds) for name, column in given.items()}
    if options.spark:
        results["spark"] = spark(given["short, ASCII"], options.rounds)
        print(results["spark"])
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(table(results))


if __name__ == "__main__":
    main()
