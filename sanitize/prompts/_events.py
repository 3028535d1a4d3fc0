"""A streamed answer: server-sent events whose deltas are cleaned as they come, each text as if it had come whole."""

from __future__ import annotations

import json
import re
from typing import Any

from sanitize._api import inspect
from sanitize._json import NotJSON
from sanitize._report import Report
from sanitize.prompts._arguments import Arguments
from sanitize.prompts._body import rewrite
from sanitize.prompts._clean import Change, Changing, Cleaner
from sanitize.prompts._deltas import Deltas
from sanitize.prompts._fields import Where
from sanitize.prompts._report import Place
from sanitize.prompts._rules import INCOMING, Rules
from sanitize.prompts._shapes import Channel, Delta, deltas, ends, filled
from sanitize.prompts._walk import Doubled, Steps, pointer

_END = re.compile(rb"\r\n\r\n|\n\n|\r\r|\n\r\n")
_LINE = re.compile(rb"([^\r\n]*)(\r\n|\n|\r|\Z)")
_LONGEST = 1 << 26
"""Bytes of one event: no service sends any that is near as long, and memory is bounded."""
_NOTED = 1 << 20
"""Characters of one streamed text that are kept where findings are noted."""
_DECODER = json.JSONDecoder(object_pairs_hook=Doubled.of)


class _Text:
    """One text that comes in deltas."""

    def __init__(self, rules: Rules, delta: Delta) -> None:
        policy = rules.quiet(delta.context)
        self.machine = Arguments(policy) if delta.is_json else Deltas(policy)
        self.last = delta
        self.seen: list[str] = []


class Answer:
    """The texts of one streamed answer, fed event by event as parsed objects; with ``places``, findings are noted."""

    def __init__(self, rules: Rules = INCOMING, *, places: list[Place] | None = None) -> None:
        self._rules = rules
        self._places = places
        self._texts: dict[Channel, _Text] = {}

    def take(self, event: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[Steps, str]]:
        """Take an event; return events that go before it, and the strings of its deltas as they shall be."""
        made: dict[Steps, str] = {}
        ended = list(ends(event))
        for delta in deltas(event):
            text = self._texts.get(delta.channel)
            if text is None:
                text = self._texts[delta.channel] = _Text(self._rules, delta)
            text.last = delta
            if self._places is not None:
                text.seen.append(delta.text)
            piece = text.machine.feed(delta.text)
            if any(delta.channel[: len(end)] == end for end in ended):
                piece += self._finish(delta.channel)
            made[delta.steps] = piece
        return [more for end in ended for more in self._close(end)], made

    def finish(self) -> list[dict[str, Any]]:
        """Return events with what is still held: the answer takes no more."""
        return self._close(())

    def _close(self, end: Channel) -> list[dict[str, Any]]:
        """Return events with what is held of the channels whose names begin so."""
        closing = [(channel, text) for channel, text in self._texts.items() if channel[: len(end)] == end]
        return [filled(text.last, rest) for channel, text in closing if (rest := self._finish(channel))]

    def _finish(self, channel: Channel) -> str:
        text = self._texts.pop(channel)
        if self._places is not None:
            self._note(text, self._places)
        return text.machine.finish()

    def _note(self, text: _Text, places: list[Place]) -> None:
        policy = self._rules.policy(text.last.context)
        report: Report[str] = inspect("".join(text.seen)[:_NOTED], policy)
        if report:
            places.append(Place(pointer(text.last.steps), text.last.context, report))


class Events:
    """Cleans a stream of server-sent events that carry a model's answer, as bytes that come in any pieces.

    Understood are the streams of OpenAI's chat completions, completions and responses, of Anthropic's messages and of Gemini.
    Each text that comes in deltas is cleaned as one: all its deltas together are the text cleaned in one go. What is
    held back is at most the last word of a line that is ASCII so far, else what came of the line (of a line of a value, in
    the arguments of a tool call); it comes when it is decided, at the latest in an event of its own before the one that ends
    the text. Other bytes stay as they are; where such an event was put in, later ``sequence_number`` count it.

    Parameters
    ----------
    rules:
        The policy for each kind of text; ``INCOMING`` by default.
    places:
        A list that takes a `Place` for each text in which something was found, when it ends.

    Raises
    ------
    ValueError
        For an event of more than 64 MiB.

    Cost: linear; some tens of microseconds an event.

    >>> from sanitize import prompts
    >>> events = prompts.Events()
    >>> events.feed(b'data: {"choices": [{"index": 0, "delta": {"content": "P\\\\u0430y"}}]}\\n\\n')
    b'data: {"choices": [{"index": 0, "delta": {"content": ""}}]}\\n\\n'
    >>> events.feed(b'data: {"choices": [{"index": 0, "delta": {"content": "pal"}, "finish_reason": "stop"}]}\\n\\n')
    b'data: {"choices": [{"index": 0, "delta": {"content": "Paypal"}, "finish_reason": "stop"}]}\\n\\n'
    """

    def __init__(self, rules: Rules = INCOMING, *, places: list[Place] | None = None) -> None:
        self._rules = rules
        self._answer = Answer(rules, places=places)
        self._places = places
        self._rest = b""
        self._inserted = 0
        self._named = False
        self._line_end = b"\n"

    def feed(self, data: bytes) -> bytes:
        """Take the next bytes and return what is now decided, which may be nothing."""
        seen = max(0, len(self._rest) - 3)
        text = self._rest + data
        parts: list[bytes] = []
        at = 0
        while found := _END.search(text, max(at, seen)):
            parts.append(self._event(text[at : found.end()]))
            at = found.end()
        self._rest = text[at:]
        if len(self._rest) > _LONGEST:
            raise ValueError(f"a server-sent event is longer than {_LONGEST} bytes")
        return b"".join(parts)

    def finish(self) -> bytes:
        """Return the rest: what was held of texts that no event ended, and an event that is incomplete."""
        rest, self._rest = self._rest, b""
        last = self._event(rest) if rest.strip() else rest
        return self._written(self._answer.finish(), None) + last

    def _event(self, raw: bytes) -> bytes:
        """Return the bytes of one event, cleaned, behind events that are put in before it."""
        lines = [(line[1], line[2]) for line in _LINE.finditer(raw)]
        data = [_value(line) for line, _ in lines if line.startswith(b"data:")]
        if not data:
            return raw
        self._line_end = next((end for _, end in lines if end), self._line_end)
        self._named = any(line.startswith(b"event:") for line, _ in lines)
        body = b"\n".join(data)
        try:
            tree = _DECODER.decode(body.decode())
            if not isinstance(tree, dict):
                return raw
            more, made = self._answer.take(tree)
            cleaned = rewrite(body, tree, self._rules, self._changing(made))
        except (NotJSON, ValueError, RecursionError):  # not JSON: no text that is known
            return (self._written(self._answer.finish(), None) if body.strip() == b"[DONE]" else b"") + raw
        number = tree.get("sequence_number")
        before = self._written(more, number)
        if self._inserted and isinstance(number, int):
            tree = json.loads(cleaned)
            cleaned = _dumped({**tree, "sequence_number": number + self._inserted})
        return before + (raw if cleaned == body else _with_data(lines, cleaned))

    def _changing(self, made: dict[Steps, str]) -> Changing:
        """Return what puts the deltas of one event in their places, and cleans its other strings."""
        cleaner = Cleaner(self._rules, places=self._places)

        def change(text: str, where: Where, steps: Steps) -> Change | None:
            if steps in made:
                return None if made[steps] == text else made[steps]
            return cleaner.change(text, where, steps)

        return change

    def _written(self, events: list[dict[str, Any]], number: object) -> bytes:
        """Return events as bytes, as those are written that they go between; ``number`` is that of the one behind them."""
        parts: list[bytes] = []
        for event in events:
            last = event.get("sequence_number")
            numbered = event
            if isinstance(last, int):
                numbered = {
                    **event,
                    "sequence_number": (number if isinstance(number, int) else last + 1) + self._inserted,
                }
                self._inserted += 1
            end = self._line_end
            name = b"event: " + str(event["type"]).encode() + end if self._named and "type" in event else b""
            parts.append(name + b"data: " + _dumped(numbered) + end + end)
        return b"".join(parts)


def _value(line: bytes) -> bytes:
    """Return the value of a data line: one space behind the colon is no part of it."""
    return line[6:] if line.startswith(b"data: ") else line[5:]


def _with_data(lines: list[tuple[bytes, bytes]], body: bytes) -> bytes:
    """Return an event with other data, line for line."""
    data = iter(body.split(b"\n"))
    return b"".join(
        (line[: len(line) - len(_value(line))] + next(data) if line.startswith(b"data:") else line) + end
        for line, end in lines
    )


def _dumped(event: dict[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
