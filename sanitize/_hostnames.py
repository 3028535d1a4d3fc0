"""Hostnames label by label: in Unicode and in ASCII, what is wrong with them, and which to show."""

from __future__ import annotations

import re
from typing import NamedTuple

from sanitize._identifiers import LEVELS, Identifier, identifier

_DOTS = re.compile("[.\u3002\uff0e\uff61]")
"""What separates labels (UTS #46 section 4)."""
_PREFIX = "xn--"
_LABEL, _NAME, _READ = 63, 253, 1024
"""Bytes of a label and of a name (RFC 1035), and the most code points of a name that are looked at."""
_SHOWABLE = LEVELS[:3]


class Label(NamedTuple):
    """A label of a hostname.

    ``text`` is what it says in Unicode, ``ascii`` what goes over the wire (``xn--...``; None where it cannot), ``problems``
    what forbids it, each in words, and ``warnings`` why a reader could take it for another.
    """

    text: str
    ascii: str | None
    identifier: Identifier
    problems: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The form to show to a reader: Unicode where nothing is wrong, else ASCII, else U+FFFD."""
        if self.problems or self.warnings:
            return self.ascii or "\N{REPLACEMENT CHARACTER}"
        return self.text


class Hostname(NamedTuple):
    """A hostname, label by label."""

    name: str
    labels: tuple[Label, ...]
    problems: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The form to show to a reader, each label as is safe."""
        return ".".join(label.shown for label in self.labels)

    @property
    def ascii(self) -> str | None:
        """The form that goes over the wire; None where a label cannot."""
        labels = [label.ascii for label in self.labels]
        return None if None in labels else ".".join(label or "" for label in labels)

    @property
    def is_suspicious(self) -> bool:
        """Whether anything is wrong with it, or could be taken for something else."""
        return bool(self.problems) or any(label.problems or label.warnings for label in self.labels)


def hostname(name: str) -> Hostname:
    """Look at a hostname: which labels are valid (IDNA 2008 over UTS #46), and which a reader could take for others.

    Parameters
    ----------
    name:
        A name of up to 1024 code points, in Unicode, in ASCII with ``xn--`` labels, or both; without a scheme or port.

    Raises
    ------
    ImportError
        Where the package idna is missing: install ``sanitize-text[hostname]``.
    TypeError, ValueError
        For what is no ``str``, and for a longer one; never for what the name contains.

    Cost: linear. Source: UTS #39 section 5, UTS #46, RFC 5890 to 5893.

    >>> import sanitize
    >>> found = sanitize.hostname("xn--80ak6aa92e.com")
    >>> ascii(found.labels[0].text), found.labels[0].warnings
    ("'\\\\u0430\\\\u0440\\\\u0440\\\\u04cf\\\\u0435'", ('a word of Latin letters looks the same',))
    >>> found.shown
    'xn--80ak6aa92e.com'
    """
    try:
        import idna  # noqa: F401 - asked for here, so that every name gives the same error
    except ImportError:
        raise ImportError("hostname needs the package idna: pip install 'sanitize-text[hostname]'") from None
    if not isinstance(name, str):
        raise TypeError(f"a hostname must be a str, not {type(name).__name__}")
    if len(name) > _READ:
        raise ValueError(f"a hostname of {len(name):,} code points: look at up to {_READ:,}")
    parts = _DOTS.split(name)
    if len(parts) > 1 and not parts[-1]:  # the root
        parts.pop()
    labels = tuple(map(_label, parts))
    problems = []
    size = sum(len(label.ascii or label.text) + 1 for label in labels) - 1
    if size > _NAME:
        problems.append(f"{size} bytes long: a name has at most {_NAME}")
    return Hostname(name, labels, tuple(problems))


def _label(part: str) -> Label:
    """Return a label as it says and as it is sent."""
    import idna

    problems: list[str] = []
    text, sent = part, None
    try:
        mapped = idna.uts46_remap(part, std3_rules=True) if part else part
        if mapped.startswith(_PREFIX):
            text = mapped[len(_PREFIX) :].encode("ascii").decode("punycode")
            sent = mapped
        else:
            text = mapped
        sent = idna.alabel(text).decode("ascii")
        if mapped.startswith(_PREFIX) and sent != mapped:
            problems.append("punycode of something else")
    except (UnicodeError, IndexError, OverflowError) as error:  # idna's own errors are UnicodeErrors
        problems.append(_words(error))
    found = identifier(text)
    warnings = () if text.isascii() else tuple(_warnings(found))
    return Label(text, sent if sent is not None else _as_sent(part), found, tuple(problems), warnings)


def _words(error: Exception) -> str:
    """Return what is wrong, in ASCII and in one short line."""
    words = str(error).encode("ascii", "backslashreplace").decode()
    shown = "".join(char if char.isprintable() else repr(char)[1:-1] for char in words)
    return (shown[:157] + "...") if len(shown) > 160 else shown or "not a label"


def _as_sent(part: str) -> str | None:
    """Return a label that is not valid as it would be sent, if it is sendable at all."""
    if part.isascii():
        return part if 0 < len(part) <= _LABEL and part.isprintable() else None
    try:
        sent = _PREFIX + part.encode("punycode").decode("ascii")
    except UnicodeError:
        return None
    return sent if len(sent) <= _LABEL else None


def _warnings(found: Identifier) -> list[str]:
    result = []
    if found.level not in _SHOWABLE:
        result.append(f"its restriction level is {found.level}")
    if found.mixed_numbers:
        result.append("digits of several sets")
    if "Latin" in found.look_alikes:
        result.append("a word of Latin letters looks the same")
    return result
