"""Symbols read as text: in every usual number base, unit and bit order, and judged by how much shorter the text is.

A sample of the symbols is tried first, so that the many ways cost the same however long the payload is.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from math import ceil, factorial, log2
from typing import NamedTuple

from sanitize._hidden.measure import cost, legible
from sanitize._hidden.payload import MEDIUM

_LEAST = 4.0
"""Bits that a reading must save to be worth a word."""
_SAMPLE = 1024
"""Symbols that every way is tried on."""
_JUDGED = 1 << 14
"""Characters of a text that it is judged by."""
_REPEATED = 12
"""Characters of a text that is said to repeat."""
_REST = "; what follows is no text"
_SAYING = 8
"""Characters at the beginning of something else that are worth to be told."""
_LONGEST = 21
"""Digits of such a number: those of the last code point in binary."""
_SEPARABLE = 1 << 20
"""Symbols that are read as numbers of any length."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_UNITS = ((8, "UTF-8", 0.0), (16, "UTF-16", 1.0), (7, "ASCII", 2.0), (21, "code points", 3.0))
_LITTLE, _FRAMED, _SEPARATED, _SKIPPED, _CUT, _PARTIAL = 2.0, 2.0, 4.0, 5.0, 6.0, 10.0
"""Bits that a reading pays for what it assumes: the rarer the format, the more."""


class Reading(NamedTuple):
    """A text that symbols spell, and by how many bits it is shorter than they are."""

    gain: float
    text: str
    how: str
    data: bytes | None
    alphabet: tuple[str, ...]


class _Way(NamedTuple):
    """A way to read symbols: digits in order of value, how many make a unit, and what the assumptions cost."""

    alphabet: str
    width: int
    unit: str
    little: bool
    skip: int
    price: float


def gain_of(bits: float, text: str, price: float = 0.0) -> float | None:
    """Return by how many bits a text is shorter than so many bits of symbols; None for what is no text."""
    needed = cost(text)
    if needed is None or not text:
        return None
    if len(text) > _REPEATED and len(set(text)) <= 3:  # symbols that repeat spell a letter that repeats
        return None
    return bits - needed - price


def _weight(symbols: str) -> float:
    """Return the bits that one symbol carries at most, as often as each occurs (order-0 entropy)."""
    counts = Counter(symbols).values()
    return log2(len(symbols)) - sum(count * log2(count) for count in counts) / len(symbols)


def read(symbols: str, known: Iterable[str] = ()) -> Reading | None:
    """Return the best reading of a sequence of symbols, if any is shorter than the symbols by four bits.

    What is no bytes has more ways to look like letters, and must be shorter by eight.

    ``known`` are alphabets in use, the symbols in the order of their values.
    """
    best: Reading | None = None
    for part, price, note in _framings(symbols):
        for found in (_positional(part, tuple(known), price, note), _separated(part, price, note)):
            if found and (best is None or found.gain > best.gain):
                best = found
    return best if best and best.gain >= (_LEAST if best.data else MEDIUM) else None


def _framings(symbols: str) -> Iterator[tuple[str, float, str]]:
    """Yield the symbols as they are, without what frames them, and without what stands between any two."""
    yield symbols, 0.0, ""
    inside = symbols
    for edge in {symbols[:1], symbols[-1:]}:
        if edge and edge not in (bare := inside.strip(edge)) and len(set(bare)) > 1:
            inside = bare
    if inside != symbols:
        yield inside, _FRAMED, ", framed"
    spaced = inside[1::2]
    if len(spaced) > 2 and len(set(spaced)) == 1 and spaced[0] not in (dense := inside[::2]):
        yield dense, _FRAMED, ", spaced out"


def _positional(symbols: str, known: tuple[str, ...], price: float, note: str) -> Reading | None:
    """Return the best reading where every unit takes as many symbols."""
    sample = symbols[:_SAMPLE]
    best: tuple[float, _Way] | None = None
    for way in _ways(frozenset(symbols), known):
        values = _values(sample, way)
        text = _text(values, way.unit)
        extra = 0.0
        if text is None or legible(text) != text:  # a text, and then something else
            text, extra = _text(values, way.unit, cut=True), _PARTIAL
            text = text if text and len(text) >= _SAYING else None
        gain = _gain(sample, text, way, price + extra)
        if gain is not None and (best is None or gain > best[0]):
            best = gain, way
    if best is None:
        return None
    way = best[1]
    text = _text(_values(symbols, way), way.unit, cut=True)
    is_whole = bool(text) and text == _text(_values(symbols, way), way.unit)
    gain = _gain(symbols, text, way, price + (0.0 if is_whole else _PARTIAL))
    if gain is None or not text:
        return None
    note += "" if is_whole else _REST
    order = "last" if way.little else "first"
    how = f"base {len(way.alphabet)}, {way.width} digits a unit, most significant {order}, {way.unit}{note}"
    data = text.encode() if way.unit in ("UTF-8", "ASCII") else None
    return Reading(gain, text, how, data, tuple(way.alphabet))


def _gain(symbols: str, text: str | None, way: _Way, price: float) -> float | None:
    """Return by how many bits a text is shorter than the symbols that spell it, judged by its beginning."""
    if not text:
        return None
    head = text[:_JUDGED]
    units = len(head.encode("utf-8", "surrogatepass")) if way.unit == "UTF-8" else len(head)
    if way.unit == "UTF-16" and len(way.alphabet) ** way.width == 1 << 16:
        units += sum(char > "\uffff" for char in head)
    used = symbols[way.skip : way.skip + units * way.width]
    cut = len(text) == len(head) and (len(symbols) - way.skip) % way.width
    return gain_of(len(used) * _weight(used), head, way.price + price + (_CUT if cut else 0.0))


def _ways(present: frozenset[str], known: tuple[str, ...]) -> Iterator[_Way]:
    """Yield every way to read symbols of which these are present."""
    alphabets: dict[str, float] = {alphabet: 2.0 for alphabet in known if present <= set(alphabet)}
    count = len(present)
    if 1 < count <= len(_DIGITS):
        ordered = sorted(present)
        if count <= 4:
            orders: Iterable[tuple[str, ...]] = permutations(ordered)
            price = 2.0 + log2(factorial(count))
        else:
            orders = (tuple(ordered), tuple(reversed(ordered)))
            price = 4.0
        for order in orders:
            alphabets.setdefault("".join(order), price)
    for alphabet, price in alphabets.items():
        each = log2(len(alphabet))
        for bits, unit, dearer in _UNITS:
            width = ceil(bits / each)
            for little in (False, True):
                paid = price + dearer + (_LITTLE if little else 0.0)
                yield _Way(alphabet, width, unit, little, 0, paid)
                if len(alphabet) == 2 and bits == 8:
                    for skip in range(1, width):
                        yield _Way(alphabet, width, unit, little, skip, paid + _SKIPPED)


def _values(symbols: str, way: _Way) -> list[int]:
    """Return the value of each whole unit."""
    base = len(way.alphabet)
    digits = symbols.translate({ord(char): _DIGITS[value] for value, char in enumerate(way.alphabet)})
    step = -1 if way.little else 1
    ends = range(way.skip + way.width, len(digits) + 1, way.width)
    return [int(digits[end - way.width : end][::step], base) for end in ends]


def _text(values: list[int], unit: str, *, cut: bool = False) -> str | None:
    """Return the text that values spell, without zeros at its end; with ``cut`` as much of it as is text."""
    while values and not values[-1]:
        values.pop()
    limit = {"UTF-8": 0x100, "ASCII": 0x80}.get(unit, 0x110000)
    if any(value >= limit for value in values):
        if not cut:
            return None
        values = values[: next(at for at, value in enumerate(values) if value >= limit)]
    if unit == "UTF-8":
        text = utf8(bytes(values), cut=cut)
    else:
        wide = "".join(map(chr, values)).encode("utf-16", "surrogatepass")
        text = wide.decode("utf-16", "ignore" if cut else "surrogatepass")
    return legible(text) if cut and text else text


def spelled(data: bytes) -> tuple[str, float, str] | None:
    """Return the text that bytes are in UTF-8, or begin with: the text, what it pays, and a note on the rest."""
    text = utf8(data)
    if text is not None and legible(text) == text:
        return text, 0.0, ""
    text = legible(utf8(data, cut=True) or "")
    return (text, _PARTIAL, _REST) if len(text) >= _SAYING else None


def utf8(data: bytes, *, cut: bool = False) -> str | None:
    """Return the text of UTF-8 that may end within a character; with ``cut`` as much of it as is text."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError as error:
        return data[: error.start].decode() if cut else None


def _separated(symbols: str, price: float, note: str) -> Reading | None:
    """Return the best reading where one symbol stands between numbers of any length."""
    present = sorted(set(symbols))
    if not 3 <= len(present) <= 5 or len(symbols) > _SEPARABLE:
        return None
    price += _SEPARATED + log2(factorial(len(present)))
    sample = symbols[:_SAMPLE]
    best: tuple[float, tuple[str, ...], str] | None = None
    for separator in present:
        if max(map(len, symbols.split(separator))) > _LONGEST:
            continue
        for order in permutations(char for char in present if char != separator):
            values = _apart(sample, separator, order)
            for unit in ("UTF-8", "code points"):
                text = _text(list(values), unit)
                gain = gain_of(len(sample) * _weight(sample), text, price) if text and len(values) > 1 else None
                if gain is not None and (best is None or gain > best[0]):
                    best = gain, (*order, separator), unit
    if best is None:
        return None
    _, (*digits, separator), unit = best
    text = _text(_apart(symbols, separator, digits), unit)
    head = symbols[:_JUDGED]
    gain = gain_of(len(head) * _weight(head), text, price) if text and len(symbols) <= _JUDGED else best[0]
    if not text or gain is None:
        return None
    how = f"base {len(digits)}, units apart by another symbol, {unit}{note}"
    data = text.encode("utf-8", "surrogatepass") if unit == "UTF-8" else None
    return Reading(gain, text, how, data, (*digits, separator))


def _apart(symbols: str, separator: str, order: Sequence[str]) -> list[int]:
    """Return the numbers between separators."""
    table = {ord(char): _DIGITS[value] for value, char in enumerate(order)}
    return [int(group.translate(table), len(order)) for group in symbols.split(separator) if group]
