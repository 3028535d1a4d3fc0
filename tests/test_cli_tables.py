"""`sanitize clean --columns`: tables from file to file; the other columns come through as they are."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command import run

pa = pytest.importorskip("pyarrow", reason="tables are read by pyarrow: test-integrations")

import pyarrow.feather  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

import sanitize  # noqa: E402

TEXT = ["P\u0430ypal\u200b", None, "fine", "", "It\u2019s\u202e so", "\ue000"]
TITLE = ["a\u200b", "b", "c", None, "d", "e"]


@pytest.fixture
def table():
    schema = pa.schema(
        [
            pa.field("id", pa.int32(), nullable=False),
            pa.field("text", pa.string(), metadata={"kept": "yes"}),
            pa.field("title", pa.dictionary(pa.int32(), pa.string())),
            pa.field("note", pa.string()),
        ],
        metadata={"owner": "somebody"},
    )
    columns = [range(6), TEXT, pa.array(TITLE).dictionary_encode(), TEXT]
    return pa.table(dict(zip(schema.names, columns, strict=True)), schema)


def cleaned(values, policy="prompt"):
    return [None if value is None else sanitize.clean(value, policy) for value in values]


def test_parquet(table, tmp_path):
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(table, source, compression="zstd")
    done = run("clean", source, "--columns", "text,title", "-o", target, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    made = pq.read_table(target)
    assert made.schema.equals(table.schema, check_metadata=True)
    assert made["text"].to_pylist() == cleaned(TEXT)
    assert made["title"].to_pylist() == cleaned(TITLE)
    assert made["note"].to_pylist() == TEXT
    assert pq.ParquetFile(target).metadata.row_group(0).column(1).compression == "ZSTD"
    said = done.stderr.decode().splitlines()
    assert said[0].startswith(
        "text: 2 of 5 values changed (1 invisible, 1 bidi, 1 punctuation, 1 homoglyph, 1 private)"
    )
    assert said[1] == "title: 1 of 5 values changed (1 invisible)"


def test_in_place_with_a_backup(table, tmp_path):
    file = tmp_path / "table.parquet"
    pq.write_table(table, file)
    done = run("clean", "-i", "--backup", ".old", file, "--columns", "text", "--json", "-p", "strict")
    assert done.returncode == 0, done.stderr
    assert pq.read_table(file)["text"].to_pylist() == cleaned(TEXT, "strict")
    assert pq.read_table(f"{file}.old").equals(table)
    assert json.loads(done.stderr)["text"]["changed"] == 2


def test_many_batches(tmp_path):
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    count = 200_000 if sanitize.backend() == "native" else 70_000
    pq.write_table(pa.table({"text": ["fine"] * (count - 1) + ["a\u200b"]}), source)
    assert run("clean", source, "--columns", "text", "-o", target).returncode == 0
    assert pq.read_table(target)["text"].to_pylist() == ["fine"] * (count - 1) + ["a"]
    assert pq.ParquetFile(target).metadata.num_row_groups > 1


def test_csv_values_stay_as_they_are_written(tmp_path):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_bytes(b'id,text,price\n007,"P\xd0\xb0ypal\xe2\x80\x8b, or\nso",1.10\n008,\xff\xe2\x80\x8b,NA\n,"",\n')
    done = run("clean", source, "--columns", "text", "-o", target)
    assert done.returncode == 0, done.stderr
    assert target.read_bytes() == (
        b'"id","text","price"\n"007","Paypal, or\nso","1.10"\n"008","\xef\xbf\xbd","NA"\n,"",\n'
    )


def test_tabs_and_arrow_files(table, tmp_path):
    source, target = tmp_path / "in.tsv", tmp_path / "out.arrow"
    source.write_bytes("text\tother\na\u200b\tb\u200b\n".encode())
    assert run("clean", source, "--columns", "text", "-o", target).returncode == 0
    assert pyarrow.feather.read_table(target).to_pylist() == [{"text": "a", "other": "b\u200b"}]
    again = tmp_path / "again.feather"
    pyarrow.feather.write_feather(table, tmp_path / "table.feather")
    assert run("clean", tmp_path / "table.feather", "--columns", "text", "-o", again).returncode == 0
    assert pyarrow.feather.read_table(again)["text"].to_pylist() == cleaned(TEXT)


def test_json_lines_keep_every_other_byte(tmp_path):
    source, target = tmp_path / "in.ndjson", tmp_path / "out.ndjson"
    source.write_bytes('{"text": "a\u200b",  "n": 1.0, "other": "b\u200b"}\n'.encode())
    assert run("clean", source, "--columns", "text", "-o", target).returncode == 0
    assert target.read_bytes() == '{"text": "a",  "n": 1.0, "other": "b\u200b"}\n'.encode()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("{}/t.parquet", "--columns", "body", "-o", "{}/o.parquet"),
            "there is no column 'body': choose among id, text",
        ),
        (("{}/t.parquet", "--columns", "id", "-o", "{}/o.parquet"), "column must be of strings"),
        (("{}/t.parquet", "--columns", "text"), "--output FILE or --in-place"),
        (("{}/t.xlsx", "--columns", "text", "-o", "{}/o.parquet"), "choose a name that ends in .parquet, .csv"),
        (("{}/t.parquet", "--columns", "text", "-o", "{}/o.xml"), "choose a name that ends in .parquet, .csv"),
        (("{}/none.parquet", "--columns", "text", "-o", "{}/o.parquet"), "none.parquet: No such file"),
        (("{}/broken.parquet", "--columns", "text", "-o", "{}/o.parquet"), "broken.parquet: "),
        (("{}/t.parquet", "--columns", "text", "-o", "{}/nowhere/o.parquet"), "nowhere/o.parquet: No such file"),
    ],
)
def test_trouble_is_one_line(table, tmp_path, arguments, message):
    pq.write_table(table, tmp_path / "t.parquet")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
    done = run("clean", *(argument.format(tmp_path) for argument in arguments))
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    assert not (tmp_path / "o.parquet").exists()


def test_what_is_missing_is_named(tmp_path, monkeypatch):
    import sys

    from sanitize.cli import tables
    from sanitize.cli.console import Console, Trouble

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Trouble, match=r"pip install 'sanitize-text\[arrow\]'"):
        tables.clean(Console(), sanitize.Policy(), "a.csv", "b.csv", ["x"], backup="", jobs=1, as_json=False)


def test_memory_does_not_grow_with_a_parquet_file(tmp_path):
    """Batches are read, cleaned and written one after the other: neither many row groups nor a large one is held whole."""
    if not Path("/proc/self/status").exists():
        pytest.skip("memory as Linux counts it")
    if sanitize.backend() == "reference":
        pytest.skip("it has the same reader, and minutes to go through so many values")
    rows = pa.table({"text": [f"{number:01000d}" for number in range(5_000)]})

    def peak(groups: int, size: int) -> int:
        source = tmp_path / f"{groups}-{size}.parquet"
        with pq.ParquetWriter(source, rows.schema, compression="none", use_dictionary=False) as writer:
            for _ in range(groups):
                writer.write_table(pa.concat_tables([rows] * size))
        code = (
            "from sanitize.cli import main; import re, sys\n"
            "try: main()\n"
            "finally: print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
        )
        arguments = ["clean", source, "--columns", "text", "-o", tmp_path / "out.parquet", "--jobs", "1"]
        done = subprocess.run([sys.executable, "-I", "-c", code, *arguments], capture_output=True, check=True)
        return int(done.stdout)

    some = peak(20, 1)  # 100 MB: some batches are read, cleaned and written, and their memory is used again
    assert peak(60, 1) < some + 100 * 1024
    assert peak(1, 60) < some + 100 * 1024
