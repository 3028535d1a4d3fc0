"""What is known of a file when all its pieces are read: counts, and what its whole text hides."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import sanitize
from sanitize._views.places import At, Places
from sanitize.cli.formats import Found, Summary

if TYPE_CHECKING:
    from sanitize import Channel, Report

_GATHERED = 1 << 22
"""Bytes of a file that are looked at as one for hidden text; a longer file is looked at so many at a time."""


class Tally:
    """Counts on through the pieces of a file; ``add`` each report, then ``summary``."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.changed = False
        self.base = 0
        self._pieces: list[Report[bytes]] = []
        self._size = 0
        self._start = 0
        self._places = Places()
        self._hidden: list[Found] = []
        self._choices: list[tuple[Channel, int]] = []
        self._capacity = 0.0

    def add(self, report: Report[bytes]) -> None:
        """Take the next piece."""
        self.counts.update(report.counts)
        self.changed = self.changed or report.changed
        if self._size + len(report.original) > _GATHERED:
            self._look()
        self._pieces.append(report)
        self._size += len(report.original)
        self.base += len(report.original)

    def summary(self, error: str | None = None) -> Summary:
        """Return what is known."""
        self._look()
        return Summary(
            counts=dict(self.counts),
            changed=self.changed,
            size=self.base,
            hidden=self._hidden,
            choices=self._choices,
            capacity=self._capacity,
            error=error,
        )

    def _look(self) -> None:
        """Read what the pieces hide, all together: a payload may be spread over many of them."""
        pieces, self._pieces, self._size = self._pieces, [], 0
        data = pieces[0].original if len(pieces) == 1 else b"".join(piece.original for piece in pieces)
        if any(pieces):
            whole = pieces[0] if len(pieces) == 1 else sanitize.inspect(data)
            done = 0
            places = self._places
            for found in whole.hidden:
                places.pass_over(data[done : found.start])
                done = found.start
                shown = data[found.start : found.end]
                self._hidden.append(Found(found, At(places.line, places.column, self._start), shown))
            places.pass_over(data[done:])
            self._choices += ((channel, self._start) for channel in whole.choices)
            self._capacity += whole.capacity
        else:
            self._places.pass_over(data)
        self._start += len(data)
