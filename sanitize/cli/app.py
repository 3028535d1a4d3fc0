"""Commands and options; what they do is in the library."""

from __future__ import annotations

import functools
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import BinaryIO

import click

import sanitize
from sanitize._api import clean_bytes, inspect
from sanitize._policy import PRESETS, Policy
from sanitize._report import Report
from sanitize.cli import show
from sanitize.cli.files import blocks, fail, reading, replacing, shown

_VERSION = f"%(prog)s {sanitize.__version__} (Unicode {sanitize.UNICODE_VERSION}, {sanitize.backend()} core)"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(sanitize.__version__, message=_VERSION)
def app() -> None:
    """Make text that looks the same the same: confusable and invisible characters found and folded."""


def _policy(preset: str, kinds: tuple[str, ...], mojibake: str | None) -> Policy:
    """Make the policy that the options name, or say what is wrong with them."""
    chosen: dict[str, str] = {}
    for item in kinds:
        kind, equals, action = item.partition("=")
        if not equals:
            raise click.BadParameter(f"{item[:40]!r} is not KIND=ACTION", param_hint="--set")
        chosen[kind] = action
    if mojibake:
        chosen["mojibake"] = mojibake
    try:
        return Policy(preset, **chosen)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--set") from None


class ClosedPipeError(Exception):
    """Whoever read our output has gone. No `OSError`: click would make exit code 1, findings, of it."""


def _options(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options that every command takes; it receives them as a policy."""

    @functools.wraps(command)
    def function(preset: str, kinds: tuple[str, ...], mojibake: str | None, **rest: object) -> int:
        return command(policy=_policy(preset, kinds, mojibake), **rest)

    for option in (
        click.argument("files", nargs=-1, type=click.Path(allow_dash=True)),
        click.option("-p", "--preset", type=click.Choice(PRESETS), default="prompt", show_default=True),
        click.option("--set", "kinds", metavar="KIND=ACTION", multiple=True, help="Another action for one kind."),
        click.option("--mojibake", type=click.Choice(("repair", "report")), help="Text decoded with the wrong codec."),
        click.option("--as-text", is_flag=True, help="Read files that have NUL bytes all the same."),
    ):
        function = option(function)
    return function


@app.command()
@_options
@click.option("-o", "--output", type=click.Path(), help="Write to a file, whole or not at all.")
@click.option("-i", "--in-place", is_flag=True, help="Rewrite the files, each whole or not at all.")
def clean(
    files: tuple[str, ...],
    policy: Policy,
    as_text: bool,
    output: str | None,
    in_place: bool,
) -> int:
    """Write the canonical text of FILES (standard input by default) to standard output."""
    if in_place and (output or not files or "-" in files):
        raise click.UsageError("--in-place rewrites named files: it goes with neither --output nor standard input")
    if in_place:
        return max(_each(files, lambda name: _in_place(name, policy, as_text=as_text)))
    if output:
        with replacing(output) as target:
            return _concatenate(files, policy, target, as_text=as_text, stop=True)
    return _concatenate(files, policy, sys.stdout.buffer, as_text=as_text, stop=False)


def _concatenate(files: tuple[str, ...], policy: Policy, target: BinaryIO, *, as_text: bool, stop: bool) -> int:
    """Clean files one after the other into one; ``stop``: the first trouble is the last."""

    def one(name: str) -> int:
        with reading(name) as source:
            target.writelines(clean_bytes(block, policy) for block in blocks(source, name, as_text=as_text))
        target.flush()
        return 0

    if stop:
        for name in files or ("-",):
            one(name)
        return 0
    return max(_each(files or ("-",), one))


def _in_place(name: str, policy: Policy, *, as_text: bool) -> int:
    """Rewrite one file, unless it is clean already."""
    with reading(name) as source:
        if all(clean_bytes(block, policy) == block for block in blocks(source, name, as_text=as_text)):
            return 0
        source.seek(0)
        with replacing(name) as target:
            for block in blocks(source, name, as_text=as_text):
                target.write(clean_bytes(block, policy))
    return 0


def _each(files: tuple[str, ...], one: Callable[[str], int]) -> Iterator[int]:
    """Do something to each file; trouble with one is said, and the others go on."""
    for name in files:
        try:
            yield one(name)
        except BrokenPipeError:
            raise ClosedPipeError from None
        except OSError as error:
            fail(error.filename or name, error)
            yield 2


def _reports(name: str, policy: Policy, *, as_text: bool) -> Iterator[Report[bytes]]:
    """Yield the reports of a file, piece by piece."""
    with reading(name) as source:
        for block in blocks(source, name, as_text=as_text):
            yield inspect(block, policy)


@app.command()
@_options
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit code tells.")
@click.option("--reports", is_flag=True, help="Count what is only reported as findings too.")
def check(
    files: tuple[str, ...],
    policy: Policy,
    as_text: bool,
    quiet: bool,
    reports: bool,
) -> int:
    """Tell whether FILES are clean: one line a finding, exit code 1 if there are any."""
    total: Counter[str] = Counter()

    def one(name: str) -> int:
        found = 0
        places = show.Places()
        for report in _reports(name, policy, as_text=as_text):
            for row, column, finding in places.through(report):
                if finding.replacement is None and not reports:
                    continue
                found += 1
                total[finding.kind] += 1
                if not quiet:
                    click.echo(show.line(shown(name), row, column, finding))
        return 1 if found else 0

    codes = list(_each(files or ("-",), one))
    if not quiet and total:
        counts = ", ".join(f"{number:,} {kind}" for kind, number in total.most_common())
        click.echo(f"{sum(total.values()):,} findings: {counts}", err=True)
    return max(codes)


@app.command(name="inspect")
@_options
@click.option("--json", "as_json", is_flag=True, help="One JSON document a file.")
@click.option("--limit", type=click.IntRange(min=0), help="Findings listed a file: 20 (all in JSON); 0 lists all.")
def inspect_files(
    files: tuple[str, ...],
    policy: Policy,
    as_text: bool,
    as_json: bool,
    limit: int | None,
) -> int:
    """Say what is in FILES, what it would become and why."""
    one = _json if as_json else _listed
    most = (0 if as_json else 20) if limit is None else limit
    return max(_each(files or ("-",), lambda name: one(name, policy, most, as_text=as_text)))


def _listed(name: str, policy: Policy, limit: int, *, as_text: bool) -> int:
    """Print one file's findings for people."""
    counts: Counter[str] = Counter()
    places = show.Places()
    listed = 0
    for report in _reports(name, policy, as_text=as_text):
        for row, column, finding in places.through(report):
            counts[finding.kind] += 1
            if limit and listed == limit:
                continue
            listed += 1
            click.echo(show.line(shown(name), row, column, finding))
    total = sum(counts.values())
    if total > listed:
        click.echo(f"... {total - listed:,} more; --limit 0 lists all")
    click.echo(click.style(shown(name), bold=True) + (f": {total:,} findings" if total else ": clean"))
    for row_text in show.table(counts.most_common()):
        click.echo(row_text)
    return 0


def _json(name: str, policy: Policy, limit: int, *, as_text: bool) -> int:
    """Print one file's findings as a JSON document, written as it is found."""
    places = show.Places()
    base = 0
    counts: Counter[str] = Counter()
    changed = False
    head = {"schema": show.SCHEMA, "file": shown(name), "unicode": sanitize.UNICODE_VERSION, "policy": repr(policy)}
    click.echo(json.dumps(head)[:-1] + ', "offsets": "bytes", "findings": [', nl=False)
    separator = "\n"
    listed = 0
    for report in _reports(name, policy, as_text=as_text):
        changed = changed or report.changed
        for row, column, finding in places.through(report):
            counts[finding.kind] += 1
            if not limit or listed < limit:
                listed += 1
                click.echo(separator + json.dumps(show.as_json(finding, row, column, base)), nl=False)
                separator = ",\n"
        base += len(report.original)
    click.echo(f'],\n"changed": {json.dumps(changed)}, "counts": {json.dumps(dict(counts))}}}')
    return 0
