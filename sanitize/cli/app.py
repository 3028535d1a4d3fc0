"""Commands and options; what they do is in the library."""

from __future__ import annotations

import os
import sys
from collections import Counter

import click

import sanitize
from sanitize.cli import show
from sanitize.cli.comparing import compare, diff
from sanitize.cli.console import Trouble
from sanitize.cli.explaining import explain
from sanitize.cli.files import STDIN, Source, Writer, label, replacing
from sanitize.cli.inspecting import inspect_files
from sanitize.cli.job import EPILOG, Job, command

CLEANED = 1 << 20
"""Bytes read at once to be cleaned."""
_VERSION = f"%(prog)s {sanitize.__version__} (Unicode {sanitize.UNICODE_VERSION}, {sanitize.backend()} core)"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=EPILOG)
@click.version_option(sanitize.__version__, message=_VERSION)
def app() -> None:
    """Make text that looks the same the same: confusable and invisible characters found, explained and folded."""


@app.command(epilog=EPILOG)
@command
@click.option("-o", "--output", type=click.Path(allow_dash=True), help="Write to a file, whole or not at all.")
@click.option("-i", "--in-place", is_flag=True, help="Rewrite the files, each whole or not at all.")
def clean(job: Job, files: tuple[str, ...], output: str | None, *, in_place: bool) -> int:
    """Write the canonical text of FILES.

    Standard input is read by default, or for -; standard output is written, or a file. What is
    malformed is replaced as the preset says; what is clean comes back byte for byte.
    """
    if in_place or output not in (None, STDIN):
        job.console.is_silent = True
    if in_place:
        if output is not None or not files or STDIN in files:
            raise click.UsageError("--in-place rewrites named files: it goes with neither --output nor standard input.")
        return job.each(files, lambda source: _in_place(job, source), regular=True)
    if output is None or output == STDIN:
        return job.each(files, lambda source: _cleaned(job, source, job.console))
    with replacing(output) as draft:
        if job.each(files, lambda source: _cleaned(job, source, draft)):
            raise Trouble(f"{label(output)}: not written")
    return 0


def _cleaned(job: Job, source: Source, target: Writer) -> int:
    """Write the canonical text of a file."""
    if target is job.console and sys.stdout is not None and source.is_regular:
        out = os.fstat(sys.stdout.fileno())
        if os.path.samestat(source.stat, out):
            raise Trouble(f"{label(source.name)}: is the output as well: use --in-place")
    for block in job.blocks(source, CLEANED):
        target.data(sanitize.clean_bytes(block, job.policy))
    return 0


def _in_place(job: Job, source: Source) -> int:
    """Rewrite one file, unless it is clean already."""
    done = 0
    blocks = job.blocks(source, CLEANED)
    for block in blocks:
        cleaned = sanitize.clean_bytes(block, job.policy)
        if cleaned != block:
            break
        done += len(block)
    else:
        return 0
    with replacing(source.name, source.check_unchanged) as draft:
        source.copy(done, draft)
        draft.data(cleaned)
        for block in blocks:
            draft.data(sanitize.clean_bytes(block, job.policy))
    return 0


@app.command(epilog=EPILOG)
@command
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit code tells.")
@click.option("--reports", is_flag=True, help="What is only reported, and stays in the text, is a finding too.")
def check(job: Job, files: tuple[str, ...], *, quiet: bool, reports: bool) -> int:
    """Tell whether FILES are clean.

    Standard input is read by default, or for -. One line a finding: FILE:LINE:COLUMN: KIND:
    CHARACTER: REASON (what it becomes). Exit code 1 if there are any. Characters that the policy
    only reports do not count, unless --reports is given.
    """
    total: Counter[str] = Counter()
    seen = [0, 0]  # files, and findings that are only reported

    def one(source: Source) -> int:
        seen[0] += 1
        found = 0
        places = show.Places()
        for report in job.reports(source):
            for row, column, finding in places.through(report):
                if not (finding.changed or reports):
                    seen[1] += 1
                    continue
                found += 1
                if quiet:
                    return 1
                total[finding.kind] += 1
                job.console.text(show.line(job.console, label(source.name), row, column, finding))
            job.console.flush()
        return 1 if found else 0

    code = job.each(files, one)
    job.console.flush()
    if not quiet:
        said = show.plural(sum(total.values()), "finding") + f" in {show.plural(seen[0], 'file')}"
        said += ": " + ", ".join(f"{number:,} {kind}" for kind, number in total.most_common()) if total else ""
        said += f" ({seen[1]:,} more only reported: --reports lists them)" if seen[1] else ""
        job.console.error(said)
    return code


for one in (inspect_files, diff, compare, explain):
    app.add_command(one)
