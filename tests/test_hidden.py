"""What hidden text said: every scheme read back, nonsense survived, and nothing claimed of honest text."""

from __future__ import annotations

import base64
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_bytes, any_text, budget

import sanitize
from sanitize._hidden import selectors, tags, zero_width
from sanitize._hidden.payload import SPANS, SYMBOLS
from sanitize._tables_compare import IGNORABLE

ZW = "\u200b\u200c"
COVER = "The quick brown fox jumps over the lazy dog"
secrets = st.lists(
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
    min_size=4,
    max_size=12,
    unique=True,
).map(" ".join)


def tagged(text: str) -> str:
    return "".join(chr(0xE0000 + ord(char)) for char in text)


def selected(data: bytes) -> str:
    return "".join(chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16) for byte in data)


def digits(values: list[int], alphabet: str, width: int, *, little: bool = False) -> str:
    """Write numbers with so many digits each."""
    result = []
    for number in values:
        unit, value = [], number
        for _ in range(width):
            value, digit = divmod(value, len(alphabet))
            unit.append(alphabet[digit])
        result += unit if little else unit[::-1]
    return "".join(result)


def said(text: str | bytes) -> list[str | None]:
    return [payload.text for payload in sanitize.inspect(text).hidden]


# Every scheme


@budget(0.5)
@given(secrets)
def test_tags(message):
    for text in (COVER + tagged(message), "\U000e0001" + tagged(message) + "\U000e007f" + COVER):
        (found,) = sanitize.inspect(text).hidden
        assert (found.scheme, found.text, found.data) == ("tags", message, message.encode())
        assert text[found.start : found.end].strip("\U000e0001\U000e007f") == tagged(message)


@budget(0.5)
@given(secrets | st.text(st.characters(min_codepoint=0x3B1, max_codepoint=0x3C9), min_size=8, max_size=40))
def test_selectors(message):
    (found,) = sanitize.inspect(f"\U0001f600{selected(message.encode())} ok").hidden
    assert (found.scheme, found.text, found.data) == ("selectors", message, message.encode())
    assert found.capacity == 8 * len(message.encode())


@budget(0.5)
@given(secrets)
def test_selectors_of_the_supplement_alone(message):
    """The other mapping in use: U+E0100 is byte 0."""
    text = "".join(chr(0xE0100 + byte) for byte in message.encode())
    assert said(f"a{text}b") == [message]


@budget(0.5)
@given(secrets)
def test_selectors_as_half_bytes(message):
    text = "".join(chr(0xFE00 + half) for byte in message.encode() for half in divmod(byte, 16))
    assert said(f"a{text}b") == [message]


@pytest.mark.parametrize("alphabet", zero_width.KNOWN, ids=ascii)
@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("little", [False, True])
def test_zero_width_digits(alphabet, bits, little):
    message = "Meet me at the old bridge at seven"
    width = next(width for width in range(1, 17) if len(alphabet) ** width >= 1 << bits)
    hidden = digits([*message.encode()], alphabet, width, little=little)
    assert said(f"{COVER[:9]}{hidden}{COVER[9:]}") == [message]


@pytest.mark.parametrize("alphabet", ["\u2062\u2064", "\u200c\u200b", "\u2060\u2063", "\u202c\u2069"], ids=ascii)
def test_bits_in_any_pair(alphabet):
    for message in (
        "the message words are here",
        "\u0441\u043b\u043e\u0432\u043e \u0438 \u0434\u0435\u043b\u043e",
        "\u4f60\u597d\uff0c\u4e16\u754c",
    ):
        assert said(f"a{digits([*message.encode()], alphabet, 8)}b") == [message]
    assert said(f"a{digits([*b'seven bits are enough for this'], alphabet, 7)}b") == ["seven bits are enough for this"]


def test_what_is_spread_over_the_text():
    message = "spread over the whole of it"
    hidden = digits([*message.encode()], "\u200b\u200c", 8)
    text = "".join(letter + hidden[at * 6 : at * 6 + 6] for at, letter in enumerate(COVER))
    (found,) = sanitize.inspect(text).hidden
    assert found.text == message
    assert found.places == len(found.spans) == 36
    assert "".join(text[start:end] for start, end in found.spans) == hidden
    assert all(first[1] < second[0] for first, second in pairwise(found.spans))


def test_payloads_that_are_apart_are_told_apart():
    one, two = "first of the two secrets", "and this is the second"
    text = "{}" + COVER + "{}" + COVER
    bits = [digits([*message.encode()], "\u200b\u200c", 8) for message in (one, two)]
    assert said(text.format(*bits)) == [one, two]
    assert said(text.format(*(tagged(message) for message in (one, two)))) == [one, two]
    assert sorted(map(str, said(text.format(bits[0], tagged(two))))) == sorted([one, two])


@pytest.mark.parametrize("marks", ["'\u2019", "'\u02bc", "'\u2018"], ids=ascii)
def test_choices_of_punctuation(marks):
    message = "every quote is a bit"
    bits = "".join(format(byte, "08b") for byte in message.encode())
    text = " ".join(f"don{marks[1] if bit == '1' else marks[0]}t" for bit in bits)
    report = sanitize.inspect(text)
    (found,) = report.hidden
    assert (found.scheme, found.text) == ("choices", message)
    (channel,) = report.choices
    assert channel.slots == len(bits)
    assert channel.symbols == bits[:SYMBOLS]
    assert 140 < channel.capacity <= 162


def test_choices_of_spaces():
    message = "and so is a space"
    spaces = " \u2004\u2005\u2006"
    text = "x".join(digits([*message.encode()], spaces, 4)) + "x"
    assert said(text) == [message]


@pytest.mark.parametrize("style", ["presence", "tabs", "reversed"])
def test_blanks_at_line_ends(style):
    message = "trailing blanks, too"
    bits = "".join(format(byte, "08b") for byte in message.encode())
    if style == "presence":
        text = "".join(f"line{' ' * int(bit)}\n" for bit in bits)
    else:
        zero, one = " \t" if style == "tabs" else "\t "
        text = "".join(
            f"line{bits[at : at + 8].replace('0', zero).replace('1', one)}\n" for at in range(0, len(bits), 8)
        )
    assert said(text) == [message]
    assert said(text.encode()) == [message]


@pytest.mark.parametrize("rest", [b"\0\x01\x02\xff\xfe\x80", b"\xc3\x28\xff", bytes(range(0x80, 0xC0))], ids=repr)
def test_a_text_and_then_something_else(rest):
    """What follows is not claimed; of selectors the bytes are all there."""
    message = "signed, and here comes the seal"
    (found,) = sanitize.inspect(f"x{selected(message.encode() + rest)}").hidden
    assert (found.text, found.data) == (message, message.encode() + rest)
    (found,) = sanitize.inspect(f"x{digits([*message.encode(), *rest], ZW, 8)}").hidden
    assert found.text == message
    assert found.variant.endswith("what follows is no text")
    assert found.capacity == 8 * len(message.encode() + rest)


# Payloads within payloads


def test_a_payload_that_hides_something():
    inner = "the innermost of them"
    middle = "nothing to see" + tagged(inner)
    outer = "x" + selected(middle.encode())
    (first,) = sanitize.inspect(outer).hidden
    assert first.text == middle
    (second,) = first.inner
    assert second.text == inner
    assert middle[second.start : second.end] == tagged(inner)


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode, lambda data: data.hex().encode()])
def test_an_encoded_payload(encode):
    message = "base64 or hexadecimal, it is all the same"
    (found,) = sanitize.inspect("x" + tagged(encode(message.encode()).decode())).hidden
    assert [payload.text for payload in found.inner] == [message]


def test_depth_is_bounded():
    text = "the very first text of all"
    for _ in range(8):
        text = "x" + selected(text.encode())
    depth, found = 0, sanitize.inspect(text).hidden
    while found:
        depth, found = depth + 1, found[0].inner
    assert depth == 4


# Offsets


@budget(1)
@given(secrets, st.sampled_from(["", "\u4f60\u597d ", "\u00e9", "\U0001f600"]))
def test_bytes_say_the_same(message, before):
    text = f"{before}x{tagged(message)}y {chr(0x2019)}"
    mine, theirs = sanitize.inspect(text), sanitize.inspect(text.encode())
    (found,), (raw,) = mine.hidden, theirs.hidden
    assert theirs.original[raw.start : raw.end].decode() == text[found.start : found.end] == tagged(message)
    assert raw._replace(start=0, end=0, spans=()) == found._replace(start=0, end=0, spans=())
    assert [channel.capacity for channel in mine.choices] == [channel.capacity for channel in theirs.choices]


def test_malformed_bytes_are_no_trouble():
    report = sanitize.inspect(b"\xff\xfe x" + tagged("a message here").encode() + b"\xf0\x9f")
    (found,) = report.hidden
    assert found.text == "a message here"
    assert report.original[found.start : found.end].decode() == tagged("a message here")


@pytest.mark.parametrize("policy", sanitize.PRESETS)
def test_whatever_the_policy_does(policy):
    assert [found.text for found in sanitize.inspect("x" + tagged("a message here"), policy).hidden] == [
        "a message here"
    ]


# Nonsense, and honest text


@budget(3)
@given(any_text)
def test_nonsense_is_survived(text):
    check(text, sanitize.inspect(text))


@budget(1)
@given(any_bytes)
def test_nonsense_bytes_are_survived(data):
    check(data, sanitize.inspect(data))


@budget(2)
@given(
    st.text(st.sampled_from([*sorted(zero_width.MEMBERS | selectors.MEMBERS | tags.MEMBERS), *"ab \t\n'"]), max_size=80)
)
def test_hidden_nonsense_is_survived(text):
    check(text, sanitize.inspect(text))


def check(text: str | bytes, report: sanitize.Report) -> None:
    for found in report.hidden:
        assert 0 <= found.start < found.end <= len(text)
        assert found.spans[0][0] == found.start
        assert len(found.spans) == min(found.places, SPANS)
        assert found.capacity >= 0
        assert found.confidence in ("high", "medium", "low")
        assert found.confidence == "low" or found.text
    for channel in report.choices:
        assert 0 <= channel.start < channel.end <= len(text)
        assert channel.slots >= 1
        assert channel.capacity > 0
    assert report.capacity >= 0


def test_random_symbols_say_nothing():
    """Of a thousand random runs hardly one reads as text, and none with confidence."""
    rng = random.Random(7)
    claimed = []
    for _ in range(1000):
        alphabet = rng.choice(zero_width.KNOWN)
        text = "x" + "".join(rng.choices(alphabet, k=rng.randint(16, 200))) + "y"
        claimed += [found for found in sanitize.inspect(text).hidden if found.text]
    assert all(found.confidence != "high" for found in claimed)
    assert sum(found.confidence == "medium" for found in claimed) < 10
    assert len(claimed) < 40


def test_periods_say_nothing():
    for pattern in ("\u200b\u200c", "\u200b\u200b\u200c", "\u200b\u200c\u200d", "\u200b\u200c\u200d\u2060", "\u200b"):
        assert not any(said("a" + pattern * 200)), ascii(pattern)


def test_honest_text_hides_nothing(legit, on_reference):
    texts = [text[:20] if on_reference else text for text in legit.values()]
    lines = [line for text in texts for line in text]
    assert on_reference or len(lines) > 10_000
    assert not [line for line in lines if sanitize.inspect(line).hidden]
    for text in texts:
        assert not sanitize.inspect("\n".join(text)).hidden


def test_logs_hide_nothing(logs, on_reference):
    for path in sorted(logs.glob("*.log")):
        data = path.read_bytes()
        assert not sanitize.inspect(data[:4096] if on_reference else data).hidden, path.name


# Capacity


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("nothing", 0, 0),
        ("one stray \u2019 quote", 1, 1),
        ("Tom\u2019s, Ann\u2019s, Joe\u2019s, Sue\u2019s and Al\u2019s", 1, 1),
        ("Today\u2019s date is 2026\u221507\u221503", 2, 2),
        ("it's it\u2019s it's it\u2019s it\u2019s it's it's it\u2019s", 6, 8),
        ("x" + tagged("0123456789"), 70, 70),
        ("one stray\u200b space", 4.9, 5.0),
        ("one\u200b two\u200c three\u200b", 12, 14),
    ],
)  # fmt: skip
def test_capacity_tells_a_mark_from_a_stray(text, least, most):
    assert least <= sanitize.inspect(text).capacity <= most


def test_one_stray_among_many_is_worth_its_place():
    """Log2 of the number of places, and a bit for the form."""
    text = "it's " * 500 + "it\u2019s " + "it's " * 523
    assert 10.9 < sanitize.inspect(text).capacity < 11.1


# Size


def test_a_megabyte_is_read_whole(on_reference):
    size = 10_000 if on_reference else 1_000_000
    message = ("A long message, and then some more of it. " * (size // 40 + 1))[:size]
    (found,) = sanitize.inspect(COVER + selected(message.encode())).hidden
    assert found.text == message
    assert len(found.symbols) == SYMBOLS
    assert len(repr(found.spans)) < 10_000


def test_members_are_what_draws_nothing():
    ignorable = {chr(cp) for start, end in IGNORABLE for cp in range(start, end)}
    known = zero_width.MEMBERS | selectors.MEMBERS | tags.MEMBERS
    assigned = {char for char in ignorable if not 0xE0080 <= ord(char) < 0xE0100 and not 0xE01F0 <= ord(char) < 0xE1000}
    assert assigned <= known
