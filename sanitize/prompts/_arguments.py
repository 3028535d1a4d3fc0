"""The arguments of a tool call: a JSON text inside a string, cleaned value by value as it comes, however it is cut."""

from __future__ import annotations

import re
from collections.abc import Callable

from sanitize._api import is_clean, raw_findings
from sanitize._json import decoded, respelled
from sanitize._policy import Policy
from sanitize.prompts._deltas import Deltas

_STRUCTURE = re.compile(r'["{}\[\],:]|[^\x00-\x7f]')
_IN_KEY = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL)
_IN_VALUE = re.compile(r'[^"\\\n]*(?:\\[^n][^"\\\n]*)*', re.DOTALL)
_LONGEST = 1 << 18
"""A line of a value that is longer is cleaned in pieces of this length, so that memory is bounded."""
_WHOLE_UNITS = re.compile(
    r"(?:\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\[^u]|[^\\])*", re.DOTALL
)
_HALF = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\Z")


class Arguments:
    """Cleans the string values of one JSON text that arrives in pieces; any cutting gives what one piece gives.

    What is outside of strings, keys and the spelling of what does not change stay as they are. A value is
    given back line by line. From the first character on that no JSON text can have there, the text is no JSON, and is
    cleaned as text.

    Cost: linear. Holds at most one line of a value (a piece of 262,144 characters of a longer one).
    """

    def __init__(self, policy: Policy, note: Callable[[str], None] | None = None) -> None:
        self._policy = policy
        self._note = note
        self._open: list[bool] = []  # for each container that is open, whether it is an object
        self._is_key = False
        self._in_string = False
        self._rest = ""
        self._seen = 0
        """How much of the rest holds no end of a line."""
        self._plain: Deltas | None = None
        self.edits: list[tuple[int, int, str]] | None = None
        """Where a list is put here, the changes are noted in it: start and end in what was fed, and the new text."""
        self.decided = 0
        """How much of what was fed is decided; what is no JSON is behind that."""

    def feed(self, piece: str) -> str:
        """Take the next piece and return what is now decided, which may be nothing."""
        if self._plain:
            return self._plain.feed(piece)
        text, self._rest = self._rest + piece, ""
        parts: list[str] = []
        at = 0
        while at < len(text) and self._plain is None:
            step = self._string if self._in_string else self._structure
            done = step(text, at, parts)
            if done == at:
                break
            at = done
        if self._plain:
            parts.append(self._plain.feed(text[at:]))
        else:
            self._rest = text[at:]
        return "".join(parts)

    def finish(self) -> str:
        """Return the rest."""
        if self._plain:
            return self._plain.finish()
        rest, self._rest = self._rest, ""
        return self._cleaned(rest) if self._in_string and not self._is_key else rest

    def _structure(self, text: str, at: int, parts: list[str]) -> int:
        """Go on to where the next string begins."""
        begin = at
        for token in _STRUCTURE.finditer(text, at):
            char, at = token[0], token.end()
            if char == '"':
                self._in_string = True
                break
            if char in "{[":
                self._open.append(char == "{")
                self._is_key = char == "{"
            elif char in "}]":
                if self._open:
                    self._open.pop()
            elif char == ",":
                self._is_key = bool(self._open) and self._open[-1]
            elif char == ":":
                self._is_key = False
            else:
                self._plain = Deltas(self._policy)
                at = token.start()
                break
        else:
            at = len(text)
        self._give(text[begin:at], parts)
        return at

    def _string(self, text: str, at: int, parts: list[str]) -> int:
        """Go on in a string: to its end, or in a value to the end of a line of it."""
        if self._is_key:
            end = _end(_IN_KEY, text, at)
            if end == len(text) or text[end] == "\\":  # the key goes on
                self._give(text[at:end], parts)
                return end
            self._give(text[at : end + 1], parts)
            self._in_string = False
            return end + 1
        end = _end(_IN_VALUE, text, at + self._seen)
        if end - at > _LONGEST:
            end = _end(_WHOLE_UNITS, text, at, at + _LONGEST)
            half = _HALF.search(text, max(at, end - 6), end)
            end = half.start() if half else end
        elif end == len(text) or (text[end] == "\\" and end + 1 == len(text)):
            self._seen = end - at
            return at  # the line goes on
        elif text[end] == "\n" or text[end] == "\\":
            end += 1 if text[end] == "\n" else 2
        else:
            self._in_string = False
        self._seen = 0
        parts.append(self._cleaned(text[at:end]))
        if self._in_string:
            return end
        self._give('"', parts)
        return end + 1

    def _give(self, text: str, parts: list[str]) -> None:
        parts.append(text)
        self.decided += len(text)

    def _cleaned(self, raw: str) -> str:
        """Return a line of a value, cleaned; the same spelling where nothing changes."""
        begin, self.decided = self.decided, self.decided + len(raw)
        text = decoded(raw)
        if self._note:
            self._note(text)
        if is_clean(text, self._policy):
            return raw
        made = respelled(raw, _edits(text, self._policy))
        if self.edits is not None:
            self.edits.append((begin, begin + len(raw), made))
        return made


def _edits(text: str, policy: Policy) -> list[tuple[int, int, str]]:
    return [(start, end, new) for start, end, new, _, _ in raw_findings(text, policy) if new is not None]


def _end(pattern: re.Pattern[str], text: str, at: int, limit: int | None = None) -> int:
    """Return where what a pattern matches from here ends; each matches at least nothing."""
    found = pattern.match(text, at, len(text) if limit is None else limit)
    return found.end() if found else at


def clean_arguments(
    text: str, policy: Policy, note: Callable[[str], None] | None = None
) -> tuple[str, list[tuple[int, int, str]]]:
    """Return a JSON text with its string values cleaned, and where it changed; the same object when nothing does.

    ``note`` is told each text that was looked at: each line of a value.
    """
    machine = Arguments(policy, note)
    edits: list[tuple[int, int, str]] = []
    machine.edits = edits
    made = machine.feed(text) + machine.finish()
    plain = text[machine.decided :]
    if note and plain:
        note(plain)
    if made == text:
        return text, []
    if plain:
        edits += ((machine.decided + start, machine.decided + end, new) for start, end, new in _edits(plain, policy))
    return made, edits
