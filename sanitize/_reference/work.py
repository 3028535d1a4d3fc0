"""What the rules work on: cells of visible text, and a record of what went and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sanitize._kinds import ESCAPE, KEEP, REASON_KIND, REMOVE, REPORT, STRICT, TEXT
from sanitize._reference import facts

UNTOUCHED = -1
SETTLED = -2
"""Part of a listed emoji sequence: no later rule looks at it."""

NOISE = frozenset(
    (
        facts.JOINER,
        facts.VARIATION,
        facts.MONGOLIAN,
        facts.TAG,
        facts.BIDI,
        facts.SOFT_HYPHEN,
        facts.ZERO_WIDTH_SPACE,
        facts.OWN_FORMAT,
    )
)
"""Classes that draw nothing by themselves and whose fate the neighbours decide."""


class Cell:
    """One code point on its way to the output: where it came from and why it changed."""

    __slots__ = ("at", "cp", "why")

    def __init__(self, cp: int, at: int, why: int = UNTOUCHED) -> None:
        self.cp = cp
        self.at = at
        self.why = why

    def __repr__(self) -> str:
        return f"Cell({self.cp:04X}@{self.at}{'' if self.why < 0 else f' why {self.why}'})"


def escaped(cp: int) -> str:
    """Return the visible escape of a code point: ``\\x1b``, ``\\u202e`` or ``\\U000e0041``."""
    if cp < 0x80:
        return f"\\x{cp:02x}"
    return f"\\u{cp:04x}" if cp < 0x10000 else f"\\U{cp:08x}"


@dataclass
class Work:
    """The state of one call: the rules, what went and what is only reported."""

    actions: bytes
    flags: int
    malformed: dict[int, bytes] = field(default_factory=dict)
    """For byte input: the bytes behind each lone surrogate that stands for a malformed part."""
    gone: dict[int, int] = field(default_factory=dict)
    reports: list[tuple[int, int]] = field(default_factory=list)

    @property
    def text_mode(self) -> bool:
        """Tell whether the text is to be stored and shown (preset ``text``)."""
        return bool(self.flags & TEXT)

    @property
    def strict(self) -> bool:
        """Tell whether doubts are decided (preset ``strict``)."""
        return bool(self.flags & STRICT)

    def action(self, reason: int) -> int:
        """Return the action that the policy has for a reason's kind."""
        return self.actions[REASON_KIND[reason]]

    def settle(self, cell: Cell, reason: int, target: Iterable[int] = ()) -> list[Cell]:
        """Apply the policy to one cell that a rule wants to become ``target``."""
        action = self.action(reason)
        if action == KEEP:
            return [cell]
        if action == REPORT:
            self.reports.append((cell.at, reason))
            return [cell]
        if action == ESCAPE:
            raw = self.malformed.get(cell.at)
            text = "".join(f"\\x{b:02x}" for b in raw) if raw else escaped(cell.cp)
            return [Cell(ord(char), cell.at, reason) for char in text]
        result = [] if action == REMOVE else [Cell(cp, cell.at, reason) for cp in target]
        if not result:
            self.gone[cell.at] = reason
        return result

    def report(self, cell: Cell, reason: int) -> None:
        """Report a cell that no rule may change."""
        if self.action(reason) != KEEP:
            self.reports.append((cell.at, reason))


def is_noise(cell: Cell) -> bool:
    """Tell whether a cell draws nothing by itself."""
    return facts.klass(cell.cp) in NOISE
