"""The command ``inspect``: what is in files, what it would become, and why."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
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


@click.command(name="inspect", epilog=EPILOG, short_help="Say what is in files, and what hidden text says.")
@command
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", *FORMATS)),
    default="text",
    show_default=True,
    help="What is written: text for people, JSON documents, JSON Lines, SARIF, GitHub annotations, or an HTML page.",
)
@click.option("--exclude", metavar="PATTERN", multiple=True, help="Leave out of folders, as .gitignore writes it.")
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.option(
    "--limit", type=click.IntRange(min=0), help=f"Findings listed a file: {_LISTED} in text, else all; 0 lists all."
)
def inspect_files(job: Job, files: tuple[str, ...], limit: int | None, form: str, exclude: tuple[str, ...]) -> int:
    """Say what is in FILES, what it would become, and why; and what hidden text says.

    Standard input is read by default, or for -. A folder stands for the text files in it; in text, each is
    summed up in a line. Nothing is judged: the exit code is 0, whatever is found.
    """
    if form != "text":
        return _written(job, files, FORMATS[form](job.console, job.policy), limit or 0, exclude)
    code = 0
    for name in files or (STDIN,):
        if name != STDIN and Path(name).is_dir():
            code = max(code, _summed(job, name, exclude))
        else:
            found = job.below([name], lambda source: _listed(job, source, _LISTED if limit is None else limit), exclude)
            code = max(code, found)
    return code


def _read(job: Job, source: Source, form: Format, limit: int) -> Summary:
    """Write a file's findings as they come, and return what is known of it in the end."""
    tally = Tally()
    places = Places()
    listed = 0
    is_open = False
    try:
        for report in job.reports(source):
            if not is_open:  # what is no text is told before there is a first piece
                form.open(source.name)
                is_open = True
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
        if is_open and not trouble.is_final:
            form.close(tally.summary(str(trouble)))
        raise
    if not is_open:
        form.open(source.name)
    return tally.summary()


def _written(job: Job, files: Sequence[str], form: Format, limit: int, exclude: Sequence[str]) -> int:
    """Write what is in some files for programs."""
    form.start()

    def one(source: Source) -> int:
        form.close(_read(job, source, form, limit))
        return 0

    code = job.below(files, one, exclude)
    form.finish("" if not code else "what could not be read is said on standard error")
    return code


def _listed(job: Job, source: Source, limit: int) -> int:
    """Print one file's findings for people."""
    console = job.console
    form = show.Text(console, job.policy)
    summary = _read(job, source, form, limit)
    form.flush()
    console.text(show.summary(console, summary, form.listed, shutil.get_terminal_size().columns))
    return 0


def _summed(job: Job, folder: str, exclude: Sequence[str]) -> int:
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

    code = job.below([folder], one, exclude)
    skipped = f", {job.skipped:,} skipped: not text" if job.skipped else ""
    hidden = f", {plural(total[2], 'hidden text')}" if total[2] else ""
    job.console.text(f"{plural(total[1], 'finding')} in {plural(total[0], 'file')}{hidden}{skipped}\n")
    return code
