"""Folds by neighbours: compatibility forms, punctuation, spaces and letters that look like nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sanitize import _tables as tables
from sanitize._kinds import reason
from sanitize._reference import facts, hangul
from sanitize._reference.work import Cell, Work

(
    ALWAYS,
    EAST_ASIAN,
    OWN,
    MODIFIER,
    LOW_QUOTE,
    BOX,
    BETWEEN,
    LETTER,
    CLICK,
    AFTER_DIGIT,
    SYMBOL,
    WAVE,
    IN_EAST_ASIAN,
    DASH,
) = range(len(tables.CONTEXTS))

SPACE = 0x20
IDEOGRAPHIC_SPACE, OGHAM_SPACE, NARROW_NO_BREAK_SPACE = 0x3000, 0x1680, 0x202F
BRAILLE_BLANK, NULL_NOTEHEAD = 0x2800, 0x1D159
CHOSEONG_FILLER, JUNGSEONG_FILLER = 0x115F, 0x1160
MATH_ALPHANUMERIC = range(0x1D400, 0x1D800)
OPENERS = frozenset("([{<\u00ab\u2039\u201e\u201c\u2018\"'/-\u2014")
PHONETIC_MARKS = frozenset("!\"'()*+,-.:;<=>?^_`|~")
"""The ASCII marks that may stand in phonetic notation: those that look-alikes in it become, too."""
OKINA, APOSTROPHE_LETTER = 0x02BB, 0x02BC
QUOTES = frozenset((0x2018, 0x2019, 0x201B, 0x2032, 0x00B4, 0x02BC, 0x02BD))
"""What a reader takes for the ejective mark."""
OPENING_QUOTE, CLOSING_QUOTE = 0x2018, 0x2019
OKINAS = frozenset((OPENING_QUOTE, 0x201B, 0x02BD))
"""What a reader takes for the okina; the closing quotation mark leans the other way."""
WAVE_DASH, FULLWIDTH_TILDE = 0x301C, 0xFF5E
_KANA = frozenset((facts.script_id("Hira"), facts.script_id("Kana")))

_COMPATIBILITY = reason("compatibility")
_PUNCTUATION = reason("punctuation")
_SPACE = reason("space")
_BLANK = reason("blank")
_TRAILING = reason("trailing")
_OGHAM = facts.script_id("Ogam")
_BOPOMOFO = facts.script_id("Bopo")

_VOWELS = frozenset("aeiou")
_EJECTIVES = frozenset("cfkpqstx")
_CONSONANTS = frozenset("fghklmnprstvw")


def is_east_asian(row: list[Cell]) -> bool:
    """Tell whether a line has a letter that makes it East Asian."""
    return any(facts.has(cell.cp, facts.EAST_ASIAN) for cell in row)


def compatibility(work: Work, row: list[Cell], east_asian: bool) -> list[Cell]:
    """Write styled letters, ligatures and width forms as ordinary characters (UAX #15 NFKC)."""
    if not any(facts.klass(cell.cp) == facts.COMPATIBILITY for cell in row):
        return row
    styled = _styled(row)
    result: list[Cell] = []
    for at, cell in enumerate(row):
        if facts.klass(cell.cp) != facts.COMPATIBILITY:
            result.append(cell)
            continue
        target, context, _ = tables.FOLDS[cell.cp]
        kept = (context == EAST_ASIAN and east_asian) or (context == SYMBOL and not styled[at])
        result += [cell] if kept else work.settle(cell, _COMPATIBILITY, target)
    return result


def _runs(row: list[Cell], inside: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
    """Yield the spans of the longest runs of code points that satisfy a test."""
    start = 0
    for at in range(len(row) + 1):
        if at == len(row) or not inside(row[at].cp):
            if at > start:
                yield start, at
            start = at + 1


def _styled(row: list[Cell]) -> list[bool]:
    """Tell which letters stand in a run with mathematical letters.

    Letterlike symbols fill the gaps of the mathematical alphabets; elsewhere they are symbols.
    """
    result = [False] * len(row)
    for start, stop in _runs(row, facts.is_letter):
        if any(cell.cp in MATH_ALPHANUMERIC for cell in row[start:stop]):
            result[start:stop] = [True] * (stop - start)
    return result


def punctuation(work: Work, row: list[Cell], east_asian: bool) -> list[Cell]:
    """Fold look-alike marks unless their neighbours show that they are meant."""
    if not any(facts.klass(cell.cp) == facts.PUNCTUATION for cell in row):
        return row
    around = Around(work, row, east_asian)
    result: list[Cell] = []
    for at, cell in enumerate(row):
        if facts.klass(cell.cp) == facts.PUNCTUATION and not around.is_meant(at):
            result += work.settle(cell, _PUNCTUATION, around.target(at))
        else:
            result.append(cell)
    return result


class Around:
    """What stands around each mark of a line, found once for the whole line."""

    def __init__(self, work: Work, row: list[Cell], east_asian: bool) -> None:
        self.row = row
        self.east_asian = east_asian
        self.strict = work.strict
        self.scripts = _nearest_scripts(row)
        kana = any(facts.script(cell.cp) in _KANA for cell in row)
        self.wave = WAVE_DASH if kana else FULLWIDTH_TILDE
        self.lettered = [False] * len(row)
        self.fenced = [False] * len(row)
        self.polynesian = [False] * len(row)
        for start, stop in _runs(row, lambda cp: not _is_blank(cp)):
            token = [cell.cp for cell in row[start:stop]]
            if any(facts.has(cp, facts.PHONETIC) for cp in token):
                self.lettered[start:stop] = [True] * (stop - start)
            elif _is_fenced(token):
                self.fenced[start:stop] = [True] * (stop - start)
        for start, stop in _syllable_spans(row):
            if _is_polynesian([cell.cp for cell in row[start:stop]]):
                self.polynesian[start:stop] = [True] * (stop - start)

    def target(self, at: int) -> tuple[int, ...]:
        """Return what a mark that is not meant becomes.

        Where a modifier letter would be meant, the marks that look like it become that letter: the
        ejective among phonetic letters, the okina of Polynesian words.
        """
        cp = self.row[at].cp
        target, context, _ = tables.FOLDS[cp]
        if context == WAVE and self.east_asian:
            return (self.wave,)
        if cp in QUOTES and self.lettered[at] and facts.is_plain_letter(_neighbour(self.row, at, -1)):
            return (APOSTROPHE_LETTER,)
        if cp in OKINAS and self.polynesian[at] and not self.strict:
            return (OKINA,)
        return target

    def is_drawing(self, at: int) -> bool:
        """Tell whether a box-drawing line draws something: it meets other box drawing, or is longer than two."""
        start = stop = at
        while start and self.row[start - 1].cp == self.row[at].cp and at - start < 3:
            start -= 1
        while stop + 1 < len(self.row) and self.row[stop + 1].cp == self.row[at].cp and stop - at < 3:
            stop += 1
        before, after = _neighbour(self.row, start, -1), _neighbour(self.row, stop, 1)
        return stop - start > 1 or facts.has(before, facts.BOX) or facts.has(after, facts.BOX)

    def is_meant(self, at: int) -> bool:
        """Tell whether a look-alike mark is itself here."""
        row = self.row
        _, context, scripts = tables.FOLDS[row[at].cp]
        if context == EAST_ASIAN:
            return self.east_asian
        if context == WAVE:
            return self.east_asian and row[at].cp == self.wave
        if context == OWN:
            return self.scripts[at] in scripts
        before, after = _neighbour(row, at, -1), _neighbour(row, at, 1)
        if context == MODIFIER:
            return self.is_modifier(at, before)
        if context == LOW_QUOTE:
            opens = before == 0 or facts.group(before) == facts.SPACING or chr(before) in OPENERS
            # A quotation mark among phonetic letters is an ejective, which opens nothing.
            opens = opens and not (before in QUOTES and self.lettered[at])
            return opens and facts.is_wordy(after) and facts.klass(after) != facts.PUNCTUATION
        if context == BOX:
            return facts.has(before, facts.BOX) or facts.has(after, facts.BOX)
        if context == BETWEEN:
            return self.east_asian or not (_ascii_alnum(before) and _ascii_alnum(after))
        if context == LETTER:
            return facts.is_plain_letter(before) or facts.is_plain_letter(after)
        if context == CLICK:
            return facts.is_plain_letter(after)
        if context == IN_EAST_ASIAN:
            return not self.east_asian
        if context == DASH:
            return self.is_drawing(at)
        return context == AFTER_DIGIT and facts.group(before) != facts.DIGIT

    def is_modifier(self, at: int, before: int) -> bool:
        """Tell whether a modifier letter is a letter here.

        In phonetic notation; a tone mark after Bopomofo; and the okina, in a word of open syllables as
        Polynesian languages have. The apostrophe letter of Ukrainian is not told from the apostrophe,
        which ASCII has; between brackets it is one unless an ejective can be meant.
        """
        notation = self.fenced[at] and (self.row[at].cp != APOSTROPHE_LETTER or self.is_ejective(at))
        sounded = self.lettered[at] or notation or facts.script(before) == _BOPOMOFO
        if sounded or self.strict:
            return sounded
        return self.row[at].cp == OKINA and self.polynesian[at]

    def is_ejective(self, at: int) -> bool:
        """Tell whether an ejective can stand here: behind a voiceless consonant, no other consonant after it."""
        before, after = _beside(self.row, at, -1), _beside(self.row, at, 1)
        return chr(before) in _EJECTIVES and (chr(after) in _VOWELS or not facts.is_wordy(after))


def _neighbour(row: list[Cell], at: int, step: int) -> int:
    """Return the next code point in a direction, marks passed over; 0 at the edge."""
    near = at + step
    while 0 <= near < len(row):
        if not facts.is_mark(row[near].cp):
            return row[near].cp
        near += step
    return 0


def _beside(row: list[Cell], at: int, step: int) -> int:
    """Return the code point right beside an index; 0 at the edge."""
    return row[at + step].cp if 0 <= at + step < len(row) else 0


def _ascii_alnum(cp: int) -> bool:
    return cp < 0x80 and chr(cp).isalnum()


def _nearest_scripts(row: list[Cell]) -> list[int]:
    """Return, for each cell, the script of the nearest letter before it, else of the one after."""
    result = [facts.COMMON] * len(row)
    for order in (range(len(row) - 1, -1, -1), range(len(row))):
        near = facts.COMMON
        for at in order:
            if near != facts.COMMON:
                result[at] = near
            cp = row[at].cp
            if facts.is_plain_letter(cp) and facts.script(cp) not in (facts.COMMON, facts.INHERITED):
                near = facts.script(cp)
    return result


def _is_blank(cp: int) -> bool:
    return cp in (0x20, 0x09) or facts.klass(cp) in (facts.SPACE, facts.BLANK)


def _is_fenced(token: list[int]) -> bool:
    """Tell whether a token stands in slashes or brackets, as phonetic notation does."""
    start, stop = 0, len(token)
    while stop - start > 2 and chr(token[stop - 1]) in ".,;:!?)":
        stop -= 1
    while stop - start > 2 and chr(token[start]) == "(":
        start += 1
    fenced = stop - start > 2 and chr(token[start]) + chr(token[stop - 1]) in ("//", "[]")
    return fenced and all(
        facts.is_letter(cp) or facts.is_mark(cp) or facts.klass(cp) == facts.PUNCTUATION or chr(cp) in PHONETIC_MARKS
        for cp in token[start + 1 : stop - 1]
    )


def _syllable_spans(row: list[Cell]) -> Iterator[tuple[int, int]]:
    """Yield the spans of words, marks that look like the okina counted as letters before a letter.

    At the start of a word they are, before a vowel, unless a quotation that they open is closed.
    """
    closed = max((at for at, cell in enumerate(row) if cell.cp == CLOSING_QUOTE), default=-1)
    start = 0
    for at in range(len(row) + 1):
        if at < len(row):
            cp = row[at].cp
            if facts.is_plain_letter(cp) or facts.is_mark(cp) or cp == OKINA:
                continue
            after = _beside(row, at, 1)
            if cp in OKINAS and facts.is_plain_letter(after) and (at > start or (closed < at and _is_vowel(after))):
                continue
        if at > start:
            yield start, at
        start = at + 1


def _is_vowel(cp: int) -> bool:
    return chr(cp).lower() in _VOWELS


def _is_polynesian(word: list[int]) -> bool:
    """Tell whether a word is made of open syllables: (consonant, ng or okina)? vowel, repeated."""
    closed = False
    last = ""
    for cp in word:
        if facts.is_mark(cp):
            continue
        letter = chr(cp).lower()
        if _is_vowel(cp):
            closed = False
        elif letter in _CONSONANTS or cp == OKINA or cp in OKINAS:
            if closed and last + letter != "ng":
                return False
            closed = True
        else:
            return False
        last = letter
    return not closed


def blanks(work: Work, row: list[Cell], east_asian: bool) -> list[Cell]:
    """Write other spaces, and letters that look like nothing, as SPACE."""
    if not any(facts.klass(cell.cp) in (facts.SPACE, facts.BLANK) for cell in row):
        return row
    scripts = _nearest_scripts(row)
    result: list[Cell] = []
    for at, cell in enumerate(row):
        kind = facts.klass(cell.cp)
        if kind not in (facts.SPACE, facts.BLANK):
            result.append(cell)
            continue
        if cell.cp == JUNGSEONG_FILLER and _beside(row, at, -1) == CHOSEONG_FILLER:
            result += work.settle(cell, _BLANK)  # the two fillers are one blank syllable
            continue
        before, after = _beside(row, at, -1), _beside(row, at, 1)
        if kind == facts.SPACE:
            kept = (
                (cell.cp == IDEOGRAPHIC_SPACE and east_asian)
                or (cell.cp == OGHAM_SPACE and scripts[at] == _OGHAM)
                or (cell.cp == NARROW_NO_BREAK_SPACE and _are_mongolian(before, after))
            )
            result += [cell] if kept else work.settle(cell, _SPACE, (SPACE,))
        elif _is_filled(cell.cp, before, after):
            result.append(cell)
        else:
            # Beside jamo a filler only fills the block that the jamo make anyway.
            jamo = _is_jamo(before) or _is_jamo(after)
            result += work.settle(cell, _BLANK, () if jamo else (SPACE,))
    return result


def _are_mongolian(before: int, after: int) -> bool:
    """Tell whether a space stands where Mongolian writes a suffix (Unicode section 13.5)."""
    return facts.script(before) == facts.script(after) == facts.MONG


def _is_filled(cp: int, before: int, after: int) -> bool:
    """Tell whether a blank letter stands among its own: braille, music, a jamo syllable."""
    if cp == BRAILLE_BLANK:
        return 0x2801 <= before <= 0x28FF or 0x2801 <= after <= 0x28FF
    if cp == NULL_NOTEHEAD:
        return 0x1D100 <= after <= 0x1D1FF and after != NULL_NOTEHEAD
    if cp == CHOSEONG_FILLER:
        return hangul.is_vowel(after)
    return cp == JUNGSEONG_FILLER and hangul.is_lead(before) and hangul.is_tail(after)


def _is_jamo(cp: int) -> bool:
    return 0x1100 <= cp <= 0x11FF and cp not in (CHOSEONG_FILLER, JUNGSEONG_FILLER)


def trailing(work: Work, row: list[Cell]) -> list[Cell]:
    """Drop the blanks at the end of a line."""
    stop = len(row)
    while stop and row[stop - 1].cp in (0x20, 0x09, IDEOGRAPHIC_SPACE):
        stop -= 1
    tail = [kept for cell in row[stop:] for kept in work.settle(cell, _TRAILING)]
    return row[:stop] + tail
