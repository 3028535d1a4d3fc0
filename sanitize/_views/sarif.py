"""SARIF 2.1.0: what was found, for code scanning; written piece by piece, all ASCII."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sanitize._reasons import REASONS
from sanitize._views.places import At, after
from sanitize._views.schema import payload as payload_fields
from sanitize._views.schema import text
from sanitize._views.words import carried, said, sentence

if TYPE_CHECKING:
    from sanitize._hidden import Payload
    from sanitize._report import Finding

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_HIDDEN = "hidden-text"
_NUMBERS = {name: number for number, (name, _, _) in enumerate(REASONS)} | {_HIDDEN: len(REASONS)}


def opening(version: str) -> str:
    """Return the document up to its results."""
    rules = [(name, words, kind) for name, kind, words in REASONS]
    rules.append((_HIDDEN, "hidden text: characters that a reader cannot see or tell apart spell something", _HIDDEN))
    driver = {
        "name": "sanitize",
        "semanticVersion": version,
        "rules": [
            {"id": name, "shortDescription": {"text": words}, "properties": {"kind": kind}}
            for name, words, kind in rules
        ],
    }
    run = json.dumps({"tool": {"driver": driver}, "columnKind": "unicodeCodePoints"})
    return f'{{"$schema": {json.dumps(SCHEMA)}, "version": "2.1.0", "runs": [{run[:-1]}, "results": ['


def closing(errors: list[str]) -> str:
    """Return what ends the document; ``errors`` are what kept files from being read."""
    notes = [{"level": "error", "message": {"text": error}} for error in errors]
    invocation = {"executionSuccessful": not errors, "toolExecutionNotifications": notes}
    return f'], "invocations": [{json.dumps(invocation)}]}}]}}\n'


def result(name: str, found: Finding[Any], at: At) -> dict[str, object]:
    """Return a finding as a result, with the fix that the policy makes."""
    region = _region(at, found.text, found.start)
    where = {"artifactLocation": {"uri": uri(name)}, "region": region}
    made: dict[str, object] = {
        "ruleId": found.name,
        "ruleIndex": _NUMBERS[found.name],
        "level": "note" if found.replacement is None else "warning",
        "message": {"text": sentence(found)},
        "locations": [{"physicalLocation": where}],
    }
    if found.replacement is not None:
        change = {"deletedRegion": region, "insertedContent": {"text": text(found.replacement)}}
        made["fixes"] = [{"artifactChanges": [{"artifactLocation": {"uri": uri(name)}, "replacements": [change]}]}]
    return made


def hidden(name: str, found: Payload, at: At, shown: bytes) -> dict[str, object]:
    """Return a payload as a result; ``shown`` is the text that it spans."""
    says = said(found)
    where = {"artifactLocation": {"uri": uri(name)}, "region": _region(at, shown, found.start)}
    return {
        "ruleId": _HIDDEN,
        "ruleIndex": _NUMBERS[_HIDDEN],
        "level": "error",
        "message": {"text": carried(found) + (f": {says}" if says else "")},
        "locations": [{"physicalLocation": where}],
        "properties": {"payload": payload_fields(found, at.base)},
    }


def _region(at: At, span: str | bytes, start: int) -> dict[str, int]:
    end_line, end_column = after(at.line, at.column, span)
    return {
        "startLine": at.line,
        "startColumn": at.column,
        "endLine": end_line,
        "endColumn": end_column,
        "byteOffset": at.base + start,
        "byteLength": len(span),
    }


def uri(name: str) -> str:
    """Return a file's name as a relative or absolute URI reference."""
    if name == "-":
        return "stdin"
    path = quote(name.encode("utf-8", "surrogateescape"), safe="/")
    return f"file://{path}" if path.startswith("/") else path
