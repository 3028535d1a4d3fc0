"""Folds by neighbours: compatibility forms, punctuation, spaces and letters that look like nothing."""

from __future__ import annotations

from sanitize import _tables as tables
from sanitize._kinds import REMOVE, REPLACE, reason
from sanitize._reference import facts, hangul, wide, word
from sanitize._reference.around import ALWAYS, EAST_ASIAN, SYMBOL, Around, beside, nearest_scripts
from sanitize._reference.work import UNTOUCHED, Cell, Work, is_noise

SPACE = 0x20
IDEOGRAPHIC_SPACE, OGHAM_SPACE, NARROW_NO_BREAK_SPACE = 0x3000, 0x1680, 0x202F
BRAILLE_BLANK, NULL_NOTEHEAD = 0x2800, 0x1D159
CHOSEONG_FILLER, JUNGSEONG_FILLER = 0x115F, 0x1160
SCRIPT_L = 0x2113
MATH_ALPHANUMERIC = range(0x1D400, 0x1D800)
_COMPATIBILITY = reason("compatibility")
_PUNCTUATION = reason("punctuation")
_TWIN = reason("twin")
_SELECTOR = reason("selector")
_SPACE = reason("space")
_BLANK = reason("blank")
_TRAILING = reason("trailing")
_OGHAM = facts.script_id("Ogam")


def compatibility(work: Work, row: list[Cell], kind: wide.Kind) -> list[Cell]:
    """Write styled letters, ligatures and width forms as ordinary characters (UAX #15 NFKC).

    Radicals and strokes that are drawn as an ideograph are no forms of it, but its twins.
    """
    if not any(facts.klass(cell.cp) == facts.COMPATIBILITY for cell in row):
        return row
    mixed = wide.mixed(row)
    wider = [facts.klass(cell.cp) == facts.COMPATIBILITY and _stays(cell.cp, kind) for cell in row]
    wider = [stays and not in_word for stays, in_word in zip(wider, mixed, strict=True)]
    styled = _styled(work, row, wider)
    result: list[Cell] = []
    for at, cell in enumerate(row):
        if facts.klass(cell.cp) != facts.COMPATIBILITY or wider[at]:
            result.append(cell)
            continue
        target, context, _ = tables.FOLDS[cell.cp]
        why = _TWIN if _is_radical(cell.cp) else _COMPATIBILITY
        result += [cell] if context == SYMBOL and not styled[at] else work.settle(cell, why, target)
    return result


def _stays(cp: int, kind: wide.Kind) -> bool:
    """Tell whether a compatibility character is a width form that its line keeps, but for mixed words."""
    return tables.FOLDS[cp][1] == EAST_ASIAN and kind.keeps(cp)


def _is_radical(cp: int) -> bool:
    return 0x2E80 <= cp <= 0x2FD5 or 0x31C0 <= cp <= 0x31E5


def _styled(work: Work, row: list[Cell], wider: list[bool]) -> list[bool]:
    """Tell which letterlike symbols stand in a run with mathematical letters, or in a word of plain ones.

    Letterlike symbols fill the gaps of the mathematical alphabets; elsewhere they are symbols, beside which one letter
    or two may stand. Those in a row are one thing. Between two letters, or before two small ones, those that become ASCII
    are part of a word; the small script l, which stands before an index, only between letters. What other folds make
    of the neighbours is there already, so that the answer is the same when they are done.
    """
    result = [False] * len(row)
    drawn: list[tuple[int, int]] = []
    for at, cell in enumerate(row):
        if not is_noise(cell):
            folds = facts.klass(cell.cp) == facts.COMPATIBILITY and not wider[at]
            folds = folds and tables.FOLDS[cell.cp][1] != SYMBOL
            # A digit that may be a letter counts as that.
            letter = tables.DIGIT_TWINS.get(cell.cp, cell.cp)
            drawn += ((at, cp) for cp in (tables.FOLDS[cell.cp][0] if folds else (letter,)))
    for start, stop in facts.spans([cp for _, cp in drawn], facts.is_letter):
        places = [at for at, _ in drawn[start:stop]]
        span = [cp for _, cp in drawn[start:stop]]
        if any(row[at].cp in MATH_ALPHANUMERIC for at in places):
            for at in places:
                result[at] = True
            continue
        plain = [_is_plain(work, cp) for cp in span]
        for first, last in facts.spans(span, _is_symbol):
            inside = first > 0 and last < len(span) and plain[first - 1] and plain[last]
            small = [near for near in range(last, min(last + 2, len(span))) if not facts.has(span[near], facts.UPPER)]
            begins = len(small) == 2 and all(plain[near] for near in small)
            if inside or (begins and span[first:last] != [SCRIPT_L]):
                for at in places[first:last]:
                    result[at] = True
    return result


def _is_symbol(cp: int) -> bool:
    """Tell whether a character is a letterlike symbol that stands for a letter of ASCII."""
    if facts.klass(cp) != facts.COMPATIBILITY:
        return False
    target, context, _ = tables.FOLDS[cp]
    return context == SYMBOL and target[0] < 0x80


def _is_plain(work: Work, letter: int) -> bool:
    """Tell whether a letter is one of the scripts that look like ASCII, may become one, or is a symbol that stands for one."""
    script = facts.script(letter)
    if script in word.TWIN_SCRIPTS or (script == facts.COMMON and facts.klass(letter) == facts.COMPATIBILITY):
        return True
    return any((letter, other) in tables.TWINS for other in word.TWIN_SCRIPTS) or (
        work.strict and word.resembled(letter) is not None
    )


def punctuation(work: Work, row: list[Cell], kind: wide.Kind) -> list[Cell]:
    """Fold look-alike marks unless their neighbours show that they are meant."""
    if not any(facts.klass(cell.cp) == facts.PUNCTUATION for cell in row):
        return row
    row = _bare(work, row)
    around = Around(work, row, kind)
    result: list[Cell] = []
    for at, cell in enumerate(row):
        # A stroke through a mark makes another one of it, as in "does not divide".
        meant = facts.klass(cell.cp) != facts.PUNCTUATION or (cell.cp, beside(row, at, 1)) in tables.COMPOSITION
        if not meant and not around.is_meant(at):
            result += work.settle(cell, _PUNCTUATION, around.target(at))
        else:
            result.append(cell)
    return result


def _bare(work: Work, row: list[Cell]) -> list[Cell]:
    """Drop the selectors of marks that fold wherever they stand: what follows them stands beside them then."""
    if work.action(_PUNCTUATION) not in (REPLACE, REMOVE):
        return row
    result: list[Cell] = []
    for cell in row:
        selector = facts.klass(cell.cp) == facts.VARIATION and cell.why == UNTOUCHED
        result += work.settle(cell, _SELECTOR) if selector and result and _folds(result[-1].cp) else [cell]
    return result


def _folds(cp: int) -> bool:
    return facts.klass(cp) == facts.PUNCTUATION and tables.FOLDS[cp][1] == ALWAYS


def blanks(work: Work, row: list[Cell], line: wide.Kind) -> list[Cell]:
    """Write other spaces, and letters that look like nothing, as SPACE."""
    if not any(facts.klass(cell.cp) in (facts.SPACE, facts.BLANK) for cell in row):
        return row
    scripts = nearest_scripts(row)
    result: list[Cell] = []
    for at, cell in enumerate(row):
        kind = facts.klass(cell.cp)
        if kind not in (facts.SPACE, facts.BLANK):
            result.append(cell)
            continue
        if cell.cp == JUNGSEONG_FILLER and beside(row, at, -1) == CHOSEONG_FILLER:
            result += work.settle(cell, _BLANK)  # the two fillers are one blank syllable
            continue
        before, after = beside(row, at, -1), beside(row, at, 1)
        if kind == facts.SPACE:
            kept = (
                (cell.cp == IDEOGRAPHIC_SPACE and line.keeps(cell.cp))
                or (cell.cp == OGHAM_SPACE and scripts[at] == _OGHAM)
                or (cell.cp == NARROW_NO_BREAK_SPACE and _are_mongolian(before, after))
            )
            result += [cell] if kept else work.settle(cell, _SPACE, (SPACE,))
        elif _is_filled(cell.cp, before, after):
            result.append(cell)
        else:
            # Behind a lead the filler only fills the block that the lead makes anyway.
            fills = cell.cp == JUNGSEONG_FILLER and hangul.is_lead(before)
            result += work.settle(cell, _BLANK, () if fills else (SPACE,))
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


def trailing(work: Work, row: list[Cell]) -> list[Cell]:
    """Drop the blanks at the end of a line."""
    stop = len(row)
    while stop and row[stop - 1].cp in (0x20, 0x09, IDEOGRAPHIC_SPACE, BRAILLE_BLANK):
        stop -= 1
    tail = [kept for cell in row[stop:] for kept in work.settle(cell, _TRAILING)]
    return row[:stop] + tail
