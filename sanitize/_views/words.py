"""Findings and payloads in words, for people: one line each, nothing raw from the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sanitize._views.visible import NAMES, cells, decoded, is_seen, plural, visible

if TYPE_CHECKING:
    from sanitize._hidden import Channel, Payload
    from sanitize._report import Finding

SCHEMES = {
    "tags": "tag characters",
    "selectors": "variation selectors",
    "zero-width": "zero-width characters",
    "whitespace": "blanks at line ends",
    "choices": "choices among look-alikes",
    "base64": "base64",
    "hexadecimal": "hexadecimal digits",
}
_SAID = 400
"""Characters of what a payload says that are shown."""


def described(finding: Finding[Any]) -> str:
    """Return what a finding is about: its characters with their names."""
    points = finding.codepoints
    if not points:
        listed = " ".join(f"{byte:02X}" for byte in finding.text[:8])
        number = len(finding.text)
        return f"byte{'' if number == 1 else 's'} {listed}" + (f" and {number - 8} more" if number > 8 else "")
    if len(points) > 1 and len(set(points)) == 1:
        return f"{points[0]} ({len(points):,} times)"
    if len(points) == 2:
        return f"{points[0]} + {points[1]}"
    return f"{points[0]}" + (f" and {len(points) - 1:,} more" if len(points) > 1 else "")


def becomes(finding: Finding[Any]) -> str:
    """Return what a finding's text becomes."""
    if finding.replacement is None:
        return "reported"
    if not finding.replacement:
        return "removed"
    text = decoded(finding.replacement)
    if text in NAMES:
        return f"becomes {NAMES[text]}"
    number = f"U+{ord(text):04X} " if len(text) == 1 and not text.isascii() else ""
    return f"becomes {number}{visible(finding.replacement)}"


def sentence(finding: Finding[Any]) -> str:
    """Return a finding as one line."""
    return f"{described(finding)}: {finding.reason} ({becomes(finding)})"


def bits(number: float) -> str:
    """Return a capacity in words."""
    return plural(round(number), "bit")


def carried(payload: Payload) -> str:
    """Return what carries a payload, and how sure that is."""
    places = f" in {plural(payload.places, 'place')}" if payload.places > 1 else ""
    how = f", read as {payload.variant}" if payload.text is not None else ""
    certainty = f"{payload.confidence} confidence" if payload.text is not None else "no known scheme fits"
    return f"{SCHEMES[payload.scheme]}{places}: {bits(payload.capacity)}{how} ({certainty})"


def spoken(payload: Payload) -> list[str]:
    """Return what a payload says, cell by cell as a screen shows it; its bytes where it is no text."""
    if payload.text is not None:
        return cells(payload.text[:_SAID]) + ([" ..."] if len(payload.text) > _SAID else [])
    data = payload.data or b""
    return [f"{byte:02x} " for byte in data[: _SAID // 4]] + (["..."] if len(data) > _SAID // 4 else [])


def said(payload: Payload) -> str:
    """Return what a payload says in one line."""
    return "".join(spoken(payload)).rstrip()


def _shown(form: str) -> str:
    return f" {form}" if form and all(map(is_seen, form)) and not form.isspace() else ""


def chosen(channel: Channel) -> str:
    """Return a choice in words: the forms with their numbers, the places and the bits."""
    forms = " or ".join(
        ("+".join(f"U+{ord(char):04X}" for char in form) or "nothing") + _shown(form) for form in channel.alphabet[:4]
    )
    more = f" or {len(channel.alphabet) - 4} more" if len(channel.alphabet) > 4 else ""
    return f"{forms}{more}: {plural(channel.slots, 'place')}, {bits(channel.capacity)}"
