"""Cleaning piece by piece: any chunking gives what one call gives."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from typing import Generic, TypeVar

from sanitize._kinds import KEY
from sanitize._pieces import Pieces
from sanitize._policy import Policy, as_policy

_T = TypeVar("_T", str, bytes)


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

    def __init__(self, policy: Policy | str = "prompt") -> None:
        self._policy = as_policy(policy)
        if self._policy.rules[-1] & KEY:
            raise ValueError("the preset key compares whole texts and cannot stream: choose another preset")
        self._pieces: Pieces[_T] = Pieces(self._policy)
        self._empty: _T | None = None
        self._finished = False

    def feed(self, chunk: _T) -> _T:
        """Take the next piece and return what is now decided, which may be nothing."""
        if self._finished:
            raise ValueError("the stream is finished: make another one")
        if not isinstance(chunk, (str, bytes)):
            raise TypeError(f"a piece must be str or bytes, not {type(chunk).__name__}")
        if self._empty is None:
            self._empty = "" if isinstance(chunk, str) else b""
        elif isinstance(chunk, str) is not isinstance(self._empty, str):
            raise TypeError(f"a stream of {type(self._empty).__name__} was given {type(chunk).__name__}")
        return self._empty.join([part.cleaned(self._policy) for part in self._pieces.feed(chunk)])

    def finish(self) -> _T:
        """Return what was still undecided; the stream takes no more."""
        if self._finished:
            raise ValueError("the stream is finished already")
        self._finished = True
        parts = [part.cleaned(self._policy) for part in self._pieces.finish()]
        return "".join(parts) if self._empty is None else self._empty.join(parts)  # type: ignore[arg-type,return-value]

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
