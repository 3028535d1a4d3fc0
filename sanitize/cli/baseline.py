"""Findings that a project knows and lives with: told by what they are and by their line, not by their place."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from pathlib import Path

from sanitize import Finding
from sanitize.cli.console import Trouble
from sanitize.cli.files import label, replacing, trouble

_VERSION = 1


def fingerprint(name: str, line: bytes, finding: Finding[bytes]) -> str:
    """Return what tells a finding: file, kind, characters, and the text of its line without blanks around it."""
    place = os.fsencode(os.path.relpath(name)).replace(os.sep.encode(), b"/")
    parts = (place, finding.kind.encode(), finding.text, line.strip())
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()[:32]


class Baseline:
    """The known findings of a project: each is known as often as it is listed."""

    def __init__(self, path: str | None) -> None:
        self._path = path
        self._known: Counter[str] = Counter()
        self.found: Counter[tuple[str, str, str]] = Counter()

    def load(self) -> None:
        """Read the file."""
        if self._path is None:
            return
        try:
            document = json.loads(Path(self._path).read_text("utf-8"))
            if document["version"] != _VERSION:
                raise ValueError("another version")
            self._known.update({str(known["fingerprint"]): int(known["count"]) for known in document["findings"]})
        except OSError as error:
            raise trouble(self._path, error, is_final=True) from None
        except (ValueError, KeyError, TypeError) as error:
            raise Trouble(f"{label(self._path)}: is no baseline: {error}: write it anew", is_final=True) from None

    def is_known(self, name: str, line: bytes, finding: Finding[bytes]) -> bool:
        """Tell whether a finding is known, and count it."""
        mark = fingerprint(name, line, finding)
        self.found[label(os.path.relpath(name)), finding.kind, mark] += 1
        if not self._known[mark]:
            return False
        self._known[mark] -= 1
        return True

    def write(self) -> None:
        """Write all that was found as known, in order."""
        listed = [
            {"file": file, "kind": kind, "fingerprint": mark, "count": count}
            for (file, kind, mark), count in sorted(self.found.items())
        ]
        rows = ",\n".join("  " + json.dumps(row) for row in listed)
        if self._path is not None:
            with replacing(self._path) as draft:
                draft.data(f'{{"version": {_VERSION}, "findings": [\n{rows}\n]}}\n'.encode())
