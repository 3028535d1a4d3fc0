"""The facts of the bidirectional algorithm (UAX #9), in tables of their own: most calls need none of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tables import emit_python, emit_rust
from tables.ucd import LIMIT, UNICODE_VERSION, Ucd, lines, span

CLASSES = ("L", "R", "AL", "EN", "AN", "ES", "ET", "CS", "NSM", "ON", "WS", "S")
"""The classes that resolving tells apart; what draws nothing (BN and the explicit codes) is never looked up."""
RADICALS = range(0x2E80, 0x2FE0)
_NEAREST = {"BN": "ON", "B": "S", "LRE": "ON", "RLE": "ON", "LRO": "ON", "RLO": "ON", "PDF": "ON"} | dict.fromkeys(
    ("LRI", "RLI", "FSI", "PDI"), "ON"
)
_LONG = {"Left_To_Right": "L", "Right_To_Left": "R", "Arabic_Letter": "AL", "European_Terminator": "ET"}


class Bidi:
    """Bidi_Class as runs, paired brackets by their canonical closer, and Bidi_Mirrored as ranges."""

    def __init__(self, ucd: Ucd) -> None:
        self.runs = [(cp, number) for cp, number in _changes(_classes(ucd))]
        singles = {cp: mapping[0] for cp, (tag, mapping) in ucd.decompositions().items() if not tag}
        self.openers: dict[int, int] = {}
        self.closers: dict[int, int] = {}
        for code, other, kind in ucd.rows("BidiBrackets.txt"):
            cp, pair = int(code, 16), int(other, 16)
            if kind == "o":
                self.openers[cp] = singles.get(pair, pair)
            else:
                self.closers[cp] = singles.get(cp, cp)
        mirrored = {cp for fields in ucd.rows("UnicodeData.txt") if fields[9] == "Y" for cp in span(fields[0])}
        flags = [cp in mirrored for cp in range(LIMIT)]
        self.mirrored = [cp for cp, _ in _changes(flags)]
        """The first code points of runs that are, by turns, not mirrored and mirrored."""


def _classes(ucd: Ucd) -> list[int]:
    """Return the class number of each code point; the unassigned have the classes of their blocks."""
    path = ucd.path("extracted/DerivedBidiClass.txt")
    result = [0] * LIMIT
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# @missing:"):
            field, _, name = line.removeprefix("# @missing:").partition(";")
            for cp in span(field.strip()):
                result[cp] = CLASSES.index(_LONG[name.strip()])
    for field, name in lines(path):
        number = CLASSES.index(_NEAREST.get(name, name))
        for cp in span(field):
            result[cp] = number
    for cp in RADICALS:  # they are written as the ideographs that they look like, which have a direction
        result[cp] = CLASSES.index("L")
    return result


def _changes(values: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first code point of each run, and its value."""
    last = None
    for cp, value in enumerate(values):
        if value != last:
            yield cp, value
            last = value


def python(facts: Bidi) -> str:
    """Return the text of ``sanitize/_tables_bidi.py``."""
    wrapped, mapping = emit_python.wrapped, emit_python.mapping
    return "\n".join(
        [
            emit_python.HEAD.format(version=UNICODE_VERSION),
            *emit_python.names("CLASSES", CLASSES),
            "# first code point of each run, and the number of its Bidi_Class",
            "RUNS: tuple[tuple[int, int], ...] = (",
            *wrapped(f"({cp:#x},{number})" for cp, number in facts.runs),
            ")",
            "# opening bracket to its closing one, closing bracket to itself, canonical equivalents as one",
            *mapping("OPENERS", "dict[int, int]", facts.openers),
            *mapping("CLOSERS", "dict[int, int]", facts.closers),
            "# Bidi_Mirrored: first code points of the runs that are, by turns, not mirrored and mirrored",
            "MIRRORED: tuple[int, ...] = (",
            *wrapped(f"{cp:#x}" for cp in facts.mirrored),
            ")",
            "",
        ]
    )


def rust(facts: Bidi) -> str:
    """Return the text of ``rust/core/src/tables_bidi.rs``."""
    array = emit_rust.array
    return "\n".join(
        [
            emit_rust.HEAD.format(version=UNICODE_VERSION),
            *emit_rust.numbers("bidi", "The numbers of `Bidi_Class`.", "u8", CLASSES),
            "",
            *array("RUNS", "(u32, u8)", (f"({cp:#x}, {number})" for cp, number in facts.runs)),
            *array("OPENERS", "(u32, u32)", (f"({a:#x}, {b:#x})" for a, b in sorted(facts.openers.items()))),
            *array("CLOSERS", "(u32, u32)", (f"({a:#x}, {b:#x})" for a, b in sorted(facts.closers.items()))),
            *array("MIRRORED", "u32", (f"{cp:#x}" for cp in facts.mirrored)),
            "",
        ]
    )
