"""Cleaning piece by piece: any chunking gives what one call gives."""

from __future__ import annotations

from typing import Generic, TypeVar

from sanitize._api import clean, clean_bytes
from sanitize._kinds import KEY
from sanitize._policy import Policy, as_policy

_T = TypeVar("_T", str, bytes)


class Stream(Generic[_T]):
    """Cleans text that arrives in pieces, all ``str`` or all UTF-8 ``bytes``.

    Nothing is decided across a line feed, so what is complete is given back at each one; the last
    line comes with `finish`. Memory: the longest line.

    Raises
    ------
    ValueError
        For the preset ``key``, which compares whole texts, and for use after `finish`.
    TypeError
        For a piece of another type than the first.

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
        elif not isinstance(chunk, self._type):
            raise TypeError(f"a stream of {self._type.__name__} was given {type(chunk).__name__}")
        end = chunk.rfind("\n" if isinstance(chunk, str) else b"\n") + 1
        if not end:
            self._pending.append(chunk)
            return chunk[:0]
        self._pending.append(chunk[:end])
        whole = chunk[:0].join(self._pending)
        self._pending = [chunk[end:]]
        return self._clean(whole)

    def finish(self) -> _T:
        """Return what was still undecided; the stream takes no more."""
        if self._finished:
            raise ValueError("the stream is finished already")
        self._finished = True
        empty: _T = self._pending[0][:0] if self._pending else ""  # type: ignore[assignment]
        rest = empty.join(self._pending)
        self._pending = []
        return self._clean(rest)

    def _clean(self, text: _T) -> _T:
        return clean(text, self._policy) if isinstance(text, str) else clean_bytes(text, self._policy)
