"""What real encoders make is read back: recorded outputs, and their formats made again for any payload.

``payloads.toml`` holds what each package wrote when it was run; the functions here write the same format
from its description, which the recorded outputs prove, and are tried on many payloads.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import toml
from strategies import budget

import sanitize

COVER = "The quick brown fox jumps over the lazy dog and runs far away from here"
RECORDED = toml("payloads.toml")["payload"]
words = st.lists(
    st.sampled_from(
        [
            "meet",
            "me",
            "at",
            "the",
            "old",
            "bridge",
            "by",
            "seven",
            "and",
            "bring",
            "what",
            "we",
            "said",
            "in",
            "June",
            "1984,",
            "please",
        ]
    ),
    min_size=5,
    max_size=12,
    unique=True,
).map(" ".join)


def label(row: dict[str, str]) -> str:
    return f"{row['encoder']} {row['call']}".encode("ascii", "replace").decode()


@pytest.mark.parametrize("row", RECORDED, ids=label)
def test_recorded(row):
    found = sanitize.inspect(row["text"]).hidden
    assert len(found) == 1
    if "hidden" in row:
        assert found[0].text == row["hidden"]
        assert found[0].confidence == "high"
    elif "inner" in row:
        assert [payload.text for payload in found[0].inner] == [row["inner"]]
    else:  # encrypted or compressed: it is there, and no more is said
        assert found[0].text is None
        assert found[0].capacity >= 50


def test_there_are_encoders_enough():
    assert len({row["encoder"].split()[0] for row in RECORDED}) >= 10


def bits(data: bytes, zero: str, one: str) -> str:
    return "".join(one if bit == "1" else zero for byte in data for bit in format(byte, "08b"))


def radix(number: int, base: int, width: int) -> list[int]:
    result = []
    for _ in range(width):
        number, digit = divmod(number, base)
        result.append(digit)
    return result[::-1]


def glyphsmythe(message: str) -> str:
    return COVER + bits(message.encode(), "\u200b", "\u200c")


def blindtag(message: str) -> str:
    return COVER + "".join(chr(0xE0000 + ord(char)) for char in message) + "\U000e007f"


def steganographr(message: str) -> str:
    groups = ["".join("\u200b\u200c"[int(bit)] for bit in format(byte, "b")) for byte in message.encode()]
    half = round(len(COVER) / 2)
    return COVER[:half] + "\ufeff" + "\u2060".join(groups) + "\ufeff" + COVER[half:]


def emojito(message: str) -> str:
    data = message.encode()
    return "\U0001f600" + "".join(chr(0xFE00 + b if b < 16 else 0xE0100 + b - 16) for b in data) + "\ufe0f"


def zwsp_steg(message: str) -> str:
    alphabet = "\u200b\u200c\u200d\u200e\u200f"
    return COVER + "".join(alphabet[digit] for char in message for digit in radix(ord(char), 5, 7))


def zwsp_steg_three(message: str) -> str:
    return COVER + "".join("\u200b\u200c\u200d"[digit] for char in message for digit in radix(ord(char), 3, 11))


def py_unicode_steganography(message: str) -> str:
    alphabet = "\u200c\u200d\u200e\u200f"
    code = "".join(alphabet[digit] for byte in message.encode() for digit in radix(byte, 4, 4)[::-1])
    cover = COVER * (len(code) // len(COVER) + 1)
    return "".join(char + code[at * 4 : at * 4 + 4] for at, char in enumerate(cover))


def py_unicode_snow(message: str) -> str:
    code = "".join(" \t"[byte >> place & 1] for byte in message.encode() for place in range(8))
    return f"{COVER}\t\t\t{code}"


def idev_zwpy(message: str) -> str:
    alphabet = "\u200c\u200d\u2060\ufeff"
    code = "".join(alphabet[digit] for char in message for digit in radix(ord(char), 4, 8))
    step = max(round(len(code) / len(COVER)), 1)
    parts = [code[at : at + step] for at in range(0, len(code), step)]
    letters = [*COVER, *[""] * len(parts)]
    return "".join(letter + part for letter, part in zip(letters, [*parts, *[""] * len(COVER)], strict=False))


def text_blind_watermark(message: str) -> str:
    marks = "1" + "".join(format(byte, "08b") for byte in message.encode()) + "1"
    cover = COVER * 12
    return "".join(char + ("\u200c" if marks[at : at + 1] == "1" else "") for at, char in enumerate(cover))


def sneaky_bits(message: str) -> str:
    """The pair of invisible operators, INVISIBLE TIMES for 0 and INVISIBLE PLUS for 1."""
    return COVER + bits(message.encode(), "\u2062", "\u2064")


def umpox(message: str) -> str:
    """The early zero-width article's format: bits and a joiner between bytes, each pair of them held apart by U+FEFF."""
    spelled = " ".join(format(byte, "08b") for byte in message.encode())
    return COVER + "\ufeff".join({"1": "\u200b", "0": "\u200c", " ": "\u200d"}[char] for char in spelled)


def unicode_steganography_js(message: str) -> str:
    """UTF-16 units in base 4, eight digits each."""
    alphabet = "\u200c\u200d\u202c\ufeff"
    return COVER + "".join(alphabet[digit] for char in message for digit in radix(ord(char), 4, 8))


MADE: list[Callable[[str], str]] = [
    glyphsmythe, blindtag, steganographr, emojito, zwsp_steg, zwsp_steg_three, py_unicode_steganography, py_unicode_snow, idev_zwpy,
    text_blind_watermark, sneaky_bits, umpox, unicode_steganography_js,
]  # fmt: skip


@pytest.mark.parametrize("encode", MADE, ids=lambda encode: encode.__name__)
@budget(0.2)
@given(words)
def test_made_again(encode, message):
    assert [payload.text for payload in sanitize.inspect(encode(message)).hidden] == [message]


def test_they_are_the_real_formats():
    """Each function writes what the package wrote, wherever a record of that call is kept."""
    recorded = {row["text"] for row in RECORDED}
    message = "Meet me at the old bridge, 7 pm"
    real = [glyphsmythe, blindtag, steganographr, emojito, zwsp_steg, zwsp_steg_three, py_unicode_snow, idev_zwpy]
    assert {encode.__name__ for encode in real if encode(message) not in recorded} == set()
