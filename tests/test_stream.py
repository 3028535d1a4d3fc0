"""Any chunking gives what one call gives, and a stream holds no more than it says, whatever comes."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_bytes, any_text, budget, fragments, policies, streaming

import sanitize
from sanitize import _pieces
from sanitize._backend import core
from sanitize._reference import engine, escapes, parse

STREAMING = [name for name in sanitize.PRESETS if name != "key"]
TELLING = [
    "P\u0430ypal\u200b \r\n\r\u200d\nb \t \n",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u0645\u06cc\u200c\u062e e\u0301\u0323 \U0001f3f4\U000e0067\U000e0062\U000e007f",
    "\x1b]0;title\x1b\\red\x1b[31m\x9b1m\x1bPq\x1b",
    "caf\u00c3\u00a9 \ud83d\ude00 \u4e00\uff21\u3000\n\u2028 x\u2029y\x85z\u1820\u180b",
]
FEEDS = [text.encode("utf-8", "surrogatepass") + b"\xe2\x80 \xff\xf0\x9f\x98" for text in TELLING]


def streamed(pieces: list, policy: str | sanitize.Policy) -> str | bytes:
    stream = sanitize.Stream(policy)
    out = [stream.feed(piece) for piece in pieces]
    return type(pieces[0])().join([*out, stream.finish()])


def cut(data: str | bytes, places: list[int]) -> list:
    ends = sorted({min(place, len(data)) for place in places} | {0, len(data)})
    return [data[start:end] for start, end in pairwise(ends)] or [data]


@pytest.fixture(scope="module")
def scale(on_reference: bool) -> Iterator[int]:
    """How many times smaller every bound is on the slow core, whose bounds are names that can be set."""
    if not on_reference:
        yield 1
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse, "SEGMENT", 64)
        patch.setattr(parse, "LONGEST", 1024)
        patch.setattr(escapes, "LONGEST", 1024)
        patch.setattr(engine, "_MANY_BLANKS", " " * 65)
        patch.setattr(_pieces, "_HELD", 256)
        yield 256


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are given back piece by piece from the first character on."""
    monkeypatch.setattr(_pieces, "_HELD", 0)
    monkeypatch.setattr(_pieces, "_CHUNKS", 2)
    monkeypatch.setattr(_pieces, "_VIEWED", 0)


class TestChunking:
    @pytest.mark.parametrize("policy", [*STREAMING, sanitize.Policy(mojibake="repair")], ids=str)
    @pytest.mark.parametrize("text", [*TELLING, *FEEDS], ids=lambda text: ascii(text)[:12])
    def test_every_split_point(self, text: str | bytes, policy: str | sanitize.Policy, eager: None) -> None:
        whole = sanitize.clean(text, policy) if isinstance(text, str) else sanitize.clean_bytes(text, policy)
        for at in range(len(text) + 1):
            assert streamed([text[:at], text[at:]], policy) == whole
        assert streamed([text[at : at + 1] for at in range(len(text))], policy) == whole

    @given(text=any_text, policy=policies(tuple(STREAMING)), data=st.data())
    def test_any_pieces_of_any_text(self, text: str, policy: sanitize.Policy, data: st.DataObject) -> None:
        pieces = cut(text, data.draw(st.lists(st.integers(0, len(text)))))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(_pieces, "_HELD", data.draw(st.sampled_from((0, 3, 1 << 16))))
            assert streamed(pieces, policy) == sanitize.clean(text, policy)

    @given(text=any_bytes, policy=policies(tuple(STREAMING)), data=st.data())
    def test_any_pieces_of_any_bytes(self, text: bytes, policy: sanitize.Policy, data: st.DataObject) -> None:
        pieces = cut(text, data.draw(st.lists(st.integers(0, len(text)))))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(_pieces, "_HELD", data.draw(st.sampled_from((0, 3, 1 << 16))))
            assert streamed(pieces, policy) == sanitize.clean_bytes(text, policy)

    @budget(0.2)
    @given(pieces=st.lists(fragments(), min_size=1, max_size=6), policy=streaming, seed=st.integers(0, 2**32))
    def test_long_lines(self, scale: int, pieces: list[str], policy: str, seed: int) -> None:
        """Lines that end by their length, of pieces in any order."""
        rng = random.Random(seed)
        words = [*pieces, "plain ", "words"]
        text = "".join(rng.choice(words) * rng.choice((1, 1, 1, 20, 3000 // scale)) for _ in range(300))
        places = [rng.randrange(len(text) + 1) for _ in range(rng.choice((3, 40)))]
        assert streamed(cut(text, places), policy) == sanitize.clean(text, policy)
        data = text.encode("utf-8", "surrogatepass")
        places = [rng.randrange(len(data) + 1) for _ in range(40)]
        assert streamed(cut(data, places), policy) == sanitize.clean_bytes(data, policy)


@pytest.mark.parametrize("policy", ["prompt", "text", "strict"])
@pytest.mark.parametrize(
    "between",
    ["\x07", "\u200b", "\x07\u200b\x00", "\x1b[31m", "\x1b]0;title\x07\x01", "\x1b", "\x1b\x00", "\x9b\x01"],
    ids=ascii,
)
@pytest.mark.parametrize(
    "parts",
    [(b"\xe0", b"\xb0\xe0"), (b"\xf0\x9f", b"\x98\x80"), (b"\xc3", b"\xa9"), (b"\xe2\x80", b"\x8b"), (b"\xff", b"")],
)
def test_malformed_parts_stay_apart(parts, between, policy):
    """What goes unseen between two malformed parts is what makes them two."""
    data = parts[0] + between.encode() + parts[1] + b"m."
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_pieces, "_HELD", 0)
        for at in range(len(data) + 1):
            assert streamed(cut(data, [at, at + 1]), policy) == sanitize.clean_bytes(data, policy)


# What has no end: each made of a beginning and of pieces for ever

ENDLESS = {
    "letters": ("", "abcdefghij"),
    "words": ("", "word "),
    "invisible": ("a", "\u200b"),
    "joiners": ("\u0628", "\u200d\u200c"),
    "tags": ("\U0001f3f4", "\U000e0067"),
    "selectors": ("\u2764", "\ufe0f"),
    "bidi": ("a", "\u2067\u200f"),
    "blanks": ("a", " \t"),
    "other blanks": ("a", "\u00a0\u3000"),
    "fillers": ("a", "\u3164\u1160"),
    "marks": ("a", "\u0301\u0323"),
    "symbols": ("", "=-"),
    "emoji": ("", "\u2764\ufe0f"),
    "chain": ("", "\U0001f468\u200d"),
    "jamo": ("", "\u1100\u1161\u11a8"),
    "viramas": ("\u0915", "\u094d"),
    "returns": ("a", "\r"),
    "return and noise": ("a\r", "\u200d"),
    "title": ("a\x1b]0;", "title"),
    "parameters": ("a\x1b[", "1;"),
    "escapes": ("", "\x1b"),
    "malformed": ("", "\udc80"),
    "heaps": ("", "a" + "\u200d" * 40),
    "mark and noise": ("a", "\u0301\u200d"),
    "blank and noise": ("a", " \ufe0f"),
}


def endless(name: str, size: int) -> Iterator[str]:
    begin, again = ENDLESS[name]
    yield begin
    piece = again * (size // len(again))
    while True:
        yield piece


class TestMemory:
    @pytest.mark.parametrize("name", ENDLESS)
    @pytest.mark.parametrize("policy", STREAMING)
    def test_what_has_no_end_is_not_held(self, name: str, policy: str, scale: int) -> None:
        """The bound that the docstring states; and what was given back is what one call gives."""
        stream = sanitize.Stream(policy)
        fed: list[str] = []
        out: list[str] = []
        for chunk in islice(endless(name, (1 << 17) // scale), 12):
            fed.append(chunk)
            out.append(stream.feed(chunk))
            assert stream._pieces.size <= (1 << 20) // scale
        out.append(stream.finish())
        assert "".join(out) == sanitize.clean("".join(fed), policy)

    def test_bytes_are_held_no_longer(self, scale: int) -> None:
        for name in ("invisible", "title", "marks", "blanks", "malformed"):
            stream = sanitize.Stream()
            fed = [chunk.encode("utf-8", "surrogateescape") for chunk in islice(endless(name, 100_000 // scale), 15)]
            out = []
            for chunk in fed:
                out.append(stream.feed(chunk))
                assert stream._pieces.size <= (1 << 22) // scale
            assert b"".join([*out, stream.finish()]) == sanitize.clean_bytes(b"".join(fed))

    def test_what_is_repaired_is_held_by_the_line(self) -> None:
        policy = sanitize.Policy(mojibake="repair")
        spoilt = "caf\u00c3\u00a9 "
        for times in (40_000, 50_000):  # below and beyond the longest line that is repaired
            text = spoilt * times + "\n" + spoilt + "\n"
            for whole, line in ((text, spoilt), (text.encode(), spoilt.encode())):
                clean = sanitize.clean if isinstance(whole, str) else sanitize.clean_bytes
                stream = sanitize.Stream(policy)
                out = [stream.feed(whole[at : at + 70_001]) for at in range(0, len(whole), 70_001)]
                answer = type(whole)().join([*out, stream.finish()])
                assert answer == clean(whole, policy)
                assert ("caf\u00e9" in sanitize.clean(text, policy)[: len(spoilt)]) is (times == 40_000)
                assert clean(line, policy) in answer


class TestViews:
    @given(data=any_bytes, policy=policies(tuple(STREAMING)), cuts=st.tuples(st.integers(0, 40), st.integers(0, 40)))
    def test_a_view_is_read_as_what_it_shows(self, data: bytes, policy: sanitize.Policy, cuts: tuple[int, int]) -> None:
        start, end = sorted(cuts)
        view, part = memoryview(data)[start:end], data[start:end]
        cleaned = core.clean_bytes(view, policy.rules)
        assert cleaned == core.clean_bytes(part, policy.rules)
        assert (cleaned == part) == (cleaned is view or cleaned is data)

    @pytest.mark.parametrize("view", [memoryview(b"a\xe2\x80\x8bb" * 2)[::-2], memoryview(bytearray(b"a\xe2\x80\x8b"))])
    def test_so_is_one_of_something_else(self, view: memoryview) -> None:
        assert core.clean_bytes(view, sanitize.Policy().rules) == sanitize.clean_bytes(bytes(view))

    @pytest.mark.parametrize("policy", STREAMING)
    @pytest.mark.parametrize("data", FEEDS)
    def test_whole_lines_are_cleaned_in_views(self, data: bytes, policy: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_pieces, "_VIEWED", 0)
        data = data.replace(b" ", b"\n")
        for size in (3, 7, 20):
            pieces = [data[at : at + size] for at in range(0, len(data), size)]
            assert streamed(pieces, policy) == sanitize.clean_bytes(data, policy)


class TestUnfinished:
    @given(text=any_text, policy=policies(tuple(STREAMING)))
    def test_the_rest_stands_for_what_is_after(self, text: str, policy: sanitize.Policy) -> None:
        at, rest = core.unfinished(text, policy.rules)
        assert len(rest) <= len(text) - at
        for more in ("", "a", "\n", "\u0301", "\u200d", "\x07", "31m"):
            parts = sanitize.clean(text[:at], _kept(policy)) + sanitize.clean(rest + more, _kept(policy))
            assert parts == sanitize.clean(text + more, _kept(policy))

    @given(data=any_bytes, policy=policies(tuple(STREAMING)))
    def test_bytes_that_may_go_on(self, data: bytes, policy: sanitize.Policy) -> None:
        at, rest = core.unfinished_bytes(data, policy.rules)
        for more in (b"", b"a", b"\n", b"\x80", b"\x9f\x98\x80", b"\x07"):
            parts = core.clean_bytes(data[:at], policy.rules) + core.clean_bytes(rest + more, policy.rules)
            assert parts == core.clean_bytes(data + more, policy.rules)


def _kept(policy: sanitize.Policy) -> sanitize.Policy:
    return sanitize.Policy(policy.preset, **dict(policy.actions) | {"mojibake": "keep"})


class TestThrough:
    def test_pieces_come_as_they_are_decided(self) -> None:
        async def chunks() -> AsyncIterator[bytes]:
            for chunk in (b"It\xe2\x80", b"\x99s", b"", b" fine\xe2\x80\x8b.\nBy", b"e\xe2"):
                await asyncio.sleep(0)
                yield chunk

        async def main() -> list[bytes]:
            return [piece async for piece in sanitize.Stream().through(chunks())]

        assert asyncio.run(main()) == [b"It's fine.\n", "Bye\ufffd".encode()]

    def test_nothing_gives_nothing(self) -> None:
        async def chunks() -> AsyncIterator[str]:
            for chunk in ():
                yield chunk

        async def main() -> list[str]:
            return [piece async for piece in sanitize.Stream().through(chunks())]

        assert asyncio.run(main()) == []


@pytest.mark.skipif(
    sanitize.backend() == "reference", reason="the bounds are as large as they are: the fast core tells"
)
class TestCaps:
    """The bounds of context, said as the docstring says them."""

    def test_an_escape_sequence_is_so_long_at_most(self) -> None:
        longest = "\x1b]0;" + "a" * (262144 - 5) + "\x07"
        assert sanitize.clean(f"x{longest}y") == "xy"
        assert sanitize.clean(f"x{longest[:-1]}a\x07y") == f"x{longest[1:-1]}ay"

    def test_noise_is_looked_at_so_far(self) -> None:
        assert sanitize.clean("\u2764" + "\u200b\ufe0f" * 50) == "\u2764\ufe0f"
        persian = "\u0645\u06cc{}\u062e\u0648"
        assert sanitize.clean(persian.format("\ufe0f" * 100 + "\u200c")) == persian.format("\u200c")
        assert sanitize.clean("a" + "\U000e0067" * 100, "log") == "a" + "\\U000e0067" * 100

    def test_blanks_in_a_row(self) -> None:
        for text in (f"a{' ' * 16384}b", "a" + " \t" * 8192 + "b"):
            assert sanitize.clean(text) is text
        for text in (f"a{' ' * 20000}b\nc", f"x\n{' ' * 20000}b\nc" * 2):
            answer = text.replace(" " * 20000, " " * 16384)
            assert sanitize.clean(text) == answer
            assert sanitize.clean_bytes(text.encode()) == answer.encode()
            assert not sanitize.is_clean(text)
            assert sanitize.is_clean(text, "text")
            assert sanitize.is_clean(text, "log")

    @pytest.mark.parametrize("text", ["=- " * 100_000, "\u2764\ufe0f " * 60_000, "\u0645\u06cc\u200c\u062e " * 30_000])
    def test_what_is_clean_stays_however_long(self, text: str) -> None:
        text += "."
        assert sanitize.clean(text) is text
