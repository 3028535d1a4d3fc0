"""Every case of the spaces that are finite, held to the contract: ``python tests/exhaustive.py`` runs them all (about two hours).

A *space* is a list of short texts: every code point alone, every one between two letters of each of twelve scripts, every
invisible character beside one character of every class, every emoji sequence with every single deletion and insertion.
A *law* tells whether something holds of a text, or of many lines at once: a law that fails for a thousand lines is asked about
halves of them until the line that breaks it is found. Nothing is decided across a line feed, so lines are as good as texts
(the laws of chunking hold that, too). `tests/test_exhaustive.py` takes a sample of each space.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import sanitize
from sanitize import _reference as reference
from sanitize import _tables as tables
from sanitize._backend import core

CODE_POINTS = range(sys.maxunicode + 1)
BATCH = 1024

LETTERS = {
    "Latin": "rt",
    "Greek": "\u03bb\u03c8",
    "Cyrillic": "\u0436\u0434",
    "Armenian": "\u0563\u056c",
    "Hebrew": "\u05e9\u05dc",
    "Arabic": "\u0628\u0644",
    "Devanagari": "\u0915\u0937",
    "Tamil": "\u0ba4\u0bae",
    "Thai": "\u0e01\u0e02",
    "Hangul": "\ud55c\uae00",
    "Kana": "\u3055\u30a2",
    "Han": "\u6f22\u5b57",
}
"""Two letters of each of twelve scripts that no letter of another script is taken for."""

PARITY = {
    "alone": "{}",
    "in Latin": "r{}t",
    "before a mark": "{}\u0301",
    "in Arabic": "\u0628{}\u0644",
    "behind a virama": "\u0915\u094d{}\u0937",
    "in Japanese": "\u6f22{}\u30a2",
}
"""Where the two cores are compared on every code point: each is another part of the rules."""

_JOINERS = "\u200c\u200d"
_IN_TEXT = {chr(cp) for cp in (0xAD, 0x61C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
"""What the preset text keeps where it is seen: places to break a line, and what changes the order (UAX #9)."""
_NOT_ALWAYS_GONE = {*map(ord, _JOINERS), *range(0x180B, 0x1810), 0x3164, 0xFFA0, 0x115F, 0x1160, 0x17B4, 0x17B5}
"""Ignorable, but seen in some places (joiners, Mongolian selectors, vowels), or a blank (Hangul fillers)."""


class Case(NamedTuple):
    """A text, and the one that it is hidden in: the same but for what cannot be seen; itself where there is no such claim."""

    text: str
    cover: str


class Failure(NamedTuple):
    """A law that does not hold."""

    law: str
    policy: str
    text: str
    detail: str


# Laws: each says what is wrong with a text, or nothing.


def idempotent(text: str, policy: str) -> str | None:
    """C3: what is clean is clean, and comes back as the same object."""
    once = sanitize.clean(text, policy)
    again = sanitize.clean(once, policy)
    if again is not once or not sanitize.is_clean(once, policy):
        return f"{once!a} becomes {again!a}"
    return None


def accountable(text: str, policy: str) -> str | None:
    """C6: the edits are in order, and replay and undo exactly."""
    report = sanitize.inspect(text, policy)
    done = undone = 0
    forward, back = [], []
    for edit in report.edits:
        if not done <= edit.start <= edit.end <= len(text):
            return f"an edit out of order: {edit}"
        forward += (text[done : edit.start], edit.replacement)
        back += (report.cleaned[undone : edit.to], text[edit.start : edit.end])
        done, undone = edit.end, edit.to + len(edit.replacement)
    if not "".join([*forward, text[done:]]) == report.cleaned == sanitize.clean(text, policy):
        return "the edits do not give the clean text"
    if "".join([*back, report.cleaned[undone:]]) != text or report.restore() != text:
        return "the edits do not give the text back"
    return None


def chunked(text: str, policy: str) -> str | None:
    """C4: character by character and byte by byte as in one call."""
    whole = sanitize.clean(text, policy)
    stream: sanitize.Stream[str] = sanitize.Stream(policy)
    if "".join([stream.feed(char) for char in text] + [stream.finish()]) != whole:
        return "a stream of characters differs"
    data = text.encode("utf-8", "surrogatepass")
    octets: sanitize.Stream[bytes] = sanitize.Stream(policy)
    fed = [octets.feed(data[at : at + 1]) for at in range(len(data))]
    if b"".join([*fed, octets.finish()]) != sanitize.clean_bytes(data, policy):
        return "a stream of bytes differs"
    return None


def one_meaning(text: str, policy: str) -> str | None:
    """C7: bytes as text; malformed parts (lone surrogates in UTF-8) have a test of their own."""
    data = text.encode("utf-8", "replace")
    text = data.decode()
    if sanitize.clean_bytes(data, policy).decode("utf-8", "surrogatepass") != sanitize.clean(text, policy):
        return "bytes differ from str"
    return None


def canonical(text: str, policy: str) -> str | None:
    """C1: canonically equivalent texts (UAX #15) have one clean form."""
    if sanitize.Policy(policy).actions["normalization"] == "keep":
        return None
    cleaned = sanitize.clean(text, policy)
    for form in (core.normalize_nfd, core.normalize_nfc):
        if (other := sanitize.clean(form(text), policy)) != cleaned:
            return f"{form(text)!a} becomes {other!a}, not {cleaned!a}"
    return None


def agreed(text: str, policy: str) -> str | None:
    """C7: the native core finds what the reference finds."""
    rules = sanitize.Policy(policy).rules
    if core is not reference and core.findings(text, rules) != reference.findings(text, rules):
        return f"native {core.clean(text, rules)!a}, reference {reference.clean(text, rules)!a}"
    return None


def hidden(cases: Sequence[Case], policy: str) -> Iterator[Failure]:
    """C1: a text with something in it that cannot be seen cleans to what its cover cleans to."""
    texts = sanitize.clean_many([case.text for case in cases], policy)
    covers = sanitize.clean_many([case.cover for case in cases], policy)
    for case, cleaned, wanted in zip(cases, texts, covers, strict=True):
        if cleaned != wanted and not (policy == "text" and _IN_TEXT.intersection(case.text)):
            yield Failure("hidden", policy, case.text, f"{cleaned!a}, not {wanted!a}")


Law = Callable[[str, str], "str | None"]
QUICK: tuple[Law, ...] = (idempotent, accountable, one_meaning, canonical)
ALL: tuple[Law, ...] = (*QUICK, chunked)


def failures(law: Law, policy: str, lines: Sequence[str]) -> Iterator[Failure]:
    """Yield the lines that break a law; if only many together do, those few that still do."""
    detail = law("\n".join(lines), policy)
    if detail is None:
        return
    half = len(lines) // 2
    found = (
        [one for part in (lines[:half], lines[half:]) if part for one in failures(law, policy, part)] if half else []
    )
    yield from found or [Failure(law.__name__, policy, "\n".join(lines), detail)]


# Spaces


def in_frame(frame: str, code_points: Iterable[int] = CODE_POINTS) -> Iterator[Case]:
    """Yield every code point in one context. What is ignorable everywhere is hidden in the context alone."""
    gone = _ignorable()
    before = frame.partition("{")[0][-1:]
    for cp in code_points:
        text = frame.format(chr(cp))
        yield Case(text, frame.format("") if cp in gone and not _selects(before, chr(cp)) else text)


@cache
def _ignorable() -> frozenset[int]:
    """Return the ignorable code points that are seen nowhere: tags and selectors without a base that lists them included."""
    spans = (
        (0xAD, 0xAD),
        (0x34F, 0x34F),
        (0x61C, 0x61C),
        (0x180E, 0x180E),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
    )
    more = ((0xFEFF, 0xFEFF), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF))
    points = {cp for first, last in (*spans, *more) for cp in range(first, last + 1)}
    return frozenset(points - _NOT_ALWAYS_GONE)


def invisible() -> list[str]:
    """Return every character that draws nothing by itself (some of the many unassigned), or changes what stands beside it."""
    many = {
        *range(0xE0002, 0xE0020),
        *range(0xE0080, 0xE0100),
        *range(0xE0110, 0xE1000),
    }  # unassigned, and further selectors
    selectors = {*range(0xFE00, 0xFE10), *_NOT_ALWAYS_GONE}
    return [chr(cp) for cp in sorted((_ignorable() | selectors) - many | {0xE0002, 0xE0080, 0xE01EF, 0xE01F0, 0xE0FFF})]


@cache
def neighbours() -> list[str]:
    """Return a character of every class: category, combining class, direction, width, decomposition and script (by name)."""
    classes: dict[tuple[object, ...], str] = {}
    for char in map(chr, CODE_POINTS):
        key = (
            unicodedata.category(char),
            unicodedata.combining(char),
            unicodedata.bidirectional(char),
            unicodedata.east_asian_width(char),
            unicodedata.decomposition(char)[:5].partition(">")[0].isalnum(),
            unicodedata.name(char, "").split(" ", maxsplit=1)[0],
        )
        classes.setdefault(key, char)
    return list(classes.values())


def beside(neighbour: str) -> Iterator[Case]:
    """Yield one character with each invisible one before it, behind it, and between two of it."""
    plain = unicodedata.category(neighbour) not in ("Cc", "Cf", "Cs", "Zl", "Zp", "Zs") and neighbour.isprintable()
    always = _ignorable()
    for char in invisible():
        for text in (char + neighbour, neighbour + char, neighbour + char + neighbour):
            # A blank at the end of a line, and what stands within an escape sequence, have laws of their own.
            hides = plain and ord(char) in always and not _selects(neighbour, char)
            yield Case(text, text.replace(char, "") if hides else text)


def _selects(base: str, selector: str) -> bool:
    """Tell whether a selector may be listed behind a base: ideographs and emoji tag sequences."""
    return "\U000e0100" <= selector <= "\U000e01ef" and "CJK" in unicodedata.name(base or "-", "CJK")


_TROUBLE = (
    "\u200b",
    "\u200c",
    "\u200d",
    "\ufe0e",
    "\ufe0f",
    "\u20e3",
    "\U000e0067",
    "\U000e007f",
    "\U0001f3fb",
    "\U0001f1e9",
    "\U0001f468",
    "\u2640",
    "a",
    " ",
)
"""What is put into emoji sequences: joiners, selectors, tags, a skin tone, parts of other sequences, and what is none."""


def sequences() -> list[str]:
    """Return every RGI emoji sequence."""
    return ["".join(map(chr, key)) for key in sorted(tables.SEQUENCES)]


def changed(sequence: str) -> Iterator[Case]:
    """Yield a sequence with every single deletion and insertion."""
    for at in range(len(sequence)):
        text = sequence[:at] + sequence[at + 1 :]
        yield Case(text, text)
    for at in range(len(sequence) + 1):
        for char in _TROUBLE:
            text = sequence[:at] + char + sequence[at:]
            yield Case(text, sequence if char == "\u200b" else text)


class Space(NamedTuple):
    """A name, the parts that it is made of, and what is asked of each part."""

    name: str
    parts: Sequence[str]
    cases: Callable[[str], Iterator[Case]]
    laws: tuple[Law, ...]
    policies: tuple[str, ...]


def _framed(part: str) -> Iterator[Case]:
    frame, first, last = part.split("|")
    return in_frame(frame, range(int(first), int(last)))


_WRITTEN = (0, 1, 2, 3, 14)
"""The planes that have characters; the others are private, or unassigned to the last code point."""


def _frames(frames: Iterable[str], *, written: bool) -> list[str]:
    step = 1 << 12 if written else 1 << 16
    planes = [plane for plane in range(17) if (plane in _WRITTEN) is written]
    starts = [first for plane in planes for first in range(plane << 16, plane + 1 << 16, step)]
    return [f"{frame}|{first}|{first + step}" for first in starts for frame in frames]


def spaces() -> list[Space]:
    """Return every space with the laws that hold in it, the cheap ones first."""
    between = [f"{first}{{}}{second}" for first, second in LETTERS.values()]
    kept = ("prompt", "text", "strict")
    other = "private and unassigned planes"
    return [
        Space("emoji sequences, one deleted or inserted", sequences(), changed, ALL, ("prompt", "text")),
        Space("emoji sequences so, both cores", sequences(), changed, (agreed,), ("prompt",)),
        Space("invisible beside one of every class", neighbours(), beside, QUICK, kept),
        Space("every character alone", _frames(["{}"], written=True), _framed, ALL, (*kept, "log")),
        Space(f"alone, {other}", _frames(["{}"], written=False), _framed, QUICK, kept),
        Space("every character in twelve scripts", _frames(between, written=True), _framed, ALL, kept),
        Space(f"in twelve scripts, {other}", _frames(between, written=False), _framed, QUICK, kept),
        Space(
            "both cores, every character in six contexts",
            _frames(PARITY.values(), written=True),
            _framed,
            (agreed,),
            ("prompt",),
        ),
        Space(f"both cores, {other}", _frames(PARITY.values(), written=False), _framed, (agreed,), ("prompt",)),
    ]


def run(space: Space, part: str, step: int = 1) -> tuple[int, list[Failure]]:
    """Return how many texts a part of a space has, and what fails there; ``step`` takes a sample."""
    asked = 0
    found: list[Failure] = []
    cases = islice(space.cases(part), None, None, step)
    while batch := list(islice(cases, BATCH)):
        asked += len(batch)
        for policy in space.policies:
            for law in space.laws:
                found += failures(law, policy, [case.text for case in batch])
            if policy != "log":
                found += hidden([case for case in batch if case.text is not case.cover], policy)
    return asked, found


def _work(number: int, part: str, step: int) -> tuple[int, list[Failure], float]:
    begun = time.process_time()
    return *run(spaces()[number], part, step), time.process_time() - begun


def main() -> int:
    """Run every space, or those named, and say what was asked and what failed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", default="", help="run the spaces whose names contain this")
    parser.add_argument("--step", type=int, default=1, help="take one text in so many")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes")
    parser.add_argument("--json", help="write the figures and the failures here")
    options = parser.parse_args()
    figures = []
    failed = False
    print(f"sanitize {sanitize.__version__}, {sanitize.backend()} core, Unicode {sanitize.UNICODE_VERSION}")
    with ProcessPoolExecutor(options.jobs) as pool:
        for number, space in enumerate(spaces()):
            if options.only not in space.name:
                continue
            asked, seconds, found = 0, 0.0, []
            for count, wrong, spent in pool.map(partial(_work, number, step=options.step), space.parts, chunksize=1):
                asked, seconds = asked + count, seconds + spent
                for failure in wrong[: max(0, 40 - len(found))]:
                    print(f"  {failure.law}, {failure.policy}: {failure.text!a}: {failure.detail}", flush=True)
                found += wrong
            failed |= bool(found)
            laws = [law.__name__ for law in space.laws]
            print(f"{space.name}: {asked:,} texts, {len(found)} failures, {seconds:.0f} s", flush=True)
            figures.append(
                {
                    "space": space.name,
                    "texts": asked,
                    "laws": laws,
                    "policies": space.policies,
                    "seconds": round(seconds),
                }
                | {"failures": dict(Counter(failure.law for failure in found)), "examples": found[:2000]}
            )
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1), encoding="ascii")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
