"""One text, every scheme; then what the decoded texts hide themselves."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator

from sanitize._backend import core
from sanitize._found import RawFinding
from sanitize._hidden import choices, selectors, tags, whitespace, zero_width
from sanitize._hidden.codes import Reading, gain_of, utf8
from sanitize._hidden.payload import MEDIUM, Channel, Payload
from sanitize._hidden.runs import Run, around, inserted, payload
from sanitize._kinds import BIDI, BLANK, INVISIBLE, JOINER, TAG, VARIATION, reason
from sanitize._policy import NAMED

RULES = NAMED["prompt"].rules
"""What the text hides is found by this preset, whatever another policy does with it."""
DEPTH = 3
"""Payloads within payloads that are looked into."""
_INNER = 1 << 16
"""Characters of a payload that are looked into."""
_UNSEEN = frozenset((INVISIBLE, JOINER, BIDI, BLANK, VARIATION))
_TRAILING = reason("trailing")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{8,}={0,2}|[A-Za-z0-9_-]{8,}={0,2}")
_HEX = re.compile(r"(?:[0-9a-f]{2}){8,}|(?:[0-9A-F]{2}){8,}")


def payloads(
    text: str, found: Iterable[RawFinding] | None, depth: int = 0
) -> tuple[tuple[Payload, ...], tuple[Channel, ...]]:
    """Return what a text hides, and the choices it makes; ``found`` is what the preset finds, if that is known."""
    if found is None:
        found = core.findings(text, RULES)
    rows = found if isinstance(found, list) else list(found)
    by_kind = {kind: [row[:2] for row in rows if row[3] == kind] for kind in (TAG, VARIATION)}
    unseen = (row[:2] for row in rows if row[3] in _UNSEEN)
    runs = (
        [*around(text, by_kind[TAG], tags.MEMBERS)],
        [*around(text, by_kind[VARIATION], selectors.MEMBERS)],
        [*around(text, unseen, zero_width.MEMBERS)],
    )
    said = ([*tags.payloads(runs[0])], [*selectors.payloads(runs[1])], [*zero_width.payloads(text, runs[2])])
    unsaid = [run for spoken, found_ in zip(said, runs, strict=True) if not spoken for run in found_]
    result = [
        *(item for spoken in said for item in spoken),
        *(whitespace.payloads(text) if any(row[4] == _TRAILING for row in rows) else ()),
    ]
    chosen, channels = choices.payloads(text, rows)
    channels = (*channels, inserted(text, unsaid)) if unsaid else channels
    result += chosen
    if depth < DEPTH:
        result = [item._replace(inner=_within(item, depth + 1)) for item in result]
    return tuple(sorted(result, key=lambda item: (item.start, item.scheme))), channels


def _within(outer: Payload, depth: int) -> tuple[Payload, ...]:
    """Return what a payload's own text hides, in offsets of that text."""
    if not outer.text:
        return ()
    text = outer.text[:_INNER]
    inner = payloads(text, None, depth)[0]
    return (*inner, *_encoded(text, depth))


def _encoded(text: str, depth: int) -> Iterator[Payload]:
    """Yield the text that a text is an encoded form of, base64 or hexadecimal."""
    for name, pattern in (("hexadecimal", _HEX), ("base64", _BASE64)):
        body = text.strip()
        if not pattern.fullmatch(body):
            continue
        try:
            if name == "base64":
                data = base64.b64decode(
                    body.rstrip("=") + "=" * (-len(body.rstrip("=")) % 4), b"-_" if {*"-_"} & {*body} else None
                )
            else:
                data = bytes.fromhex(body)
        except (ValueError, binascii.Error):
            continue
        shown = utf8(data)
        gain = gain_of(8.0 * len(data), shown) if shown else None
        if shown and gain is not None and gain >= MEDIUM:
            start = text.index(body)
            reading = Reading(gain, shown, f"{name}, UTF-8", data, ())
            found = payload(name, [Run(start, body)], reading, 8.0 * len(data))
            yield found._replace(inner=_within(found, depth + 1) if depth < DEPTH else ())
            return
