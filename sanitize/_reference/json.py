"""JSON texts: string values are cleaned where they stand, and everything else stays as it is written.

The grammar, and how a string is read and written, is in `sanitize._json`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection

from sanitize._json import EXPECTED, NotJSON, decoded, respelled, strings
from sanitize._reference.engine import Finding, findings


def clean_json(data: bytes, rules: bytes, fields: Collection[bytes] | None) -> tuple[bytes, tuple[int, int] | None]:
    """Return one text with its string values cleaned, and where it is no JSON, if so, with what should stand there."""
    return cleaned(data, lambda text: findings(text, rules), fields)


def clean_json_lines(
    data: bytes, rules: bytes, fields: Collection[bytes] | None
) -> tuple[bytes, list[tuple[int, int, int]]]:
    """Return lines cleaned, each a text, and the numbers (from 0) of those that are no JSON and stay, and why."""
    return cleaned_lines(data, lambda text: findings(text, rules), fields)


def cleaned(
    data: bytes, find: Callable[[str], list[Finding]], fields: Collection[bytes] | None
) -> tuple[bytes, tuple[int, int] | None]:
    """As `clean_json`, whatever finds what is to change in a value."""
    try:
        data.decode()
        spans = strings(data)
    except UnicodeDecodeError as error:
        return data, (error.start, EXPECTED.index("UTF-8"))
    except NotJSON as error:
        return data, (error.at, EXPECTED.index(error.expected))
    parts: list[bytes] = []
    done = 0
    for start, end, path in spans:
        if fields is None or _is_meant(path, fields):
            value = data[start:end]
            answer = _value(value, find)
            if answer is not value:
                parts += (data[done:start], answer)
                done = end
    return (b"".join([*parts, data[done:]]) if parts else data), None


def cleaned_lines(
    data: bytes, find: Callable[[str], list[Finding]], fields: Collection[bytes] | None
) -> tuple[bytes, list[tuple[int, int, int]]]:
    """As `clean_json_lines`, whatever finds what is to change in a value. White space alone is no text."""
    lines: list[bytes] = []
    wrong: list[tuple[int, int, int]] = []
    is_same = True
    for number, line in enumerate(io.BytesIO(data)):
        answer, why = cleaned(line, find, fields) if line.strip(b" \t\r\n") else (line, None)
        if why:
            wrong.append((number, *why))
        is_same = is_same and answer is line
        lines.append(answer)
    return (data if is_same else b"".join(lines)), wrong


def _is_meant(path: tuple[str, ...], fields: Collection[bytes]) -> bool:
    """Tell whether a value, or what it is inside, is named: by its keys joined with dots."""
    named = (".".join(path[:length]).encode("utf-8", "surrogatepass") for length in range(1, len(path) + 1))
    return any(name in fields for name in named)


def _value(raw: bytes, find: Callable[[str], list[Finding]]) -> bytes:
    """Return what stands between a value's quotes, cleaned; the same object when there is nothing to do."""
    spelling = raw.decode()
    edits = [(start, end, new) for start, end, new, _, _ in find(decoded(spelling)) if new is not None]
    return respelled(spelling, edits).encode() if edits else raw
