"""JSON Lines: string values are cleaned where they stand, and everything else stays as it is written (RFC 8259).

A line is never parsed into numbers and objects and written again: key order, duplicate keys, huge numbers,
spaces and the spelling of what does not change stay byte for byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from sanitize._api import inspect, is_clean
from sanitize._json import NotJSON, decoded, respelled, strings
from sanitize._policy import Policy, as_policy

__all__ = ["NotJSON", "clean_line"]

_BLANK_AT_END = re.compile(rb'[ \t]"[ \t\r\n]*[],}]')
_TEXT_OF_ASCII = bytes([9, 10, 13, *range(0x20, 0x7F)])


def clean_line(line: bytes, policy: Policy | str = "prompt", fields: Collection[str] | None = None) -> bytes:
    r"""Return one JSON text with its string values cleaned; the same object when there is nothing to do.

    Keys, numbers, literals and white space are not touched. In a value that changes, what does not
    change keeps its spelling; what is new is written raw, or with ``\u`` escapes where the value was all
    ASCII.

    Parameters
    ----------
    line:
        UTF-8 bytes with one JSON text, with or without a line end.
    policy:
        As for `sanitize.clean`; each value is a text of its own.
    fields:
        The values to clean, by their keys joined with dots (``"user.name"``); elements of an array have the
        name of the array, what is inside a named object or array is meant too. None: all values.

    Raises
    ------
    NotJSON
        For what RFC 8259 does not allow (NaN, single quotes, malformed UTF-8, more after the text).

    Cost: linear in the line; nesting as deep as the line is long.

    >>> clean_line(b'{"n": 1e999, "n": 1.0, "s": "P\\u0430ypal\\u200b"}')
    b'{"n": 1e999, "n": 1.0, "s": "Paypal"}'
    """
    if _is_plain(line):
        return line
    try:
        line.decode()
    except UnicodeDecodeError as error:
        raise NotJSON("UTF-8", error.start) from None
    chosen = as_policy(policy)
    parts: list[bytes] = []
    done = 0
    for start, end, path in strings(line):
        if fields is None or _is_meant(path, fields):
            value = line[start:end]
            cleaned = _value(value, chosen)
            if cleaned is not value:
                parts += (line[done:start], cleaned)
                done = end
    return b"".join([*parts, line[done:]]) if parts else line


def _is_plain(line: bytes) -> bool:
    """Tell whether a line is JSON whose values need no look: most are; what is in doubt is walked through."""
    if line.translate(None, _TEXT_OF_ASCII) or b"\\" in line or _BLANK_AT_END.search(line) or len(line) > 1 << 14:
        return False
    try:
        _JUDGE.decode(line.decode())
    except (ValueError, RecursionError):
        return False
    return True


def _refuse(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity: Python's own, not JSON's


_JUDGE = json.JSONDecoder(parse_float=bool, parse_int=bool, parse_constant=_refuse)


def _is_meant(path: tuple[str, ...], fields: Collection[str]) -> bool:
    """Tell whether a value, or what it is inside, is named."""
    return any(".".join(path[:length]) in fields for length in range(1, len(path) + 1))


def _value(raw: bytes, policy: Policy) -> bytes:
    """Return what stands between a value's quotes, cleaned; the same object when there is nothing to do."""
    spelling = raw.decode()
    text = decoded(spelling)
    if is_clean(text, policy):
        return raw
    edits = inspect(text, policy).edits
    return respelled(spelling, ((edit.start, edit.end, edit.replacement) for edit in edits)).encode()
