"""Characters that become others by themselves: look-alike punctuation, compatibility characters, radicals."""

from __future__ import annotations

from tables.facts import CONTEXTS, STROKES, Fold
from tables.ground import Ground, curated, span_of
from tables.ucd import points


class Folds(Ground):
    """A step a table."""

    def folds(self) -> None:
        """Look-alike punctuation (curated) and compatibility characters (derived)."""
        for code, mark, place, scripts, *_ in curated(self.dir / "punctuation.tsv"):
            ids = tuple(self.script_id(s) for s in scripts.split())
            self.facts.folds[int(code, 16)] = Fold(points(mark), CONTEXTS.index(place), ids)
        # What becomes a letter or a digit is one in disguise, not a mark: words look through it.
        self.punctuation = {cp for cp, fold in self.facts.folds.items() if self.gc[fold.target[0]][0] not in "LN"}
        for cp, (tag, _) in self.decompositions.items():
            if tag and cp not in self.facts.folds:
                context = self.compatibility(cp, tag)
                if context:
                    target = self.nfkd(cp)
                    self.facts.folds[cp] = Fold(target, CONTEXTS.index(context), ())
        for cp, target in self.radicals().items():
            self.facts.folds.setdefault(cp, Fold(target, CONTEXTS.index("always"), ()))

    def radicals(self) -> dict[int, tuple[int, ...]]:
        """Return the CJK radicals that half the fonts draw as the ideograph that Unicode names for them, and strokes."""
        drawn = {(a, b): equal / tested for a, b, tested, equal in self.same_shapes() if tested}
        result: dict[int, tuple[int, ...]] = dict(STROKES)
        for fields in self.ucd.rows("EquivalentUnifiedIdeograph.txt"):
            target = int(fields[1], 16)
            for cp in span_of(fields[0]):
                # Fonts lack the ideographs beyond the first plane: those are no common ones.
                if 0x2E80 <= cp <= 0x2EFF and target < 0x10000 and drawn.get((cp, target), 0.0) >= 0.5:
                    result[cp] = (target,)
        return result

    def compatibility(self, cp: int, tag: str) -> str | None:  # noqa: C901 - one decision list, read top-down
        """Return the context of a compatibility fold; None where a reader sees a difference."""
        target = self.nfkd(cp)
        if self.gc[cp] == "Zs" or cp in self.emoji or cp in self.ignorable or target[0] == 0x20:
            return None
        latin = [c for c in target if self.script[c] == "Latn"]
        if tag == "font":
            return "symbol" if 0x2100 <= cp <= 0x214F else "always"
        if tag in {"wide", "narrow", "vertical"}:
            return "east-asian"
        if tag == "small":
            return "always"
        if tag in {"initial", "medial", "final", "isolated"}:
            # The honorifics and the rial sign are drawn as signs of their own.
            return None if cp in {0xFDFA, 0xFDFB, 0xFDFC} else "always"
        if tag == "noBreak":
            return "always"
        enclosed = 0x2460 <= cp <= 0x24FF or 0x1F100 <= cp <= 0x1F1FF
        if enclosed:
            one_letter = len(latin) == 1 and all(c in {0x28, 0x29} or c in latin for c in target)
            full_stop = tag == "compat" and target[-1] == 0x2E
            return "always" if one_letter else "east-asian" if full_stop else None
        if tag == "compat":
            if cp == 0xB5 or 0xFB00 <= cp <= 0xFB4F or 0x2F00 <= cp <= 0x2FD5:
                return "always"
            if cp in {0x2E9F, 0x2EF3, 0x0132, 0x0133} or 0x01C4 <= cp <= 0x01CC:
                return "always"
            if 0x01F1 <= cp <= 0x01F3:
                return "always"
            if 0x2160 <= cp <= 0x217F or cp in {0x2103, 0x2109} or 0xFE49 <= cp <= 0xFE4F:
                return "east-asian"
        return None
