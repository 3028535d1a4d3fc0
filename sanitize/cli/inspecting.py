"""The command ``inspect``: what is in files, what it would become, and why."""

from __future__ import annotations

import shutil
from collections import Counter

import click

from sanitize.cli import show
from sanitize.cli.console import Trouble
from sanitize.cli.document import Document
from sanitize.cli.files import Source, label
from sanitize.cli.job import EPILOG, Job, command

_LISTED = 20


@click.command(name="inspect", epilog=EPILOG)
@command
@click.option("--json", "as_json", is_flag=True, help="One JSON document a file, each on one line.")
@click.option(
    "--limit", type=click.IntRange(min=0), help=f"Findings listed a file: {_LISTED}, or all in JSON; 0 lists all."
)
def inspect_files(job: Job, files: tuple[str, ...], limit: int | None, *, as_json: bool) -> int:
    """Say what is in FILES, what it would become, and why.

    Standard input is read by default, or for -. Nothing is judged: the exit code is 0, whatever is found.
    """
    if as_json:
        return job.each(files, lambda source: _json(job, source, limit or 0))
    return job.each(files, lambda source: _listed(job, source, _LISTED if limit is None else limit))


def _listed(job: Job, source: Source, limit: int) -> int:
    """Print one file's findings for people."""
    counts: Counter[str] = Counter()
    places = show.Places()
    columns = shutil.get_terminal_size().columns
    console = job.console
    console.text(console.style(label(source.name), bold=True) + "\n")
    listed = 0
    for report in job.reports(source):
        counts.update(report.counts)
        if limit and listed == limit:
            continue
        for row, column, finding in places.through(report):
            console.text(show.entry(console, row, column, finding, report.original, columns))
            listed += 1
            if listed == limit:
                break
    total = sum(counts.values())
    if total > listed:
        console.text(f"  ... {total - listed:,} more: --limit 0 lists all\n")
    console.text(f"  {show.plural(total, 'finding')}\n" if total else "  clean\n")
    console.text("".join(f"  {number:>8,}  {kind}\n" for kind, number in counts.most_common()))
    return 0


def _json(job: Job, source: Source, limit: int) -> int:
    """Print one file's findings as a JSON document."""
    document = Document(job.console, source.name, job.policy, limit)
    try:
        for report in job.reports(source):
            document.add(report)
    except Trouble as trouble:
        if document.is_open and not trouble.is_final:
            document.close(str(trouble))
        raise
    document.close()
    return 0
