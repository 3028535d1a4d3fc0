"""JSON Lines: string values are cleaned where they stand, and everything else stays as it is written (RFC 8259).

A line is never parsed into numbers and objects and written again: key order, duplicate keys, huge numbers,
spaces and the spelling of what does not change stay byte for byte.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from sanitize._api import inspect, is_clean
from sanitize._policy import Policy, as_policy

_TOKEN = re.compile(
    rb"""[ \t\r\n]*(?:
        "((?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"
        |([][{},:])
        |(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)
    )""",
    re.VERBOSE,
)
_UNIT = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL)
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WRITTEN = {char: f"\\{letter}" for letter, char in _SHORT.items()} | {'"': '\\"', "\\": "\\\\"}

_BLANK_AT_END = re.compile(rb'[ \t]"[ \t\r\n]*[],}]')
_TEXT_OF_ASCII = bytes([9, 10, 13, *range(0x20, 0x7F)])
_VALUE, _FIRST, _KEY, _FIRST_KEY, _COLON, _AFTER, _END = range(7)
"""What comes next: a value, one or the end of an array, a key, one or the end of an object, and so on."""
_EXPECTED = (
    "a value",
    "a value or ']'",
    "a key",
    "a key or '}'",
    "':'",
    "',' or the end of what is open",
    "nothing more",
)
_TEXT, _SCALAR = b'"', b"0"
_NEXT = {
    _VALUE: {_TEXT: _AFTER, _SCALAR: _AFTER, b"{": _FIRST_KEY, b"[": _FIRST},
    _FIRST: {_TEXT: _AFTER, _SCALAR: _AFTER, b"{": _FIRST_KEY, b"[": _FIRST, b"]": _AFTER},
    _KEY: {_TEXT: _COLON},
    _FIRST_KEY: {_TEXT: _COLON, b"}": _AFTER},
    _COLON: {b":": _VALUE},
    _AFTER: {b",": _VALUE, b"]": _AFTER, b"}": _AFTER},
}


class NotJSON(ValueError):  # noqa: N818 - said as it is caught: a line is not JSON
    """A line is no JSON text; ``at`` is the byte where it stops being one."""

    def __init__(self, expected: str, at: int) -> None:
        super().__init__(f"not JSON at byte {at}: expected {expected}")
        self.at = at


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
    for start, end, path in _strings(line):
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


def _strings(line: bytes) -> list[tuple[int, int, tuple[str, ...]]]:
    """Return the spans of a JSON text's string values, with the keys that lead to each.

    The grammar is walked on an explicit stack: a line may be nested as deep as it is long.
    """
    found: list[tuple[int, int, tuple[str, ...]]] = []
    open_ones: list[tuple[bytes, tuple[str, ...]]] = []  # how each ends, and the keys that lead to it
    path: tuple[str, ...] = ()
    state, at = _VALUE, 0
    while state != _END:
        token = _TOKEN.match(line, at)
        symbol = (token[2] or (_TEXT if token[1] is not None else _SCALAR)) if token else b""
        after = _NEXT[state].get(symbol)
        if token is None or after is None or (symbol in (b"}", b"]") and open_ones[-1][0] != symbol):
            raise _wrong(line, at, state)
        if symbol in (b"{", b"["):
            open_ones.append((b"}" if symbol == b"{" else b"]", path))
        elif symbol in (b"}", b"]"):
            open_ones.pop()
        elif symbol == b",":
            end, path = open_ones[-1]
            after = _KEY if end == b"}" else _VALUE
        elif after == _COLON:
            path = (*open_ones[-1][1], _decoded(token[1]))
        elif symbol == _TEXT:
            found.append((*token.span(1), path))
        state = after if open_ones or after != _AFTER else _END
        at = token.end()
    if line[at:].strip(b" \t\r\n"):
        raise _wrong(line, at, _END)
    return found


def _wrong(line: bytes, at: int, state: int) -> NotJSON:
    rest = line[at:]
    return NotJSON(_EXPECTED[state], at + len(rest) - len(rest.lstrip(b" \t\r\n")))


def _is_meant(path: tuple[str, ...], fields: Collection[str]) -> bool:
    """Tell whether a value, or what it is inside, is named."""
    return any(".".join(path[:length]) in fields for length in range(1, len(path) + 1))


def _value(raw: bytes, policy: Policy) -> bytes:
    """Return what stands between a value's quotes, cleaned; the same object when there is nothing to do."""
    text = raw.decode()
    if "\\" not in text:
        if is_clean(text, policy):
            return raw
        units = list(text)
    else:
        units = _UNIT.findall(text)
    decoded = "".join(map(_character, units)) if "\\" in text else text
    report = inspect(decoded, policy)
    if not report.changed:
        return raw
    ascii_only = text.isascii()
    parts: list[str] = []
    done = 0
    for edit in report.edits:
        parts += units[done : edit.start]
        parts += (_written(char, ascii_only=ascii_only) for char in edit.replacement)
        done = edit.end
    return "".join([*parts, *units[done:]]).encode()


def _decoded(raw: bytes) -> str:
    text = raw.decode()
    return "".join(map(_character, _UNIT.findall(text))) if "\\" in text else text


def _character(unit: str) -> str:
    """Return the code point that a character of a string, or an escape, stands for."""
    if unit[0] != "\\":
        return unit
    if unit[1] != "u":
        return _SHORT.get(unit[1], unit[1])
    high = int(unit[2:6], 16)
    return chr(high) if len(unit) == 6 else chr(0x10000 + ((high - 0xD800) << 10) + int(unit[8:], 16) - 0xDC00)


def _written(char: str, *, ascii_only: bool) -> str:
    """Return a new character as JSON writes it in a string."""
    cp = ord(char)
    if char in _WRITTEN:
        return _WRITTEN[char]
    if cp >= 0x20 and not 0xD800 <= cp <= 0xDFFF and (cp < 0x7F or not ascii_only):
        return char
    if cp < 0x10000:
        return f"\\u{cp:04x}"
    return f"\\u{0xD7C0 + (cp >> 10):04x}\\u{0xDC00 + (cp & 0x3FF):04x}"
