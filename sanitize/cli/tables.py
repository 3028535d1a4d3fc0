"""`clean --columns`: tables from file to file, batch by batch, through pyarrow; only the named columns change."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sanitize import columns
from sanitize._kinds import KINDS
from sanitize._policy import Policy
from sanitize._views.visible import plural
from sanitize.cli.console import Console, Trouble
from sanitize.cli.files import label, replacing, trouble

_ROWS = 1 << 16
"""Rows in a batch, and in a row group that is written: what memory holds at once,"""
_BYTES = 1 << 25
"""if they are of about so many bytes or fewer."""
_BLOCK = 1 << 22
"""Bytes of a CSV file, or of a column of Parquet, that are read at once."""

Batches = tuple[Any, Iterator[Any], dict[str, Any]]
"""A schema, batches of it, and how the writer of the same format is to write them."""


def clean(
    console: Console,
    policy: Policy,
    name: str,
    target: str,
    named: Sequence[str],
    *,
    backup: str,
    jobs: int,
    as_json: bool,
) -> int:
    """Write a table with the named columns clean, whole or not at all, and say what came of each column."""
    _pyarrow()
    totals = {column: _Totals() for column in named}
    read, write = _format(name, _READERS), _format(target, _WRITERS)
    try:
        with contextlib.closing(_open(name)) as file:
            schema, batches, how = read(file)
            for column in named:
                if column not in schema.names:
                    raise Trouble(
                        f"{label(name)}: there is no column {column!r}: choose among {', '.join(schema.names)}"
                    )
            same = Path(name).suffix.lower() == Path(target).suffix.lower()
            with replacing(target, backup=backup) as draft, write(draft.file, schema, how if same else {}) as writer:
                for batch in batches:
                    writer.write_batch(_cleaned(batch, named, totals, policy, jobs))
    except (ValueError, TypeError, NotImplementedError) as error:  # pyarrow's errors are of these
        raise Trouble(f"{label(name)}: {str(error).splitlines()[0]}") from None
    if as_json:
        console.error(json.dumps({column: found.as_dict() for column, found in totals.items()}))
    else:
        for column, found in totals.items():
            console.error(f"{column}: {found}")
    return 0


class _Totals:
    """What came of one column."""

    def __init__(self) -> None:
        self.values = self.changed = 0
        self.findings: Counter[str] = Counter()

    def as_dict(self) -> dict[str, Any]:
        return {"values": self.values, "changed": self.changed, "findings": dict(self.findings)}

    def __str__(self) -> str:
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in self.findings.items())
        return f"{self.changed:,} of {plural(self.values, 'value')} changed" + (f" ({kinds})" if kinds else "")


def _cleaned(batch: Any, named: Sequence[str], totals: dict[str, _Totals], policy: Policy, jobs: int) -> Any:
    import pyarrow.compute as pc

    for name in named:
        at = batch.schema.get_field_index(name)
        before = batch.column(at)
        total = totals[name]
        total.values += len(before) - before.null_count
        found = columns.counts(before, policy, threads=jobs)
        numbers = [pc.sum(found.field(kind)).as_py() or 0 for kind in KINDS]
        if not any(numbers):
            continue
        total.findings.update({kind: number for kind, number in zip(KINDS, numbers, strict=True) if number})
        after = columns.clean(before, policy, threads=jobs)
        if after is not before:
            total.changed += pc.sum(pc.invert(columns.is_clean(before, policy, threads=jobs))).as_py()
            batch = batch.set_column(at, batch.schema.field(at), after)
    return batch


def _pyarrow() -> None:
    try:
        import pyarrow  # noqa: F401, ICN001 - whether it is there
    except ImportError:
        raise Trouble("--columns needs pyarrow: pip install 'sanitize-text[arrow]'", is_final=True) from None


def _open(name: str) -> IO[bytes]:
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise trouble(name, error) from None


def _format(name: str, formats: dict[str, Any]) -> Any:
    found = formats.get(Path(name).suffix.lower())
    if found is None:
        raise Trouble(f"{label(name)}: no table that is known: choose a name that ends in {', '.join(formats)}")
    return found


def _read_parquet(file: IO[bytes]) -> Batches:
    import pyarrow.parquet as pq

    # Read ahead, it would keep every column of every row group that is to come.
    table = pq.ParquetFile(file, pre_buffer=False, buffer_size=_BLOCK)
    how: dict[str, Any] = {}
    if table.metadata.num_row_groups and table.metadata.num_columns:
        how["compression"] = table.metadata.row_group(0).column(0).compression.lower()
        how["compression"] = "none" if how["compression"] == "uncompressed" else how["compression"]
    groups = [table.metadata.row_group(at) for at in range(table.metadata.num_row_groups)]
    width = max((group.total_byte_size // max(group.num_rows, 1) for group in groups), default=0)
    return table.schema_arrow, table.iter_batches(min(_ROWS, _BYTES // (width + 1) + 1)), how


@contextmanager
def _write_parquet(file: IO[bytes], schema: Any, how: dict[str, Any]) -> Iterator[Any]:
    import pyarrow.parquet as pq

    with pq.ParquetWriter(file, schema, **how) as writer:
        yield writer


def _read_csv(file: IO[bytes]) -> Batches:
    """Read each value as the string that it is: a number comes out as it was written."""
    import pyarrow as pa
    from pyarrow import csv

    tabs = str(getattr(file, "name", "")).lower().endswith(".tsv")
    parse = csv.ParseOptions(delimiter="\t" if tabs else ",", newlines_in_values=True)
    read = csv.ReadOptions(block_size=_BLOCK)
    names = csv.open_csv(file, read, parse, csv.ConvertOptions(check_utf8=False)).schema.names
    file.seek(0)
    types = dict.fromkeys(names, pa.string())
    # What is empty without quotation marks is null, and comes out without them; everything else comes out within.
    convert = csv.ConvertOptions(
        column_types=types,
        null_values=[""],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
        check_utf8=False,
    )
    reader = csv.open_csv(file, read, parse, convert)
    return reader.schema, iter(reader), {}


def _csv_writer(delimiter: str) -> Callable[..., Any]:
    @contextmanager
    def write(file: IO[bytes], schema: Any, how: dict[str, Any]) -> Iterator[Any]:
        del how
        from pyarrow import csv

        options = csv.WriteOptions(delimiter=delimiter, quoting_style="needed")
        with csv.CSVWriter(file, schema, write_options=options) as writer:
            yield writer

    return write


def _read_arrow(file: IO[bytes]) -> Batches:
    from pyarrow import ipc

    reader = ipc.open_file(file)
    return reader.schema, (reader.get_batch(at) for at in range(reader.num_record_batches)), {}


@contextmanager
def _write_arrow(file: IO[bytes], schema: Any, how: dict[str, Any]) -> Iterator[Any]:
    del how
    from pyarrow import ipc

    with ipc.new_file(file, schema) as writer:
        yield writer


_READERS = {
    ".parquet": _read_parquet,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".arrow": _read_arrow,
    ".feather": _read_arrow,
}
_WRITERS = {
    ".parquet": _write_parquet,
    ".csv": _csv_writer(","),
    ".tsv": _csv_writer("\t"),
    ".arrow": _write_arrow,
    ".feather": _write_arrow,
}
