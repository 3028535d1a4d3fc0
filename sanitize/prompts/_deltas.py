"""Text that comes in deltas: given back as early as nothing that follows can change it."""

from __future__ import annotations

import re

from sanitize._kinds import KEEP, KEY, LOG, PUNCTUATION, STRICT
from sanitize._policy import Policy
from sanitize._stream import Stream

_BLANKS = 1024
"""Blanks in a row from which on a line waits for its end: longer runs are shortened."""
_LONG_BLANK = re.compile(f"[ \\t]{{{_BLANKS}}}")
_SAFE = re.compile(r"[\t\x20-\x7e]*")
_SAFE_WITH_MARKS = re.compile("[\\t\\x20-\\x7e\u2013\u2014\u2018\u2019\u201c\u201d\u2026]*")


class Deltas:
    """Cleans one text that arrives in pieces; all that is given back together is the text cleaned in one go.

    While a line is ASCII, all of it but the last word (and the blanks before it) is given back at once: ASCII words are
    never changed, whatever follows. From the first other character on the line is held until it ends, since what is
    right may depend on all of it; lines of more than 65,536 characters are given back as they are decided.

    Cost: linear. Holds at most what `sanitize.Stream` holds.
    """

    def __init__(self, policy: Policy) -> None:
        self._stream: Stream[str] = Stream(policy)
        self._early = 0
        """How much of the line was given back before the stream gave it."""
        keeps_marks = policy.rules[PUNCTUATION] == KEEP
        is_eager = not (policy.repairs or policy.rules[-1] & (STRICT | LOG | KEY))
        self._safe = (_SAFE_WITH_MARKS if keeps_marks else _SAFE) if is_eager else None
        self._is_open = self._safe is not None
        self._word = ""
        """What is held of a line that is safe so far: the blanks before its last word, and that."""

    def feed(self, text: str) -> str:
        """Take the next piece and return what is now decided, which may be nothing."""
        decided = self._stream.feed(text)
        out = decided[self._early :]
        self._early = max(0, self._early - len(decided))
        return out + self._ahead(text)

    def finish(self) -> str:
        """Return the rest."""
        rest = self._stream.finish()
        return rest[self._early :]

    def _ahead(self, text: str) -> str:
        """Return what can be given back of the line that is not ended."""
        if self._safe is None:
            return ""
        begin = text.rfind("\n") + 1
        if begin:
            self._early, self._word, self._is_open = 0, "", True
        if not self._is_open:
            return ""
        line = self._word + text[begin:]
        found = self._safe.match(line)
        safe = line[: found.end()] if found else ""
        self._is_open = len(safe) == len(line) and not _LONG_BLANK.search(safe)
        if _LONG_BLANK.search(safe):
            return ""
        word = max(safe.rfind(" "), safe.rfind("\t")) + 1
        at = len(safe[:word].rstrip(" \t"))
        self._word = line[at:]
        self._early += at
        return safe[:at]
