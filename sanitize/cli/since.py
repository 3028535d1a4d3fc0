"""Which lines of which files have changed since a revision: git is asked, once, and what it writes is read as it comes."""

from __future__ import annotations

import os
import re
import subprocess
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from sanitize.cli.console import Trouble, shown

_HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_QUOTED = re.compile(rb"\\([0-7]{3}|.)")
_LETTERS = dict(zip(b"abfnrtv", b"\a\b\f\n\r\t\v", strict=True))
_WHOLE = [(1, 1 << 62)]
_DIFF = [
    *("diff", "--unified=0", "--inter-hunk-context=0", "--find-renames", "--ignore-submodules"),
    *("--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--src-prefix=a/", "--dst-prefix=b/"),
]
"""A diff of nothing but changed lines, whatever a user's settings are."""


class Changes:
    """The lines that are new or changed in the working tree since it parted from a revision.

    Raises `Trouble` where there is no git, no repository or no such revision. Cost: one ``git diff``.
    """

    def __init__(self, revision: str) -> None:
        self._top = os.path.realpath(os.fsdecode(_said(["rev-parse", "--show-toplevel"])))
        commit = _said(["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"], revision)
        try:
            base = _said(["merge-base", os.fsdecode(commit), "HEAD"])
        except Trouble:  # no common history, or a clone that is too shallow to know it
            base = commit
        self._tracked = set(_output(["ls-files", "-z"], self._top).split(b"\0"))
        command = ["git", *_DIFF, os.fsdecode(base), "--"]
        with subprocess.Popen(command, cwd=self._top, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            self._lines = dict(_read(process.stdout or ()))
        if process.returncode:
            raise _trouble(b"the changes cannot be had: try git diff")

    def lines(self, name: str) -> Lines:
        """Return the lines of a file that count: all of them where git does not know the file."""
        path = os.fsencode(os.path.relpath(os.path.realpath(name), self._top)).replace(os.sep.encode(), b"/")
        known: list[tuple[int, int]] = [] if path in self._tracked else _WHOLE
        return Lines(self._lines.get(path, known))


class Lines:
    """Some lines of a file, counted from 1."""

    def __init__(self, ranges: list[tuple[int, int]] = _WHOLE) -> None:
        self._ranges = ranges

    def __bool__(self) -> bool:
        return bool(self._ranges)

    def has(self, first: int, last: int | None = None) -> bool:
        """Tell whether one of the lines from ``first`` to ``last`` is among them."""
        at = bisect_right(self._ranges, (first if last is None else last, 1 << 62)) - 1
        return at >= 0 and self._ranges[at][1] >= first


def _read(diff: Iterable[bytes]) -> Iterator[tuple[bytes, list[tuple[int, int]]]]:
    """Yield the files of a diff without context, and the lines that are theirs now."""
    ranges: list[tuple[int, int]] = []
    to_pass = 0
    for line in diff:
        if to_pass and not line.startswith(b"\\"):  # what stands in a hunk is text, whatever it looks like
            to_pass -= 1
        elif found := _HUNK.match(line):
            before, first, count = (1 if digits is None else int(digits) for digits in found.groups())
            to_pass = before + count
            if count:
                ranges.append((first, first + count - 1))
        elif line.startswith((b"+++ b/", b'+++ "b/')):
            ranges = []
            yield _name(line[4:].rstrip(b"\r\n").removesuffix(b"\t")), ranges
        elif line.startswith(b"Binary files ") and (found := re.search(rb' and ("?b/.*) differ$', line)):
            yield _name(found[1]), _WHOLE


def _name(written: bytes) -> bytes:
    """Return the name of a file from how a diff writes it, behind ``b/``."""
    if not written.startswith(b'"'):
        return written[2:]
    plain = _QUOTED.sub(
        lambda found: bytes((int(found[1], 8) if len(found[1]) == 3 else _LETTERS.get(found[1][0], found[1][0]),)),
        written[1:-1],
    )
    return plain[2:]


def _said(arguments: list[str], revision: str = "") -> bytes:
    return _output(arguments, None, revision).rstrip(b"\n")


def _output(arguments: list[str], folder: str | None, revision: str = "") -> bytes:
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)
    except OSError as error:
        raise Trouble(f"--since: git: {error.strerror or error}", is_final=True) from None
    if done.returncode:
        raise _trouble(done.stderr or f"there is no revision {revision[:40]!r}".encode())
    return done.stdout


def _trouble(said: bytes) -> Trouble:
    first = said.decode("utf-8", "replace").strip().split("\n")[0].removeprefix("fatal: ")
    return Trouble(f"--since: git: {shown(first) or 'failed'}", is_final=True)
