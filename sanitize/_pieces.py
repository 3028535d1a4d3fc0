"""A text that arrives in chunks, cut into parts that are cleaned by themselves as they would be in the whole."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from sanitize._api import clean, clean_bytes
from sanitize._backend import core
from sanitize._mojibake import LONGEST_LINE
from sanitize._policy import Policy

_T = TypeVar("_T", str, bytes)

_HELD = 1 << 16
"""The length of an unfinished line from which on it is looked at for what is decided already."""
_VIEWED = 1 << 12
"""The length of whole lines from which on a view of them costs less than a copy."""
_CHUNKS = 4096
"""Chunks that are kept apart: a text that comes letter by letter is not held as a list of letters."""


class Part(Generic[_T]):
    """Whole lines, or with ``in_line`` a part of a line that is too long to be repaired.

    Its text may be a view of bytes, where the policy repairs nothing: many lines are read and written without a copy.
    """

    __slots__ = ("in_line", "text")

    def __init__(self, text: _T, *, in_line: bool) -> None:
        self.text: _T = text
        self.in_line = in_line

    def cleaned(self, policy: Policy) -> _T:
        """Return the clean form; the same object when there is nothing to do."""
        text: _T = self.text
        if self.in_line or not policy.repairs:
            cleaned: _T = (core.clean if isinstance(text, str) else core.clean_bytes)(text, policy.rules)
            return cleaned
        return clean(text, policy) if isinstance(text, str) else clean_bytes(text, policy)


class Pieces(Generic[_T]):
    """Takes chunks and gives parts: at each line feed, and within a line that goes on for long."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._pending: list[_T] = []
        self.size = 0
        """The length of what is held."""
        self.shrunk = False
        """Whether something went that is in no part: what goes unseen is not held."""
        self._line_limit = 0
        self._limit = 0
        self._is_begun = False  # part of the line that is pending has been given back

    def feed(self, chunk: _T) -> list[Part[_T]]:
        """Take the next chunk and return the parts that are whole now."""
        if not self._line_limit:
            width = 1 if isinstance(chunk, str) else 4
            self._limit = self._line_limit = LONGEST_LINE * width if self._policy.repairs else max(_HELD, 1)
        end = chunk.rfind("\n" if isinstance(chunk, str) else b"\n") + 1
        parts: list[Part[_T]] = []
        if end:
            parts = self._whole_lines(chunk, end)
            self._hold(chunk[end:])
        else:
            self._pending.append(chunk)
            self.size += len(chunk)
        if self.size > self._limit:
            parts += self._decided(chunk[:0].join(self._pending))
        elif len(self._pending) > _CHUNKS:
            self._pending = [chunk[:0].join(self._pending)]
        return parts

    def _whole_lines(self, chunk: _T, end: int) -> list[Part[_T]]:
        """Return the lines that end in a chunk, the first of them perhaps begun in others."""
        is_one = end == len(chunk) and not self.size and not self._is_begun
        if is_one or isinstance(chunk, str) or end < _VIEWED or self._policy.repairs:
            return self._lines(self._joined(chunk[:end]))
        start = chunk.find(b"\n") + 1 if self.size or self._is_begun else 0
        parts = self._lines(self._joined(chunk[:start])) if start else []
        if start < end:
            rest: Any = memoryview(chunk)[start:end]
            parts.append(Part(rest, in_line=False))
        return parts

    def _joined(self, text: _T) -> _T:
        """Return what is held and what follows it."""
        self._pending.append(text)
        return text[:0].join(self._pending) if self.size else text

    def finish(self) -> list[Part[_T]]:
        """Return what was held."""
        rest = self._pending[0][:0].join(self._pending) if self.size else None
        self._pending, self.size = [], 0
        return [] if rest is None else self._lines(rest)

    def _hold(self, rest: _T) -> None:
        """Let nothing but the rest of a line be pending."""
        self._pending = [rest]
        self.size = len(rest)

    def _lines(self, text: _T) -> list[Part[_T]]:
        """Return whole lines, the first of them perhaps begun before."""
        if not self._is_begun:
            return [Part(text, in_line=False)]
        self._is_begun = False
        self._limit = self._line_limit
        end = text.find("\n" if isinstance(text, str) else b"\n") + 1 or len(text)
        first: Part[_T] = Part(text[:end], in_line=True)
        return [first, Part(text[end:], in_line=False)] if end < len(text) else [first]

    def _decided(self, text: _T) -> list[Part[_T]]:
        """Return what is decided in a long line, and hold the rest."""
        unfinished = core.unfinished if isinstance(text, str) else core.unfinished_bytes
        at, rest = unfinished(text, self._policy.rules)
        self.shrunk = self.shrunk or len(rest) < len(text) - at
        self._hold(rest)
        self._limit = max(_HELD, 2 * len(rest))
        self._is_begun = True
        return [Part(text[:at], in_line=True)] if at else []
