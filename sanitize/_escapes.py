"""What the preset ``log`` made visible, made what it was again."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypeVar

from sanitize._backend import core
from sanitize._policy import NAMED

_T = TypeVar("_T", str, bytes)
_PATTERN = r"\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})"
_IN_TEXT = re.compile(_PATTERN)
_IN_BYTES = re.compile(_PATTERN.encode())
_LOG = NAMED["log"].rules
_RECORD_ENDS = (0x0A, 0x0D)
"""Escaped where they stand inside a record: `sanitize.logs`."""


def unescape(text: _T) -> _T:
    r"""Return what the preset ``log`` was given, from what it made of it.

    ``unescape(clean(x, "log")) == x`` for every ``x`` that does not itself spell such an escape in ASCII
    (a backslash, ``x1b``): ``log`` leaves ASCII as it is, so the two cannot be told apart, and both come
    back as the character. Whoever needs every text back keeps its report: ``inspect(x, "log").restore()``.
    Only what ``log`` writes is undone: lower-case digits, and characters that it escapes (``\x41``,
    ``\n`` and ``\u00e9`` stay).

    Parameters
    ----------
    text:
        ``str`` or UTF-8 ``bytes``. An escaped byte (``\xff``, malformed before) becomes that byte; in a ``str``
        the lone surrogate that ``errors="surrogateescape"`` has for it.

    Raises ``TypeError`` for another type. Cost: linear.

    >>> import sanitize
    >>> sanitize.unescape(sanitize.clean_bytes(b"\x1b[2Jid=\xff \t", "log")) == b"\x1b[2Jid=\xff \t"
    True
    """
    if isinstance(text, str):
        return _IN_TEXT.sub(lambda found: _character(found[0]), text)
    if isinstance(text, bytes):
        return _IN_BYTES.sub(lambda found: _encoded(found[0]), text)
    raise TypeError(f"text must be str or bytes, not {type(text).__name__}")


@lru_cache(maxsize=1024)
def _character(escape: str) -> str:
    """Return the character that an escape stands for, or the escape if ``log`` does not write it."""
    digits = escape[2:]
    cp = int(digits, 16)
    if cp > 0x10FFFF:
        return escape
    if 0x80 <= cp <= 0xFF and escape[1] == "x":
        return chr(0xDC00 + cp)
    is_shortest = (cp < 0x80, cp < 0x10000, True)["xuU".index(escape[1])] and (escape[1] == "x" or cp >= 0x80)
    is_shortest = is_shortest and (escape[1] != "U" or cp >= 0x10000)
    escaped = cp in _RECORD_ENDS or not core.is_clean(chr(cp), _LOG)
    return chr(cp) if is_shortest and escaped else escape


@lru_cache(maxsize=1024)
def _encoded(escape: bytes) -> bytes:
    text = _character(escape.decode())
    malformed = len(text) == 1 and escape[1:2] == b"x"
    return text.encode("utf-8", "surrogateescape" if malformed else "surrogatepass")
