"""joining.tsv: does the UCD's Joining_Type predict where a joiner is seen, in the scripts that join like Arabic?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from . import tsv
from .joiners import JOINING, Key, keys_text, spelled
from .seen import Eye, fonts_with
from .ucd import Ucd

FORWARD, BACK = ("D", "L", "C"), ("D", "R", "C")  # joins to the following letter, to the preceding one
MOST = 75  # letters of a script: a larger alphabet is tried by an even sample of it
Rule = Callable[["Types", Key], bool]
Types = dict[int, str]


def joins(types: Types, a: int, b: int) -> bool:
    """Would the two letters join if they stood side by side?"""
    return types[a] in FORWARD and types[b] in BACK


def free_edge(types: Types, key: Key) -> bool:
    """Does a ZWJ between the two letters join one of them that the other leaves free?"""
    a, b = key
    return not joins(types, a, b) and (types[a] in FORWARD or types[b] in BACK)


def unseen(_types: Types, _key: Key) -> bool:
    """Nothing is to be seen, whatever the letters."""
    return False


# frame, what is compared with what, and when the difference should be seen
PAIR_RULES: list[tuple[str, str, str, Rule]] = [
    ("L _ L", "ZWNJ", "none", lambda t, k: joins(t, *k)),
    ("L _ L", "ZWJ", "none", free_edge),
    ("L _ L", "ZWJ ZWJ", "ZWJ", unseen),
    ("L _ L", "ZWJ ZWNJ", "ZWNJ", lambda t, k: t[k[0]] in FORWARD),
    ("L _ L", "ZWNJ ZWJ", "ZWNJ", lambda t, k: t[k[1]] in BACK),
    ("L _ L", "ZWSP", "none", unseen),
    ("L _ L", "WJ", "none", unseen),
    ("L _ L", "CGJ", "none", unseen),
]
LONE_RULES: list[tuple[str, str, str, Rule]] = [
    ("L _ end", "ZWNJ", "none", unseen),
    ("L _ end", "ZWJ", "none", lambda t, k: t[k[0]] in FORWARD),
    ("_ L", "ZWNJ", "none", unseen),
    ("_ L", "ZWJ", "none", lambda t, k: t[k[0]] in BACK),
    ("L _ space L", "ZWNJ", "none", unseen),
    ("L _ space L", "ZWJ", "none", lambda t, k: t[k[0]] in FORWARD),
]


def build(frame: str, key: Key, run: Sequence[int]) -> list[int]:
    """The text of a frame."""
    if frame == "L _ L":
        return [key[0], *run, key[1]]
    if frame == "_ L":
        return [*run, key[0]]
    return [key[0], *run, 0x20, key[0]] if "space" in frame else [key[0], *run]


class Letters(NamedTuple):
    """The letters of a script: their joining types, all pairs, and each alone."""

    types: Types
    pairs: Sequence[Key]
    lone: Sequence[Key]


def letters_of(ucd: Ucd, script: str) -> list[int]:
    """The letters of a script, those of each joining type sampled evenly."""
    groups: dict[str, list[int]] = defaultdict(list)
    for cp in sorted(ucd.category):
        letter = ucd.script.get(cp) == script and ucd.category[cp] in ("Lo", "Lu", "Ll")
        if letter and not ucd.width_or_font_form(cp) and not ucd.canonical(cp):
            groups[ucd.joining.get(cp, "U")].append(cp)
    total = sum(map(len, groups.values()))
    step = -(-total // MOST) or 1
    return sorted(cp for group in groups.values() for cp in group[::step])


def joining(ucd: Ucd) -> None:
    """Writes joining.tsv."""
    lines: list[list[str]] = []
    for script in sorted(JOINING):
        points = letters_of(ucd, script)
        types = {cp: ucd.joining.get(cp, "U") for cp in points}
        letters = Letters(types, [(a, b) for a in points for b in points], [(cp,) for cp in points])
        eyes = [Eye(font, ucd) for font in fonts_with(points, 0.3)]
        lines += [line(script, rule, letters, eyes) for rule in PAIR_RULES + LONE_RULES]
        print(f"  {script}: {len(points)} letters, {len(eyes)} fonts", flush=True)
    about = [
        "Where a joiner is seen between joining letters, against what Joining_Type (UCD) predicts. seen = another picture",
        "in any font. seen_unforeseen: seen though not predicted; foreseen_unseen: predicted, yet seen in no font.",
        "Predicted: ZWNJ where the letters would join; ZWJ where it joins a letter whose side would else be free;",
        "ZWJ ZWNJ differs from ZWNJ where the first letter joins forward; ZWNJ ZWJ where the second joins back.",
    ]
    columns = "script context joiner against pairs_tested pairs_seen pairs_predicted seen_unforeseen foreseen_unseen"
    columns += " fonts unforeseen_list unseen_list"
    tsv.write("joining.tsv", ucd, about, columns.split(), lines)


def line(script: str, rule: tuple[str, str, str, Rule], letters: Letters, eyes: Sequence[Eye]) -> list[str]:
    """One line: a frame tried with all letters in every font, against its rule."""
    frame, joiner, against, expected = rule
    keys = letters.pairs if frame == "L _ L" else letters.lone
    tested: set[Key] = set()
    seen: set[Key] = set()
    for eye in eyes:
        for key in keys:
            if eye.has(key):
                tested.add(key)
                plain = eye.look(build(frame, key, spelled(against)))
                if eye.differs(plain, eye.look(build(frame, key, spelled(joiner)))) == eye.SEEN:
                    seen.add(key)
    foreseen = {key for key in tested if expected(letters.types, key)}
    more, less = seen - foreseen, foreseen - seen
    numbers = map(str, map(len, (tested, seen, foreseen, more, less)))
    fonts = ",".join(eye.font.path.stem for eye in eyes)
    return [script, frame, joiner, against, *numbers, fonts, short(more), short(less)]


def short(keys: set[Key]) -> str:
    """The keys themselves where they are few, else those letters that stand in most of them."""
    if len(keys) <= 40:
        return keys_text(keys)
    counts: dict[str, int] = defaultdict(int)
    for key in keys:
        for place, cp in zip(("_1", "_2"), key, strict=False):
            counts[f"{tsv.point(cp)}{place}"] += 1
    return "by letter: " + " ".join(f"{name}:{n}" for name, n in sorted(counts.items(), key=lambda x: -x[1])[:60])
