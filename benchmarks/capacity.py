"""The measure of the leak benchmark: hide random payloads in covers, clean, and count what can still be told apart."""

# ruff: noqa: S311 - payloads are random, not secret

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from .channels import Channel, hide
from .honest import harmed
from .samples import Sample


@dataclass(frozen=True)
class Trial:
    """One channel in one cover: the texts that a reader takes for one."""

    label: str
    variants: tuple[str, ...]


@dataclass
class Leak:
    """What one tool leaves of one channel."""

    channel: str
    group: str
    trials: int = 0
    leaking: int = 0
    bits: float = 0.0
    refused: int = 0
    unstable: int = 0
    examples: list[dict[str, str]] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether two payloads came through as two texts."""
        return self.leaking > 0


def trials(channel: Channel, covers: Sequence[Sample], count: int, tries: int, seed: int) -> list[Trial]:
    """Hide `tries` random payloads in each of `count` covers where the channel applies, of as many labels as there are."""
    rng = random.Random(f"{seed} {channel.name}")
    fresh: dict[str, list[Trial]] = {}
    for cover in rng.sample(covers, len(covers)):
        places = channel.places(cover.text, rng)
        if not places:
            continue
        kept = [cover.text] if all(cover.text[p.start : p.end] in p.choices for p in places) else []
        variants = (*kept, *(hide(cover.text, places, rng) for _ in range(tries)))
        if len(set(variants)) > 1:
            fresh.setdefault(cover.label, []).append(Trial(cover.label, tuple(dict.fromkeys(variants))))
    chosen: list[Trial] = []
    while fresh and len(chosen) < count:
        for label in list(fresh):
            chosen.append(fresh[label].pop())
            if not fresh[label]:
                del fresh[label]
    return chosen[:count]


def _codes(text: str) -> str:
    return " ".join(f"{ord(char):04X}" for char in text)


def _difference(one: str, other: str, around: int = 3) -> tuple[str, str]:
    """Return the code points of both texts around their first difference."""
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    begin = max(0, start - around)
    stop = max(0, end - around)
    return _codes(one[begin : min(len(one) - stop, start + 12)]), _codes(
        other[begin : min(len(other) - stop, start + 12)]
    )


def _examine(leak: Leak, trial: Trial, clean: Callable[[str], str], keep: int) -> None:
    outputs: dict[str, str] = {}
    for variant in trial.variants:
        try:
            cleaned = clean(variant)
        except Exception:  # noqa: BLE001 - a peer may refuse a text in any way: it lets nothing through then
            leak.refused += 1
            continue
        outputs.setdefault(cleaned, variant)
    leak.trials += 1
    if not outputs:
        return
    for cleaned, variant in outputs.items():
        if (again := clean(cleaned)) != cleaned:
            leak.unstable += 1
            once, twice = _difference(cleaned, again)
            leak.examples.append(
                {
                    "cover": f"cleaned twice, {trial.label}",
                    "input": _codes(variant)[:200],
                    "input2": "",
                    "output": once,
                    "output2": twice,
                    "text": trial.variants[0][:80],
                }
            )
    leak.bits += math.log2(len(outputs))
    if len(outputs) > 1:
        leak.leaking += 1
        if len(leak.examples) < keep:
            (one, first), (other, second) = list(outputs.items())[:2]
            before, after = _difference(one, other), _difference(first, second)
            leak.examples.append(
                {
                    "cover": trial.label,
                    "input": after[0],
                    "input2": after[1],
                    "output": before[0],
                    "output2": before[1],
                    "text": trial.variants[0][:80],
                }
            )


def leaks(work: Iterable[tuple[Channel, list[Trial]]], clean: Callable[[str], str], keep: int = 3) -> list[Leak]:
    """Return what a tool leaves of each channel."""
    found: list[Leak] = []
    for channel, tried in work:
        leak = Leak(channel.name, channel.group)
        for trial in tried:
            _examine(leak, trial, clean, keep)
        found.append(leak)
    return found


def silences(work: Iterable[tuple[Channel, list[Trial]]], warns: Callable[[str], object]) -> list[Leak]:
    """Return where a tool that only warns says nothing of a text with something hidden in it."""
    found: list[Leak] = []
    for channel, tried in work:
        leak = Leak(channel.name, channel.group, trials=len(tried))
        for trial in tried:
            quiet = [variant for variant in trial.variants if not warns(variant)]
            leak.bits += math.log2(len(quiet)) if quiet else 0.0
            leak.leaking += len(quiet) > 1
        found.append(leak)
    return found


@dataclass
class Harm:
    """What one tool does to honest lines."""

    lines: int = 0
    harmed: int = 0
    unstable: int = 0
    examples: list[dict[str, str]] = field(default_factory=list)


def harm(lines: Iterable[Sample], clean: Callable[[str], str], keep: int = 400) -> Harm:
    """Clean honest lines and count those that lose more than the agreed folds."""
    found = Harm()
    for line in lines:
        found.lines += 1
        cleaned = clean(line.text)
        found.unstable += clean(cleaned) != cleaned
        if harmed(line.text, cleaned):
            found.harmed += 1
            if len(found.examples) < keep:
                before, after = _difference(line.text, cleaned)
                found.examples.append({"label": line.label, "honest": before, "cleaned": after, "text": line.text[:80]})
    return found


def false_alarms(lines: Iterable[Sample], warns: Callable[[str], object]) -> Harm:
    """Count the honest lines of which a tool warns."""
    found = Harm()
    for line in lines:
        found.lines += 1
        found.harmed += bool(warns(line.text))
    return found
