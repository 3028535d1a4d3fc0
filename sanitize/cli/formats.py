"""Findings for programs: JSON, JSON Lines, SARIF, annotations and a page, each written as it is found.

The text for people is in `show`; the fields of JSON are in `sanitize._views.schema`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import sanitize
from sanitize._views import github, page, sarif, schema
from sanitize._views.places import At
from sanitize._views.together import together
from sanitize.cli.console import Console, shown
from sanitize.cli.files import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sanitize import Channel, Finding, Payload, Policy


class Found(NamedTuple):
    """A payload, where it begins in its file, and the bytes that it spans."""

    payload: Payload
    at: At
    shown: bytes


class Summary(NamedTuple):
    """What is known of a file when it is read; ``error`` is what kept the rest from being read."""

    counts: dict[str, int]
    changed: bool
    size: int
    hidden: Sequence[Found]
    choices: Sequence[tuple[Channel, int]]
    capacity: float
    error: str | None = None


class Format:
    """One way to write what is found in files: ``start``, for each file ``open``, ``finding`` and ``close``, then ``finish``."""

    def __init__(self, console: Console, policy: Policy) -> None:
        self.console = console
        self.policy = policy
        self.name = ""
        self.piece = b""

    def start(self) -> None:
        """Write what comes before the first file."""

    def open(self, name: str) -> None:
        """Begin a file."""
        self.name = name

    def groups(
        self, found: Iterator[tuple[int, int, Finding[bytes]]]
    ) -> Iterator[tuple[int, int, Finding[bytes], int]]:
        """Yield line, column, finding and how many it stands for, as they are to be written."""
        return ((*row, 1) for row in found)

    def finding(self, found: Finding[bytes], at: At) -> None:
        """Write a finding of the piece of the file that is read."""

    def close(self, summary: Summary) -> None:
        """End a file."""

    def finish(self, error: str) -> None:
        """Write what comes after the last file; ``error`` says that some could not be read."""


class Json(Format):
    """One JSON document a file, on one line."""

    def open(self, name: str) -> None:
        super().open(name)
        head = {"schema": schema.SCHEMA, "file": file(name), **schema.head(self.policy, "bytes")}
        self.console.text(f'{json.dumps(head)[:-1]}, "findings": [')
        self._comma = ""

    def finding(self, found: Finding[bytes], at: At) -> None:
        self.console.text(self._comma + json.dumps(schema.finding(found, at)))
        self._comma = ", "

    def close(self, summary: Summary) -> None:
        self.console.text(f"], {json.dumps(tail(summary))[1:]}\n")


class Lines(Format):
    """JSON Lines: an object a line, each with its type and file."""

    def _line(self, kind: str, fields: dict[str, object]) -> None:
        self.console.text(json.dumps({"type": kind, "file": file(self.name), **fields}) + "\n")

    def open(self, name: str) -> None:
        super().open(name)
        self._line("file", {"schema": schema.LINES, **schema.head(self.policy, "bytes")})

    def finding(self, found: Finding[bytes], at: At) -> None:
        self._line("finding", schema.finding(found, at))

    def close(self, summary: Summary) -> None:
        for found in summary.hidden:
            self._line("hidden", payload(found))
        for channel, base in summary.choices:
            self._line("choice", schema.channel(channel, base))
        fields = tail(summary)
        self._line("summary", {name: fields[name] for name in fields if name not in ("hidden", "choices")})


class Sarif(Format):
    """SARIF 2.1.0, all files in one run."""

    def start(self) -> None:
        self._errors: list[str] = []
        self._first = True
        self.console.text(sarif.opening(sanitize.__version__))

    def _result(self, result: dict[str, object]) -> None:
        self.console.text(("" if self._first else ",\n") + json.dumps(result))
        self._first = False

    def finding(self, found: Finding[bytes], at: At) -> None:
        self._result(sarif.result(self.name, found, at))

    def close(self, summary: Summary) -> None:
        for found in summary.hidden:
            self._result(sarif.hidden(self.name, found.payload, found.at, found.shown))
        if summary.error is not None:
            self._errors.append(shown(summary.error))

    def finish(self, error: str) -> None:
        self.console.text(sarif.closing(self._errors + [error] * bool(error)))


class Github(Format):
    """Workflow commands that GitHub shows as annotations."""

    def finding(self, found: Finding[bytes], at: At) -> None:
        self.console.text(github.annotation(shown(self.name), found, at))

    def close(self, summary: Summary) -> None:
        for found in summary.hidden:
            self.console.text(github.hidden(shown(self.name), found.payload, found.at))


class Page(Format):
    """One HTML page, a section a file; all ASCII, whatever the terminal's or the pipe's encoding."""

    def _write(self, markup: str) -> None:
        self.console.text(markup.encode("ascii", "xmlcharrefreplace").decode())

    def start(self) -> None:
        self._write(page.opening("What sanitize found"))

    def open(self, name: str) -> None:
        super().open(name)
        self._lines = page.Lines()

    def groups(
        self, found: Iterator[tuple[int, int, Finding[bytes]]]
    ) -> Iterator[tuple[int, int, Finding[bytes], int]]:
        return together(found, self.piece)

    def finding(self, found: Finding[bytes], at: At) -> None:
        self._lines.add(self.piece, at.line, found, at.number)

    def close(self, summary: Summary) -> None:
        known = page.Known(
            summary.counts,
            [found.payload for found in summary.hidden],
            [channel for channel, _ in summary.choices],
            summary.capacity,
        )
        name = "standard input" if self.name == STDIN else shown(self.name)
        self._write(page.section(name, self._lines, known))

    def finish(self, error: str) -> None:
        self._write((f"<p>{error.capitalize()}.</p>\n" if error else "") + page.CLOSING)


FORMATS: dict[str, type[Format]] = {"json": Json, "jsonl": Lines, "sarif": Sarif, "github": Github, "html": Page}


def file(name: str) -> str:
    """Return a file's name as JSON holds it."""
    return name if not any("\ud800" <= char <= "\udfff" for char in name) else shown(name)


def tail(summary: Summary) -> dict[str, object]:
    """Return what a document ends with."""
    fields: dict[str, object] = {
        "changed": summary.changed,
        "counts": summary.counts,
        "bytes": summary.size,
        "hidden": [payload(found) for found in summary.hidden],
        "choices": [schema.channel(channel, base) for channel, base in summary.choices],
        "capacity": summary.capacity,
    }
    return fields if summary.error is None else {**fields, "error": summary.error}


def payload(found: Found) -> dict[str, object]:
    """Return the fields of what is hidden in a file."""
    return {"line": found.at.line, "column": found.at.column, **schema.payload(found.payload, found.at.base)}
