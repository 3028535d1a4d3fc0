"""JSON Lines: string values are cleaned where they stand, and everything else stays as it is written (RFC 8259).

A line is never parsed into numbers and objects and written again: key order, duplicate keys, huge numbers,
spaces and the spelling of what does not change stay byte for byte.
"""

from __future__ import annotations

from collections.abc import Collection

from sanitize._api import raw_findings
from sanitize._backend import core
from sanitize._json import EXPECTED, NotJSON
from sanitize._policy import Policy, as_policy

__all__ = ["NotJSON", "clean_line", "clean_lines"]


def clean_line(line: bytes, policy: Policy | str = "prompt", fields: Collection[str] | None = None) -> bytes:
    r"""Return one JSON text with its string values cleaned; the same object when there is nothing to do.

    Keys, numbers, literals and white space are not touched. In a value that changes, what does not
    change keeps its spelling; what is new is written raw, or with ``\u`` escapes where the value was all
    ASCII.

    Parameters
    ----------
    line:
        UTF-8 bytes with one JSON text, with or without a line end.
    policy:
        As for `sanitize.clean`; each value is a text of its own.
    fields:
        The values to clean, by their keys joined with dots (``"user.name"``); elements of an array have the
        name of the array, what is inside a named object or array is meant too. None: all values.

    Raises
    ------
    NotJSON
        For what RFC 8259 does not allow (NaN, single quotes, malformed UTF-8, more after the text).

    Cost: linear in the line; nesting as deep as the line is long. `clean_lines` takes many at once.

    >>> clean_line(b'{"n": 1e999, "n": 1.0, "s": "P\\u0430ypal\\u200b"}')
    b'{"n": 1e999, "n": 1.0, "s": "Paypal"}'
    """
    chosen = as_policy(policy)
    named = _named(fields)
    if chosen.repairs:
        from sanitize._reference.json import cleaned

        answer, wrong = cleaned(line, lambda text: raw_findings(text, chosen), named)
    else:
        answer, wrong = core.clean_json(line, chosen.rules, named)
    if wrong:
        raise NotJSON(EXPECTED[wrong[1]], wrong[0])
    result: bytes = answer
    return result


def clean_lines(
    data: bytes, policy: Policy | str = "prompt", fields: Collection[str] | None = None
) -> tuple[bytes, list[tuple[int, NotJSON]]]:
    r"""Return JSON Lines cleaned, the same object when there is nothing to do, and what is no JSON among them.

    Lines that are no JSON stay as they are, and are told by number (from 1) and reason. White space alone is no line.

    Parameters as `clean_line`, with any number of lines that each end with a line feed; the last one need not.
    Nothing in the lines raises. Cost: linear; without the interpreter's lock in the native core.

    >>> clean_lines(b'{"a": "x\\u200b"}\n{"b"}\n')
    (b'{"a": "x"}\n{"b"}\n', [(2, NotJSON("not JSON at byte 4: expected ':'"))])
    """
    chosen = as_policy(policy)
    named = _named(fields)
    if chosen.repairs:
        from sanitize._reference.json import cleaned_lines

        answer, wrong = cleaned_lines(data, lambda text: raw_findings(text, chosen), named)
    else:
        answer, wrong = core.clean_json_lines(data, chosen.rules, named)
    return answer, [(number + 1, NotJSON(EXPECTED[expected], at)) for number, at, expected in wrong]


def _named(fields: Collection[str] | None) -> list[bytes] | None:
    return None if fields is None else [name.encode("utf-8", "surrogatepass") for name in fields]
