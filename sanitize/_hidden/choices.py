"""Choices among characters that look the same: what each place could be, what it is, and what the choices spell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from sanitize._found import RawFinding
from sanitize._hidden.codes import Reading, read
from sanitize._hidden.payload import MEDIUM, SYMBOLS, Channel, Payload
from sanitize._hidden.runs import Run, arrangements, payload
from sanitize._kinds import BLANK, COMPATIBILITY, HOMOGLYPH, NEWLINE, NORMALIZATION, PUNCTUATION, SPACE

KINDS = frozenset((SPACE, NEWLINE, BLANK, PUNCTUATION, HOMOGLYPH, COMPATIBILITY, NORMALIZATION))
_SLOTS = 1 << 20
"""Places that are looked at."""
_LONGEST = 8
"""Characters of a form; what is longer was not chosen for its look."""
_SEVERAL = 64
"""Targets of several characters whose plain forms are looked for."""
_LEAST = 12.0
"""Bits that choices must carry to be read: no reading of fewer would be believed."""
_READ = 16
"""Channels that are read one by one."""
_TRIES = 4.0
"""Bits that a reading pays for being one of some that were tried."""
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

LETTERS = (
    (
        "Latin and Cyrillic letters",
        "aceopxyABCEHKMOPTX",
        "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0410\u0412\u0421\u0415\u041d\u041a\u041c\u041e\u0420\u0422\u0425",
    ),
    (
        "Latin and Cyrillic small letters",
        "aceopxyijs",
        "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0458\u0455",
    ),
    (
        "Latin letters and look-alikes of many scripts",
        "abcdefghijlnopqrsuvwxyz",
        "\u0430\u042c\u03f2\u0501\u0435\uab35\u0261\u04bb\u0456\u03f31\u0578\u03bf\u0440\u051b\uab81\u0455\u057d\u1d20\u051d\u0445\u0443\u1d22",
    ),
)
"""Name, letters and their look-alikes, of the tables that encoders use: each letter of the first is a 0, of the second a 1."""


class Slot(NamedTuple):
    """A place where one of several forms was chosen."""

    at: int
    form: str
    target: str


def payloads(text: str, found: Iterable[RawFinding]) -> tuple[list[Payload], tuple[Channel, ...]]:
    """Return what choices spell, if anything, and the channels that they make."""
    altered, spans = _altered(text, found)
    if not altered:
        return [], ()
    slots = sorted([*altered, *_plain(text, {slot.target for slot in altered}, spans)])
    by_target: dict[str, list[Slot]] = {}
    for slot in slots:
        by_target.setdefault(slot.target, []).append(slot)
    channels = sorted((_channel(target, chosen) for target, chosen in by_target.items()), key=lambda one: -one.capacity)
    reading = None
    if sum(channel.capacity for channel in channels) >= _LEAST:
        best = [by_target[channel.target] for channel in channels[:_READ] if channel.capacity >= _LEAST]
        reading = _best(text, slots, best)
    if reading is None:
        return [], tuple(channels)
    runs = [Run(slot.at, slot.form) for slot in altered]
    return [payload("choices", runs, reading, sum(channel.capacity for channel in channels))], tuple(channels)


def _altered(text: str, found: Iterable[RawFinding]) -> tuple[list[Slot], list[tuple[int, int]]]:
    """Return the places where the form is not the plain one, and all spans where something changes."""
    slots: list[Slot] = []
    spans: list[tuple[int, int]] = []
    for start, end, made, kind, _ in found:
        if made is None:
            continue
        spans.append((start, end))
        if kind not in KINDS or not made or len(slots) >= _SLOTS:
            continue
        if len(made) == end - start:
            slots += (Slot(start + at, text[start + at], char) for at, char in enumerate(made))
        elif max(len(made), end - start) <= _LONGEST:
            slots.append(Slot(start, text[start:end], made))
    return [slot for slot in slots if slot.form != slot.target], spans


def _plain(text: str, targets: set[str], spans: Sequence[tuple[int, int]]) -> Iterator[Slot]:
    """Yield the places where the plain form stands."""
    several = sorted((target for target in targets if len(target) > 1), key=lambda target: (-len(target), target))
    single = "".join(re.escape(target) for target in sorted(targets) if len(target) == 1)
    pattern = "|".join([*map(re.escape, several[:_SEVERAL]), *([f"[{single}]"] if single else [])])
    for found in islice(re.finditer(pattern, text), _SLOTS) if pattern else ():
        at = found.start()
        before = bisect_right(spans, (at, len(text) + 1)) - 1
        if before < 0 or spans[before][1] <= at:
            yield Slot(at, found.group(), found.group())


def _channel(target: str, slots: Sequence[Slot]) -> Channel:
    """Return what one target's choices could carry."""
    counts = Counter(slot.form for slot in slots)
    others = sorted(form for form in counts if form != target)
    alphabet = (target, *others)
    numbers = {form: _DIGITS[min(value, len(_DIGITS) - 1)] for value, form in enumerate(alphabet)}
    return Channel(
        target=target,
        alphabet=alphabet,
        slots=len(slots),
        symbols="".join(numbers[slot.form] for slot in slots[:SYMBOLS]),
        start=slots[0].at,
        end=slots[-1].at + len(slots[-1].form),
        capacity=round(arrangements(counts.values()) + len(others), 1),
    )


def _best(text: str, slots: Sequence[Slot], channels: Sequence[Sequence[Slot]]) -> Reading | None:
    """Return the best reading of the choices: all of them as bits, one target's as digits, a known table's letters."""
    tried = [("plain or not", _bits(slots), "01")]
    for chosen in channels:
        forms = sorted({slot.form for slot in chosen if slot.form != slot.target})
        names = {form: _DIGITS[value] for value, form in enumerate((chosen[0].target, *forms)) if value < len(_DIGITS)}
        digits = "".join(names.get(slot.form, "") for slot in chosen)
        tried.append((f"forms of {chosen[0].target!a}", digits, _DIGITS[: len(names)]))
        if len(forms) > 1:
            tried.append((f"look-alikes of {chosen[0].target!a}", digits.replace("0", ""), _DIGITS[1 : len(names)]))
    tried += ((name, bits, "01") for name, bits in _lettered(text))
    best: Reading | None = None
    for name, symbols, alphabet in tried:
        reading = read(symbols, (alphabet,))
        if reading and reading.gain - _TRIES >= MEDIUM and (best is None or reading.gain - _TRIES > best.gain):
            best = reading._replace(gain=reading.gain - _TRIES, how=f"{name}: {reading.how}")
    return best


def _bits(slots: Iterable[Slot]) -> str:
    return "".join("0" if slot.form == slot.target else "1" for slot in slots)


def _lettered(text: str) -> Iterator[tuple[str, str]]:
    """Yield the bits by each known table that the text has look-alikes of."""
    part = text[:_SLOTS]
    present = set(part)
    for name, plain, look in LETTERS:
        if present & set(look) - set("1"):
            table = dict.fromkeys(map(ord, plain), "0") | dict.fromkeys(map(ord, look), "1")
            yield name, "".join(char for char in part if ord(char) in table).translate(table)
