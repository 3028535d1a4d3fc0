"""Findings for programs: one JSON document a file, on one line, written as it is found."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import sanitize
from sanitize.cli.console import Console, shown
from sanitize.cli.show import Places

if TYPE_CHECKING:
    from sanitize import Finding, Policy, Report

SCHEMA = "sanitize.inspect/1"
"""Changes its number when a field goes or means something else; new fields may come without notice."""


class Document:
    """The JSON document of one file: ``add`` each report, then ``close``. ASCII, whatever the text holds."""

    def __init__(self, console: Console, name: str, policy: Policy, limit: int) -> None:
        self._console = console
        self._head = {
            "schema": SCHEMA,
            "file": name if _is_utf8(name) else shown(name),
            "version": sanitize.__version__,
            "unicode": sanitize.UNICODE_VERSION,
            "backend": sanitize.backend(),
            "policy": {"preset": policy.preset, "actions": dict(policy.actions)},
            "offsets": "bytes",
        }
        self._places = Places()
        self._limit = limit
        self._base = 0
        self._counts: Counter[str] = Counter()
        self._changed = False
        self._listed = 0

    @property
    def is_open(self) -> bool:
        """Whether anything of it is written."""
        return not self._head

    def add(self, report: Report[bytes]) -> None:
        """Write the findings of the next piece of the file."""
        self._open()
        self._counts.update(report.counts)
        self._changed = self._changed or report.changed
        for line, column, finding in () if self._is_full() else self._places.through(report):
            comma = ", " if self._listed else ""
            self._console.text(comma + json.dumps(fields(finding, line, column, self._base)))
            self._listed += 1
            if self._is_full():
                break
        self._base += len(report.original)

    def close(self, error: str | None = None) -> None:
        """End the document; with an error, what is there already stays readable."""
        self._open()
        tail: dict[str, object] = {"changed": self._changed, "counts": dict(self._counts), "bytes": self._base}
        if error is not None:
            tail["error"] = error
        self._console.text(f"], {json.dumps(tail)[1:]}\n")

    def _is_full(self) -> bool:
        return 0 < self._limit == self._listed

    def _open(self) -> None:
        if self._head:
            self._console.text(f'{json.dumps(self._head)[:-1]}, "findings": [')
            self._head = {}


def _is_utf8(name: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in name)


def fields(finding: Finding[bytes], line: int, column: int, base: int) -> dict[str, object]:
    """Return a finding as JSON holds it; offsets are bytes of the file."""
    made = finding.replacement
    result: dict[str, object] = {
        "kind": finding.kind,
        "line": line,
        "column": column,
        "start": base + finding.start,
        "end": base + finding.end,
        "text": _text(finding.text),
        "codepoints": [{"code": f"U+{point.cp:04X}", "name": point.name} for point in finding.codepoints],
        "action": finding.action,
        "replacement": None if made is None else _text(made),
        "rule": finding.name,
        "reason": finding.reason,
    }
    if _text(finding.text).encode() != finding.text:
        result["hex"] = finding.text.hex()
    return result


def _text(data: bytes) -> str:
    """Return bytes as text; what is not UTF-8 becomes U+FFFD, and the field ``hex`` has it."""
    return data.decode("utf-8", "replace")
