"""Real text: the shared corpora where they are at hand, else the project's own samples."""

# ruff: noqa: S311 - payloads are random, not secret

from __future__ import annotations

import random
import re
from functools import lru_cache
from pathlib import Path

from .honest import agreed, honest_lines
from .samples import Sample, samples

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = ROOT.parent / "shared" / "corpora"


def languages(folder: Path) -> dict[str, list[str]]:
    """Return the sentences of each language: of the corpora, and of the project's samples for what they lack."""
    found: dict[str, list[str]] = {}
    for path in sorted((folder / "legit").glob("*.txt")):
        found[path.stem] = [line for line in path.read_text(encoding="utf-8").split("\n") if line]
    shared = frozenset(found)
    for sample in (*samples(), *honest_lines()):
        head, _, tail = sample.label.partition(": ")
        name = tail if head in ("Latin", "Cyrillic", "Devanagari") and tail else head
        name = (name if name != "Han" else "Chinese").lower()
        if name not in shared and (not shared or name == "japanese"):
            found.setdefault(name, []).append(sample.text.replace("\n", " "))
    return found


def log_lines(folder: Path) -> list[str]:
    """Return ASCII log lines without trailing blanks, shuffled by a fixed seed."""
    lines = [
        line.rstrip()
        for path in sorted((folder / "logs").glob("*.log"))
        for line in path.read_text(encoding="utf-8", errors="replace").split("\n")
        if line.isascii()
    ]
    kept = [re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", line).rstrip() for line in lines if line]
    if not kept:
        words = [
            "open",
            "close",
            "read",
            "write",
            "GET",
            "/index.html",
            "10.0.0.7:8080",
            "status=200",
            "user=admin",
            "pid[4711]",
        ]
        rng = random.Random(7)
        kept = [f"2026-07-03 04:05:{n % 60:02} INFO " + " ".join(rng.choices(words, k=9)) for n in range(2000)]
    random.Random(1).shuffle(kept)
    return kept


@lru_cache(maxsize=1 << 15)
def plain(line: str) -> str:
    """Return an honest line with its typographic folds made, so that cleaning it should change nothing."""
    return re.sub(r" {2,}", " ", agreed(line)).strip()


def joined(lines: list[str], size: int) -> str:
    """Return whole lines, repeated as needed, up to about `size` bytes of UTF-8."""
    block = "\n".join(lines) + "\n"
    width = len(block.encode())
    if width >= size:
        kept: list[str] = []
        total = 0
        for line in lines:
            total += len(line.encode()) + 1
            if total > size and kept:
                break
            kept.append(line)
        return "\n".join(kept) + "\n"
    return block * max(1, round(size / width))


def covers(folder: Path, each: int, seed: int) -> list[Sample]:
    """Return cover texts: all of the project's own, and `each` sentences or pairs of lines of every language."""
    rng = random.Random(seed)
    chosen = [*samples(), *honest_lines()]
    for name, lines in languages(folder).items():
        some = rng.sample(lines, min(each + 1, len(lines)))
        chosen.extend(Sample(name, line) for line in some[:-1])
        chosen.append(Sample(name, "\n".join(some[-2:])))
    return chosen
