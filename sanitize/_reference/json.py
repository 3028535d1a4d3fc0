"""JSON texts: string values are cleaned where they stand, and everything else stays as it is written.

The grammar, and how a string is read and written, is in `sanitize._json`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection

from sanitize._json import EXPECTED, NotJSON, decoded, respelled, strings
from sanitize._reference import parse
from sanitize._reference.engine import Finding, findings

_SPECIAL = re.compile(
    rb"""[^\x20-\x7e\t\r\n]
    | \\(?:                     # an escape of
        [urbf]                       # what may be no ASCII, or a control character;
      | n(?<=[ ]\\n)               # a line end behind a blank, in a text,
      | n(?<=[ ]\\\\n)           # or in JSON inside it;
      | t(?=\\{1,2}n|\\?")       # a tab before a line end, or before the end;
      | "(?<=[ ]\\")(?:[ \t]|\\[trn])*[],}"]  # the end of a value of JSON inside, behind a blank
    )
    | "(?<=[ ]")[ \t\r\n]*(?:[],}]|\Z)  # or of the text
    """,
    re.VERBOSE,
)
_MANY_BLANKS = re.compile(rb"[ \t\\t]{%d}" % (parse.SEGMENT + 1))
_ARGUMENTS = "arguments"
"""Values under this key are JSON themselves, and what is inside of one may need a change where the whole needs none."""


def json_is_plain(data: bytes) -> bool:
    """Tell whether no text in a JSON text, or a part of one from a quote on, can need a change by rules that leave ASCII alone.

    It is printable ASCII, and so is what its escapes stand for; no blank stands where a line or a value ends, in a text or in
    JSON inside of it, or more of them in a row than a line may have. It may err on the other side.
    """
    return not _SPECIAL.search(data) and not _MANY_BLANKS.search(data)


def json_suspects(
    data: bytes, rules: Collection[bytes], reports: bool
) -> tuple[list[tuple[int, int, int]], tuple[int, int] | None]:
    """Return the string values that some rules would change or, with ``reports``, tell something about; or where it is no JSON.

    Each by its number among the values, and where it stands between its quotes. The rules leave plain ASCII alone.
    """
    try:
        data.decode()
        spans = strings(data)
    except UnicodeDecodeError as error:
        return [], (error.start, EXPECTED.index("UTF-8"))
    except NotJSON as error:
        return [], (error.at, EXPECTED.index(error.expected))

    def is_suspect(raw: bytes) -> bool:
        text = decoded(raw.decode())
        return any(reports or found[2] is not None for each in rules for found in findings(text, each))

    found = []
    for number, (start, end, path) in enumerate(spans):
        may_be_json = path[-1:] == (_ARGUMENTS,)
        if not json_is_plain(data[start : end + 1]) if may_be_json else is_suspect(data[start:end]):
            found.append((number, start, end))
    return found, None


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
