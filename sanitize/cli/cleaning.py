"""The command `clean`: from files to files, or to standard output."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import click

from sanitize._pieces import Part, Pieces
from sanitize._views.visible import plural
from sanitize.cli.console import Console, Trouble
from sanitize.cli.files import STDIN, Source, Writer, label, replacing
from sanitize.cli.job import EPILOG, Job, command
from sanitize.cli.threads import answers, in_turn
from sanitize.jsonl import NotJSON, clean_lines

_READ = 1 << 18
"""Bytes read at once: few enough to stay in the cache from reading to writing."""
_SHARED = 1 << 21
"""Bytes read at once where threads share the work: so many that they seldom wait for each other."""
_JSON_LINES = (".jsonl", ".ndjson")
"""Tables whose lines are cleaned where they stand: columns are fields."""
_SAID = 20
"""Invalid lines of JSON that are told one by one."""


class Steps(NamedTuple):
    """How a file is cleaned: its pieces, what a thread does with one, and what is said of the answers in their order."""

    pieces: Iterator[Any]
    work: Callable[[Any], Any]
    told: Callable[[Any], tuple[bytes, bytes]]


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
        steps = self._steps(source)
        if self.jobs > 1:
            return map(steps.told, answers(steps.pieces, self.jobs, steps.work))
        return map(steps.told, map(steps.work, steps.pieces))

    def _each(self, source: Source, target: Writer, take: Callable[[bytes, bytes], None]) -> None:
        """Do something with each piece of a file and the clean form of it, in their order; it may write to ``target``."""
        if self.jobs > 1 and source.is_regular and target.is_regular:
            steps = self._steps(source)
            in_turn(steps.pieces, self.jobs, steps.work, lambda answer: take(*steps.told(answer)))
            return
        for text, cleaned in self.parts(source):
            take(text, cleaned)

    def _steps(self, source: Source) -> Steps:
        size = _READ if self.jobs == 1 else _SHARED
        policy = self.job.policy
        if self.job.whole:
            blocks = self.job.blocks(source, size, signed=False)
            return Steps(
                blocks, lambda block: (block, Part[bytes](block, in_line=False).cleaned(policy)), lambda two: two
            )
        if self.invalid:
            return self._json_lines(source, self.job.blocks(source, size, signed=False))
        pieces: Pieces[bytes] = Pieces(policy)

        def parts() -> Iterator[Part[bytes]]:
            for chunk in source.chunks(size, as_text=self.job.as_text):
                yield from pieces.feed(chunk)
            yield from pieces.finish()

        return Steps(
            parts(),
            lambda part: (part.text, part.cleaned(policy)),
            lambda two: (b"" if pieces.shrunk else two[0], two[1]),  # what went unseen makes a part another text
        )

    def _json_lines(self, source: Source, blocks: Iterator[bytes]) -> Steps:
        number = 0

        def told(answer: tuple[bytes, bytes, list[tuple[int, NotJSON]]]) -> tuple[bytes, bytes]:
            nonlocal number
            block, cleaned, wrong = answer
            for line, error in wrong:
                if self.invalid == "report" and number + line > self._told.get(source.name, 0):
                    self._tell(source.name, number + line, error)
            number += block.count(b"\n")
            return block, cleaned

        return Steps(blocks, lambda block: (block, *clean_lines(block, self.job.policy, self.fields)), told)

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

        def take(text: bytes, cleaned: bytes) -> None:
            nonlocal changed
            self.bytes += len(text)
            changed = changed or cleaned is not text
            target.data(cleaned)

        self._each(source, target, take)
        self.changed += changed
        return 0

    def in_place(self, source: Source, backup: str, *, tell: bool) -> int:
        """Rewrite one file, unless it is clean already."""
        changed = any(cleaned is not text for text, cleaned in self.parts(source))
        if changed:
            source.restart()
            keeps = self.job.loses(source) and not self.invalid  # a line that is no JSON stays
            with replacing(source.name, source.check_unchanged, backup) as draft:

                def take(text: bytes, cleaned: bytes) -> None:
                    if keeps and cleaned is not text:
                        source.keep_what_is_malformed(text)
                    draft.data(source.encoded(cleaned))

                draft.data(source.coding.mark)
                self._each(source, draft, take)
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
