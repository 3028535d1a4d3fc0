"""A request as bytes: a JSON text whose strings are rewritten where they stand, and nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

from sanitize._json import NotJSON, respelled, spelled, strings
from sanitize.prompts._clean import Visitor
from sanitize.prompts._fields import Where
from sanitize.prompts._rules import Rules
from sanitize.prompts._walk import Doubled, Steps, walk

_ESCAPES = (
    b"\\u",
    b"\\r",
    b"\\b",
    b"\\f",
    b"\x7f",
    b" \\n",
    b"\\t\\n",
    b" \\\\n",
    b"\\\\t\\\\n",
    b'\\t"',
    b'\\t\\"',
    b'\\\\t\\"',
)
_BLANK_AT_END = re.compile(rb' "[ \t\r\n]*[],}]')
_INNER_BLANK_AT_END = re.compile(rb' \\"(?:[ \t]|\\[trn])*[],}]')


def is_plain(body: bytes, rules: Rules) -> bool:
    """Tell at the speed of memory that no text in a JSON body can need a change: it is ASCII without anything special."""
    if not body.isascii() or not rules.leaves_plain_ascii or any(mark in body for mark in _ESCAPES):
        return False
    return not (
        (b' "' in body and _BLANK_AT_END.search(body)) or (b' \\"' in body and _INNER_BLANK_AT_END.search(body))
    )


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
    changes: dict[int, str | list[tuple[int, int, str]]] = {}
    number = -1

    def visit(text: str, where: Where, steps: Steps) -> str:
        nonlocal number
        number += 1
        made = cleaner.visit(text, where, steps)
        if made is not text:
            changes[number] = made if cleaner.edits is None else cleaner.edits
        return made

    try:
        walk(tree, rules, visit)
    except ValueError as error:
        raise NotJSON("less nesting", 0) from error
    return _spliced(body, changes) if changes else body


def _spliced(body: bytes, changes: dict[int, str | list[tuple[int, int, str]]]) -> bytes:
    spans = strings(body)
    parts: list[bytes] = []
    done = 0
    for number, change in changes.items():
        start, end, _ = spans[number]
        raw = body[start:end].decode()
        made = spelled(change, ascii_only=raw.isascii()) if isinstance(change, str) else respelled(raw, change)
        parts += (body[done:start], made.encode())
        done = end
    return b"".join([*parts, body[done:]])
