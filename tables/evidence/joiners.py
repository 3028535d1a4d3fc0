"""joiners.tsv and joiner_canon.tsv: where ZWNJ and ZWJ are seen, in scripts with a virama and in all others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from . import tsv
from .seen import Eye, fonts_with
from .ucd import Ucd

POINTS = {"ZWNJ": 0x200C, "ZWJ": 0x200D, "ZWSP": 0x200B, "WJ": 0x2060, "CGJ": 0x034F}
VIRAMAS = {"Virama", "Pure_Killer", "Invisible_Stacker", "Reordering_Killer"}
Key = tuple[int, ...]
Compared = tuple[str, str]
# What is compared with what. V is the virama, where the frame has one; else the run alone is named.
# In the order of NORMAL_ORDER, a spelling that looks like an earlier one in every font is that one.
NORMAL_ORDER = ("V", "V ZWNJ", "V ZWJ", "ZWJ V", "ZWNJ V")
JUDGED = [(late, early) for i, late in enumerate(NORMAL_ORDER) for early in NORMAL_ORDER[:i]]
RUNS = [("V ZWJ ZWJ", "V ZWJ"), ("V ZWJ ZWNJ", "V ZWJ"), ("V ZWJ ZWNJ", "V ZWNJ"), ("V ZWNJ ZWJ", "V ZWNJ")]
RUNS += [("V ZWNJ ZWJ", "V ZWJ"), ("V ZWNJ ZWNJ", "V ZWNJ")]
OTHERS = [(f"V {name}", against) for name in ("ZWSP", "WJ", "CGJ") for against in ("V", "V ZWNJ")]
PLAIN_ORDER = ("none", "ZWNJ", "ZWJ")
PLAIN = [("ZWNJ", "none"), ("ZWJ", "none"), ("ZWJ", "ZWNJ")]
PLAIN_OTHERS = [("ZWSP", "none"), ("WJ", "none"), ("CGJ", "none")]
COLUMNS = "script virama context joiner against pairs_tested pairs_seen pairs_broken fonts exceptions_are exceptions"


def spelled(name: str, virama: int = 0) -> list[int]:
    """The code points of a spelling such as ``V ZWNJ``."""
    return [virama if part == "V" else POINTS[part] for part in name.split() if part != "none"]


@dataclass
class Tally:
    """For each choice of letters in one context: is the difference seen in any font, or only broken?"""

    tested: set[Key] = field(default_factory=set)
    seen: set[Key] = field(default_factory=set)
    broken: set[Key] = field(default_factory=set)
    fonts: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Context:
    """A frame for texts: its name, the letters to put in, how a text is built around a spelling, what to compare."""

    name: str
    keys: Sequence[Key]
    build: Callable[[Key, Sequence[int]], list[int]]
    compared: Sequence[Compared]
    order: Sequence[str]
    virama: int = 0


def contexts(script: Script, v: int) -> Iterator[Context]:
    """The frames for one virama: C consonant, V virama, I independent vowel."""
    ones = [(c,) for c in script.consonants]
    pairs = [(a, b) for a in script.consonants for b in script.consonants]
    vowels = [(c, i) for c in script.consonants for i in script.independent]
    everything = [*JUDGED, *RUNS, *OTHERS]

    def around(k: Key, s: Sequence[int]) -> list[int]:
        return [k[0], *s, *k[1:]]

    yield Context("C V C", pairs, around, everything, NORMAL_ORDER, v)
    yield Context("C V end", ones, around, everything, NORMAL_ORDER, v)
    yield Context("C V space C", ones, lambda k, s: [k[0], *s, 0x20, k[0]], JUDGED, NORMAL_ORDER, v)
    yield Context("C V I", vowels, around, JUDGED, NORMAL_ORDER, v)
    if script.consonants:
        first = script.consonants[0]
        yield Context(
            "C V C V C (first C fixed)", pairs, lambda k, s: [first, v, *around(k, s)], JUDGED, NORMAL_ORDER, v
        )


def plain_contexts(script: Script) -> Iterator[Context]:
    """The frames without a virama: L letter, M dependent vowel, _ the joiner."""
    singles = [(c,) for c in script.letters]
    pairs = [(a, b) for a in script.letters for b in script.letters]
    vowels = [(c, m) for c in script.consonants for m in script.dependent]
    yield Context("L _ L", pairs, lambda k, s: [k[0], *s, k[1]], [*PLAIN, *PLAIN_OTHERS], PLAIN_ORDER)
    yield Context("_ L", singles, lambda k, s: [*s, k[0]], PLAIN, PLAIN_ORDER)
    yield Context("L _ end", singles, lambda k, s: [k[0], *s], PLAIN, PLAIN_ORDER)
    if vowels:
        last = script.consonants[0]
        yield Context("C _ M", vowels, lambda k, s: [k[0], *s, k[1]], PLAIN, PLAIN_ORDER)
        yield Context("C M _ C (last C fixed)", vowels, lambda k, s: [k[0], k[1], *s, last], PLAIN, PLAIN_ORDER)


class Script:
    """The letters of one script that the frames are filled with."""

    FIRST, MOST = 60, 110  # a large alphabet is tried by its first letters and an even sample of the others

    def __init__(self, ucd: Ucd, name: str) -> None:
        self.name = name
        own = [cp for cp in sorted(ucd.category) if ucd.script.get(cp) == name and not ucd.canonical(cp)]
        kind = ucd.syllabic
        self.consonants = [cp for cp in own if kind.get(cp) == "Consonant"]
        self.independent = [cp for cp in own if kind.get(cp) == "Vowel_Independent"]
        self.dependent = [cp for cp in own if kind.get(cp) == "Vowel_Dependent"]
        self.viramas = [cp for cp in own if kind.get(cp) in VIRAMAS]
        letters = [cp for cp in own if ucd.category[cp] in ("Lo", "Ll", "Lu") and not ucd.width_or_font_form(cp)]
        step = max(1, -(-(len(letters) - self.FIRST) // (self.MOST - self.FIRST)))
        self.letters = letters[: self.FIRST] + letters[self.FIRST :: step]


def measure(context: Context, eyes: Sequence[Eye]) -> dict[Compared, Tally]:
    """Tries the frame with all its letters in all fonts."""
    tallies: dict[Compared, Tally] = defaultdict(Tally)
    names = {name for pair in context.compared for name in pair}
    spellings = {name: spelled(name, context.virama) for name in names}
    base = spellings[context.order[0]]
    for eye in eyes:
        for key in context.keys:
            if not eye.has(context.build(key, base)):
                continue
            looks = {name: eye.look(context.build(key, points)) for name, points in spellings.items()}
            for compared in context.compared:
                tally = tallies[compared]
                tally.tested.add(key)
                tally.fonts.add(eye.font.path.stem)
                answer = eye.differs(looks[compared[1]], looks[compared[0]])
                if answer == eye.SEEN:
                    tally.seen.add(key)
                elif answer == eye.BROKEN:
                    tally.broken.add(key)
    return tallies


def keys_text(keys: Iterable[Key]) -> str:
    """Letters as the tables write them: ``0930+092F 0930+0935``."""
    return " ".join("+".join(map(tsv.point, key)) for key in sorted(keys))


FEW = 24  # exceptions that fit into a cell; longer lists can be read from joiner_canon.tsv


def summary(script: str, context: Context, compared: Compared, tally: Tally) -> list[str]:
    """One line of joiners.tsv."""
    unseen = tally.tested - tally.seen
    kind, exceptions = ("seen", tally.seen) if len(tally.seen) <= len(unseen) else ("unseen", unseen)
    text = keys_text(exceptions) if len(exceptions) <= FEW else f"({len(exceptions)})"
    numbers = [len(tally.tested), len(tally.seen), len(tally.broken - tally.seen)]
    virama = tsv.point(context.virama) if context.virama else "-"
    fonts = ",".join(sorted(tally.fonts))
    return [script, virama, context.name, *compared, *map(str, numbers), fonts, kind if exceptions else "-", text]


def canon(script: str, context: Context, tallies: dict[Compared, Tally]) -> list[list[str]]:
    """The lines of joiner_canon.tsv: which spelling each one is, the letters grouped by that answer."""
    groups: dict[str, list[Key]] = defaultdict(list)
    first = tallies[context.order[1], context.order[0]]
    for key in sorted(first.tested):
        groups["; ".join(f"{late} -> {canonical(context, tallies, late, key)}" for late in context.order[1:])].append(
            key
        )
    virama = tsv.point(context.virama) if context.virama else "-"
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    lines = []
    for rank, (answer, keys) in enumerate(ordered):
        start = [script, virama, context.name, answer, str(len(keys))]
        lines.append(
            [*start, "all others" if rank == 0 and len(ordered) > 1 else "all" if rank == 0 else by_first(keys)]
        )
    return lines


def canonical(context: Context, tallies: dict[Compared, Tally], late: str, key: Key) -> str:
    """The first spelling in order that looks the same in every font; a broken one is the plain one."""
    for early in context.order[: context.order.index(late)]:
        if key not in tallies[late, early].seen:
            return early
    return late


def by_first(keys: Sequence[Key]) -> str:
    """``0930+(092F 0935)``: the keys with one first letter together."""
    seconds: dict[int, list[int]] = defaultdict(list)
    for key in keys:
        seconds[key[0]].extend(key[1:])
    groups = ((tsv.point(first), " ".join(map(tsv.point, rest))) for first, rest in seconds.items())
    return " ".join(f"{first}+({rest})" if rest else first for first, rest in groups)


# Scripts whose letters join like Arabic's: joining.tsv treats them.
JOINING = {
    "Arabic", "Syriac", "Mongolian", "Nko", "Mandaic", "Adlam", "Hanifi_Rohingya", "Phags_Pa", "Manichaean",
    "Psalter_Pahlavi", "Sogdian", "Chorasmian", "Old_Uyghur", "Garay",
}  # fmt: skip
SKIPPED = {"Common", "Inherited", "Unknown", "Han", "Hangul", "Tangut", "Yi", "Khitan_Small_Script", "Nushu"}


def joiners(ucd: Ucd) -> None:
    """Writes joiners.tsv and joiner_canon.tsv."""
    summaries: list[list[str]] = []
    canons: list[list[str]] = []
    for name in sorted(set(ucd.script.values()) - SKIPPED - JOINING):
        script = Script(ucd, name)
        if not script.letters:
            continue
        eyes = [Eye(font, ucd) for font in fonts_with([*script.consonants, *script.viramas, *script.letters], 0.3)]
        frames = [c for v in script.viramas for c in contexts(script, v)] + list(plain_contexts(script))
        for context in frames:
            tallies = measure(context, eyes)
            summaries += [summary(name, context, compared, tally) for compared, tally in tallies.items()]
            if tallies:
                canons += canon(name, context, tallies)
        print(f"  {name}: {len(eyes)} fonts", flush=True)
    about = [
        "Where a joiner is seen: each frame filled with the letters of its script, spelled with joiners and with what",
        "that is compared to (against), in each font that has the letters; seen = another picture in any font.",
        "C consonant, V the virama, I independent vowel, M dependent vowel, L letter, _ the joiner. pairs_broken: the",
        "joiner only makes the shaper insert a dotted circle. exceptions: the shorter list, of seen or unseen letters.",
    ]
    tsv.write("joiners.tsv", ucd, about, COLUMNS.split(), summaries)
    about = [
        "Which spelling each spelling with joiners is to the eye: the first, in the order of the line, that looks the",
        "same in every font. Letters in groups by the answer, the largest group last to be named: `all others`.",
    ]
    tsv.write("joiner_canon.tsv", ucd, about, ["script", "virama", "context", "answer", "pairs", "letters"], canons)
