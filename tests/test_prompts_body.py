"""A body that needs no change is told without being parsed, and what is found in one is what parsing it would find."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import any_text, budget

import sanitize
from sanitize import _reference, prompts
from sanitize._backend import core
from sanitize._reference import parse
from sanitize.prompts import _body
from sanitize.prompts._clean import Cleaner

RULES = {
    "outgoing": prompts.OUTGOING,
    "incoming": prompts.INCOMING,
    "calls, too": prompts.Rules(call="prompt", tool="strict", skip=["note", "/messages/0"]),
    "logs": prompts.Rules(tool="log"),
    "repairs": prompts.Rules(user=sanitize.Policy(mojibake="repair")),
}
# What JSON is written with, and what stands at the ends of lines and values.
PIECES = st.sampled_from(
    [" ", "\t", "\n", "\\", '"', "n", "t", "u", "r", "b", "/", ",", "]", "}", ":", "a", "\\n", "\\t", '\\"', "\\\\", "\x1f", "\x7f", "\xe9", " \\n", ' \\"', ' "', "a" * 30]
)  # fmt: skip
written = st.lists(PIECES, max_size=60).map("".join)
words = st.sampled_from(
    ["a", " ", "\n", "\t", "\\", '"', "{", "}", "[", "]", ",", "\u200b", "\u2019", "\u0430", "x\u0301"]
)


@st.composite
def one_text(draw: st.DrawFn) -> str:
    return draw(st.one_of(any_text, st.lists(words, max_size=20).map("".join)))


texts = one_text()
values = st.recursive(
    texts | st.none() | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
)


@st.composite
def requests(draw: st.DrawFn) -> object:
    """Return a request in one of the shapes, with any text in each place."""
    inner = json.dumps(draw(values), ensure_ascii=draw(st.booleans()))
    arguments = draw(texts | st.just(inner))
    blob = "".join(draw(st.lists(st.sampled_from("QUJD+/=\u200b"), max_size=20)))
    source = {"type": "base64", "media_type": "image/png", "data": blob}
    messages = [
        {"role": "system", "content": draw(texts)},
        {"role": "user", "content": [{"type": "text", "text": draw(texts)}, {"type": "image", "source": source}]},
        {"role": "assistant", "tool_calls": [{"id": draw(texts), "function": {"name": "f", "arguments": arguments}}]},
        {"role": "tool", "tool_call_id": draw(texts), "content": draw(texts)},
        {"role": "user", "content": [{"type": "tool_result", "content": draw(values)}], "note": draw(texts)},
        {"arguments": [draw(texts), {"x": draw(texts)}]},
        draw(values),
    ]
    return draw(st.sampled_from([{"model": "m", "messages": messages}, messages, *messages]))


def spelled(request: object, *, ascii_only: bool, spaces: bool) -> bytes:
    separators = (", ", ": ") if spaces else (",", ":")
    return json.dumps(request, ensure_ascii=ascii_only, separators=separators).encode("utf-8", "replace")


def parsed(body: bytes, rules: prompts.Rules, places: list[prompts.Place] | None = None) -> bytes:
    """Return a body cleaned by way of each of its strings."""
    return _body.rewrite(body, _body.parse(body), rules, Cleaner(rules, places=places).change)


def seen(places: list[prompts.Place]) -> list[tuple[str, str, list[sanitize.Finding]]]:
    return [(place.pointer, place.context, list(place.report)) for place in places]


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
class TestAnyRequest:
    @budget(0.3)
    @given(request=requests(), ascii_only=st.booleans(), spaces=st.booleans())
    @example(request={"function_call": {"arguments": '{"a": "\\u200b"}'}}, ascii_only=True, spaces=False)
    @example(
        request={"function_call": {"arguments": '{"a": "\u2067\u05d0", "b": "c\u2069"}'}},
        ascii_only=False,
        spaces=False,
    )
    @example(request="abc  ", ascii_only=True, spaces=False)
    @example(request={"arguments": '"a "', "\\x": 'x \\n" '}, ascii_only=False, spaces=True)
    @example(
        request=["a" + " " * (parse.SEGMENT + 1) + "b", "a" + "\t" * parse.SEGMENT + " b"], ascii_only=True, spaces=True
    )
    def test_is_cleaned_as_each_of_its_strings(
        self, rules: prompts.Rules, request: object, ascii_only: bool, spaces: bool
    ) -> None:
        body = spelled(request, ascii_only=ascii_only, spaces=spaces)
        cleaned = prompts.clean_body(body, rules)
        assert cleaned == parsed(body, rules)
        assert (cleaned is body) == (cleaned == body)

    @budget(0.2)
    @given(request=requests(), ascii_only=st.booleans())
    def test_is_inspected_so(self, rules: prompts.Rules, request: object, ascii_only: bool) -> None:
        body = spelled(request, ascii_only=ascii_only, spaces=False)
        report = prompts.inspect_body(body, rules)
        places: list[prompts.Place] = []
        assert report.cleaned == parsed(body, rules, places)
        assert seen(report.places) == seen(places)


class TestCores:
    @given(text=written, start=st.integers(0, 70))
    @example(text='"a ', start=0)
    @example(text='" \\"\\t ]', start=31)
    def test_both_tell_what_is_plain(self, text: str, start: int) -> None:
        data = ("x" * start + text).encode()
        assert core.json_is_plain(data) == _reference.json_is_plain(data)

    @pytest.mark.parametrize("blank", [b" ", b"\t", b"\\t"])
    def test_a_run_of_blanks_may_be_as_long_as_a_line(self, blank: bytes) -> None:
        for before in (0, 1, 100):
            for count in (parse.SEGMENT, parse.SEGMENT + 1):
                data = b"x" * before + (blank * count)[:count] + b"x"
                assert core.json_is_plain(data) == (count <= parse.SEGMENT) == _reference.json_is_plain(data)

    @budget(0.5)
    @given(request=requests(), ascii_only=st.booleans(), cut=st.integers(0, 400), reports=st.booleans())
    def test_both_suspect_the_same(self, request: object, ascii_only: bool, cut: int, reports: bool) -> None:
        body = spelled(request, ascii_only=ascii_only, spaces=True)
        for data in (body, body[:cut] + body[cut + 1 :]):
            wanted = _reference.json_suspects(data, prompts.OUTGOING.silent, reports)
            assert core.json_suspects(data, prompts.OUTGOING.silent, reports) == wanted


@pytest.mark.parametrize("raw", [b"\x1b[31m", b"\x08", b"\x7f", b"\x00"])
def test_a_control_character_in_a_body_does_not_pass_as_plain(raw: bytes) -> None:
    with pytest.raises(prompts.NotJSON):
        prompts.clean_body(b'["a' + (raw if raw != b"\x7f" else b"\x7f\x1b") + b'b"]')
