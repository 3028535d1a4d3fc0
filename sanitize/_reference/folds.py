"""Folds by neighbours: compatibility forms, punctuation, spaces and letters that look like nothing."""

from __future__ import annotations

from sanitize import _tables as tables
from sanitize._kinds import REMOVE, REPLACE, reason
from sanitize._reference import facts, hangul, wide, word
from sanitize._reference.around import ALWAYS, EAST_ASIAN, SYMBOL, Around, beside, nearest_scripts
from sanitize._reference.work import UNTOUCHED, Cell, Work

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
    styled = _styled(row)
    mixed = wide.mixed(row)
    result: list[Cell] = []
    for at, cell in enumerate(row):
        if facts.klass(cell.cp) != facts.COMPATIBILITY:
            result.append(cell)
            continue
        target, context, _ = tables.FOLDS[cell.cp]
        kept = context == SYMBOL and not styled[at]
        if context == EAST_ASIAN:
            kept = kind.keeps(cell.cp) and not mixed[at]
        why = _TWIN if _is_radical(cell.cp) else _COMPATIBILITY
        result += [cell] if kept else work.settle(cell, why, target)
    return result


def _is_radical(cp: int) -> bool:
    return 0x2E80 <= cp <= 0x2FD5 or 0x31C0 <= cp <= 0x31E5


def _styled(row: list[Cell]) -> list[bool]:
    """Tell which letters stand in a run with mathematical letters, or in a word of plain ones.

    Letterlike symbols fill the gaps of the mathematical alphabets; elsewhere they are symbols, beside which one letter
    or two may stand. Between two letters, or before two small ones, those that become ASCII are part of a word; the small script l,
    which stands before an index, only between letters.
    """
    result = [False] * len(row)
    for start, stop in facts.spans([cell.cp for cell in row], facts.is_letter):
        span = [cell.cp for cell in row[start:stop]]
        if any(cp in MATH_ALPHANUMERIC for cp in span):
            result[start:stop] = [True] * (stop - start)
            continue
        for place, cp in enumerate(span):
            target = tables.FOLDS[cp][0][0] if facts.klass(cp) == facts.COMPATIBILITY else 0x80
            if target < 0x80:
                inside = 0 < place < len(span) - 1 and _is_plain(span[place - 1]) and _is_plain(span[place + 1])
                behind = [near for letter in span[place + 1 : place + 3] for near in _letters(letter)][:2]
                begins = len(behind) == 2 and all(
                    _is_plain(near) and not facts.has(near, facts.UPPER) for near in behind
                )
                result[start + place] = inside or (begins and cp != SCRIPT_L)
    return result


def _letters(cp: int) -> tuple[int, ...]:
    """Return the letters of a ligature; of another letter itself."""
    ligature = facts.klass(cp) == facts.COMPATIBILITY and tables.FOLDS[cp][1] == ALWAYS
    return tables.FOLDS[cp][0] if ligature else (cp,)


def _is_plain(letter: int) -> bool:
    """Tell whether a letter is one of the scripts that look like ASCII, or a symbol that stands for a letter."""
    script = facts.script(letter)
    return script in word.TWIN_SCRIPTS or (script == facts.COMMON and facts.klass(letter) == facts.COMPATIBILITY)


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
