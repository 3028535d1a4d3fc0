"""Every kernel at every edge: texts of all lengths that it reads in pieces, in each storage, with dirt at each place.

What the answer must be is known by how a text is made; the reference judges a sample of the same texts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from sanitize import _reference as reference
from sanitize._policy import NAMED

native = pytest.importorskip("sanitize._core", reason="there is no native core here")

PROMPT = NAMED["prompt"].rules
# The pieces are of 8, 16 and 64 units, and some are read with the unit before them.
LENGTHS = [*range(20), *range(60, 70), *range(124, 134), *range(188, 196), *range(254, 260), 300]
FILLERS = {
    "ascii": "a",
    "latin-1": "\u00e9",
    "two bytes": "\u0436",
    "two bytes, beyond the usual": "\u04d9",
    "two bytes, Korean": "\uac00",
    "two bytes, East Asian": "\u6f22",
    "two bytes, marks": "\u0e01\u0e35\u0e48",
    "two bytes, joining": "\u0628",
    "four bytes": "\U00010330",
    "four bytes, some": "a\U00010330",
}
# What is hidden, and what stands for it in the clean text.
DIRT = {"\u200b": "", "\x00": "", "\u2060": "", "\U000e0041": "", "\u00a0": " "}


def filled(filler: str, length: int, line: int) -> str:
    """Return a clean text of a length, in lines of a length; the last one may end in the midst of anything."""
    text = (filler * (length // len(filler) + 1))[:length]
    return "".join("\n" if line and at % line == line - 1 else char for at, char in enumerate(text))


def texts(filler: str) -> Iterator[str]:
    for length in LENGTHS:
        for line in (0, 1, 17, 64):
            yield filled(filler, length, line)


def agrees(text: str, cleaned: str) -> bool:
    """Whether every answer of the native core says that a text becomes another one, by one change at most."""
    data, expected = text.encode(), cleaned.encode()
    found = native.findings(text, PROMPT)
    in_bytes = native.findings_bytes(data, PROMPT)
    made = native.clean(text, PROMPT)
    return (
        made == cleaned
        and (made is text) == (text == cleaned) == native.is_clean(text, PROMPT) == (not found)
        and native.clean_bytes(data, PROMPT) == expected
        and native.is_clean_bytes(data, PROMPT) == (not in_bytes) == (data == expected)
        and all(text[:start] + new + text[end:] == cleaned for start, end, new, _, _ in found)
        and all(data[:start] + new + data[end:] == expected for start, end, new, _, _ in in_bytes)
        and len(found) == len(in_bytes) == (text != cleaned)
    )


@pytest.mark.parametrize("filler", FILLERS.values(), ids=FILLERS)
def test_clean_text_of_every_length(filler):
    for length in range(301):
        for line in (0, 17):
            text = filled(filler, length, line)
            assert agrees(text, text), ascii(text)


@pytest.mark.parametrize("dirt", DIRT, ids=ascii)
@pytest.mark.parametrize("filler", FILLERS.values(), ids=FILLERS)
def test_dirt_at_every_place(filler, dirt):
    """A space is no dirt of this kind where it ends a line: then it goes."""
    for length in LENGTHS:
        for line in (0, 17):
            clean = filled(filler, length, line)
            for at in range(0, length + 1, len(filler)):
                ends = at == length or clean[at] == "\n"
                made = clean[:at] + ("" if ends else DIRT[dirt]) + clean[at:]
                assert agrees(clean[:at] + dirt + clean[at:], made), (length, line, at)


@pytest.mark.parametrize("filler", FILLERS.values(), ids=FILLERS)
def test_blanks_at_the_end_of_lines(filler):
    for text in texts(filler):
        assert agrees(text, text)
        for blank in (" ", "\t", " \t "):
            ended = text + blank
            assert native.clean(ended, PROMPT) == text, ascii(ended)
            assert native.clean(ended + "\n", PROMPT) == text + "\n", ascii(ended)


def test_a_sample_is_as_the_reference_has_it():
    rng = random.Random(17)
    tokens = [
        *FILLERS.values(),
        *DIRT,
        " ",
        "\n",
        "\u2019",
        "b\u0430nk",
        "\u201cso\u201d",
        "\u0441\u043e\u0440",
        "\r\n",
        "\u200d",
    ]
    for _ in range(300):
        some = rng.sample(tokens, 5)
        text = "".join(rng.choice(some) * rng.choice((1, 1, 2, 16, 63)) for _ in range(rng.randrange(12)))
        assert native.findings(text, PROMPT) == reference.findings(text, PROMPT), ascii(text)
        assert native.clean(text, PROMPT) == reference.clean(text, PROMPT), ascii(text)
        data = text.encode()
        assert native.findings_bytes(data, PROMPT) == reference.findings_bytes(data, PROMPT), ascii(text)
