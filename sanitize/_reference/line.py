"""What the words of a line tell: their scripts, and for each word the nearest that tell."""

from __future__ import annotations


class Line:
    """What the words of a line tell."""

    def __init__(self, told: list[set[int]]) -> None:
        self.told = told
        self.scripts: set[int] = set().union(*told)
        self.before = self._near(range(len(told)))
        self.after = self._near(range(len(told) - 1, -1, -1))
        self.names_only: bool | None = None
        """Whether the words that tell Latin are all placeholders, once that is asked."""

    def is_of(self, scripts: set[int]) -> bool:
        """Tell whether a line is of a script: no word tells another, and more of its words tell it than tell nothing."""
        return self.scripts == scripts and 2 * sum(map(bool, self.told)) > len(self.told)

    def _near(self, order: range) -> list[dict[int, int]]:
        """Return, for each word, the last word seen in an order that tells each script."""
        result: list[dict[int, int]] = [{} for _ in self.told]
        seen: dict[int, int] = {}
        for number in order:
            result[number] = seen
            if self.told[number]:
                seen = seen | dict.fromkeys(self.told[number], number)
        return result

    def nearest(self, number: int, among: set[int]) -> int | None:
        """Return the script, one of some, that the nearest word tells; the word before wins a tie."""
        found: list[tuple[int, int, int]] = []
        for rank, near in enumerate((self.before[number], self.after[number])):
            found += [(abs(near[script] - number), rank, script) for script in among & near.keys()]
        return min(found)[2] if found else None
