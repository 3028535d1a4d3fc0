"""A sample of the finite spaces that `python tests/exhaustive.py` goes through whole."""

from __future__ import annotations

import exhaustive
import pytest

SHARE = 2_000
"""Texts of each space; fewer on the slow core, and of what asks it."""


@pytest.mark.parametrize("space", exhaustive.spaces(), ids=lambda space: space.name)
def test_space(space, on_reference):
    share = SHARE // 10 if on_reference or exhaustive.agreed in space.laws else SHARE
    laws = tuple(law for law in space.laws if not (on_reference and law is exhaustive.agreed))
    if not laws:
        pytest.skip("there is one core here")
    space = space._replace(laws=laws)
    parts = space.parts[:: max(1, len(space.parts) // 16)]
    size = sum(1 for _ in space.cases(parts[len(parts) // 2])) * len(parts)
    asked = 0
    failures = []
    for part in parts:
        count, wrong = exhaustive.run(space, part, step=max(1, size // share))
        asked += count
        failures += wrong
    assert not failures
    assert asked >= share // 4


def broken(text: str, policy: str) -> str | None:
    """A law that one line breaks, and one pair of lines."""
    del policy
    return "it is there" if "\u2019" in text or ("\u4e8c" in text and "\u4e00" in text) else None


def test_what_breaks_a_law_is_found_in_a_heap():
    lines = [chr(cp) for cp in range(0x2000, 0x3000)]
    found = list(exhaustive.failures(broken, "prompt", lines))
    assert [failure.text for failure in found] == ["\u2019"]
    assert [failure.text for failure in exhaustive.failures(broken, "prompt", ["\u4e00", "a", "\u4e8c"])] == [
        "\u4e00\na\n\u4e8c"
    ]
