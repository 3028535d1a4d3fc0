"""Emoji sequences, variation selectors and tags: what Unicode lists stays (UTS #51, UAX #44)."""

from __future__ import annotations

from typing import Any

from sanitize import _tables as tables
from sanitize._kinds import ESCAPE, REPLACE, REPORT, VARIATION, reason
from sanitize._reference import facts
from sanitize._reference.parse import NOISE_REASON
from sanitize._reference.work import SETTLED, Cell, Work, is_noise

ZWJ = 0x200D
TEXT_STYLE, EMOJI_STYLE = 0xFE0E, 0xFE0F
VOWEL_SEPARATOR = 0x180E
ABBREVIATION_MARK = 0x070F
IDEOGRAPHIC_SELECTORS = range(0xE0100, 0xE01F0)
_KEPT = (EMOJI_STYLE, ZWJ)
_END = -1
_REACH = 8
"""How many format characters may part one from its neighbour."""
_QUALIFY = reason("qualify")


def _trie() -> dict[int, Any]:
    """Arrange the RGI sequences, bare of selectors, by their code points."""
    root: dict[int, Any] = {}
    for key, canonical in tables.SEQUENCES.items():
        node = root
        for cp in key:
            node = node.setdefault(cp, {})
        node[_END] = canonical
    return root


TRIE = _trie()


def resolve(work: Work, row: list[Cell]) -> list[Cell]:
    """Write emoji sequences fully qualified; drop the selectors and tags that select nothing."""
    result: list[Cell] = []
    at = 0
    while at < len(row):
        cell = row[at]
        if facts.has(cell.cp, facts.SEQUENCE):
            stop, canonical = _longest(work, row, at)
            sequence = _qualified(work, row[at:stop], canonical)
            # Noise that becomes a visible escape parts the sequence that it stood in.
            if stop and all(part.why < 0 or part.why == _QUALIFY for part in sequence):
                result += sequence
                at = stop
                continue
        kind = facts.klass(cell.cp)
        before = result[-1].cp if result else 0
        stays = (
            kind not in (facts.TAG, facts.VARIATION, facts.MONGOLIAN, facts.OWN_FORMAT)
            or (kind == facts.VARIATION and selects(before, cell.cp))
            or (kind == facts.MONGOLIAN and _shapes(row, at, before))
            or (kind == facts.OWN_FORMAT and _at_home(work, row, at, result))
        )
        result += [cell] if stays else work.settle(cell, NOISE_REASON[kind])
        at += 1
    return result


def _longest(work: Work, row: list[Cell], start: int) -> tuple[int, tuple[int, ...]]:
    """Return the end and canonical form of the longest RGI sequence from here; 0 if there is none.

    Noise inside is passed over; a ZWJ or a tag is taken where the sequence has it.
    """
    stop, canonical = 0, ()
    node = TRIE
    joined = False
    for at in range(start, len(row)):
        cp = row[at].cp
        if is_noise(row[at]):
            if facts.klass(cp) == facts.TAG and cp in node:
                node = node[cp]
            else:
                joined = joined or cp == ZWJ
                continue
        else:
            across = node.get(ZWJ, {}) if joined else {}
            step = across.get(cp) or node.get(cp)
            if step is None:
                break
            node = step
            joined = False
        if _END in node:
            stop, canonical = at + 1, node[_END]
    while work.actions[VARIATION] != ESCAPE and 0 < stop < len(row) and facts.klass(row[stop].cp) == facts.VARIATION:
        stop += 1
    return stop, canonical


def _qualified(work: Work, row: list[Cell], canonical: tuple[int, ...]) -> list[Cell]:
    """Align the cells of a sequence with its fully qualified form."""
    result: list[Cell] = []
    at = 0
    for cp in canonical:
        found = at
        # A joiner is passed over for a letter, not for a selector: it may be the one that comes next.
        while found < len(row) and row[found].cp != cp and is_noise(row[found]) and (cp, row[found].cp) != _KEPT:
            found += 1
        if found < len(row) and row[found].cp == cp:
            result += _dropped(work, row[at:found])
            result.append(Cell(cp, row[found].at, SETTLED))
            at = found + 1
        elif work.actions[VARIATION] == REPLACE:
            result.append(Cell(cp, result[-1].at, _QUALIFY))
        elif work.actions[VARIATION] == REPORT:
            work.report(result[-1], _QUALIFY)
    return result + _dropped(work, row[at:])


def _dropped(work: Work, noise: list[Cell]) -> list[Cell]:
    return [c for cell in noise for c in work.settle(cell, NOISE_REASON[facts.klass(cell.cp)])]


def is_bare_keycap(cell: Cell) -> bool:
    """Tell whether a cell is a keycap base: a digit, number sign or asterisk of ASCII."""
    return cell.cp < 0x80 and chr(cell.cp) in "0123456789#*"


def selects(base: int, selector: int) -> bool:
    """Tell whether a variation selector changes what is drawn after ``base``.

    Never after ASCII. An emoji that is emoji by default needs no selector, and one that is text by
    default keeps only the selector that makes it emoji (UTS #51 section 4); an ideographic selector
    stays in the sequences that some font lists (UTS #37; tables/evidence/variation.tsv); otherwise
    the sequence must be in StandardizedVariants. A compatibility ideograph is the unified one that it decomposes to.
    """
    parts = tables.DECOMPOSITION.get(base, (base,))
    base = parts[0] if len(parts) == 1 else base
    if base < 0x80:
        return False
    if selector == EMOJI_STYLE and facts.has(base, facts.EMOJI_TEXT):
        return True
    if selector in IDEOGRAPHIC_SELECTORS:
        return (base << 8 | selector - IDEOGRAPHIC_SELECTORS[0]) in tables.IDEOGRAPHIC
    return (base, selector) in tables.VARIATIONS


def _shapes(row: list[Cell], at: int, before: int) -> bool:
    """Tell whether a Mongolian selector or vowel separator has its letters beside it."""
    cp = row[at].cp
    if cp != VOWEL_SEPARATOR:
        return (before, cp) in tables.VARIATIONS
    after = row[at + 1].cp if at + 1 < len(row) else 0
    mongolian = facts.is_letter(before) and facts.script(before) == facts.MONG
    return mongolian and after in (0x1820, 0x1821)


def _at_home(work: Work, row: list[Cell], at: int, written: list[Cell]) -> bool:
    """Tell whether a script's own format character stands, once, beside a character of that script."""
    cp = row[at].cp
    home = facts.script(cp)
    # What becomes a visible escape parts its neighbours.
    reach = 1 if work.action(NOISE_REASON[facts.OWN_FORMAT]) == ESCAPE else _REACH
    after = next((cell.cp for cell in row[at + 1 : at + 1 + reach] if not is_noise(cell)), 0)
    if cp == ABBREVIATION_MARK:  # a line above the letters after it (Unicode section 9.3)
        return facts.is_letter(after) and facts.script(after) == home
    near = [
        cell for cell in written[: -1 - reach : -1] if not is_noise(cell) or facts.klass(cell.cp) == facts.OWN_FORMAT
    ]
    before = next((cell.cp for cell in near if not is_noise(cell)), 0)
    once = not near or near[0].cp != cp
    return once and home in (facts.script(before), facts.script(after))
