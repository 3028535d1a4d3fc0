"""Letters and digits that a reader cannot tell apart, from the evidence and from UTS #39."""

from __future__ import annotations

from collections.abc import Iterator

from tables.facts import CONTEXTS, EAST_ASIAN, FAR
from tables.ground import Ground, curated
from tables.ucd import LIMIT, points


class Twins(Ground):
    """A step a table."""

    def twins(self) -> None:  # noqa: C901 - one decision list, read top-down
        """Letters that a reader cannot tell apart, from the evidence: each letter's twin by script.

        Equal in one common family is enough inside a mixed word (weak); equal in seven tenths of at
        least five families, or listed in intentional.txt among common letters, is proof enough for a
        whole word (strong), and so is one for capitals that UTS #39 has with the same ASCII letter: those of
        the great alphabets, and of Lisu, which were made from Latin ones (Unicode section 18.9) and are in two
        families, equal or not. Coptic is in two families: a pair that is equal in both and that UTS #39 names is
        strong. Right-to-left letters join and stand otherwise: no twins across.
        """
        common = self.common_letters()
        spelled = self.ucd.members("security/IdentifierType.txt", "Recommended")
        case = {cp: self.gc[cp] for cp in range(LIMIT) if self.gc[cp] in {"Lu", "Ll"}}
        intentional = {
            frozenset((int(fields[0], 16), int(fields[1], 16))) for fields in self.ucd.rows("security/intentional.txt")
        }
        alphabets = {"Latn", "Grek", "Cyrl", "Lisu"}
        folded = {cp for cp, fold in self.facts.folds.items() if CONTEXTS[fold.context] == "always"}
        prototypes = self.prototypes()

        def ascii_like(cp: int) -> str:
            found = prototypes.get(cp, chr(cp))
            return found if found.isascii() and len(found) == 1 else ""

        best: dict[tuple[int, int], tuple[tuple[bool, bool, float, int], int, bool]] = {}
        for a, b, tested, equal in self.evidence():
            listed = frozenset((a, b)) in intentional
            capitals = all(self.gc[cp] == "Lu" or self.script[cp] == "Lisu" for cp in (a, b))
            named = alphabets.issuperset((self.script[a], self.script[b])) and ascii_like(a) == ascii_like(b) != ""
            lisu = named and capitals and {self.script[a], self.script[b]} == {"Latn", "Lisu"}
            if not equal and not listed and not lisu:
                continue
            strong = listed or (capitals and named) or (tested >= 5 and equal / tested >= 0.7)
            coptic = "Copt" in (self.script[a], self.script[b]) and prototypes.get(a, chr(a)) == prototypes.get(
                b, chr(b)
            )
            strong |= coptic and 2 <= tested == equal
            for cp, target in ((a, b), (b, a)):
                if target not in common or cp in folded:
                    continue
                if {case.get(cp), case.get(target)} == {"Lu", "Ll"}:
                    continue
                # In a Latin word a Greek letter is notation, but where it looks like ASCII.
                greek = {self.script[cp], self.script[target]} == {"Latn", "Grek"} and cp in common
                if greek and min(cp, target) >= 0x80:
                    continue
                # Within a script only what no orthography spells with follows: IdentifierType.
                same = self.script[cp] == self.script[target]
                if same and (cp in common or cp in spelled or equal < tested / 4):
                    continue
                rank = (
                    case.get(cp) == case.get(target),
                    listed,
                    equal / tested if tested else 0.0,
                    -target,
                )
                key = (cp, self.script_id(self.script[target]))
                if key not in best or rank > best[key][0]:
                    best[key] = (rank, target, strong)
        for key, (_, target, strong) in best.items():
            self.facts.twins[key] = (target, strong)
        self.obsolete()

    def obsolete(self) -> None:
        """Letters that were given up: in a word of another alphabet they are what UTS #39 lists them with, seen or not."""
        prototypes = self.prototypes()
        alike: dict[str, list[int]] = {}
        for cp in sorted(self.common_letters()):
            alike.setdefault(prototypes.get(cp, chr(cp)), []).append(cp)
        for cp in sorted(self.ucd.members("security/IdentifierType.txt", "Obsolete")):
            if self.script[cp] not in {"Grek", "Cyrl"} or self.gc[cp] not in {"Lu", "Ll"}:
                continue
            for target in alike.get(prototypes.get(cp, chr(cp)), ()):
                script = self.script[target]
                if script in {"Latn", "Grek", "Cyrl"} - {self.script[cp]} and self.gc[target] == self.gc[cp]:
                    self.facts.twins.setdefault((cp, self.script_id(script)), (target, False))

    def prototypes(self) -> dict[int, str]:
        """Return what UTS #39 makes of each confusable character."""
        rows = self.ucd.rows("security/confusables.txt")
        return {int(fields[0], 16): "".join(map(chr, points(fields[1]))) for fields in rows}

    def evidence(self) -> list[tuple[int, int, int, int]]:
        """Return pairs of look-alike letters with the families that were tested and found equal.

        One family may draw what it likes: a pair that only one has, far apart in half of the others, and that
        UTS #39 does not name is none.
        """
        pairs: dict[tuple[int, int], tuple[int, int]] = {}
        for name in ("homoglyphs.tsv", "same_script.tsv"):
            header, *rows = curated(self.dir.parent / "evidence" / name)
            form = header.index("form") if "form" in header else None
            for row in rows:
                a, b = int(row[0], 16), int(row[1], 16)
                odd = int(row[5]) == 1 and float(row[7]) > FAR and row[header.index("named_by")] == "-"
                if (form is None or row[form] == "isol") and self.is_alphabetic(a, b) and not odd:
                    pairs[a, b] = (int(row[4]), int(row[5]))
        for fields in self.ucd.rows("security/intentional.txt"):
            a, b = int(fields[0], 16), int(fields[1], 16)
            if self.is_alphabetic(a, b):
                pairs.setdefault((a, b), (0, 0))
        return [(a, b, tested, equal) for (a, b), (tested, equal) in sorted(pairs.items())]

    def is_alphabetic(self, a: int, b: int) -> bool:
        """Tell whether both are letters that stand alone, left to right, of some script."""
        return all(
            self.gc[cp] in {"Lu", "Ll", "Lo", "Lt"}
            and self.joining[cp] == "U"
            and self.bidi[cp] == "L"
            and self.script[cp] not in {"Zyyy", "Zinh", *EAST_ASIAN}
            for cp in (a, b)
        )

    def disguises(self) -> None:
        """Whole letters that look like a letter with marks, and letters that no orthography in use spells with."""
        common = self.common_letters()
        spelled = self.ucd.members("security/IdentifierType.txt", "Recommended")
        for a, b, equal in self.composites():
            base, *marks = self.facts.decomposition[a]
            own = self.facts.twins.get((base, self.script_id(self.script[b])))
            if equal and own and a in common and b in common:
                self.facts.parted[b] = (own[0], *marks)
        alphabets = {"Latn", "Grek", "Cyrl"}
        known = common | spelled
        self.facts.uncommon = {cp for cp, _ in self.facts.twins if cp not in known and self.script[cp] in alphabets}

    def composites(self) -> Iterator[tuple[int, int, int]]:
        """Yield letters with marks, the whole letters that look like them, and how many families draw them equal."""
        _, *rows = curated(self.dir.parent / "evidence" / "composites.tsv")
        for row in rows:
            a, b = int(row[0], 16), int(row[1], 16)
            if len(self.facts.decomposition.get(a, ())) > 1:
                yield a, b, int(row[5])

    def digits(self) -> None:
        """Digits that some font draws like a letter of their script: digit to letter."""
        for a, b, _, equal in self.same_shapes():
            digit, letter = (a, b) if self.gc[a] == "Nd" else (b, a)
            same = self.script[digit] == self.script[letter]
            if equal and same and self.gc[digit] == "Nd" and self.gc[letter] == "Lo":
                self.facts.digit_twins[digit] = letter

    def kana(self) -> None:
        """Katakana and the ideographs in one class with them (UTS #39) that are whole letters: Kangxi radicals.

        Those that are drawn like a mark of ASCII are decided with the marks.
        """
        prototypes = self.prototypes()
        whole = {d[0] for cp, (tag, d) in self.decompositions.items() if tag and 0x2F00 <= cp <= 0x2FD5}
        for katakana in range(LIMIT):
            if self.script[katakana] != "Kana" or self.gc[katakana] != "Lo" or katakana in self.punctuation:
                continue
            prototype = prototypes.get(katakana, chr(katakana))
            for ideograph in whole - self.punctuation:
                if prototypes.get(ideograph, chr(ideograph)) == prototype:
                    self.facts.kana_twins[ideograph] = katakana
        for ideographs, behinds, befores, between, _ in curated(self.dir / "kana_words.tsv"):
            for ideograph in ideographs.split():
                if len(ideograph) > 1:
                    self.facts.kana_runs.add(self.in_katakana(ideograph))
                    continue
                self.facts.kana_words += [
                    (self.in_katakana(before), ord(ideograph), self.in_katakana(behind), between == "ideograph")
                    for before in befores.split() or [""]
                    for behind in behinds.split() or [""]
                ]
        self.facts.kana_words.sort()

    def in_katakana(self, text: str) -> tuple[int, ...]:
        """Return a text decomposed, its ideographs that look like katakana as those."""
        return self.nfd(tuple(self.facts.kana_twins.get(cp, cp) for cp in map(ord, text)))
