"""What ZWJ and ZWNJ beside a virama are to the eye."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tables.ground import Ground, curated
from tables.ucd import LIMIT, points


class Joiners(Ground):
    """From the evidence, and where Unicode asks for a letter or a form."""

    def joiners(self) -> None:
        """What a joiner beside a virama is to the eye, pair by pair, from the evidence.

        A joiner stays where some font shows it; where all fonts draw ZWJ like ZWNJ it is written ZWNJ.
        An answer is a number: 1 if ZWNJ stays, plus 2 if ZWJ becomes ZWNJ or 4 if it stays, plus 8 if ZWJ
        stays before the virama, plus 16 if ZWNJ is drawn like it there. A virama that no font was at hand for may show any joiner behind it, unless it joins nothing (Indic_Syllabic_Category).
        """
        _, *rows = curated(self.dir.parent / "evidence" / "joiner_canon.tsv")
        defaults: dict[tuple[int, str], int] = {}
        for script_virama, frame, spellings, letters in ((r[1], r[2], r[3], r[5]) for r in rows):
            if script_virama == "-" or frame not in {"C V C", "C V I", "C V end"}:
                continue
            virama, end = int(script_virama, 16), frame == "C V end"
            became = dict(part.split(" -> ") for part in spellings.split("; "))
            answer = (became["V ZWNJ"] != "V") + {"V": 0, "V ZWNJ": 2, "V ZWJ": 4}[became["V ZWJ"]]
            answer += 8 * (became["ZWJ V"] != "V") + 16 * (became["ZWNJ V"] == "ZWJ V")
            if letters in {"all", "all others"}:
                defaults[virama, frame] = answer
                continue
            for first, seconds in groups(letters):
                for second in seconds or ((0,) if end else ()):
                    self.facts.joined.setdefault((virama, first), {})[second] = answer
        self.spelled_with_joiner(defaults)
        self.eyelash(defaults)
        for virama in sorted({virama for virama, _ in defaults} | self.syllabic("Pure_Killer")):
            answers = [defaults.get((virama, frame), 0) for frame in ("C V C", "C V I", "C V end")]
            self.facts.viramas[virama] = (answers[0], answers[1], answers[2])
        self.vowels = self.syllabic("Vowel_Independent")

    def spelled_with_joiner(self, defaults: dict[tuple[int, str], int]) -> None:
        """Keep a ZWJ that spells another letter (chillu, khanda ta) wherever it stands: that letter is written then."""
        for fields in self.ucd.rows("DoNotEmit.txt"):
            source = points(fields[0])
            if len(source) != 3 or source[2] != 0x200D:
                continue
            letter, virama, _ = source
            answers = self.facts.joined.setdefault((virama, letter), {})
            for second in (0, *(cp for cp in range(LIMIT) if self.is_letter_of(cp, self.script[virama]))):
                frame = "C V C" if second else "C V end"
                answer = answers.get(second, defaults.get((virama, frame), 0))
                answers[second] = (answer & 9) | 4

    def eyelash(self, defaults: dict[tuple[int, str], int]) -> None:
        """Drop a ZWJ where the letter before the virama asks for the form itself: eyelash ra (Unicode section 12.1)."""
        ra = self.facts.joined[0x094D, 0x0930]
        self.facts.joined[0x094D, 0x0931] = {
            cp: ra.get(cp, defaults[0x094D, "C V C"]) & ~6 for cp in range(LIMIT) if self.is_letter_of(cp, "Deva")
        }


def groups(letters: str) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Read pairs as the evidence groups them: ``0930+(092F 0935) 0931+092F``, or lone letters."""
    for first, many, one in re.findall(r"([0-9A-F]+)(?:\+(?:\(([^)]*)\)|([0-9A-F]+)))?", letters):
        yield int(first, 16), points(many or one)
