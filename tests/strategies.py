"""Hypothesis strategies for text as it comes: scripts mixed, sequences broken, everything hidden in everything."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from samples import samples

import sanitize
from sanitize import _tables as tables

Strategy = st.SearchStrategy[str]


def budget(share: float) -> settings:
    """A test's number of examples, as a share of the profile's."""
    return settings(max_examples=max(1, int(share * settings.default.max_examples)))


def _chars(*spans: tuple[int, int]) -> list[str]:
    return [chr(cp) for first, last in spans for cp in range(first, last + 1)]


def _strings(*codes: str) -> list[str]:
    return ["".join(chr(int(part, 16)) for part in code.split("+")) for code in codes]


ZERO_WIDTH = _strings(
    "200B", "2060", "FEFF", "00AD", "034F", "2061", "2062", "2063", "2064", "2065", "206A", "206F", "180E",
    "115F+1160", "17B4", "17B5", "FFF0", "FFF9", "FFFA", "FFFB", "1BCA0", "1BCA3", "1D173", "1D17A", "E0080",
    "E01F0", "E0FFF", "13430", "13431", "16FE4", "1D159",
)  # fmt: skip
JOINERS = _strings("200C", "200D", "200C+200D", "200D+200C", "200D+200D", "200C+200C", "200D+200C+200D")
SELECTORS = _chars((0xFE00, 0xFE0F), (0x180B, 0x180F)) + _strings("E0100", "E0101", "E01EF")
TAGS = _chars((0xE0000, 0xE0001), (0xE0020, 0xE007F))
BIDI = _chars((0x202A, 0x202E), (0x2066, 0x2069)) + _strings("061C", "200E", "200F")
CONTROLS = _chars((0x00, 0x08), (0x0E, 0x1F), (0x7F, 0x84), (0x86, 0x9F))
NEWLINES = ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\n\n", "\r\r\n", "\n\r"]
SPACES = [" ", "  ", "\t", *_strings("00A0", "1680", "202F", "205F", "3000"), *_chars((0x2000, 0x200A))]
TRAILING = [" \n", "\t\n", "  \r\n", "\u00a0\n", "\u3000\n", " \u200b\n", "\u200b \n", " \u2028", "\t \x85"]
BLANKS = _strings("115F", "1160", "3164", "FFA0", "2800", "1D159")
INVALID = _strings("FFFD", "FFFE", "FFFF", "FDD0", "FDEF", "1FFFE", "10FFFF", "D800", "DBFF", "DC00", "DFFF")
INVALID += ["\ud83d\ude00", "\ude00\ud83d", "\udc80"]
PRIVATE = _strings("E000", "F8FF", "F0000", "10FFFD", "0378", "10FFFC", "E1000", "2FE0", "1FFFD")
ESCAPES = [
    "\x1b[31m", "\x1b[0;1;38;5;200m", "\x1b[2J", "\x1b[?25l", "\x1b]0;title\x07", "\x1b]8;;http://a.b\x1b\\", "\x1bPq#0\x1b\\",
    "\x1b(B", "\x1bc", "\x1b7", "\x1b=", "\x1b_apc\x1b\\", "\x1b^pm\x9c", "\x1bXsos\x9c", "\x9b31m", "\x9d0;t\x9c", "\x90dcs\x1b\\",
    "\x1b[", "\x1b]0;open", "\x1b[31", "\x1b", "\x1b\x1b[1m", "\x9b", "\x1b[1\nm", "\x1b]0;a\u200bb\x07", "\x1bP\x1b[m", "\x1b %G",
]  # fmt: skip
PUNCTUATION = [chr(cp) for cp, (_, _, scripts) in sorted(tables.FOLDS.items()) if cp < 0x3200 and cp != 0xB5]
COMPATIBILITY = [chr(cp) for cp in sorted(tables.FOLDS)]
ASCII = [chr(cp) for cp in range(0x20, 0x7F)]
ALIKE = list("aceiopsxyjhbdklmnuvwrtzgqABCEHIJKMNOPSTXYZ0123") + _chars((0x391, 0x3CE), (0x400, 0x45F))
ALIKE += _strings(
    "0501", "051B", "051D", "04BB", "04C0", "04CF", "0585", "0578", "057D", "0570", "03F2", "03F3", "0261", "0251"
)
ALIKE += _strings(
    "13AA", "A4D0", "10D8", "2C9F", "1D0F", "1D20", "2160", "2170", "217D", "10415", "0131", "0237", "017F"
)
MARKS = _chars((0x300, 0x345), (0x483, 0x487), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F))
MARKS += _strings(
    "0670",
    "093C",
    "094D",
    "09CD",
    "0DCA",
    "0D4D",
    "0E38",
    "0E48",
    "0F71",
    "0F72",
    "0F80",
    "1DC0",
    "20D0",
    "20E3",
    "20DD",
)
MARKS += _strings(
    "3099", "309A", "302E", "FE20", "1D165", "1D16D", "0340", "0341", "0343", "0344", "0338", "0327", "0328", "031B"
)
JAMO = _chars((0x1100, 0x1112), (0x1161, 0x1175), (0x11A8, 0x11C2)) + _strings(
    "115F", "1160", "A960", "D7B0", "D7CB", "AC00", "AC01"
)
JAMO += _strings("D7A3", "3131", "314F", "3163", "FFA1", "FFC2", "FFDC", "302E", "302F")
EMOJI = _strings(
    "1F600", "2764", "2764+FE0F", "2764+FE0E", "1F44D+1F3FD", "1F468+200D+1F469+200D+1F467", "1F3F3+FE0F+200D+1F308",
    "1F3F3+200D+1F308", "1F3F4+E0067+E0062+E0073+E0063+E0074+E007F", "1F3F4+E0067+E0062", "31+FE0F+20E3", "31+20E3", "2A+FE0F+20E3",
    "1F1E9+1F1EA", "1F1E9", "1F441+FE0F+200D+1F5E8+FE0F", "1F441+200D+1F5E8", "1F9D4+1F3FD+200D+2642+FE0F", "1F3FB", "261D+1F3FB",
    "261D+FE0F+1F3FB", "231A+FE0F", "231A+FE0E", "A9+FE0F", "1F9D1+200D+1F91D+200D+1F9D1", "26F9+FE0F+200D+2640+FE0F", "00A9", "2642",
    "FE0F+20E3", "20E3", "200D+2642+FE0F", "1F468+200D", "200D+1F469", "E0067+E007F", "1F636+200D+1F32B+FE0F", "3030+FE0F", "303D+FE0F",
)  # fmt: skip
SEQUENCES = ["".join(map(chr, key)) for key in sorted(tables.SEQUENCES)]
DO_NOT_EMIT = ["".join(map(chr, key)) for key in sorted(tables.PREFER)]
VARIANTS = [chr(base) + chr(selector) for base, selector in sorted(tables.VARIATIONS)]
EAST_ASIAN = list(
    "\u4e00\u4e8c\u4e36\u4e3f\u30ce\u30fc\u3078\u30d8\u3042\u30a2\u3105\uac00\u3161\u2f00\u2e9f\uff21\uff61\uff66\u3002\u3001\u3007"
)
EAST_ASIAN += [
    "\u30db\u309a",
    "\u3078\u3099",
    "\u30d8\u309a",
    "\u8fbb\U000e0100",
    "\uff21\uff22",
    "\uff1a",
    "\uff0f",
    "\uff07",
    "\uf900",
    "\u30fb",
]
ARABIC = list(
    "\u0627\u0628\u0629\u0643\u06a9\u0649\u064a\u06cc\u0647\u06c1\u06d5\u06be\u0648\u0644\u0645\u067e\u06af\u0640\u0660\u0664\u0669\u06f0\u06f4\u06f9"
)
ARABIC += [
    "\u064a\u0654",
    "\u0654",
    "\u0644\u0627",
    "\u0647\u200d",
    "\u0645\u06cc\u200c\u062e",
    "\u0671",
    "\u0710\u0712",
    "\ufee1",
    "\ufefb",
    "\ufdfa",
    "\u0641\ufbe9",
]
INDIC = list(
    "\u0915\u094d\u0937\u0930\u0940\u093f\u0964\u0950\u0995\u09cd\u09b0\u09af\u0d15\u0d4d\u0d33\u0d7c\u0d9a\u0dca\u0dbb\u0e40\u0e41\u0e33\u0e4d\u0e32\u0eb3\u0f40\u0f71\u1000\u1039\u1021\u17d2\u1780"
)
INDIC += [
    "\u0915\u094d\u200d\u0937",
    "\u0915\u094d\u200c\u0937",
    "\u0d28\u0d4d\u200d",
    "\u0dc1\u0dca\u200d\u0dbb",
    "\u0930\u094d\u200d\u092f",
    "\u09b0\u200d\u09cd\u09af",
    "\u0905\u093e",
]
MONGOLIAN = list("\u1820\u1822\u182a\u1828\u1807\u1880\u202f\u180e\u180b\u1802\u1803\u1806")
NOTATION = list(
    "\u0251\u0283\u02b0\u02bc\u02d0\u02c8\u01c0\u01c3\u02bb\u02bf\u00b5\u00b7\u2102\u2115\u2126\u212a\u212b\u2500\u2571\u2801\u00aa\u00b2\u00bd\u2460\u24b6\u0149\u0132\u01c4\ufb01\ufb4f"
)
MOJIBAKE = [
    "caf\u00c3\u00a9",
    "\u00e2\u20ac\u2122",
    "\u0420\u045f\u0421\u0402",
    "na\u00c3\u00afve",
    "\u00c2\u00a0",
    "\u221a\u00a9",
    "\ufffd\ufffd",
]
WORDS = sorted({word for sample in samples() for word in sample.text.split()})
MIXED_WORDS = [
    "P\u0430ypal",
    "\u0440\u0430y",
    "\u0410BC",
    "\u039d\u0391TO",
    "\u0421\u0421\u0421\u0420",
    "\u0441\u043e\u0440",
    "cop",
    "\u03bcm",
    "\u03bcA",
    "o\u043eo",
    "\u0585\u0570",
    "T\u0259",
    "x\u0445x",
    "\u0430",
]

POOLS: dict[str, list[str]] = {
    name.lower(): pool for name, pool in list(globals().items()) if name.isupper() and isinstance(pool, list) and pool
}


@cache
def fragments() -> Strategy:
    """Pieces that text is made of: what hides, and what it hides in."""
    pieces: list[Strategy] = [st.sampled_from(pool) for _, pool in sorted(POOLS.items())]
    anything = st.integers(0, 0x10FFFF).map(chr)
    low = st.integers(0, 0x2FFF).map(chr)
    return st.one_of(st.sampled_from(WORDS), *pieces, st.just(" "), st.just("\n"), low, anything)


def texts(size: int = 14) -> Strategy:
    """Text of up to ``size`` pieces."""
    return st.lists(fragments(), max_size=size).map("".join)


@st.composite
def focused(draw: st.DrawFn) -> str:
    """Text of few kinds of pieces, many times: what one rule does to another shows here."""
    names = draw(st.lists(st.sampled_from(sorted(POOLS)), min_size=1, max_size=3))
    pool = [piece for name in names for piece in POOLS[name]]
    return "".join(draw(st.lists(st.sampled_from(pool), max_size=10)))


@st.composite
def noisy(draw: st.DrawFn) -> str:
    """An honest sample with pieces put in at random places."""
    text = draw(st.sampled_from(samples())).text
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(fragments()) + text[at:]
    return text


any_text: Strategy = st.one_of(texts(), focused(), noisy(), st.text(max_size=20))

MALFORMED = [
    b"\x80", b"\xc0\x80", b"\xc3", b"\xe2\x80", b"\xe2\x28\xa1", b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xf0\x9f\x98", b"\xf4\x90\x80\x80",
    b"\xf8\x88\x80\x80\x80", b"\xff", b"\xfe\xff", b"\xf0\x80\x80\xaf", b"\xe0\x80\xaf", b"\xc2\x1b[m", b"\xbf\xbf", b"\xf0\x9f\x1b[1m",
]  # fmt: skip

any_bytes: st.SearchStrategy[bytes] = st.one_of(
    any_text.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(
        st.one_of(st.sampled_from(MALFORMED), fragments().map(lambda text: text.encode("utf-8", "surrogatepass"))),
        max_size=10,
    ).map(b"".join),
    st.binary(max_size=40),
)


@st.composite
def policies(draw: st.DrawFn, presets: tuple[str, ...] = sanitize.PRESETS) -> sanitize.Policy:
    """Any policy: a preset, and any action for any kinds."""
    actions = {kind: st.sampled_from(sanitize.ACTIONS) for kind in sanitize.KINDS if kind != "mojibake"}
    actions["mojibake"] = st.sampled_from(("keep", "report", "repair"))
    chosen: dict[str, Any] = draw(st.fixed_dictionaries({}, optional=actions)) if draw(st.booleans()) else {}
    return sanitize.Policy(draw(st.sampled_from(presets)), **chosen)


presets = st.sampled_from(sanitize.PRESETS)
streaming = st.sampled_from([name for name in sanitize.PRESETS if name != "key"])
