"""The one way through: parse, decide line by line, and say what changed as edits."""

from __future__ import annotations

from collections.abc import Iterator

from sanitize import _tables as tables
from sanitize._kinds import (
    KEEP,
    KEY,
    KINDS,
    MARKS,
    MOJIBAKE,
    NORMALIZATION,
    REASON_KIND,
    REMOVE,
    REPLACE,
    VARIATION,
    reason,
)
from sanitize._reference import (
    clusters,
    compare,
    drawn,
    facts,
    folds,
    formats,
    hangul,
    joiners,
    marks,
    normal,
    parse,
    prefer,
    sequences,
    twins,
    wide,
    words,
)
from sanitize._reference.work import UNTOUCHED, Cell, Work

Finding = tuple[int, int, "str | None", int, int]
"""Start, end (code points of the input), replacement (None: reported only), kind, reason."""

_COMPOSITION = reason("composition")
_QUALIFY = reason("qualify")
_SELECTOR = reason("selector")
KEYCAP = 0x20E3
_MANY_BLANKS = " " * (parse.SEGMENT + 1)


def split_rules(rules: bytes) -> tuple[bytes, int]:
    """Return the actions and the flags of compiled rules."""
    if len(rules) != len(KINDS) + 1:
        raise ValueError(f"rules must be {len(KINDS) + 1} bytes, got {len(rules)}")
    return rules[:-1], rules[-1]


def findings(text: str, rules: bytes, malformed: dict[int, bytes] | None = None) -> list[Finding]:
    """Return every finding in order; those with a replacement are the edits."""
    actions, flags = split_rules(rules)
    if flags & KEY:
        return compare.key_findings(text, malformed or {})
    result: list[Finding] = []
    for start, end in _blocks(text):
        if not _is_plain(text, start, end):
            result += _block(Work(actions, flags, malformed or {}), text, start, end)
    return result


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield spans that end with a line feed: nothing is decided across one."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield start, end
        start = end


def _is_plain(text: str, start: int, end: int) -> bool:
    """Tell whether a block is printable ASCII without blanks at its end or too many in a row: nothing to decide."""
    block = text[start:end]
    body = block.removesuffix("\n").replace("\t", " ")
    return block.isascii() and body.isprintable() and not body.endswith(" ") and _MANY_BLANKS not in body


def _block(work: Work, text: str, start: int, end: int) -> list[Finding]:
    """Decide one block and return its findings."""
    output: list[Cell] = []
    row = parse.cells(work, text, start, end)
    for line, ending in parse.lines(work, row):
        for piece in parse.segments(work, line):
            output += folds.trailing(work, decide(work, piece))
        output += ending
    return _findings(work, text, start, end, output)


def decide(work: Work, row: list[Cell]) -> list[Cell]:
    """Apply the rules of context to one line (or one piece of a very long line).

    The order matters: each step sees what the steps before it have settled, and no later step
    undoes what an earlier one relied on.
    """
    if work.text_mode:
        row = formats.resolve(work, row)
    row = sequences.resolve(work, row)
    normalize = work.actions[NORMALIZATION] in (REPLACE, REMOVE)
    if normalize:
        row = normal.decompose(row)
    kind = wide.kind_of(row)
    row = folds.compatibility(work, row, kind)
    if normalize:
        row = _ordered(row)
    row = joiners.resolve(work, row)
    if normalize:
        row = prefer.resolve(marks.once(work, _ordered(row)))
    row = hangul.resolve(work, row)
    row = folds.blanks(work, row, kind)
    if normalize:
        row = normal.part(row)
    row = words.resolve(work, twins.digits(work, row))
    row = twins.resolve(work, row)
    if normalize:
        row = prefer.resolve(drawn.resolve(row))
    row = folds.punctuation(work, row, kind)
    if work.actions[MARKS] != KEEP:
        row = marks.cap(work, row)
    if normalize:
        row = marks.undot(work, marks.once(work, clusters.order(normal.reorder(row))))
        row = normal.compose(normal.reorder(row), _COMPOSITION)
    return _selected(work, row)


def _ordered(row: list[Cell]) -> list[Cell]:
    """Order the marks of a line; letters that are known by the marks beside them are settled first."""
    return clusters.order(drawn.resolve(normal.reorder(row)))


def _selected(work: Work, row: list[Cell]) -> list[Cell]:
    """Drop a selector whose base another rule has changed; qualify a keycap whose base became ASCII."""
    result: list[Cell] = []
    for cell in row:
        changed = bool(result) and result[-1].why >= 0
        if (
            facts.klass(cell.cp) == facts.VARIATION
            and changed
            and cell.why == UNTOUCHED
            and not sequences.selects(result[-1].cp, cell.cp)
        ):
            result += work.settle(cell, _SELECTOR)
            continue
        if cell.cp == KEYCAP and result and sequences.is_bare_keycap(result[-1]) and work.actions[VARIATION] == REPLACE:
            result.append(Cell(sequences.EMOJI_STYLE, result[-1].at, _QUALIFY))
        result.append(cell)
    return result


def _findings(work: Work, text: str, start: int, end: int, output: list[Cell]) -> list[Finding]:
    """Compare each input code point with the cells that came of it."""
    parts: dict[int, list[Cell]] = {}
    latest = start
    for cell in output:
        # Marks may have changed places: what moved back belongs to the later place.
        latest = max(latest, cell.at)
        parts.setdefault(latest, []).append(cell)
    result: list[Finding] = []
    for at in range(start, end):
        cells = parts.get(at, [])
        replacement = "".join(chr(cell.cp) for cell in cells)
        if replacement == text[at]:
            continue
        swallowed = result[-1][4] if result and result[-1][1] == at and not cells else _COMPOSITION
        why = next((cell.why for cell in cells if cell.why >= 0), work.gone.get(at, swallowed))
        if result and _joins(result[-1], at, replacement, why):
            first = result[-1]
            result[-1] = (first[0], at + 1, first[2], first[3], why)
        else:
            result.append((at, at + 1, replacement, REASON_KIND[why], why))
    return _with_reports(result, work.reports)


def _joins(last: Finding, at: int, replacement: str, why: int) -> bool:
    """Tell whether a change belongs to the finding before it: what goes joins what went or was replaced."""
    return last[1] == at and last[4] == why and not replacement and last[2] is not None


def _with_reports(edits: list[Finding], reports: list[tuple[int, int]]) -> list[Finding]:
    """Merge in what is only reported, where nothing changed."""
    if not reports:
        return edits
    changed = {at for start, end, *_ in edits for at in range(start, end)}
    merged: list[Finding] = []
    for at, why in sorted(set(reports)):
        if at in changed:
            continue
        last = merged[-1] if merged else None
        if last and last[1] == at and last[4] == why:
            merged[-1] = (last[0], at + 1, None, last[3], why)
        elif not last or last[1] <= at:
            merged.append((at, at + 1, None, REASON_KIND[why], why))
    return sorted(edits + merged, key=lambda finding: finding[:2])


def apply(text: str, found: list[Finding]) -> str:
    """Return the text with the edits applied; the same object when there are none."""
    parts: list[str] = []
    done = 0
    for start, end, replacement, _, _ in found:
        if replacement is not None:
            parts += (text[done:start], replacement)
            done = end
    if not parts:
        return text
    return "".join([*parts, text[done:]])


UNICODE_VERSION = tables.UNICODE_VERSION
__all__ = ["MOJIBAKE", "UNICODE_VERSION", "Finding", "apply", "findings", "split_rules"]
