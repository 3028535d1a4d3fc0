"""The audit log: a line of JSON for each request or answer that held something, or was refused."""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanitize._views.schema import text as as_text
from sanitize.prompts._report import Place

if TYPE_CHECKING:
    from sanitize.prompts._boundary import Exchange


class AuditLog:
    """Appends to a file what was found, so that one can see that and how a client marks its prompts.

    Each line is an object: ``time``, ``direction`` (request or response), ``host``, ``path`` (without its query),
    ``changed``, ``counts`` by kind, ``characters`` with their counts, ``places`` with pointer, context and counts, and
    ``hidden``: what decoded payloads said. ``refused`` is the reason of a refusal. The text of prompts is
    not in it, unless it is asked for.

    Parameters
    ----------
    path:
        The file; it is made readable for its owner only. Several programs may append to one file.
    text:
        Whether each place also carries its text as it was and as it became.

    Raises
    ------
    OSError
        From `write`, where the file cannot be written.
    """

    def __init__(self, path: str | os.PathLike[str], *, text: bool = False) -> None:
        self._path = Path(path)
        self._text = text
        self._lock = threading.Lock()

    def write(
        self, direction: str, exchange: Exchange, places: Sequence[Place], *, changed: bool, refused: str = ""
    ) -> None:
        """Append a line."""
        entry: dict[str, Any] = {
            "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
            "direction": direction,
            "host": exchange.host,
            "path": exchange.path.partition("?")[0],
            "changed": changed,
        }
        if refused:
            entry["refused"] = refused
        entry |= self._found(places)
        line = json.dumps(entry).encode() + b"\n"
        with self._lock:
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                while line:
                    line = line[os.write(file, line) :]
            finally:
                os.close(file)

    def _found(self, places: Sequence[Place]) -> dict[str, Any]:
        counts: Counter[str] = Counter()
        characters: Counter[str] = Counter()
        for place in places:
            counts.update(place.report.counts)
            for finding in place.report.findings:
                characters.update(f"U+{point.cp:04X} {point.name}" for point in finding.codepoints if point.cp > 0x20)
        return {
            "counts": counts,
            "characters": characters,
            "hidden": [_payload(place) | {"text": said} for place in places for said in _said(place)],
            "places": [self._place(place) for place in places],
        }

    def _place(self, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {**_payload(place), "counts": place.report.counts}
        if self._text:
            found |= {"was": as_text(place.report.original), "became": as_text(place.report.cleaned)}
        return found


def _payload(place: Place) -> dict[str, Any]:
    return {"pointer": place.pointer, "context": place.context}


def _said(place: Place) -> list[str]:
    """Return what hidden text in a place said, where a scheme fits."""
    return [as_text(payload.text) for payload in place.report.hidden if payload.text]
