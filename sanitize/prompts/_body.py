"""A request as bytes: a JSON text whose strings are rewritten where they stand, and nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

from sanitize._json import NotJSON, respelled, spelled, strings
from sanitize._policy import Policy
from sanitize.jsonl import clean_line
from sanitize.prompts._clean import Change, Visitor
from sanitize.prompts._fields import Where
from sanitize.prompts._rules import Rules
from sanitize.prompts._walk import Doubled, Steps, walk

_SPECIAL = re.compile(
    rb"""\\(?:                     # an escape of
        [urbf]                       # what may be no ASCII, or a control character;
      | n(?<=[ ]\\n)               # a line end behind a blank, in a text,
      | n(?<=[ ]\\\\n)           # or in JSON inside it;
      | t(?=\\{1,2}n|\\?")       # a tab before a line end, or before the end;
      | "(?<=[ ]\\")(?:[ \t]|\\[trn])*[],}]  # the end of a value of JSON inside, behind a blank
    )""",
    re.VERBOSE,
)
_BLANK_AT_END = re.compile(rb'"(?<= ")[ \t\r\n]*[],}]')


def is_plain(body: bytes, rules: Rules) -> bool:
    """Tell at the speed of a search that no text in a JSON body can need a change: it is ASCII without anything special."""
    is_ascii = body.isascii() and b"\x7f" not in body and rules.leaves_plain_ascii
    return is_ascii and not _SPECIAL.search(body) and not _BLANK_AT_END.search(body)


def parse(body: bytes) -> Any:
    """Return what a JSON body says: strings as they are, numbers as nothing, doubled keys kept.

    Raises
    ------
    NotJSON
        For what RFC 8259 does not allow, and for what is nested deeper than Python's parser goes.
    """
    try:
        return _DECODER.decode(body.decode())
    except UnicodeDecodeError as error:
        raise NotJSON("UTF-8", error.start) from None
    except json.JSONDecodeError as error:
        raise NotJSON(error.msg, len(error.doc[: error.pos].encode())) from None
    except RecursionError:
        raise NotJSON("less nesting", 0) from None


def _refuse(name: str) -> None:
    raise json.JSONDecodeError(f"a number, not {name}", "", 0)


_DECODER = json.JSONDecoder(object_pairs_hook=Doubled.of, parse_float=bool, parse_int=bool, parse_constant=_refuse)


def rewrite(body: bytes, tree: Any, rules: Rules, cleaner: Visitor) -> bytes:
    """Return a body with the strings replaced that a cleaner changes; the same object when it changes none."""
    changes: dict[int, Change] = {}
    number = -1

    def visit(text: str, where: Where, steps: Steps) -> str:
        nonlocal number
        number += 1
        made = cleaner.visit(text, where, steps)
        if made is not text:
            changes[number] = made if cleaner.change is None else cleaner.change
        return made

    try:
        walk(tree, rules, visit)
    except ValueError as error:
        raise NotJSON("less nesting", 0) from error
    return _spliced(body, changes) if changes else body


def _spliced(body: bytes, changes: dict[int, Change]) -> bytes:
    spans = strings(body)
    parts: list[bytes] = []
    done = 0
    for number, change in changes.items():
        start, end, _ = spans[number]
        parts += (body[done:start], _respelled(body[start:end], change))
        done = end
    return b"".join([*parts, body[done:]])


def _respelled(raw: bytes, change: Change) -> bytes:
    """Return what stands between a string's quotes, changed."""
    if isinstance(change, Policy):
        return clean_line(b'"' + raw + b'"', change)[1:-1]
    spelling = raw.decode()
    if isinstance(change, str):
        return spelled(change, ascii_only=spelling.isascii()).encode()
    return respelled(spelling, change).encode()
