"""Forms for comparing only: the UTS #39 skeleton and the preset ``key``."""

from __future__ import annotations

from sanitize._kinds import REASON_KIND, reason
from sanitize._reference import normal
from sanitize._tables_compare import CASEFOLD, CONFUSABLES, IGNORABLE

_KEY = reason("key")
_IGNORABLE = frozenset(cp for start, end in IGNORABLE for cp in range(start, end))


def skeleton(text: str) -> str:
    """Return the skeleton (UTS #39 section 4): NFD, no ignorables, prototypes, NFD."""
    parts: list[str] = []
    for char in normal.nfd(text):
        cp = ord(char)
        if cp not in _IGNORABLE:
            parts += map(chr, CONFUSABLES.get(cp, (cp,)))
    return normal.nfd("".join(parts))


def nfkc_casefold(text: str) -> str:
    """Return NFKC_Casefold (UAX #44): mapped code point by code point, then NFC."""
    mapped = "".join("".join(map(chr, CASEFOLD.get(ord(char), (ord(char),)))) for char in normal.nfd(text))
    return normal.nfc(mapped)


def key(text: str) -> str:
    """Return the comparison key: skeleton over NFKC casefold, repeated until it is stable.

    Once is not enough: the prototype of the digit zero is a capital letter.
    """
    for _ in range(8):
        done = skeleton(nfkc_casefold(text))
        if done == text:
            break
        text = done
    return text


def key_findings(text: str, malformed: dict[int, bytes]) -> list[tuple[int, int, str | None, int, int]]:
    """Return the key as one edit over what it changes; malformed parts count as U+FFFD."""
    chars = ["\ufffd" if at in malformed else char for at, char in enumerate(text)]
    result = key("".join(chars))
    if result == text:
        return []
    start = 0
    while start < min(len(text), len(result)) and text[start] == result[start]:
        start += 1
    end, stop = len(text), len(result)
    while min(end, stop) > start and text[end - 1] == result[stop - 1]:
        end -= 1
        stop -= 1
    return [(start, end, result[start:stop], REASON_KIND[_KEY], _KEY)]
