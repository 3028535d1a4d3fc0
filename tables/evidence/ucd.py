"""The few Unicode properties that the evidence tool needs, read from the UCD files as published."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path


def rows(path: Path) -> Iterator[list[str]]:
    """The fields of each data line of a UCD file, comments dropped."""
    with path.open(encoding="utf-8-sig") as lines:
        for line in lines:
            data = line.split("#", 1)[0].strip()
            if data:
                yield [field.strip() for field in data.split(";")]


def span(field: str) -> range:
    """The code points of a UCD range field such as ``0041..005A`` or ``00AA``."""
    first, _, last = field.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


class Ucd:
    """Properties by code point; what a file does not list is absent from its dictionary."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        readme = (folder / "Scripts.txt").read_text(encoding="utf-8").splitlines()[0]
        found = re.search(r"(\d+\.\d+\.\d+)", readme)
        self.version = found.group(1) if found else "unknown"
        self.category: dict[int, str] = {}
        self.decomposition: dict[int, str] = {}
        self.name: dict[int, str] = {}
        self._unicode_data()
        self.script = self._property("Scripts.txt")
        self.joining = self._property("extracted/DerivedJoiningType.txt")
        self.syllabic = self._property("IndicSyllabicCategory.txt")
        self.block = self._property("Blocks.txt")
        self.extensions = self._extensions()
        self.ignorable = {
            cp for cp, value in self._pairs("DerivedCoreProperties.txt") if value == "Default_Ignorable_Code_Point"
        }

    def _unicode_data(self) -> None:
        first = 0
        for fields in rows(self.folder / "UnicodeData.txt"):
            cp, name = int(fields[0], 16), fields[1]
            if name.endswith("First>"):
                first = cp
                continue
            start = first if name.endswith("Last>") else cp
            for point in range(start, cp + 1):
                self.category[point] = fields[2]
                self.name[point] = f"{name[1:-7].upper()}-{point:04X}" if name.endswith("Last>") else name
            if fields[5]:
                self.decomposition[cp] = fields[5]

    def _pairs(self, file: str) -> Iterator[tuple[int, str]]:
        for fields in rows(self.folder / file):
            for cp in span(fields[0]):
                yield cp, fields[1]

    def _property(self, file: str) -> dict[int, str]:
        return dict(self._pairs(file))

    def _extensions(self) -> dict[int, list[str]]:
        """The scripts that use a character, by their long names, where Script_Extensions lists some."""
        long = {fields[1]: fields[2] for fields in rows(self.folder / "PropertyValueAliases.txt") if fields[0] == "sc"}
        return {cp: [long[code] for code in value.split()] for cp, value in self._pairs("ScriptExtensions.txt")}

    def canonical(self, cp: int) -> bool:
        """True where NFD changes the character (so that NFC text is compared by its base)."""
        if 0xAC00 <= cp <= 0xD7A3:
            return True
        mapping = self.decomposition.get(cp, "")
        return bool(mapping) and not mapping.startswith("<")

    def width_or_font_form(self, cp: int) -> bool:
        """True for forms that NFKC folds by width, font or joining form, whatever they look like."""
        tags = ("<font>", "<wide>", "<narrow>", "<initial>", "<medial>", "<final>", "<isolated>", "<vertical>")
        return self.decomposition.get(cp, "").startswith(tags)

    def confusable_classes(self) -> dict[str, list[int]]:
        """UTS #39 confusables.txt: the single code points of each prototype string, the prototype included."""
        classes: dict[str, set[int]] = defaultdict(set)
        for fields in rows(self.folder / "security/confusables.txt"):
            prototype = fields[1]
            classes[prototype].add(int(fields[0], 16))
            if " " not in prototype:
                classes[prototype].add(int(prototype, 16))
        return {key: sorted(value) for key, value in classes.items()}

    def intentional_pairs(self) -> list[tuple[int, int]]:
        """UTS #39 intentional.txt, as listed."""
        return [(int(f[0], 16), int(f[1], 16)) for f in rows(self.folder / "security/intentional.txt")]
