"""The speed benchmark's cases, as data: each a text with the answer that a correct run must give."""

# ruff: noqa: S311 - texts are random, not secret

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .channels.script import script, scripts
from .channels.tables import rows
from .corpora import joined, languages, log_lines, plain

_SINGLE = {
    "Russian": ("russian", {"Cyrillic"}, "\u00ab\u00bb\u2014\u2116"),
    "Greek": ("greek", {"Greek"}, "\u00ab\u00bb\u00b7"),
    "Chinese": ("chinese", {"Han"}, "\u3001\u3002\uff0c\uff01\uff1f\uff08\uff09\u300a\u300b\u300c\u300d\u00b7\u2014"),
    "Japanese": ("japanese", {"Han", "Hiragana", "Katakana", "Kana"}, "\u3001\u3002\uff01\uff1f\u300c\u300d"),
    "Hindi": ("hindi", {"Devanagari"}, "\u0964"),
    "Arabic": ("arabic", {"Arabic"}, "\u060c\u061b\u061f"),
}
_HIDDEN = tuple(
    "\xad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u202e\u2060\u2061\u2064\u2066"
    "\u2069\u206a\ufe00\ufe0e\ufe0f\ufeff\ufff9\U0001d173\U0001bca0\U000e0041\U000e0061\U000e0100\U000e01ef\x00\x02\x7f\x90"
)
_LOOKS = {
    chr(int(latin, 16)): chr(int(letter, 16))
    for name, letter, latin, proof in rows("homoglyphs.tsv")
    if (name, proof) == ("Cyrillic", "pixel")
}
_TYPOGRAPHY = {"'": "\u2019", "-": "\u2010", '"': "\u201d", " ": "\u00a0", "/": "\u2215"}
_TELLING = re.compile(r"[bfkmrtz]")


@dataclass(frozen=True)
class Case:
    """A text, the answer of `clean` under the prompt preset (None: unknown, only stable), and what it stands for."""

    name: str
    text: str
    answer: str | None
    group: str

    @property
    def clean(self) -> bool:
        """Whether the text is to come back as it is."""
        return self.answer == self.text


def single_script(folder: Path, name: str) -> list[str]:
    """Return honest lines of one language that hold no letter of another script and no typography that folds."""
    language, wanted, marks = _SINGLE[name]
    kept = []
    for line in map(plain, languages(folder).get(language, [])):
        odd = [c for c in line if not c.isascii() and not script(c) and c not in marks and not c.isdecimal()]
        if line and not odd and set(scripts(line)) <= wanted and scripts(line):
            kept.append(line)
    return kept


def english(folder: Path) -> list[str]:
    """Return plain English lines in ASCII."""
    found = languages(folder)
    return [line for line in map(plain, found["english"]) if line.isascii() and line]


def typographic(text: str, every: int = 40) -> str:
    """Return ASCII text with a character in `every` as a word processor would set it."""
    chars = list(text)
    since = 0
    for index, char in enumerate(chars):
        since += 1
        inside = 0 < index < len(chars) - 1 and "\n" not in (chars[index - 1], chars[index + 1])
        if since >= every and char in _TYPOGRAPHY and inside:
            chars[index] = _TYPOGRAPHY[char]
            since = 0
    return "".join(chars)


def dirty(text: str, share: float, seed: int = 5) -> str:
    """Return ASCII text in which about `share` of the characters carry a hidden thing, of many kinds."""
    rng = random.Random(seed)
    pieces: list[str] = []
    for word in re.split(r"([^A-Za-z]+)", text):
        telling = bool(_TELLING.search(word))
        for char in word:
            if rng.random() >= share:
                pieces.append(char)
            elif telling and char in _LOOKS and rng.random() < 0.5:
                pieces.append(_LOOKS[char])
            elif char in _TYPOGRAPHY and char not in " '" and rng.random() < 0.5:
                pieces.append(_TYPOGRAPHY[char])
            else:
                pieces.append(char + ("" if char == "\n" else rng.choice(_HIDDEN)))
    return "".join(pieces)


def _repeated(make: Callable[[str], str], text: str, block: int = 1 << 18) -> tuple[str, str]:
    """Return (made, plain) for a long text of which only the first block is worked on, then repeated."""
    if len(text) <= block:
        return make(text), text
    head = text[: text.rfind("\n", 0, block) + 1]
    times = max(1, len(text) // len(head))
    return make(head) * times, head * times


def corpus(folder: Path, size: int) -> list[Case]:
    """Return the cases of real text, each of about `size` bytes."""
    logs = joined(log_lines(folder), size)
    prose = joined(english(folder), size)
    found = [Case("ASCII logs", logs, logs, "clean")]
    made, answer = _repeated(typographic, prose)
    found.append(Case("typographic English", made, answer, "folded"))
    for name in _SINGLE:
        text = joined(single_script(folder, name), size)
        found.append(Case(name, text, text, "clean"))
    pairs = zip(english(folder), single_script(folder, "Russian"), strict=False)
    mixed = joined([f"{one} / {other}" for one, other in pairs], size)
    found.append(Case("Latin and Cyrillic lines", mixed, mixed, "mixed"))
    made, answer = _repeated(lambda text: dirty(text, 0.2), prose)
    found.append(Case("dirty: 1 in 5", made, answer, "dirty"))
    return found


def short(folder: Path) -> list[Case]:
    """Return strings of 90 characters."""
    lines = english(folder)
    text = re.sub(r"\s+", " ", " ".join(lines))[:600]
    start = text.find(" ") + 1
    ninety = (text[start : start + 89] + ".").replace(" .", "x.")
    russian = re.sub(r"\s+", " ", " ".join(single_script(folder, "Russian")))[:90].strip().ljust(90, ".")
    return [
        Case("90 characters, ASCII", ninety, ninety, "clean"),
        Case("90 characters, Russian", russian, russian, "clean"),
        Case("90 characters, typographic", typographic(ninety), ninety, "folded"),
        Case("90 characters, dirty", dirty(ninety, 0.2), ninety, "dirty"),
    ]


_WORST: tuple[tuple[str, Callable[[int], str], Callable[[int], str] | None], ...] = (
    ("all findings", lambda n: "\u200b" * n, lambda _n: ""),
    ("alternating", lambda n: "a\u200b" * n, lambda n: "a" * n),
    ("all mixed words", lambda n: "b\u0430nk " * n + "x", lambda n: "bank " * n + "x"),
    (
        "long mixed words",
        lambda n: ("b" + "\u0430" * 4998 + " ") * (n // 5000) + "x",
        lambda n: ("b" + "a" * 4998 + " ") * (n // 5000) + "x",
    ),
    (
        "all ambiguous words on a line",
        lambda n: "\u0441\u043e\u0440 " * n + "\u0441",
        lambda n: "\u0441\u043e\u0440 " * n + "\u0441",
    ),
    ("all decomposed", lambda n: "e\u0301" * n, lambda n: "\u00e9" * n),
    ("all jamo", lambda n: "\u1112\u1161\u11ab" * n, lambda n: "\ud55c" * n),
    ("one stack of marks", lambda n: "a" + "\u0301" * n, None),
    ("one stack of unordered marks", lambda n: "a" + "\u0301\u0323" * n, None),
    ("unfinished escape sequences", lambda n: "\x1b[" * n, lambda n: "[" * n),
    ("unfinished control strings", lambda n: "\x1b]aaaaaa" * n, lambda n: "]aaaaaa" * n),
    ("one run of joiners", lambda n: "a" + "\u200d" * n + "b", lambda _n: "ab"),
    ("one chain of emoji", lambda n: "\U0001f469\u200d" * n + "\U0001f469", None),
    ("one run of regional indicators", lambda n: "\U0001f1eb\U0001f1f7" * n, lambda n: "\U0001f1eb\U0001f1f7" * n),
    ("one run of tags", lambda n: "\U0001f3f4" + "\U000e0061" * n, lambda _n: "\U0001f3f4"),
    ("unclosed isolates", lambda n: "\u2067a" * n, lambda n: "a" * n),
    ("line ends", lambda n: "\r\n" * n, lambda n: "\n" * n),
    (
        "blanks that end no line",
        lambda n: ("a" + " " * 4999) * (n // 5000) + "b",
        lambda n: ("a" + " " * 4999) * (n // 5000) + "b",
    ),
    ("lone surrogates", lambda n: "\ud800" * n, lambda n: "\ufffd" * n),
    ("quotes on one line", lambda n: "a\u2019b " * n + "x", lambda n: "a'b " * n + "x"),
)


def worst(units: int) -> list[tuple[Case, Case]]:
    """Return the worst cases by construction, each at `units` repetitions and at twice as many."""
    pairs = []
    for name, make, answer in _WORST:
        one, two = (Case(name, make(n), answer(n) if answer else None, "worst") for n in (units, 2 * units))
        pairs.append((one, two))
    return pairs
