"""The commands ``diff``, what changed in files, and ``compare``, two texts as a machine and as a reader sees them."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Sequence
from itertools import islice

import click

import sanitize
from sanitize._views.diff import unified
from sanitize._views.places import Places
from sanitize._views.visible import is_seen, numbers, plural, visible
from sanitize.cli.console import Console
from sanitize.cli.files import Source, label, reading
from sanitize.cli.job import Job, command

SCHEMA = "sanitize.compare/1"
_PIECE = 1 << 22
"""Bytes of a file that are compared with their cleaned form at once."""
_LISTED = 20
_EPILOG = "Exit codes: 0 the same, 1 different, 2 usage or input and output."
_HUES = {"-": "red", "+": "green", "@": "cyan"}


@click.command(epilog=_EPILOG, short_help="Show what clean would change in files.")
@command
@click.option("--exclude", metavar="PATTERN", multiple=True, help="Leave out of folders, as .gitignore writes it.")
def diff(job: Job, files: tuple[str, ...], exclude: tuple[str, ...]) -> int:
    """Show what `clean` would change in FILES, as a unified diff to be read.

    Standard input is read by default, or for -; a folder stands for the text files in it. What went, or became something else, stands as its number in the
    lines with a minus, so that look-alikes can be told apart. Exit code 1 if there is anything.
    """
    return job.below(files, lambda source: _shown(job, source), exclude)


def _shown(job: Job, source: Source) -> int:
    name = label(source.name)
    line = to = 0
    found = False
    for block in job.blocks(source, _PIECE):
        report = sanitize.inspect(block, job.policy)
        if not report.changed:
            line, to = line + block.count(b"\n"), to + block.count(b"\n")
            continue
        for row in islice(
            unified(report, name, f"{name} (cleaned)", (line, to)), 2 * found, None
        ):  # the names come once
            job.console.text(job.console.style(row[:-1], fg=_HUES.get(row[0])) + "\n")
        found = True
        line, to = line + block.count(b"\n"), to + report.cleaned.count(b"\n")
    return int(found)


@click.command(epilog=_EPILOG, short_help="Compare two files or texts as machines and readers do.")
@click.argument("a", type=click.Path(allow_dash=True, readable=False))
@click.argument("b", type=click.Path(allow_dash=True, readable=False))
@click.option("-t", "--text", "as_text", is_flag=True, help="A and B are the texts themselves, no files.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")
@click.option(
    "--limit", type=click.IntRange(min=0), default=_LISTED, show_default=True, help="Differences listed; 0 lists all."
)
@click.pass_obj
def compare(console: Console, a: str, b: str, limit: int, *, as_text: bool, as_json: bool) -> int:
    """Compare two files, or two texts, as a machine and as a reader sees them.

    They are the same, alike (a reader could take one for the other) or different; where, and which code points, is
    listed. Exit code 1 if they are not the same.
    """
    one, other = (a, b) if as_text else (_content(a, console), _content(b, console))
    found = sanitize.compare(one, other)
    if as_json:
        console.text(json.dumps(_document(found, limit)) + "\n")
    else:
        names = ("the first", "the second") if as_text else (label(a), label(b))
        _print(console, found, names, limit)
    return int(found.verdict != "same")


def _content(name: str, console: Console) -> str:
    """Return a file's text; a byte that is not UTF-8 becomes a lone surrogate."""
    with reading(name, console) as source:
        return b"".join(source.blocks(1 << 20, whole=True, as_text=True)).decode("utf-8", "surrogateescape")


def _print(console: Console, found: sanitize.Comparison, names: Sequence[str], limit: int) -> None:
    hue = {"same": "green", "alike": "red", "different": "yellow"}[found.verdict]
    says = {
        "same": "the same, code point by code point",
        "alike": "alike: not the same, but a reader could take one for the other",
        "different": "different",
    }[found.verdict]
    console.text(f"{names[0]} and {names[1]}: {console.style(says, fg=hue, bold=True)}\n")
    columns = shutil.get_terminal_size().columns
    places, done, listed, total = Places(), 0, 0, 0
    for one in found:
        total += 1
        if limit and listed == limit:
            continue
        listed += 1
        places.pass_over(found.a[done : one.a_start])
        done = one.a_start
        where = f"  {places.line}:{places.column}"
        look = console.style("alike", fg="red") if one.alike else console.style("different", fg="yellow")
        console.text(f"{where:<10}{look}\n")
        for text, points in ((one.a_text, one.a_codepoints), (one.b_text, one.b_codepoints)):
            sign = "-" if text is one.a_text else "+"
            console.text(_side(console, sign, text, points, columns))
    if total > listed:
        console.text(f"  ... {total - listed:,} more: --limit 0 lists all\n")
    if total:
        console.text(f"  {plural(total, 'difference')}\n")


def _side(console: Console, sign: str, text: str, points: Sequence[sanitize.CodePoint], columns: int) -> str:
    """Return one side of a difference: its text and the names of its code points."""
    if not text:
        return console.style(f"    {sign} nothing\n", fg=_HUES[sign])
    shown = visible(text) if all(map(is_seen, text)) else numbers(text)
    listed = " + ".join(map(str, points[:4])) + (f" and {len(points) - 4:,} more" if len(points) > 4 else "")
    words = textwrap.fill(f"{shown}  {listed}", max(columns - 7, 24), subsequent_indent=" " * 6, break_on_hyphens=False)
    return f"    {console.style(sign, fg=_HUES[sign])} {words}\n"


def _document(found: sanitize.Comparison, limit: int) -> dict[str, object]:
    """Return a comparison as JSON holds it."""
    rows = []
    total = 0
    for one in found:
        total += 1
        if limit and total > limit:
            continue
        rows.append(
            {
                "a": {"start": one.a_start, "end": one.a_end, "codepoints": _codes(one.a_codepoints)},
                "b": {"start": one.b_start, "end": one.b_end, "codepoints": _codes(one.b_codepoints)},
                "alike": one.alike,
            }
        )
    return {"schema": SCHEMA, "verdict": found.verdict, "offsets": "code points", "total": total, "differences": rows}


def _codes(points: Sequence[sanitize.CodePoint]) -> list[dict[str, str]]:
    return [{"code": f"U+{point.cp:04X}", "name": point.name} for point in points]
