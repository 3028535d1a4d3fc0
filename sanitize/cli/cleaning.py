"""The command `clean`: from files to files, or to standard output."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sanitize._pieces import Part, Pieces
from sanitize._views.visible import plural
from sanitize.cli.console import Console, Trouble
from sanitize.cli.files import STDIN, Source, Writer, label, replacing
from sanitize.cli.job import EPILOG, Job, command
from sanitize.jsonl import NotJSON, clean_lines

if TYPE_CHECKING:
    from concurrent.futures import Future

_A = TypeVar("_A")
_B = TypeVar("_B")

_READ = 1 << 17
"""Bytes read at once: few enough to stay in the cache from reading to writing."""
_SHARED = 1 << 19
"""Bytes read at once where threads share the work."""
_JSON_LINES = (".jsonl", ".ndjson")
"""Tables whose lines are cleaned where they stand: columns are fields."""
_SAID = 20
"""Invalid lines of JSON that are told one by one."""


class Cleaning:
    """One run: how files are cleaned, and what came of them."""

    def __init__(self, job: Job, jobs: int, fields: frozenset[str] | None, invalid: str | None) -> None:
        self.job = job
        self.jobs = jobs
        self.fields = fields
        self.invalid = invalid  # what is done with lines that are no JSON; None: the text is not JSON
        self.files = self.changed = self.bytes = self.wrong = 0
        self._told: dict[str, int] = {}
        self.since = time.monotonic()
        # glibc keeps blocks of up to the largest size that it has seen freed; else it takes each piece from the system
        # anew, which costs as much as reading it. This one is never touched, and takes no memory.
        bytes(1 << 22)

    def parts(self, source: Source) -> Iterator[tuple[bytes, bytes]]:
        """Yield a file's text and the clean form of it, piece by piece: both are one object where nothing changes."""
        if self.job.whole:
            blocks = self.job.blocks(source, _READ, signed=False)
            return ((block, Part[bytes](block, in_line=False).cleaned(self.job.policy)) for block in blocks)
        if self.invalid:
            return self._json_lines(source)
        return self._pieces(source)

    def _pieces(self, source: Source) -> Iterator[tuple[bytes, bytes]]:
        pieces: Pieces[bytes] = Pieces(self.job.policy)
        policy = self.job.policy

        def parts() -> Iterator[Part[bytes]]:
            for chunk in source.chunks(_READ if self.jobs == 1 else _SHARED, as_text=self.job.as_text):
                yield from pieces.feed(chunk)
            yield from pieces.finish()

        answers: Iterator[tuple[Part[bytes], bytes]] = ((part, part.cleaned(policy)) for part in parts())
        if self.jobs > 1:
            answers = _in_threads(parts(), self.jobs, lambda part: (part, part.cleaned(policy)))
        for part, cleaned in answers:
            yield (b"" if pieces.shrunk else part.text), cleaned

    def _json_lines(self, source: Source) -> Iterator[tuple[bytes, bytes]]:
        def work(block: bytes) -> tuple[bytes, tuple[bytes, list[tuple[int, NotJSON]]]]:
            return block, clean_lines(block, self.job.policy, self.fields)

        number = 0
        blocks = self.job.blocks(source, _READ if self.jobs == 1 else _SHARED, signed=False)
        for block, (cleaned, wrong) in map(work, blocks) if self.jobs == 1 else _in_threads(blocks, self.jobs, work):
            for line, error in wrong:
                if self.invalid == "report" and number + line > self._told.get(source.name, 0):
                    self._tell(source.name, number + line, error)
            number += block.count(b"\n")
            yield block, cleaned

    def _tell(self, name: str, number: int, error: NotJSON) -> None:
        """Say that a line is no JSON, once: a file may be read twice."""
        self._told[name] = number
        self.wrong += 1
        if self.wrong <= _SAID:
            self.job.console.flush()
            more = " (and no more of these are said)" if self.wrong == _SAID else ""
            self.job.console.error(f"sanitize: {label(name)}:{number}: {error}: left as it is{more}")

    def write(self, source: Source, target: Writer) -> int:
        """Write the canonical text of a file."""
        if target is self.job.console and sys.stdout is not None and source.is_regular:
            out = os.fstat(sys.stdout.fileno())
            if os.path.samestat(source.stat, out):
                raise Trouble(f"{label(source.name)}: is the output as well: use --in-place")
        changed = False
        self.files += 1
        with _written(target, self.jobs) as write:
            for text, cleaned in self.parts(source):
                self.bytes += len(text)
                changed = changed or cleaned is not text
                write(cleaned)
        self.changed += changed
        return 0

    def in_place(self, source: Source, backup: str, *, tell: bool) -> int:
        """Rewrite one file, unless it is clean already."""
        changed = any(cleaned is not text for text, cleaned in self.parts(source))
        if changed:
            source.restart()
            with replacing(source.name, source.check_unchanged, backup) as draft:
                draft.data(source.coding.mark)
                with _written(draft, self.jobs) as write:
                    for _, cleaned in self.parts(source):
                        write(source.encoded(cleaned))
        self.files += 1
        self.changed += changed
        self.bytes += source.stat.st_size
        if tell:
            self.job.console.text(json.dumps({"file": label(source.name), "changed": changed}) + "\n")
        return 0

    def totals(self) -> dict[str, Any]:
        """Return what came of the run."""
        return {
            "files": self.files,
            "changed": self.changed,
            "skipped": self.job.skipped,
            "invalid": self.wrong,
            "bytes": self.bytes,
            "seconds": round(time.monotonic() - self.since, 3),
        }


def _in_threads(parts: Iterable[_A], jobs: int, work: Callable[[_A], _B]) -> Iterator[_B]:
    """Yield the answers for parts in their order; few parts are under way at once, so that memory is bounded."""
    from concurrent.futures import ThreadPoolExecutor

    under_way: deque[Future[_B]] = deque()
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for part in parts:
                under_way.append(pool.submit(work, part))
                if len(under_way) > 2 * jobs:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()


@contextmanager
def _written(target: Writer, jobs: int) -> Iterator[Callable[[bytes], None]]:
    """Give what writes pieces in their order: where threads share the work, a thread of its own while others are read.

    Not so for a pipe or a device: no signal would end a thread that waits for its reader.
    """
    if jobs == 1 or not target.is_regular:
        yield target.data
        return
    from concurrent.futures import ThreadPoolExecutor

    under_way: deque[Future[None]] = deque()

    def write(data: bytes) -> None:
        under_way.append(pool.submit(target.data, data))
        if len(under_way) > 2 * jobs:
            under_way.popleft().result()

    with ThreadPoolExecutor(1) as pool:
        try:
            yield write
            while under_way:
                under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()


@click.command(epilog=EPILOG, short_help="Write the canonical text of files, or rewrite them.")
@command
@click.option(
    "-o", "--output", type=click.Path(allow_dash=True, readable=False), help="Write to a file, whole or not at all."
)
@click.option(
    "-i", "--in-place", is_flag=True, help="Rewrite the files, each whole or not at all; folders: all in them."
)
@click.option("--backup", metavar="SUFFIX", default="", help="With --in-place: keep the old file under a longer name.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), default=1, help="Threads that clean (native core).")
@click.option("--jsonl", is_flag=True, help="Each line is JSON: clean its string values, and leave the rest as it is.")
@click.option("--fields", metavar="NAMES", help="With --jsonl: only these values, such as msg,user.name.")
@click.option(
    "--invalid",
    type=click.Choice(("report", "pass")),
    default="report",
    help="With --jsonl: lines that are no JSON are left as they are, and said (exit code 2) or not.",
)
@click.option(
    "--columns",
    metavar="NAMES",
    help="FILE is a table (.parquet, .csv, .tsv, .arrow, .jsonl): clean these of its columns.",
)
@click.option("--exclude", metavar="PATTERN", multiple=True, help="Leave out of folders, as .gitignore writes it.")
@click.option(
    "--json", "as_json", is_flag=True, help="Totals as JSON on standard error; with --in-place, files on output."
)
def clean(
    job: Job,
    files: tuple[str, ...],
    output: str | None,
    backup: str,
    jobs: int,
    fields: str | None,
    invalid: str,
    columns: str | None,
    exclude: tuple[str, ...],
    *,
    in_place: bool,
    jsonl: bool,
    as_json: bool,
) -> int:
    """Write the canonical text of FILES.

    Standard input is read by default, or for -; standard output is written, or a file. What is
    malformed is replaced as the preset says; what is clean comes back byte for byte. Files named .gz, .xz or
    .zst are unpacked, and packed again where they are written; text in UTF-16 or UTF-32 with a
    byte order mark is read as well, and written as UTF-8, or in place as it was. With --columns, FILE is a
    table: only the named columns change, and what came of each is said.
    """
    if backup and not in_place:
        raise click.UsageError("--backup goes with --in-place.")
    if columns is not None and not all(name.endswith(_JSON_LINES) for name in files):
        return _table(job, files, columns.split(","), output, backup, jobs, in_place=in_place, as_json=as_json)
    if columns is not None:
        jsonl, fields = True, columns
    if fields is not None and not jsonl:
        raise click.UsageError("--fields goes with --jsonl.")
    if jsonl and job.whole:
        raise click.UsageError("--jsonl cleans values for reading: it does not go with the preset key.")
    named = None if fields is None else frozenset(fields.split(","))
    run = Cleaning(job, jobs, named, invalid if jsonl else None)
    code = _run(run, files, output, backup, exclude, in_place=in_place, as_json=as_json)
    code = 2 if run.wrong else code
    job.console.flush()
    if as_json:
        job.console.error(json.dumps(run.totals()))
    elif in_place and run.files + job.skipped > 1:
        job.console.error(_said(run))
    return code


def _table(
    job: Job,
    files: tuple[str, ...],
    named: list[str],
    output: str | None,
    backup: str,
    jobs: int,
    *,
    in_place: bool,
    as_json: bool,
) -> int:
    """Clean columns of a table, which is read and written by pyarrow."""
    from sanitize.cli import tables

    if len(files) != 1 or STDIN in files or (output in (None, STDIN)) != in_place:
        raise click.UsageError("--columns goes with one file, and with --output FILE or --in-place.")
    target = files[0] if output is None else output
    return tables.clean(job.console, job.policy, files[0], target, named, backup=backup, jobs=jobs, as_json=as_json)


def _run(
    run: Cleaning,
    files: tuple[str, ...],
    output: str | None,
    backup: str,
    exclude: tuple[str, ...],
    *,
    in_place: bool,
    as_json: bool,
) -> int:
    console: Console = run.job.console
    if in_place or output not in (None, STDIN):
        console.is_silent = True
    if in_place:
        if output is not None or not files or STDIN in files:
            raise click.UsageError("--in-place rewrites named files: it goes with neither --output nor standard input.")
        return run.job.below(files, lambda source: run.in_place(source, backup, tell=as_json), exclude, regular=True)
    if output is None or output == STDIN:
        return run.job.each(files, lambda source: run.write(source, console))
    with replacing(output) as draft:
        if run.job.each(files, lambda source: run.write(source, draft)):
            raise Trouble(f"{label(output)}: not written")
    return 0


def _said(run: Cleaning) -> str:
    skipped = f", {run.job.skipped:,} skipped: not text" if run.job.skipped else ""
    rate = run.bytes / max(time.monotonic() - run.since, 1e-9) / 1e6
    return f"{run.changed:,} of {plural(run.files, 'file')} rewritten{skipped}; {run.bytes / 1e6:,.1f} MB, {rate:,.0f} MB/s"
