"""Cleaning piece by piece: any chunking gives what one call gives."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from typing import Generic, TypeVar

from sanitize._api import clean, clean_bytes
from sanitize._backend import core
from sanitize._kinds import KEY
from sanitize._mojibake import LONGEST_LINE
from sanitize._policy import Policy, as_policy

_T = TypeVar("_T", str, bytes)

_HELD = 1 << 16
"""The length of an unfinished line from which on it is looked at for what is decided already."""
_PIECES = 4096
"""Pieces that are kept apart: a text that comes letter by letter is not held as a list of letters."""


class Stream(Generic[_T]):
    """Cleans text that arrives in pieces, all ``str`` or all UTF-8 ``bytes``.

    Nothing is decided across a line end, so what is complete is given back at each line feed, and the
    last line with `finish`. A line that goes on for more than 65,536 characters is given back as it is
    decided: its context ends as it does in one call (after 16,384 letters at the next space, after
    262,144 characters at the latest; an escape sequence is no longer than that). So memory is bounded
    whatever comes: at most 1,048,576 code points (or four times as many bytes) are held, and the piece
    being fed.

    Parameters
    ----------
    policy:
        A `Policy`, or the name of a preset but ``key``. Where it repairs mojibake, lines of up to 262,144
        characters are held whole; longer ones are not repaired, by whatever call.

    Raises
    ------
    ValueError
        For the preset ``key``, which compares whole texts, and for use after `finish`.
    TypeError
        For a piece of another type than the first.

    Cost: linear in all that is fed.
    Source: the rules of `clean`; ``sanitize._reference.parse`` says where a long line's context ends.

    >>> import sanitize
    >>> stream = sanitize.Stream()
    >>> stream.feed("one\\u200b\\ntw") + stream.feed("o ") + stream.finish()
    'one\\ntwo'
    """

    _pending: list[_T]

    def __init__(self, policy: Policy | str = "prompt") -> None:
        self._policy = as_policy(policy)
        if self._policy.rules[-1] & KEY:
            raise ValueError("the preset key compares whole texts and cannot stream: choose another preset")
        self._pending = []
        self._size = 0
        self._limit = self._line_limit = _HELD
        self._is_begun = False  # part of the line that is pending has been given back
        self._type: type[str] | type[bytes] | None = None
        self._finished = False

    def feed(self, chunk: _T) -> _T:
        """Take the next piece and return what is now decided, which may be nothing."""
        if self._finished:
            raise ValueError("the stream is finished: make another one")
        if not isinstance(chunk, (str, bytes)):
            raise TypeError(f"a piece must be str or bytes, not {type(chunk).__name__}")
        if self._type is None:
            self._type = str if isinstance(chunk, str) else bytes
            if self._policy.repairs:
                self._limit = self._line_limit = LONGEST_LINE * (1 if isinstance(chunk, str) else 4)
        elif not isinstance(chunk, self._type):
            raise TypeError(f"a stream of {self._type.__name__} was given {type(chunk).__name__}")
        end = chunk.rfind("\n" if isinstance(chunk, str) else b"\n") + 1
        decided = chunk[:0]
        if end:
            self._pending.append(chunk[:end])
            decided = self._lines(chunk[:0].join(self._pending))
            self._hold(chunk[end:])
        else:
            self._pending.append(chunk)
            self._size += len(chunk)
        if self._size > self._limit:
            return decided + self._decided(chunk[:0].join(self._pending))
        if len(self._pending) > _PIECES:
            self._pending = [chunk[:0].join(self._pending)]
        return decided

    def finish(self) -> _T:
        """Return what was still undecided; the stream takes no more."""
        if self._finished:
            raise ValueError("the stream is finished already")
        self._finished = True
        empty: _T = self._pending[0][:0] if self._pending else ""  # type: ignore[assignment]
        rest = empty.join(self._pending)
        self._pending = []
        return self._lines(rest)

    async def through(self, chunks: AsyncIterable[_T]) -> AsyncIterator[_T]:
        """Yield what is decided of pieces as they come, then the rest; nothing empty is yielded.

        >>> import asyncio, sanitize
        >>> async def answer():
        ...     for chunk in ("It\\u2019s", " fine\\u200b.\\n", "Bye"):
        ...         yield chunk
        >>> async def main():
        ...     return [text async for text in sanitize.Stream().through(answer())]
        >>> asyncio.run(main())
        ["It's fine.\\n", 'Bye']
        """
        async for chunk in chunks:
            if decided := self.feed(chunk):
                yield decided
        if rest := self.finish():
            yield rest

    def _hold(self, rest: _T) -> None:
        """Let nothing but the rest of a line be pending."""
        self._pending = [rest]
        self._size = len(rest)

    def _lines(self, text: _T) -> _T:
        """Return the clean form of whole lines, the first of them perhaps begun before."""
        if not self._is_begun:
            return _clean(text, self._policy)
        self._is_begun = False
        self._limit = self._line_limit
        end = text.find("\n" if isinstance(text, str) else b"\n") + 1 or len(text)
        first = _clean_unrepaired(text[:end], self._policy)
        return first + _clean(text[end:], self._policy) if end < len(text) else first

    def _decided(self, text: _T) -> _T:
        """Return the clean form of what is decided in a long line, and hold the rest."""
        unfinished = core.unfinished if isinstance(text, str) else core.unfinished_bytes
        at, rest = unfinished(text, self._policy.rules)
        self._hold(rest)
        self._limit = max(_HELD, 2 * len(rest))
        self._is_begun = True
        return _clean_unrepaired(text[:at], self._policy)


def _clean(text: _T, policy: Policy) -> _T:
    return clean(text, policy) if isinstance(text, str) else clean_bytes(text, policy)


def _clean_unrepaired(text: _T, policy: Policy) -> _T:
    """Return the clean form of a part of a line that is too long to be repaired."""
    cleaned: _T = (core.clean if isinstance(text, str) else core.clean_bytes)(text, policy.rules)
    return cleaned
