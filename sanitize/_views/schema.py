"""The report as JSON: the fields that docs/report.md documents, each made in one place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sanitize._views.places import At, Places

if TYPE_CHECKING:
    from sanitize._hidden import Channel, Payload
    from sanitize._policy import Policy
    from sanitize._report import Finding, Report

SCHEMA = "sanitize.inspect/1"
"""Changes its number when a field goes or means something else; new fields may come without notice."""
LINES = "sanitize.lines/1"
"""The same for JSON Lines, where each line is an object with a ``type``."""


def head(policy: Policy, offsets: str) -> dict[str, object]:
    """Return what every document begins with."""
    import sanitize

    return {
        "version": sanitize.__version__,
        "unicode": sanitize.UNICODE_VERSION,
        "backend": sanitize.backend(),
        "policy": {"preset": policy.preset, "actions": dict(policy.actions)},
        "offsets": offsets,
    }


def finding(found: Finding[Any], at: At) -> dict[str, object]:
    """Return a finding's fields."""
    made = found.replacement
    result: dict[str, object] = {
        "kind": found.kind,
        "line": at.line,
        "column": at.column,
        "start": at.base + found.start,
        "end": at.base + found.end,
        "text": text(found.text),
        "codepoints": [{"code": f"U+{point.cp:04X}", "name": point.name} for point in found.codepoints],
        "action": found.action,
        "replacement": None if made is None else text(made),
        "rule": found.name,
        "reason": found.reason,
    }
    if isinstance(found.text, bytes) and text(found.text).encode() != found.text:
        result["hex"] = found.text.hex()
    return result


def payload(found: Payload, base: int = 0) -> dict[str, object]:
    """Return the fields of what is hidden; ``base`` is the offset of the piece that it was found in."""
    return {
        "scheme": found.scheme,
        "variant": found.variant,
        "confidence": found.confidence,
        "text": None if found.text is None else text(found.text),
        "hex": None if found.data is None else found.data.hex(),
        "start": base + found.start,
        "end": base + found.end,
        "places": found.places,
        "spans": [[base + start, base + end] for start, end in found.spans],
        "alphabet": [codes(form) for form in found.alphabet],
        "capacity": found.capacity,
        "inner": [payload(inner) for inner in found.inner],
    }


def channel(found: Channel, base: int = 0) -> dict[str, object]:
    """Return the fields of a choice; ``base`` as for `payload`."""
    return {
        "target": codes(found.target),
        "alphabet": [codes(form) for form in found.alphabet],
        "slots": found.slots,
        "symbols": found.symbols,
        "start": base + found.start,
        "end": base + found.end,
        "capacity": found.capacity,
    }


def text(value: str | bytes) -> str:
    """Return text as JSON can hold it: what is no character becomes U+FFFD."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def codes(value: str) -> str:
    """Return a text as its code points: ``U+0027``, several with spaces between."""
    return " ".join(f"U+{ord(char):04X}" for char in value)


def document(report: Report[Any]) -> str:
    """Return a whole report as JSON."""
    places = Places()
    return json.dumps(
        {
            "schema": SCHEMA,
            **head(report.policy, "code points" if isinstance(report.original, str) else "bytes"),
            "findings": [finding(found, At(line, column)) for line, column, found in places.through(report)],
            "changed": report.changed,
            "counts": report.counts,
            "size": len(report.original),
            "hidden": [payload(found) for found in report.hidden],
            "choices": [channel(found) for found in report.choices],
            "capacity": report.capacity,
        }
    )
