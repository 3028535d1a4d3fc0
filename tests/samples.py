"""Honest text to test with: the project's own samples, and real sentences where the corpora are."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from conftest import SHARED

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).resolve().parent


class Sample(NamedTuple):
    """One honest text, and what the preset ``prompt`` makes of it."""

    name: str
    text: str
    prompt: str
    folds: tuple[str, ...]


def toml(name: str) -> dict[str, list[dict[str, str]]]:
    """Read a data file beside the tests."""
    with (HERE / name).open("rb") as file:
        return tomllib.load(file)


@cache
def samples() -> tuple[Sample, ...]:
    """The project's own samples."""
    return tuple(
        Sample(row["name"], row["text"], row.get("prompt", row["text"]), tuple(row.get("folds", ())))
        for row in toml("samples.toml")["sample"]
    )


@cache
def corpora() -> dict[str, tuple[str, ...]]:
    """Sentences by language; empty where the corpora are absent."""
    folder = SHARED / "corpora" / "legit"
    return {path.stem: tuple(path.read_text(encoding="utf-8").splitlines()) for path in sorted(folder.glob("*.txt"))}


@cache
def covers() -> dict[str, tuple[str, ...]]:
    """Cover texts by source: each language of the corpora, and the samples."""
    return {"samples": tuple(sample.text for sample in samples()), **corpora()}
