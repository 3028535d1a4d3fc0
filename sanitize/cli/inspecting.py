"""The command ``inspect``: what is in files, what it would become, and why."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from sanitize._views.places import At, Places
from sanitize._views.visible import plural
from sanitize.cli import show
from sanitize.cli.console import Trouble
from sanitize.cli.files import STDIN, Source, label
from sanitize.cli.formats import FORMATS, Format, Summary
from sanitize.cli.job import EPILOG, Job, command
from sanitize.cli.tally import Tally

_LISTED = 20


@click.command(name="inspect", epilog=EPILOG)
@command
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", *FORMATS)),
    default="text",
    show_default=True,
    help="What is written: text for people, JSON documents, JSON Lines, SARIF, GitHub annotations, or an HTML page.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option(
    "--limit", type=click.IntRange(min=0), help=f"Findings listed a file: {_LISTED} in text, else all; 0 lists all."
)
def inspect_files(job: Job, files: tuple[str, ...], limit: int | None, form: str) -> int:
    """Say what is in FILES, what it would become, and why; and what hidden text says.

    Standard input is read by default, or for -. A folder stands for the files in it; in text, each is
    summed up in a line. Nothing is judged: the exit code is 0, whatever is found.
    """
    if form != "text":
        return _written(job, [*_files(files)], FORMATS[form](job.console, job.policy), limit or 0)
    code = 0
    for name in files or (STDIN,):
        if name != STDIN and Path(name).is_dir():
            code = max(code, _summed(job, [*_files([name])]))
        else:
            code = max(code, job.each([name], lambda source: _listed(job, source, _LISTED if limit is None else limit)))
    return code


def _files(names: Sequence[str]) -> Iterator[str]:
    """Yield files, and for folders the files in them, hidden ones left out."""
    for name in names or (STDIN,):
        if name == STDIN or not Path(name).is_dir():
            yield name
            continue
        for folder, folders, inside in os.walk(name):
            folders[:] = sorted(one for one in folders if not one.startswith("."))
            yield from (os.path.join(folder, one) for one in sorted(inside) if not one.startswith("."))  # noqa: PTH118


def _read(job: Job, source: Source, form: Format, limit: int) -> Summary:
    """Write a file's findings as they come, and return what is known of it in the end."""
    tally = Tally()
    places = Places()
    listed = 0
    try:
        for report in job.reports(source):
            base = tally.base
            tally.add(report)
            form.piece = report.original
            if limit and listed == limit:
                continue
            for line, column, found, count in form.groups(places.through(report)):
                form.finding(found, At(line, column, base, count))
                listed += 1
                if listed == limit:
                    break
    except Trouble as trouble:
        if not trouble.is_final:
            form.close(tally.summary(str(trouble)))
        raise
    return tally.summary()


def _written(job: Job, files: Sequence[str], form: Format, limit: int) -> int:
    """Write what is in some files for programs."""
    form.start()

    def one(source: Source) -> int:
        form.open(source.name)
        form.close(_read(job, source, form, limit))
        return 0

    code = 0
    for name in files:
        form.name = ""
        code = max(code, done := job.each([name], one))
        if done and not form.name:
            form.failed(f"{label(name)}: could not be read")
    form.finish()
    return code


def _listed(job: Job, source: Source, limit: int) -> int:
    """Print one file's findings for people."""
    console = job.console
    console.text(console.style(label(source.name), bold=True) + "\n")
    form = show.Text(console, job.policy)
    form.open(source.name)
    summary = _read(job, source, form, limit)
    form.flush()
    console.text(show.summary(console, summary, form.listed, shutil.get_terminal_size().columns))
    return 0


def _summed(job: Job, files: Sequence[str]) -> int:
    """Print a line for each file of a folder that something is in, and one for all."""
    total = [0, 0, 0]

    def one(source: Source) -> int:
        summary = _read(job, source, Format(job.console, job.policy), 1)
        number = sum(summary.counts.values())
        total[0] += 1
        total[1] += number
        total[2] += len(summary.hidden)
        if number:
            job.console.text(show.file_line(job.console, label(source.name), summary))
        return 0

    code = job.each(files, one)
    hidden = f", {plural(total[2], 'hidden text')}" if total[2] else ""
    job.console.text(f"{plural(total[1], 'finding')} in {plural(total[0], 'file')}{hidden}\n")
    return code
