"""Terminal escape sequences (ECMA-48, and the XTerm and VT uses of it): where one ends."""

from __future__ import annotations

ESC = 0x1B
LONGEST = 262144
"""Characters of the longest sequence: one that does not end by then is none."""
OPEN = -1
"""The text ends before the sequence does."""
_STRINGS = {0x90, 0x98, 0x9D, 0x9E, 0x9F}  # DCS, SOS, OSC, PM, APC


def match(text: str, start: int, end: int) -> int:
    """Return the end of the complete escape sequence that starts here, else ``start``.

    A sequence never crosses a control character that is not its terminator, so one pass over a
    text reads each character a bounded number of times.
    """
    found = _find(text, start, min(end, start + LONGEST))
    return start if found == OPEN else found


def may_go_on(text: str, start: int, end: int) -> bool:
    """Tell whether what starts here could become a sequence if the text went on."""
    return end - start < LONGEST and _find(text, start, end) == OPEN


def _find(text: str, start: int, end: int) -> int:
    lead = ord(text[start])
    at = start + 1
    if lead == ESC:
        if at >= end:
            return OPEN
        second = ord(text[at])
        if 0x40 <= second <= 0x5F:  # the 7-bit form of a C1 control
            lead = second + 0x40
            at += 1
        else:
            return _short(text, start, end)
    if lead == 0x9B:
        return _control_sequence(text, start, at, end)
    if lead in _STRINGS:
        return _string(text, start, at, end)
    # ESC with another Fe byte is complete in two characters; a bare C1 control is no sequence.
    return at if at == start + 2 else start


def _short(text: str, start: int, end: int) -> int:
    """ESC, any intermediates (SP to /), one final (0 to ~): charset choices, DECSC, RIS."""
    at = start + 1
    while at < end and 0x20 <= ord(text[at]) <= 0x2F:
        at += 1
    if at >= end:
        return OPEN
    # ESC and a printable is a sequence only with an intermediate, or in the private and Fs ranges.
    return at + 1 if 0x30 <= ord(text[at]) <= 0x7E else start


def _control_sequence(text: str, start: int, at: int, end: int) -> int:
    """CSI: parameters 0x30-0x3F, intermediates 0x20-0x2F, one final 0x40-0x7E."""
    while at < end and 0x30 <= ord(text[at]) <= 0x3F:
        at += 1
    while at < end and 0x20 <= ord(text[at]) <= 0x2F:
        at += 1
    if at >= end:
        return OPEN
    return at + 1 if 0x40 <= ord(text[at]) <= 0x7E else start


def _string(text: str, start: int, at: int, end: int) -> int:
    """DCS, SOS, OSC, PM, APC: up to ST (ESC backslash or 0x9C), or BEL."""
    while at < end:
        cp = ord(text[at])
        if cp in (0x07, 0x9C):
            return at + 1
        if cp == ESC:
            if at + 1 >= end:
                return OPEN
            return at + 2 if text[at + 1] == "\\" else start
        if (cp < 0x20 and cp != 0x09) or 0x7F <= cp <= 0x9F:
            return start
        at += 1
    return OPEN
