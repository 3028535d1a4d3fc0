"""What is handed back: payloads, which say something, and channels, which could."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Confidence: TypeAlias = Literal["high", "medium", "low"]

HIGH, MEDIUM = 20.0, 8.0
"""Bits by which a reading must be shorter than what it reads: by chance one in a million does as well, one in 256."""
SPANS = 100
"""Places of a payload that are listed; one that is spread over more is counted."""
SYMBOLS = 1000
"""Symbols of a payload or channel that are listed."""


class Payload(NamedTuple):
    """Something hidden in a text, and what it says as far as a known scheme fits.

    ``text`` is what it says, ``data`` the bytes of a scheme that carries bytes; both are None where no
    scheme fits, and then ``capacity`` alone is claimed. ``start`` and ``end`` enclose it, ``spans`` are
    the first hundred places of its ``places``, in the offsets of the text inspected. ``symbols`` are the
    first thousand characters that carry it, ``alphabet`` the different ones in the order of their values,
    ``inner`` what the decoded text itself hides.

    ``confidence``: the decoded text is shorter to describe than its symbols are, by 20 bits and more
    ("high": chance does so once in a million times), by 8 ("medium"), or hardly ("low", and where nothing fits).
    """

    scheme: str
    variant: str
    confidence: Confidence
    text: str | None
    data: bytes | None
    start: int
    end: int
    places: int
    spans: tuple[tuple[int, int], ...]
    symbols: str
    alphabet: tuple[str, ...]
    capacity: float
    inner: tuple[Payload, ...] = ()


class Channel(NamedTuple):
    """A choice among characters that look the same, as a text makes it.

    ``target`` is the plain character, ``alphabet`` that and the others in the text, ``slots`` how many
    times one was chosen, ``symbols`` the first thousand of these choices in order, ``capacity`` the bits that
    so many of each could carry by their arrangement: log2 of the number of arrangements, and one bit for
    each form beside the plain one. A ``target`` of nothing stands for characters that draw nothing and spell nothing
    known: there the ``slots`` are all the characters beside which one could stand, and ``symbols`` those that do.
    """

    target: str
    alphabet: tuple[str, ...]
    slots: int
    symbols: str
    start: int
    end: int
    capacity: float


def confidence(gain: float) -> Confidence:
    """Return the word for so many bits of gain."""
    return "high" if gain >= HIGH else "medium" if gain >= MEDIUM else "low"
