"""The functions that people call: each a thin use of the edits that a core finds."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Iterable
from typing import TypeAlias, overload

from sanitize._backend import core
from sanitize._found import Found, RawFinding, as_columns
from sanitize._kinds import KEY
from sanitize._mojibake import compose, repairs
from sanitize._policy import NAMED, Policy, as_policy
from sanitize._report import Report, splice

Buffer: TypeAlias = bytes | bytearray | memoryview


_RULES = {name: policy.rules for name, policy in NAMED.items()}
"""The rules of each preset: none of them repairs, and the short way is the usual one."""


def _text(text: object) -> str:
    if isinstance(text, str):
        return text
    hint = "; use clean_bytes for bytes" if isinstance(text, (bytes, bytearray, memoryview)) else ""
    raise TypeError(f"text must be a str, not {type(text).__name__}{hint}")


def _data(data: object) -> bytes:
    if isinstance(data, bytes):
        return data
    if isinstance(data, (bytearray, memoryview)):
        return bytes(data)
    hint = "; use clean for a str" if isinstance(data, str) else ""
    raise TypeError(f"data must be bytes, bytearray or memoryview, not {type(data).__name__}{hint}")


def clean(text: str, policy: Policy | str = "prompt") -> str:
    """Return the canonical form of a text; the same object when it is clean already.

    Parameters
    ----------
    text:
        Any ``str``, lone surrogates included.
    policy:
        A `Policy`, or the name of a preset: prompt, text, log, strict or key.

    Raises
    ------
    TypeError, ValueError
        For a wrong type or an unknown policy; never for what a text contains.

    Cost: linear; a clean text is not copied, another one is written once.
    Source: the kinds of ``sanitize.KINDS``; UAX #15, UAX #44, UTS #39, UTS #51.

    >>> import sanitize
    >>> sanitize.clean("P\\u0430ypal\\u200b")
    'Paypal'
    >>> text = "nothing to do"
    >>> sanitize.clean(text) is text
    True
    """
    rules = _RULES.get(policy) if type(policy) is str else None
    if rules is None:
        chosen = as_policy(policy)
        if chosen.repairs:
            return splice(text, raw_findings(_text(text), chosen))
        rules = chosen.rules
    result: str = core.clean(text if type(text) is str else _text(text), rules)
    return result


def is_clean(text: str, policy: Policy | str = "prompt") -> bool:
    """Tell whether ``clean`` would give the text back as it is.

    Parameters, errors and source as `clean`. Cost: linear, stops at the first change; no copy.

    >>> import sanitize
    >>> sanitize.is_clean("caf\\u00e9"), sanitize.is_clean("cafe\\u0301")
    (True, False)
    """
    rules = _RULES.get(policy) if type(policy) is str else None
    if rules is None:
        chosen = as_policy(policy)
        if chosen.repairs and repairs(_text(text)):
            return False
        rules = chosen.rules
    result: bool = core.is_clean(text if type(text) is str else _text(text), rules)
    return result


@overload
def inspect(text: str, policy: Policy | str = "prompt") -> Report[str]: ...
@overload
def inspect(text: Buffer, policy: Policy | str = "prompt") -> Report[bytes]: ...
def inspect(text: str | Buffer, policy: Policy | str = "prompt") -> Report[str] | Report[bytes]:
    """Return a report of everything that was found: what changes, why, and the cleaned text.

    Parameters
    ----------
    text:
        A ``str`` (offsets in code points) or UTF-8 bytes (offsets in bytes).
    policy:
        As for `clean`.

    Raises as `clean`. Cost: linear; findings become objects when they are asked for.

    >>> import sanitize
    >>> report = sanitize.inspect("a\\u200bb")
    >>> report.cleaned, report.counts
    ('ab', {'invisible': 1})
    >>> report.restore() == "a\\u200bb"
    True
    """
    chosen = as_policy(policy)
    mojibake = chosen.actions["mojibake"] != "keep"
    if isinstance(text, str):
        found = as_columns(raw_findings(text, chosen)) if mojibake else core.found(text, chosen.rules)
        return Report(text, Found(found), chosen)
    if not isinstance(text, (bytes, bytearray, memoryview)):
        raise TypeError(f"text must be a str or UTF-8 bytes, not {type(text).__name__}")
    data = bytes(text)
    found = as_columns(_findings_bytes(data, chosen)) if mojibake else core.found_bytes(data, chosen.rules)
    return Report(data, Found(found), chosen)


def clean_bytes(data: Buffer, policy: Policy | str = "prompt") -> bytes:
    """Return the canonical form of UTF-8 bytes; the same object when they are clean already.

    Malformed parts are handled as the policy says for ``invalid``: each maximal subpart becomes one
    U+FFFD (Unicode section 3.9), or ``\\xNN`` under the preset ``log``.

    Parameters
    ----------
    data:
        ``bytes``, ``bytearray`` or ``memoryview``; need not be valid UTF-8.
    policy:
        As for `clean`.

    Raises as `clean`. Cost: linear.

    >>> import sanitize
    >>> sanitize.clean_bytes(b"a\\xe2\\x80\\x8bb \\xff.") == "ab \\ufffd.".encode()
    True
    """
    chosen = as_policy(policy)
    raw = _data(data)
    if chosen.repairs:
        return splice(raw, _findings_bytes(raw, chosen))
    result: bytes = core.clean_bytes(raw, chosen.rules)
    return result


def clean_many(texts: Iterable[str], policy: Policy | str = "prompt") -> list[str]:
    """Return the canonical form of each text, in order; clean texts are the same objects.

    Parameters, errors and source as `clean`. Cost: linear in all texts together.

    >>> import sanitize
    >>> sanitize.clean_many(["a\\u200b", "b"])
    ['a', 'b']
    """
    chosen = as_policy(policy)
    if isinstance(texts, str):
        raise TypeError("texts must be an iterable of str, not one str; use clean")
    items = list(texts)
    if chosen.repairs:
        return [clean(text, chosen) for text in items]
    try:
        result: list[str] = core.clean_many(items, chosen.rules)
    except TypeError:
        for item in items:
            _text(item)  # says it better
        raise
    return result


def skeleton(text: str) -> str:
    """Return the UTS #39 skeleton of a text: for comparing only, never to show or store.

    Parameters
    ----------
    text:
        Any ``str``.

    Raises ``TypeError`` for another type. Cost: linear; one copy. Source: UTS #39 section 4.

    >>> import sanitize
    >>> sanitize.skeleton("\\u0440aypal") == sanitize.skeleton("paypal")
    True
    """
    result: str = core.skeleton(_text(text))
    return result


def confusable(a: str, b: str) -> bool:
    """Tell whether two texts could be taken for each other: they differ, but their skeletons do not.

    Raises ``TypeError`` for another type. Cost: linear. Source: UTS #39 section 4.

    >>> import sanitize
    >>> sanitize.confusable("paypal", "p\\u0430ypal"), sanitize.confusable("paypal", "paypal")
    (True, False)
    """
    return _text(a) != _text(b) and skeleton(a) == skeleton(b)


def raw_findings(text: str, policy: Policy) -> list[RawFinding]:
    """Return what is found in a text, mojibake included where the policy asks for it."""
    action = policy.actions["mojibake"]
    first = [] if action == "keep" else repairs(text)
    if action == "report":
        found: list[RawFinding] = core.findings(text, policy.rules)
        reports = [(*_longest_gap(start, end, found), None, kind, why) for start, end, _, kind, why in first]
        found += [report for report in reports if report[0] < report[1]]
        return sorted(found, key=lambda finding: finding[:2])
    if not first:
        return list(core.findings(text, policy.rules))
    second = core.findings(splice(text, first), policy.rules)
    return compose(first, second)


def _longest_gap(start: int, end: int, found: list[RawFinding]) -> tuple[int, int]:
    """Return the longest stretch of a span that no finding covers: findings never overlap."""
    gaps = []
    for at in range(bisect_right(found, start, key=lambda finding: finding[1]), len(found)):
        low, high = found[at][:2]
        if low >= end:
            break
        gaps.append((start, low))
        start = high
    return max([*gaps, (start, end)], key=lambda gap: gap[1] - gap[0])


def _findings_bytes(data: bytes, policy: Policy) -> list[RawFinding]:
    """Return what is found in UTF-8 bytes, with offsets in bytes."""
    if policy.actions["mojibake"] == "keep":
        return list(core.findings_bytes(data, policy.rules))
    text = _decoded(data)
    if text is None:
        cut = -1 if policy.rules[-1] & KEY else data.find(b"\n")  # what is made for comparing is made of a whole text
        if cut < 0 or cut + 1 == len(data):
            return list(core.findings_bytes(data, policy.rules))
        # A malformed line is not repaired, but the others are: a stream, which sees them apart, would repair them.
        result: list[RawFinding] = []
        at = 0
        for line in io.BytesIO(data):
            result += ((at + start, at + end, *rest) for start, end, *rest in _findings_bytes(line, policy))
            at += len(line)
        return result
    offsets = _byte_offsets(text)
    return [
        (offsets[start], offsets[end], None if new is None else new.encode("utf-8", "surrogatepass"), kind, why)
        for start, end, new, kind, why in raw_findings(text, policy)
    ]


def _decoded(data: bytes) -> str | None:
    """Return the text of valid UTF-8, and nothing for malformed bytes, which are no mojibake."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _byte_offsets(text: str) -> list[int]:
    offsets = [0]
    for char in text:
        cp = ord(char)
        offsets.append(offsets[-1] + (1 if cp < 0x80 else 2 if cp < 0x800 else 3 if cp < 0x10000 else 4))
    return offsets
