"""Spark, really: a local one with two executor threads and several partitions, in plans without a row at a time."""

from __future__ import annotations

import shutil
import sys

import pytest

pyspark = pytest.importorskip("pyspark", reason="a face for Spark: test-integrations")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

from columns import texts  # noqa: E402
from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

import sanitize  # noqa: E402
from sanitize.integrations import spark as sanitized  # noqa: E402

# This version of PySpark says so of today's pandas; what is used of it is tested here.
pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")

MARKED = [
    "P\u0430ypal\u200b",
    None,
    "nothing to do",
    "",
    "It\u2019s \u0440\u0443\u0441\u0441\u043a\u0438\u0439\u200b",
    "\U0001f468\u200d\U0001f469",
]
VALUES = MARKED * 100


@pytest.fixture(scope="module")
def spark():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        builder = pyspark.sql.SparkSession.builder.master("local[2]").appName("sanitize")
        for name, value in {
            "spark.ui.enabled": "false",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.execution.arrow.maxRecordsPerBatch": "300",
            "spark.sql.shuffle.partitions": "2",
        }.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        yield session
        session.stop()


@pytest.fixture(scope="module")
def frame(spark):
    rows = [(at, text) for at, text in enumerate(VALUES)]
    return spark.createDataFrame(rows, "at long, text string").repartition(4).cache()


def by_row(made, name):
    return [row[name] for row in sorted(made.collect(), key=lambda row: row["at"])]


def plan_of(made):
    return made._jdf.queryExecution().executedPlan().toString()


def each(work):
    return [None if text is None else work(text) for text in VALUES]


def test_clean(frame):
    made = frame.select("at", sanitized.clean("text").alias("text"))
    assert frame.rdd.getNumPartitions() == 4
    assert by_row(made, "text") == each(sanitize.clean)
    plan = plan_of(made)
    assert "ArrowEvalPython" in plan
    assert "BatchEvalPython" not in plan


def test_other_answers(frame):
    made = frame.select(
        "at",
        sanitized.is_clean("text", "strict").alias("clear"),
        sanitized.skeleton("text").alias("skeleton"),
        sanitized.counts("text").alias("counts"),
        sanitized.inspect("text").alias("findings"),
    ).cache()
    assert by_row(made, "clear") == each(lambda text: sanitize.is_clean(text, "strict"))
    assert by_row(made, "skeleton") == each(sanitize.skeleton)
    counts = by_row(made, "counts")
    assert [None if it is None else it.invisible for it in counts] == each(
        lambda text: sanitize.inspect(text).counts.get("invisible", 0)
    )
    found = by_row(made, "findings")
    assert [
        None if row is None else [(it.kind, it.start, it.end, it.replacement) for it in row] for row in found
    ] == each(lambda text: [(it.kind, it.start, it.end, it.replacement) for it in sanitize.inspect(text)])


def test_whole_frames(frame):
    made = sanitized.clean_frame(frame, "text", policy=sanitize.Policy("prompt", punctuation="keep"))
    assert made.schema == frame.schema
    assert by_row(made, "text") == each(
        lambda text: sanitize.clean(text, sanitize.Policy("prompt", punctuation="keep"))
    )
    assert "MapInArrow" in plan_of(made)


def test_random_columns(spark):
    """One job over many random values: a job for each would take its time."""
    many: list[str | None] = []

    @given(st.one_of(texts))
    def gather(values):
        many.extend(value for value in values if value is None or "\x00" not in value)

    gather()
    assert len(many) > 100
    made = spark.createDataFrame(list(enumerate(many)), "at long, text string").repartition(3)
    made = made.select("at", sanitized.clean("text").alias("text"))
    assert by_row(made, "text") == [None if it is None else sanitize.clean(it) for it in many]


def test_in_sql(spark, frame):
    udf = sanitized._udf(sanitize.columns.clean, "string")
    spark.udf.register("sanitize", udf)
    frame.createOrReplaceTempView("given")
    made = spark.sql("SELECT at, sanitize(text) AS text FROM given WHERE text IS NOT NULL")
    assert by_row(made, "text") == [sanitize.clean(text) for text in VALUES if text is not None]


def test_earlier_versions_go_through_pandas(frame, monkeypatch):
    from pyspark.sql import functions

    monkeypatch.delattr(functions, "arrow_udf", raising=False)
    made = frame.select("at", sanitized.clean("text").alias("text"), sanitized.is_clean("text").alias("clear"))
    assert by_row(made, "text") == each(sanitize.clean)
    assert by_row(made, "clear") == each(sanitize.is_clean)
    with pytest.raises(NotImplementedError, match=r"Spark 4\.1 or later"):
        sanitized.counts("text")
