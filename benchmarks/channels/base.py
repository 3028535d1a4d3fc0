"""What a channel is: a named way to hide bits in text by choices that a reader does not see."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

HIDDEN = "hidden"
"""A reader cannot see the choice: the channel counts."""
SACRED = "ascii"
"""The choice is between an ASCII word or mark, which stays as typed, and its twin: a stated limit of every preset but `strict`."""
RESEMBLING = "resembling"
"""A careful reader sees the choice in common fonts: shown beside the count, not in it."""

GROUPS = (HIDDEN, SACRED, RESEMBLING)
MAX_SITES = 12


class Site(NamedTuple):
    """A place in a cover text where one of several spellings may stand."""

    start: int
    end: int
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Channel:
    """A way of hiding: where it applies in a cover (`sites`), and why a reader does not see it (`why`)."""

    name: str
    why: str
    sites: Callable[[str], Iterable[Site]]
    group: str = HIDDEN
    where: str = ""

    def places(self, cover: str, rng: random.Random, limit: int = MAX_SITES) -> list[Site]:
        """Return at most `limit` sites of the cover, in order, without overlap."""
        found: list[Site] = []
        end = 0
        for site in sorted(self.sites(cover)):
            if site.start >= end and len(set(site.choices)) > 1:
                found.append(site)
                end = max(site.end, site.start + 1)
        if len(found) > limit:
            found = sorted(rng.sample(found, limit))
        return found


def hide(cover: str, places: Iterable[Site], rng: random.Random) -> str:
    """Return the cover with a random choice made at each place."""
    pieces: list[str] = []
    at = 0
    for start, end, choices in places:
        pieces.append(cover[at:start])
        pieces.append(rng.choice(choices))
        at = end
    pieces.append(cover[at:])
    return "".join(pieces)


def text_of(code: str) -> str:
    """Return the characters of a field such as ``0627+0644``; ``-`` is the empty string."""
    return "" if code == "-" else "".join(chr(int(part, 16)) for part in code.split("+"))
