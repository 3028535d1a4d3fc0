"""Facts about identifiers (UTS #39 section 5) and characters that only comparing and explaining need, in tables of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tables.emit_python import HEAD, mapping, names, wrapped
from tables.ucd import LIMIT, UNICODE_VERSION, Ucd, points, span


class Characters:
    """Script_Extensions, Identifier_Status and _Type, digits, categories, blocks, ages and names of controls."""

    def __init__(self, ucd: Ucd) -> None:
        scripts = ucd.scripts()
        extensions = [(script,) for script in scripts]
        for field, value in ucd.rows("ScriptExtensions.txt"):
            for cp in span(field):
                extensions[cp] = tuple(sorted(value.split()))
        self.scripts = sorted({script for found in extensions for script in found})
        aliases = [fields for fields in ucd.rows("PropertyValueAliases.txt") if fields[0] == "sc"]
        long = {fields[1]: fields[2].replace("_", " ") for fields in aliases}
        self.script_names = [long[script] for script in self.scripts]
        numbered = [tuple(map(self.scripts.index, found)) for found in sorted(set(extensions))]
        sets = {found: number for number, found in enumerate(sorted(set(extensions)))}
        self.script_sets = numbered
        self.extensions = [*_changes([sets[found] for found in extensions])]
        allowed = set()
        for field, value in ucd.rows("security/IdentifierStatus.txt"):
            allowed.update(span(field) if value == "Allowed" else ())
        self.allowed = [cp for cp, _ in _changes([cp in allowed for cp in range(LIMIT)])]
        types = ["Not_Character"] * LIMIT
        for field, value in ucd.rows("security/IdentifierType.txt"):
            for cp in span(field):
                types[cp] = value
        self.types = sorted(set(types))
        self.typed = [*_changes([self.types.index(value) for value in types])]
        self.zeros = [
            int(fields[0], 16) for fields in ucd.rows("UnicodeData.txt") if fields[2] == "Nd" and fields[6] == "0"
        ]
        self.mirrored = {int(a, 16): int(b, 16) for a, b in ucd.rows("BidiMirroring.txt")}
        categories = ucd.values("extracted/DerivedGeneralCategory.txt", "Cn")
        self.categories = sorted(set(categories))
        self.categorised = [*_changes([self.categories.index(value) for value in categories])]
        self.blocks: list[tuple[int, str]] = []
        end = 0
        for field, name in ucd.rows("Blocks.txt"):
            block = span(field)
            self.blocks += [] if block.start == end else [(end, "")]
            self.blocks.append((block.start, name))
            end = block.stop
        ages = ucd.values("DerivedAge.txt", "")
        self.ages = sorted(set(ages), key=lambda age: [*map(int, age.split("."))] if age else [])
        self.aged = [*_changes([self.ages.index(value) for value in ages])]
        self.controls: dict[int, str] = {}
        for code, name, kind in ucd.rows("NameAliases.txt"):
            if kind in ("control", "figment"):
                self.controls.setdefault(points(code)[0], name)


def _changes(values: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first code point of each run, and its value."""
    last = None
    for cp, value in enumerate(values):
        if value != last:
            yield cp, value
            last = value


def _runs(title: str, runs: Sequence[tuple[int, int]]) -> list[str]:
    return [f"{title}: tuple[tuple[int, int], ...] = (", *wrapped(f"({cp:#x},{number})" for cp, number in runs), ")"]


def _cps(title: str, cps: Sequence[int]) -> list[str]:
    return [f"{title}: tuple[int, ...] = (", *wrapped(f"{cp:#x}" for cp in cps), ")"]


def identifiers(facts: Characters) -> str:
    """Return the text of ``sanitize/_tables_identifiers.py``."""
    return "\n".join(
        [
            HEAD.format(version=UNICODE_VERSION),
            *names("SCRIPTS", facts.scripts),
            *names("SCRIPT_NAMES", facts.script_names),
            "# sets of scripts that Script_Extensions has, and the first code point of each run of one",
            "SCRIPT_SETS: tuple[tuple[int, ...], ...] = (",
            *wrapped(str(found).replace(" ", "") for found in facts.script_sets),
            ")",
            *_runs("EXTENSIONS", facts.extensions),
            "# Identifier_Status: first code points of the runs that are, by turns, Restricted and Allowed",
            *_cps("ALLOWED", facts.allowed),
            *names("TYPES", facts.types),
            "# Identifier_Type: the first code point of each run, and the number of its types",
            *_runs("TYPED", facts.typed),
            "# the zero of each set of decimal digits",
            *_cps("ZEROS", facts.zeros),
            "# Bidi_Mirroring_Glyph",
            *mapping("MIRRORED", "dict[int, int]", facts.mirrored),
            "",
        ]
    )


def explained(facts: Characters) -> str:
    """Return the text of ``sanitize/_tables_characters.py``."""
    return "\n".join(
        [
            HEAD.format(version=UNICODE_VERSION),
            *names("CATEGORIES", facts.categories),
            "# General_Category, blocks and ages: the first code point of each run, and what it is",
            *_runs("CATEGORISED", facts.categorised),
            "BLOCKS: tuple[tuple[int, str], ...] = (",
            *wrapped(f'({cp:#x},"{name}")' for cp, name in facts.blocks),
            ")",
            *names("AGES", facts.ages),
            *_runs("AGED", facts.aged),
            "",
        ]
    )


def controls(facts: Characters) -> str:
    """Return the text of ``sanitize/_tables_names.py``."""
    return "\n".join(
        [
            HEAD.format(version=UNICODE_VERSION),
            "# what controls are called: they have no names (NameAliases.txt)",
            *mapping("CONTROLS", "dict[int, str]", facts.controls),
            "",
        ]
    )
