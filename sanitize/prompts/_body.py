"""A request as bytes: a JSON text whose strings are rewritten where they stand, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sanitize._backend import core
from sanitize._json import EXPECTED, NotJSON, respelled, spelled, strings
from sanitize._policy import Policy
from sanitize.jsonl import clean_line
from sanitize.prompts._clean import Change, Changing, Cleaner
from sanitize.prompts._fields import Where
from sanitize.prompts._report import Place
from sanitize.prompts._rules import Rules
from sanitize.prompts._walk import Doubled, Steps, walk


def clean(body: bytes, rules: Rules, places: list[Place] | None = None) -> bytes:
    """Return a JSON body with every text in it canonical, the same object when it is; with ``places``, findings are noted.

    What is ASCII with nothing special in it is not read as JSON. Else the core looks for strings that any of the
    policies would change: only where there are some, the request is parsed and walked through for whose they are.

    Raises
    ------
    NotJSON
        For what RFC 8259 does not allow, and for what is nested deeper than Python's parser goes, if something is found in it.
    """
    if rules.leaves_plain_ascii and core.json_is_plain(body):
        return body
    spans = _suspects(body, rules, reports=places is not None)
    return rewrite(body, parse(body), rules, Cleaner(rules, places=places).change, spans) if spans else body


def _suspects(body: bytes, rules: Rules, *, reports: bool) -> dict[int, tuple[int, int]]:
    """Return where the strings stand that may need a change or a report, by their numbers."""
    if not rules.leaves_plain_ascii or rules.looks_for_mojibake:
        return _spans(body)
    found, wrong = core.json_suspects(body, rules.loud if reports else rules.silent, reports)
    if wrong:
        raise NotJSON(EXPECTED[wrong[1]], wrong[0])
    return {number: (start, end) for number, start, end in found}


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise NotJSON("UTF-8", error.start) from None


def _spans(body: bytes) -> dict[int, tuple[int, int]]:
    """Return where all string values stand."""
    _text(body)
    return {number: (start, end) for number, (start, end, _) in enumerate(strings(body))}


def parse(body: bytes) -> Any:
    """Return what a JSON body says: strings as they are, numbers as nothing, doubled keys kept.

    Raises
    ------
    NotJSON
        For what RFC 8259 does not allow, and for what is nested deeper than Python's parser goes.
    """
    try:
        return _DECODER.decode(_text(body))
    except json.JSONDecodeError as error:
        raise NotJSON(error.msg, len(error.doc[: error.pos].encode())) from None
    except RecursionError:
        raise NotJSON("less nesting", 0) from None


def _refuse(name: str) -> None:
    raise json.JSONDecodeError(f"a number, not {name}", "", 0)


_DECODER = json.JSONDecoder(object_pairs_hook=Doubled.of, parse_float=bool, parse_int=bool, parse_constant=_refuse)


def rewrite(
    body: bytes, tree: Any, rules: Rules, change: Changing, spans: Mapping[int, tuple[int, int]] | None = None
) -> bytes:
    """Return a body with its strings changed as ``change`` says; the same object when none is.

    ``spans`` is where the strings stand that are asked about, by their numbers; None for all.
    """
    changes: dict[int, Change] = {}
    number = -1

    def visit(text: str, where: Where, steps: Steps) -> str:
        nonlocal number
        number += 1
        if (spans is None or number in spans) and (made := change(text, where, steps)) is not None:
            changes[number] = made
        return text

    try:
        walk(tree, rules, visit)
    except ValueError as error:
        raise NotJSON("less nesting", 0) from error
    return _spliced(body, changes, _spans(body) if spans is None else spans) if changes else body


def _spliced(body: bytes, changes: dict[int, Change], spans: Mapping[int, tuple[int, int]]) -> bytes:
    parts: list[bytes] = []
    done = 0
    for number, change in changes.items():
        start, end = spans[number]
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
