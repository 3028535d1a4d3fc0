"""Commands and options; what they do is in the library."""

from __future__ import annotations

import functools
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Concatenate

import click

import sanitize
from sanitize.cli import show
from sanitize.cli.console import Console, Trouble
from sanitize.cli.document import Document
from sanitize.cli.files import STDIN, Source, Writer, label, reading, replacing

CLEANED = 1 << 20
"""Bytes read at once to be cleaned."""
INSPECTED = 1 << 16
"""Bytes read at once to be reported on: what is found takes far more room than the text."""
_LISTED = 20
_KEY = sanitize.Policy("key").rules[-1]

_VERSION = f"%(prog)s {sanitize.__version__} (Unicode {sanitize.UNICODE_VERSION}, {sanitize.backend()} core)"
_EPILOG = "Exit codes: 0 clean or done, 1 findings (check), 2 usage or input and output."


class Job:
    """What the options have in common: the policy, and how files are read."""

    def __init__(self, console: Console, policy: sanitize.Policy, *, as_text: bool) -> None:
        self.console = console
        self.policy = policy
        self.as_text = as_text
        # The form for comparing is made of a whole text; everything else is decided line by line.
        self.whole = bool(policy.rules[-1] & _KEY)

    def blocks(self, source: Source, size: int) -> Iterator[bytes]:
        """Yield what is to be decided at once."""
        return source.blocks(size, whole=self.whole, as_text=self.as_text)

    def reports(self, source: Source) -> Iterator[sanitize.Report[bytes]]:
        """Yield the reports of a file, piece by piece."""
        return (sanitize.inspect(block, self.policy) for block in self.blocks(source, INSPECTED))

    def each(self, files: Sequence[str], one: Callable[[Source], int], *, regular: bool = False) -> int:
        """Do something to each file (standard input by default); trouble with one is said, and the others go on."""
        worst = 0
        for name in files or (STDIN,):
            try:
                with reading(name, self.console, regular=regular) as source:
                    worst = max(worst, one(source))
            except Trouble as trouble:
                if trouble.is_final:
                    raise
                self.console.flush()
                self.console.error(f"sanitize: {trouble}")
                worst = 2
        return worst


def _policy(preset: str, kinds: Sequence[str], mojibake: str | None) -> sanitize.Policy:
    """Make the policy that the options name, or say what is wrong with them."""
    chosen: dict[str, str] = {}
    for item in kinds:
        kind, equals, action = item.partition("=")
        if not equals:
            raise click.BadParameter(f"{item[:40]!r} is not KIND=ACTION, such as punctuation=keep", param_hint="--set")
        chosen[kind] = action
    if mojibake:
        chosen["mojibake"] = mojibake
    try:
        return sanitize.Policy(preset, **chosen)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--set") from None


def _command(function: Callable[Concatenate[Job, ...], int]) -> Callable[..., int]:
    """Add the arguments and options that every command takes; it receives them as a job."""

    @functools.wraps(function)
    @click.pass_obj
    def command(
        console: Console, /, preset: str, kinds: tuple[str, ...], mojibake: str | None, *, as_text: bool, **rest: Any
    ) -> int:
        return function(Job(console, _policy(preset, kinds, mojibake), as_text=as_text), **rest)

    set_help = f"Another action for a kind; repeatable. Kinds: {', '.join(sanitize.KINDS)}. Actions: {', '.join(sanitize.ACTIONS)}."
    for parameter in (
        click.option(
            "--as-text", is_flag=True, help="Read what does not look like UTF-8 text (NUL bytes, UTF-16) all the same."
        ),
        click.option(
            "--mojibake", type=click.Choice(("repair", "report")), help="Look for text decoded with the wrong codec."
        ),
        click.option("--set", "kinds", metavar="KIND=ACTION", multiple=True, help=set_help),
        click.option(
            "-p",
            "--preset",
            type=click.Choice(sanitize.PRESETS),
            default="prompt",
            show_default=True,
            help="The policy to start from.",
        ),
        click.argument("files", nargs=-1, type=click.Path(allow_dash=True)),
    ):
        command = parameter(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=_EPILOG)
@click.version_option(sanitize.__version__, message=_VERSION)
def app() -> None:
    """Make text that looks the same the same: confusable and invisible characters found, explained and folded."""


@app.command(epilog=_EPILOG)
@_command
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


@app.command(epilog=_EPILOG)
@_command
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


@app.command(name="inspect", epilog=_EPILOG)
@_command
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
