"""A JSON text's strings where they stand: found without parsing the rest, rewritten without touching it (RFC 8259)."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOKEN = re.compile(
    rb"""[ \t\r\n]*(?:
        "([^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*)"
        |([][{},:])
        |(-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)
    )""",
    re.VERBOSE,
)
_UNIT = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[^u]|.", re.DOTALL)
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WRITTEN = {char: f"\\{letter}" for letter, char in _SHORT.items()} | {'"': '\\"', "\\": "\\\\"}

_VALUE, _FIRST, _KEY, _FIRST_KEY, _COLON, _AFTER, _END = range(7)
"""What comes next: a value, one or the end of an array, a key, one or the end of an object, and so on."""
EXPECTED = (
    "a value",
    "a value or ']'",
    "a key",
    "a key or '}'",
    "':'",
    "',' or the end of what is open",
    "nothing more",
    "UTF-8",
)
"""The same in words; the cores give its place in this list."""
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
        self.expected = expected
        self.at = at


def strings(line: bytes) -> list[tuple[int, int, tuple[str, ...]]]:
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
            path = (*open_ones[-1][1], decoded(token[1].decode()))
        elif symbol == _TEXT:
            found.append((*token.span(1), path))
        state = after if open_ones or after != _AFTER else _END
        at = token.end()
    if line[at:].strip(b" \t\r\n"):
        raise _wrong(line, at, _END)
    return found


def _wrong(line: bytes, at: int, state: int) -> NotJSON:
    rest = line[at:]
    return NotJSON(EXPECTED[state], at + len(rest) - len(rest.lstrip(b" \t\r\n")))


def decoded(raw: str) -> str:
    """Return the text that stands between a string's quotes."""
    return "".join(map(_character, _UNIT.findall(raw))) if "\\" in raw else raw


def respelled(raw: str, edits: Iterable[tuple[int, int, str]]) -> str:
    r"""Return what stands between a string's quotes with edits of its text applied.

    What does not change keeps its spelling; what is new is written raw, or with ``\u`` escapes where all was ASCII.
    """
    units = _UNIT.findall(raw) if "\\" in raw else raw
    ascii_only = raw.isascii()
    parts: list[str] = []
    done = 0
    for start, end, replacement in edits:
        parts += units[done:start]
        parts.append(spelled(replacement, ascii_only=ascii_only))
        done = end
    return "".join([*parts, *units[done:]])


def spelled(text: str, *, ascii_only: bool) -> str:
    """Return a text as JSON writes it between quotes."""
    return "".join([_written(char, ascii_only=ascii_only) for char in text])


def _character(unit: str) -> str:
    """Return the code point that a character of a string, or an escape, stands for; what is no escape is itself."""
    if unit[0] != "\\" or len(unit) == 1:
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
