"""The channels that are data: pieces put in between (inserts.tsv) and spellings that look the same (swaps.tsv)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from .base import HIDDEN, Channel, Site, text_of
from .places import Place, place

DATA = Path(__file__).resolve().parent.parent / "data"


def rows(name: str) -> Iterator[list[str]]:
    """Yield the fields of each row of a table in data/, without its comments."""
    for line in (DATA / name).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            yield line.split("\t")


def _insertion(pieces: tuple[str, ...], where: Place, *, always: bool) -> Callable[[str], Iterator[Site]]:
    choices = pieces if always else ("", *pieces)

    def sites(cover: str) -> Iterator[Site]:
        for index in range(len(cover) + 1):
            if where(cover, index, index):
                yield Site(index, index, choices)

    return sites


def inserted() -> Iterator[Channel]:
    """Yield the channels of inserts.tsv."""
    for name, pieces, where, why in rows("inserts.tsv"):
        words = [word for word in where.split() if word != "always"]
        sites = _insertion(tuple(map(text_of, pieces.split())), place(" ".join(words)), always="always" in where)
        yield Channel(name, why, sites, HIDDEN, where)


class Swap:
    """The sites of one channel's sets of spellings: wherever one spelling of a set stands, any other may."""

    def __init__(self) -> None:
        self.sets: list[tuple[re.Pattern[str], tuple[str, ...], Place]] = []

    def add(self, members: tuple[str, ...], where: str) -> None:
        """Add a set of spellings and the place where they look the same."""
        longest = sorted(members, key=len, reverse=True)
        self.sets.append((re.compile("|".join(map(re.escape, longest))), members, place(where)))

    def __call__(self, cover: str) -> Iterator[Site]:
        """Yield the sites in a cover text."""
        for pattern, members, where in self.sets:
            for match in pattern.finditer(cover):
                if where(cover, match.start(), match.end()):
                    yield Site(match.start(), match.end(), members)


def swapped(name: str = "swaps.tsv", group: str = HIDDEN) -> Iterator[Channel]:
    """Yield the channels of swaps.tsv (or of a table of its form), one for each name in it."""
    swaps: dict[str, Swap] = {}
    about: dict[str, tuple[str, str]] = {}
    for channel, members, where, why in rows(name):
        swaps.setdefault(channel, Swap()).add(tuple(map(text_of, members.split())), where)
        about.setdefault(channel, (why, where))
    for channel, swap in swaps.items():
        yield Channel(channel, about[channel][0], swap, group, about[channel][1])
