"""What stands around the look-alike marks of a line, and what it says of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sanitize import _tables as tables
from sanitize._reference import clicks, facts, wide
from sanitize._reference.work import Cell, Work

(
    ALWAYS,
    EAST_ASIAN,
    OWN,
    MODIFIER,
    LOW_QUOTE,
    BOX,
    BETWEEN,
    CLICK,
    AFTER_DIGIT,
    SYMBOL,
    WAVE,
    IN_EAST_ASIAN,
    DASH,
    KANA,
    STOP,
    NARROW,
    INLINE,
) = range(len(tables.CONTEXTS))

OPENERS = frozenset("([{<\u00ab\u2039\u201e\u201c\u2018\"'/-\u2014")
PHONETIC_MARKS = frozenset("!\"'()*+,-.:;<=>?^_`|~")
"""The ASCII marks that may stand in phonetic notation: those that look-alikes in it become, too."""
OKINA, APOSTROPHE_LETTER = 0x02BB, 0x02BC
QUOTES = frozenset((0x2018, 0x2019, 0x201B, 0x2032, 0x00B4, 0x02BC, 0x02BD, 0x055A, 0xA78C, 0xFF07))
"""What a reader takes for the ejective mark."""
OKINAS = frozenset((0x2018, 0x201B, 0x02BD))
"""What a reader takes for the okina; the closing quotation mark leans the other way."""
WAVE_DASH, FULLWIDTH_TILDE = 0x301C, 0xFF5E
_DIAGONALS = (0x2571, 0x2572)
_BOPOMOFO = facts.script_id("Bopo")
ACUTE, SECOND_TONE = 0x00B4, 0x02CA
GERSHAYIM = 0x05F4
APOSTROPHE, QUOTATION_MARK, FULL_STOP, SPACE = 0x27, 0x22, 0x2E, 0x20

_VOWELS = frozenset("aeiou")
_EJECTIVES = frozenset("cfkpqstx")
_SUPERSCRIPTS = frozenset((*range(0x02B0, 0x02B9), *range(0x02E0, 0x02E5)))
"""Modifier letters of phonetic notation that look like no mark: aspirated, rounded, velarized ..."""
_SOUNDS = frozenset(range(0x0250, 0x02B0))
"""Letters of phonetic notation, those included that everyday alphabets have, too."""
_SIGNS = frozenset((0x02C8, 0x02CC, 0x02D0, 0x02D1))
"""Stress and length: beside them an everyday letter stands for its sound."""
STRESS, LENGTH = 0x02C8, 0x02D0
_NOTATION = frozenset((0x02CC, 0x02D1, *range(0x02E5, 0x02EA), 0x035C, 0x0361))
"""Secondary stress, half length, tone letters and ties: they look like no mark, and only phonetic notation has them."""
_POLYNESIAN_MARKS = frozenset((0x0301, 0x0302, 0x0304))
"""Stress, and length in two ways."""
_PATH = frozenset(":/\\")
_CELSIUS, _FAHRENHEIT = 0x43, 0x46
LOW_MACRON = 0x02CD
SIGNS = frozenset("$=+*.,:;!?&|^~<>@#%{}\"'-")
"""Signs of ASCII that no phonetic notation begins behind."""
FEW = 3
"""So many marks in a row are passed over."""
_APL = range(0x2336, 0x237B)
_ENGLISH = frozenset(map(ord, "AIa"))
"""Words of one letter that English has: a quotation may begin with one."""
_CONSONANTS = frozenset("fghklmnprstvw")


class Around:
    """What stands around each mark of a line, found once for the whole line."""

    def __init__(self, work: Work, row: list[Cell], kind: wide.Kind) -> None:
        self.row = row
        self.kind = kind
        self.strict = work.strict
        self.scripts = nearest_scripts(row)
        self.own = {facts.script(cell.cp) for cell in row if facts.is_plain_letter(cell.cp)}
        self.wave = WAVE_DASH if kind == wide.Kind.KANA else FULLWIDTH_TILDE
        self.apl = any(cell.cp in _APL for cell in row)
        self.closing = _last_closing(row)
        self.khoisan = not work.strict and clicks.tell(row)
        self.lettered = [False] * len(row)
        self.fenced = [False] * len(row)
        self.polynesian = [False] * len(row)
        self.notation = [False] * len(row)
        self.ruled = [False] * len(row)
        self.between = [False] * len(row)
        for start, stop in facts.spans([cell.cp for cell in row], lambda cp: not is_blank(cp)):
            token = [cell.cp for cell in row[start:stop]]
            first, last = fence(token)
            inside = token[first:last]
            self.fenced[start + first : start + last] = [True] * len(inside)
            everyday = not _SOUNDS.isdisjoint(token) and not _SIGNS.isdisjoint(token)
            if everyday or any(facts.has(cp, facts.PHONETIC) for cp in token):
                self.lettered[start:stop] = [True] * (stop - start)
            elif not (_SUPERSCRIPTS | _SOUNDS).isdisjoint(inside):
                self.lettered[start + first : start + last] = [True] * len(inside)
            if inside and (
                self.lettered[start + first] or any(_is_modifier(cp) and cp != APOSTROPHE_LETTER for cp in inside)
            ):
                self.notation[start + first : start + last] = [True] * len(inside)
        self.phonetic = any(self.lettered) or any(
            cell.cp in _NOTATION or (cell.cp == LENGTH and self.fenced[at]) for at, cell in enumerate(row)
        )
        for start, stop in facts.spans([cell.cp for cell in row], lambda cp: cp in _DIAGONALS):
            if _is_box(neighbour(row, start, -1)) or _is_box(neighbour(row, stop - 1, 1)):
                self.ruled[start:stop] = [True] * (stop - start)
        for start, stop in facts.spans([cell.cp for cell in row], _is_stroke):
            if _is_inside(neighbour(row, start, -1), neighbour(row, stop - 1, 1)):
                self.between[start:stop] = [True] * (stop - start)
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
        if context == WAVE and self.kind.keeps(FULLWIDTH_TILDE):
            return (self.wave,)
        before = neighbour(self.row, at, -1)
        if cp in QUOTES and facts.is_plain_letter(before):
            ejective = self.phonetic and self.fenced[at] and self.is_ejective(at)
            if ejective or self.lettered[at]:
                return (APOSTROPHE_LETTER,)
        if cp == ACUTE and facts.script(before) == _BOPOMOFO:
            return (SECOND_TONE,)
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
        before, after = neighbour(self.row, start, -1), neighbour(self.row, stop, 1)
        return stop - start > 1 or facts.has(before, facts.BOX) or facts.has(after, facts.BOX)

    def is_meant(self, at: int) -> bool:  # noqa: PLR0912 - one decision list, read top-down
        """Tell whether a look-alike mark is itself here."""
        row = self.row
        _, context, scripts = tables.FOLDS[row[at].cp]
        if context == EAST_ASIAN:
            return self.kind.keeps(row[at].cp)
        if context == KANA:
            return self.kind == wide.Kind.KANA
        if context == WAVE:
            return self.kind.keeps(FULLWIDTH_TILDE) and row[at].cp == self.wave
        if context == OWN:
            own = self.scripts[at] in scripts or self.is_in_number(at, scripts)
            return own and not (row[at].cp == GERSHAYIM and self.is_quotation(at))
        if context == STOP:
            ends = not _is_word(beside(row, at, 1))
            return self.scripts[at] in scripts or (ends and not self.own.isdisjoint(scripts))
        if context == NARROW:
            return not self.is_in_ascii(at)
        if context == INLINE:
            return not all(_is_printed(facts.drawn_as(seen(row, at, step))) for step in (-1, 1))
        before, after = neighbour(row, at, -1), neighbour(row, at, 1)
        if context == MODIFIER:
            return self.is_modifier(at, before)
        if context == LOW_QUOTE:
            opens = before == 0 or facts.group(before) == facts.SPACING or chr(before) in OPENERS
            # A quotation mark among phonetic letters is an ejective, which opens nothing.
            opens = opens and not (before in QUOTES and self.lettered[at])
            return opens and _is_word(facts.drawn_as(after))
        if context == BOX:
            return self.ruled[at]
        if context == BETWEEN:
            return self.kind.east_asian or not self.between[at]
        if context == CLICK:
            return self.is_click(at)
        if context == IN_EAST_ASIAN:
            return not self.kind.east_asian
        if context == DASH:
            return self.is_drawing(at)
        return context == AFTER_DIGIT and not self.is_degree(at, before)

    def is_in_number(self, at: int, scripts: Collection[int]) -> bool:
        """Tell whether a mark stands beside a digit of one of its own scripts: a price in a line without letters."""
        digits = (cp for cp in (beside(self.row, at, -1), beside(self.row, at, 1)) if facts.group(cp) == facts.DIGIT)
        return any(facts.script(cp) in scripts for cp in digits)

    def is_click(self, at: int) -> bool:
        """Tell whether a click is a letter: in phonetic notation, in a line or a name of a language that has clicks."""
        if self.notation[at]:
            return True
        if self.khoisan:
            return clicks.begins(self.row, at)
        return not self.strict and clicks.is_in_name(self.row, at)

    def is_degree(self, at: int, before: int) -> bool:
        """Tell whether a ring is the degree sign: after a digit, or before C or F with a space between (SI).

        With a full stop and an operator behind it, it is the outer product of APL; in a line with signs of APL, too, it is none.
        """
        if self.apl:
            return False
        stop = facts.drawn_as(beside(self.row, at, 1)) == FULL_STOP
        if stop and not is_blank(beside(self.row, at + 1, 1) or SPACE):
            return False
        unit = beside(self.row, at, 1) in (_CELSIUS, _FAHRENHEIT) and not facts.is_wordy(beside(self.row, at + 1, 1))
        spaced = is_blank(beside(self.row, at, -1)) and facts.group(beside(self.row, at - 1, -1)) == facts.DIGIT
        return facts.group(before) == facts.DIGIT or (unit and spaced)

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
        cp, after = self.row[at].cp, beside(self.row, at, 1)
        if self.phonetic and cp == LENGTH:
            return facts.is_plain_letter(before)
        if self.phonetic and cp == STRESS:
            begins = facts.is_plain_letter(after) and not _is_word(beside(self.row, at, -1))
            return begins and at > self.closing
        return cp == OKINA and self.polynesian[at] and not self.is_quoted(at)

    def is_quoted(self, at: int) -> bool:
        """Tell whether an okina begins a word that a mark drawn like an apostrophe closes: then the two are quotation marks."""
        row = self.row
        before = beside(row, at, -1)
        if _is_word(before) or facts.drawn_as(before) == APOSTROPHE:
            return False
        stop = at + 1
        while stop < len(row) and _is_word(row[stop].cp):
            stop += 1
        return stop < len(row) and _is_closing(row, stop)

    def is_quotation(self, at: int) -> bool:
        """Tell whether gershayim are a quotation mark: they begin a word, or end what such a mark began.

        Gershayim stand inside a word, before its last letters.
        """
        row = self.row
        if _is_word(beside(row, at, 1)):
            return not _is_word(beside(row, at, -1))
        opener = next((near for near in range(at - 1, -1, -1) if facts.drawn_as(row[near].cp) == QUOTATION_MARK), -1)
        return opener >= 0 and _is_word(beside(row, opener, 1)) and not _is_word(beside(row, opener, -1))

    def is_in_ascii(self, at: int) -> bool:
        """Tell whether a mark stands between letters and digits of ASCII, a few of its kind beside it passed over.

        The low macron may stand behind a sign of ASCII, too, which no tone is written behind.
        """
        start = stop = at
        while start and self.row[start - 1].cp == self.row[at].cp and at - start < FEW:
            start -= 1
        while stop + 1 < len(self.row) and self.row[stop + 1].cp == self.row[at].cp and stop - at < FEW:
            stop += 1
        before, after = beside(self.row, start, -1), beside(self.row, stop, 1)
        signed = self.row[at].cp == LOW_MACRON and chr(facts.drawn_as(before)) in SIGNS
        return _is_in_name(after) and (signed or _is_in_name(before))

    def is_ejective(self, at: int) -> bool:
        """Tell whether an ejective can stand here: behind a voiceless consonant, no other consonant after it."""
        before, after = neighbour(self.row, at, -1), beside(self.row, at, 1)
        return chr(before) in _EJECTIVES and (chr(after) in _VOWELS or not facts.is_wordy(after))


def neighbour(row: list[Cell], at: int, step: int) -> int:
    """Return the next code point in a direction, marks passed over; 0 at the edge."""
    near = at + step
    while 0 <= near < len(row):
        if not facts.is_mark(row[near].cp):
            return row[near].cp
        near += step
    return 0


def beside(row: list[Cell], at: int, step: int) -> int:
    """Return the code point right beside an index; 0 at the edge."""
    return row[at + step].cp if 0 <= at + step < len(row) else 0


def seen(row: list[Cell], at: int, step: int) -> int:
    """Return the next code point in a direction that is no blank; 0 at the edge."""
    near = at + step
    while 0 <= near < len(row) and is_blank(row[near].cp):
        near += step
    return row[near].cp if 0 <= near < len(row) else 0


def _is_in_name(cp: int) -> bool:
    return cp < 0x80 and (chr(cp).isalnum() or chr(cp) == "_")


def _is_printed(cp: int) -> bool:
    return 0x20 < cp < 0x7F


def _last_closing(row: list[Cell]) -> int:
    """Return the last index where a mark drawn like an apostrophe may close a quotation: behind something, no letter after it."""
    return max((at for at in range(1, len(row)) if _is_closing(row, at)), default=-1)


def _is_closing(row: list[Cell], at: int) -> bool:
    quote = facts.drawn_as(row[at].cp) == APOSTROPHE
    return quote and not is_blank(beside(row, at, -1)) and not facts.is_plain_letter(beside(row, at, 1))


def _is_stroke(cp: int) -> bool:
    return facts.klass(cp) == facts.PUNCTUATION and tables.FOLDS[cp][1] == BETWEEN


def _is_inside(before: int, after: int) -> bool:
    """Tell whether a stroke between two characters stands inside a word or a path."""
    near = (facts.drawn_as(before), facts.drawn_as(after))
    return any(map(_is_word, near)) and all(_is_word(cp) or chr(cp) in _PATH for cp in near)


def _is_word(cp: int) -> bool:
    return facts.is_wordy(cp) and facts.klass(cp) != facts.PUNCTUATION


def _is_modifier(cp: int) -> bool:
    return facts.klass(cp) == facts.PUNCTUATION and tables.FOLDS[cp][1] == MODIFIER


def _is_box(cp: int) -> bool:
    return facts.has(cp, facts.BOX)


def nearest_scripts(row: list[Cell]) -> list[int]:
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


def is_blank(cp: int) -> bool:
    return cp in (0x20, 0x09) or facts.klass(cp) in (facts.SPACE, facts.BLANK)


def fence(token: list[int]) -> tuple[int, int]:
    """Return the span between slashes or brackets, as phonetic notation stands in them; an empty one if there is none."""
    drawn = [chr(facts.drawn_as(cp)) for cp in token]
    start, stop = 0, len(token)
    while stop - start > 2 and drawn[stop - 1] in ".,;:!?)":
        stop -= 1
    while stop - start > 2 and drawn[start] == "(":
        start += 1
    fenced = stop - start > 2 and drawn[start] + drawn[stop - 1] in ("//", "[]")
    start, stop = start + 1, stop - 1
    fenced = fenced and all(
        facts.is_plain_letter(token[at])
        or facts.is_mark(token[at])
        or _is_modifier(token[at])
        or drawn[at] in PHONETIC_MARKS
        for at in range(start, stop)
    )
    return (start, stop) if fenced else (0, 0)


def _syllable_spans(row: list[Cell]) -> Iterator[tuple[int, int]]:
    """Yield the spans of words, marks that look like the okina counted as letters before a letter.

    At the start of a word they are, before a vowel, unless a quotation that they open is closed, or may begin with
    an English word of one letter.
    """
    closed = _last_closing(row)
    start = 0
    for at in range(len(row) + 1):
        if at < len(row):
            cp = row[at].cp
            if facts.is_plain_letter(cp) or facts.is_mark(cp) or cp == OKINA:
                continue
            after = beside(row, at, 1)
            english = after in _ENGLISH and not facts.is_wordy(beside(row, at, 2))
            begins = closed < at and _is_vowel(after) and not english
            if cp in OKINAS and facts.is_plain_letter(after) and (at > start or begins):
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
        if cp in _POLYNESIAN_MARKS:
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
