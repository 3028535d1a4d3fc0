"""The command `check`: for CI, for a hook before each commit, for a reviewer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import click

import sanitize
from sanitize import Finding, Report
from sanitize._found import Found, as_columns
from sanitize._kinds import REASON_NUMBER
from sanitize._views.diff import unified
from sanitize._views.places import Places
from sanitize._views.visible import plural
from sanitize._views.words import carried, said
from sanitize.cli import show
from sanitize.cli.baseline import Baseline
from sanitize.cli.console import shown
from sanitize.cli.files import STDIN, Source, label, replacing
from sanitize.cli.habits import is_habit
from sanitize.cli.job import EPILOG, Job, command
from sanitize.cli.since import Changes, Lines

_ALLOW = re.compile(rb"sanitize:\s*allow(?:\s*=\s*([a-z]+(?:\s*,\s*[a-z]+)*))?(?![a-z])")
"""What a line says to keep its findings: all of them, or those of some kinds."""


class Checking:
    """One run: which findings count, and what is done about them."""

    def __init__(
        self,
        job: Job,
        baseline: Baseline,
        changes: Changes | None = None,
        *,
        brief: bool,
        lists: bool,
        reports: bool,
        diff: bool,
        fix: bool,
    ) -> None:
        self.job = job
        self.baseline = baseline
        self.changes = changes  # lines that count; None: all
        self.brief = brief  # the first finding of a file is enough
        self.lists = lists
        self.reports = reports
        self.diff = diff
        self.fix = fix
        self.total: Counter[str] = Counter()
        self.files = self.reported = self.known = self.allowed = self.fixed = 0

    def lines(self, name: str) -> Lines:
        """Return the lines of a file that count."""
        return Lines() if self.changes is None or name == STDIN else self.changes.lines(name)

    def one(self, source: Source) -> int:
        """Check a file."""
        self.files += 1
        lines = self.lines(source.name)
        edits: list[tuple[int, int, bytes]] = []
        found = headed = has_malformed = False
        base = line_base = to_base = 0
        places = Places()
        for report in self.job.reports(source, signed=False):
            counted: list[Finding[bytes]] = []
            for row, column, finding in self._through(places, report):
                if not lines.has(row) or not self._counts(source.name, report, finding):
                    continue
                found = True
                if self.brief:
                    return 1
                counted.append(finding)
                if self.lists:
                    self.job.console.text(show.line(self.job.console, label(source.name), row, column, finding))
            if counted:
                if self.lists:
                    self._hidden(source.name, report, line_base, lines)
                chosen = [each for each in counted if each.changed]
                has_malformed = has_malformed or any(each.kind == "invalid" for each in chosen)
                edits += ((base + each.start, base + each.end, each.replacement or b"") for each in chosen)
                if self.diff:
                    self._show_diff(source.name, report, chosen, (line_base, to_base), headed=headed)
                    headed = True
            self.job.console.flush()
            base += len(report.original)
            line_base += report.original.count(b"\n")
            to_base += report.cleaned.count(b"\n")
        if self.fix and edits:
            self._rewrite(source, edits, keeps=has_malformed and self.job.loses(source))
        return int(found)

    def _through(self, places: Places, report: Report[bytes]) -> Iterator[tuple[int, int, Finding[bytes]]]:
        if not report:
            places.pass_over(report.original)
            return
        yield from places.through(report)

    def _counts(self, name: str, report: Report[bytes], finding: Finding[bytes]) -> bool:
        """Tell whether a finding counts: it changes the text, and neither its line nor the baseline allows it."""
        data = report.original
        if not self.reports and (not finding.changed or (self.job.is_source and is_habit(data, finding))):
            self.reported += 1
            return False
        end = data.find(b"\n", finding.start)
        line = data[data.rfind(b"\n", 0, finding.start) + 1 : end if end >= 0 else len(data)]
        for allowed in _ALLOW.finditer(line):
            if allowed[1] is None or finding.kind.encode() in re.split(rb"\s*,\s*", allowed[1]):
                self.allowed += 1
                return False
        if self.baseline.is_known(name, line, finding):
            self.known += 1
            return False
        self.total[finding.kind] += 1
        return True

    def _hidden(self, name: str, report: Report[bytes], above: int, lines: Lines) -> None:
        """Say what the hidden text said."""
        for payload in report.hidden:
            row = above + report.original.count(b"\n", 0, payload.start) + 1
            if not lines.has(row, row + report.original.count(b"\n", payload.start, payload.end)):
                continue
            words = said(payload)
            says = f": {words}" if words else ""
            self.job.console.text(f"{label(name)}:{row}: hidden text: {carried(payload)}{shown(says)}\n")

    def _show_diff(
        self,
        name: str,
        report: Report[bytes],
        chosen: list[Finding[bytes]],
        lines: tuple[int, int],
        *,
        headed: bool,
    ) -> None:
        """Print what changes in a piece of a file; the names come once."""
        if len(chosen) != len(report.edits):  # what is allowed stays
            report = _only(report, chosen)
        for row in islice(unified(report, label(name), f"{label(name)} (cleaned)", lines), 2 * headed, None):
            hue = {"-": "red", "+": "green", "@": "cyan"}.get(row[0])
            self.job.console.text(self.job.console.style(row[:-1], fg=hue) + "\n")

    def _rewrite(self, source: Source, edits: list[tuple[int, int, bytes]], *, keeps: bool) -> None:
        """Write the file with the findings that count fixed, whole or not at all; ``keeps``: not if it is not UTF-8."""
        source.restart()
        at = base = 0
        with replacing(source.name, source.check_unchanged) as draft:
            draft.data(source.coding.mark)
            for block in self.job.blocks(source, 1 << 16, signed=False):
                parts: list[bytes] = []
                done = 0
                while at < len(edits) and edits[at][0] < base + len(block):
                    start, end, made = edits[at]
                    parts += (block[done : start - base], made)
                    done = end - base
                    at += 1
                if keeps and parts:
                    source.keep_what_is_malformed(block)
                draft.data(source.encoded(b"".join([*parts, block[done:]])))
                base += len(block)
        self.fixed += 1

    def said(self) -> str:
        """Return the totals."""
        text = f"{plural(sum(self.total.values()), 'finding')} in {plural(self.files, 'file')}"
        if self.total:
            text += ": " + ", ".join(f"{number:,} {kind}" for kind, number in self.total.most_common())
        more = [
            f"{self.reported:,} more only reported: --reports lists them" if self.reported else "",
            f"{self.known:,} known" if self.known else "",
            f"{self.allowed:,} allowed" if self.allowed else "",
            f"{self.job.skipped:,} skipped: not text" if self.job.skipped else "",
            f"{plural(self.fixed, 'file')} fixed" if self.fixed else "",
        ]
        return text + "".join(f" ({part})" for part in more if part)


def _only(report: Report[bytes], findings: list[Finding[bytes]]) -> Report[bytes]:
    """Return a report of some of the findings."""
    raw = [
        (each.start, each.end, each.replacement, sanitize.KINDS.index(each.kind), REASON_NUMBER[each.name])
        for each in findings
    ]
    return Report(report.original, Found(as_columns(raw)), report.policy)


@click.command(epilog=EPILOG, short_help="Tell whether files are clean: for CI, hooks and reviewers.")
@command
@click.option("-q", "--quiet", is_flag=True, help="Print nothing; the exit code tells.")
@click.option("--reports", is_flag=True, help="What is only reported, and stays in the text, is a finding too.")
@click.option("--diff", "as_diff", is_flag=True, help="Print what would change as a diff to be read.")
@click.option("--fix", is_flag=True, help="Rewrite the files without what was found, each whole or not at all.")
@click.option(
    "--agents",
    is_flag=True,
    help="In folders (by default this one): only files that agents take instructions from; preset source, unless -p says.",
)
@click.option(
    "--since",
    metavar="REVISION",
    help="Only lines that are new or changed since the work parted from a revision of git, such as HEAD or origin/main.",
)
@click.option("--exclude", metavar="PATTERN", multiple=True, help="Leave out of folders, as .gitignore writes it.")
@click.option("--baseline", type=click.Path(), help="Findings listed in this file are known and do not count.")
@click.option("--write-baseline", is_flag=True, help="Write all findings to the baseline, and count none.")
def check(
    job: Job,
    files: tuple[str, ...],
    since: str | None,
    exclude: tuple[str, ...],
    baseline: str | None,
    *,
    quiet: bool,
    reports: bool,
    as_diff: bool,
    fix: bool,
    agents: bool,
    write_baseline: bool,
) -> int:
    """Tell whether FILES are clean.

    Standard input is read by default, or for -. A folder stands for the text files in it, but for what
    .gitignore leaves out; files that agents take instructions from are checked even then. One line a
    finding: FILE:LINE:COLUMN: KIND: CHARACTER: REASON (what it becomes). Exit code 1 if there are any.
    Characters that the policy only reports do not count, unless --reports is given; nor does
    what stands on a line with "sanitize: allow" or "sanitize: allow=KIND,KIND", nor a byte order mark.
    With --since and no FILES, what has changed below this folder is checked.
    """
    if write_baseline and baseline is None:
        raise click.UsageError("--write-baseline needs --baseline FILE.")
    if fix and (STDIN in files or not (files or agents or since)):
        raise click.UsageError("--fix rewrites files: name them.")
    known = Baseline(baseline)
    if not write_baseline:
        known.load()
    run = Checking(
        job,
        known,
        Changes(since) if since is not None else None,
        brief=quiet and not (fix or write_baseline),
        lists=not (quiet or as_diff or write_baseline),
        reports=reports,
        diff=as_diff and not quiet,
        fix=fix and not write_baseline,
    )
    names = files or (("." if agents or since else STDIN),)
    code = job.below(names, run.one, exclude, regular=fix, agents=agents, wanted=run.lines)
    job.console.flush()
    if write_baseline:
        known.write()
        job.console.error(
            f"{plural(sum(known.found.values()), 'finding')} in {plural(run.files, 'file')} written to {label(baseline or '')}"
        )
        return 2 if code == 2 else 0
    if not quiet:
        job.console.error(run.said())
    return code
