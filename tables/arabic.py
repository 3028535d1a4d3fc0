"""Arabic script: the letters of each language, whose forms they share, and what follows what."""

from __future__ import annotations

from tables.facts import FORMS, LANGUAGES, NASTALIQ, TRIPLE_BASE
from tables.ground import Ground, curated


class Arabic(Ground):
    """A step a table."""

    def alphabets(self) -> None:
        """Letters of Arabic script with a form that is drawn like that of a letter of the language, in half of the families.

        Urdu is read in Nastaliq: for it that family is enough. Kaf, yeh and final heh are decided by series. Letters that hardly a family has prove nothing.
        """
        for name, letters, _ in curated(self.dir / "arabic_alphabets.tsv"):
            for letter, _, form in (token.partition("/") for token in letters.split()):
                self.facts.alphabets.update(
                    (language, FORMS.index(one), int(letter, 16))
                    for language in (range(len(LANGUAGES)) if name == "all" else [LANGUAGES.index(name)])
                    for one in ([form] if form else FORMS)
                )
        header, *rows = curated(self.dir.parent / "evidence" / "same_script.tsv")
        best: dict[tuple[int, int, int], tuple[float, int]] = {}
        for row in rows:
            a, b, tested, equal = int(row[0], 16), int(row[1], 16), int(row[4]), int(row[5])
            if self.script[a] != "Arab" or self.gc[a] != "Lo" or tested < 4:
                continue
            drawn = [equal * 2 >= tested or (name == "urdu" and NASTALIQ in row[9].split(",")) for name in LANGUAGES]
            form = FORMS.index(row[header.index("form")])
            for cp, target in ((a, b), (b, a)):
                by_series = cp in {0x0643, 0x06A9, 0x0649, 0x064A, 0x06CC} or {cp, target} == {0x06D5, 0x0647}
                for language in range(len(LANGUAGES)):
                    of_it = {other: (language, form, other) in self.facts.alphabets for other in (cp, target)}
                    if drawn[language] and not by_series and of_it[target] and not of_it[cp]:
                        key = (language, form, cp)
                        best[key] = max(best.get(key, (0.0, 0)), (equal / tested, target))
        self.facts.form_twins = {key: target for key, (_, target) in best.items()}

    def triples(self) -> None:
        """What follows what in Arabic and in Persian, by groups of letters; a twin of a letter is of its group."""
        _, *rows = curated(self.dir.parent / "evidence" / "arabic_triples.tsv")
        groups = sorted({group for row in rows for group in row[:3]} - {"-"})
        number = {"-": 0} | {group: place for place, group in enumerate(groups, start=1)}
        letters = {int(code, 16): number[group] for group in groups for code in group.split()}
        for (_, _, cp), target in sorted(self.facts.form_twins.items()):
            if target in letters:
                letters.setdefault(cp, letters[target])
        self.facts.triple_letters = letters
        for first, second, third, _, _, weight in rows:
            key = (number[first] * TRIPLE_BASE + number[second]) * TRIPLE_BASE + number[third]
            self.facts.triples[key] = int(weight)
