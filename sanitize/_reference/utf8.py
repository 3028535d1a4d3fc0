"""UTF-8 bytes in and out: malformed parts are found as Unicode asks (section 3.9, maximal subparts)."""

from __future__ import annotations

import codecs
import threading

from sanitize._reference.engine import findings

_STAND_IN = "\udc80"
"""A lone surrogate, which valid UTF-8 cannot hold, stands in the text for one malformed part."""


class _Parts(threading.local):
    """The malformed parts of the text that a thread is decoding."""

    def __init__(self) -> None:
        self.found: list[bytes] = []


_PARTS = _Parts()


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    """Keep a malformed part and let the stand-in have its place."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    _PARTS.found.append(error.object[error.start : error.end])
    return _STAND_IN, error.end


# Registered once: there is no way back, and a handler for each call would hold each call's data.
codecs.register_error("sanitize-stand-in", _stand_in)


def decode(data: bytes, *, final: bool = True) -> tuple[str, dict[int, bytes]]:
    """Return the text and, for each malformed part, its place in the text and its bytes.

    Unless this is the ``final`` part of a text, a character that is incomplete at the end is left out.
    """
    _PARTS.found = []
    text, _ = codecs.utf_8_decode(data, "sanitize-stand-in", final)
    found, _PARTS.found = _PARTS.found, []
    malformed: dict[int, bytes] = {}
    at = -1
    for part in found:
        at = text.index(_STAND_IN, at + 1)
        malformed[at] = part
    return text, malformed


def widths(text: str, malformed: dict[int, bytes]) -> list[int]:
    """Return the byte offset of each code point, and the length at the end."""
    offsets = [0]
    for at, char in enumerate(text):
        size = len(malformed[at]) if at in malformed else len(char.encode("utf-8"))
        offsets.append(offsets[-1] + size)
    return offsets


def findings_bytes(data: bytes, rules: bytes) -> list[tuple[int, int, bytes | None, int, int]]:
    """Return findings with offsets and replacements in bytes."""
    text, malformed = decode(data)
    offsets = widths(text, malformed)
    result = []
    for start, end, replacement, kind, why in findings(text, rules, malformed):
        encoded = None if replacement is None else replacement.encode("utf-8", "surrogatepass")
        result.append((offsets[start], offsets[end], encoded, kind, why))
    return result


def clean_bytes(data: bytes, rules: bytes) -> bytes:
    """Return the bytes, or those that a view shows, with the edits applied; the same object when there are none."""
    raw = bytes(data)
    parts: list[bytes] = []
    done = 0
    for start, end, replacement, _, _ in findings_bytes(raw, rules):
        if replacement is not None:
            parts += (raw[done:start], replacement)
            done = end
    return b"".join([*parts, raw[done:]]) if parts else data
