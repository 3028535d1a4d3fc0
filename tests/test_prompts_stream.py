"""Answers that come in pieces: whatever the cutting, each text is what it is when it is cleaned in one go."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_text, policies, streaming

import sanitize
from sanitize.prompts import INCOMING, VERBATIM, Events, Rules
from sanitize.prompts._arguments import Arguments, clean_arguments
from sanitize.prompts._deltas import Deltas


def cut(text, seed):
    """A text in pieces of one to twelve characters, empty ones among them."""
    chance = random.Random(seed)
    pieces = []
    at = 0
    while at < len(text):
        size = chance.choice((0, 1, 1, 2, 3, 5, 12))
        pieces.append(text[at : at + size])
        at += size
    return pieces


prose = st.lists(
    st.one_of(
        any_text,
        st.sampled_from(["plain words here ", "Hello, ", "and \u2014 so it goes\n", "  \n", "It\u2019s ", " " * 40]),
    )
).map("".join)


class TestDeltas:
    @given(
        text=prose, policy=st.one_of(streaming.map(sanitize.Policy), st.just(VERBATIM)), seed=st.integers(0, 1 << 16)
    )
    def test_any_cutting_gives_what_one_call_gives(self, text, policy, seed):
        deltas = Deltas(policy)
        assert "".join(map(deltas.feed, cut(text, seed))) + deltas.finish() == sanitize.clean(text, policy)

    @given(text=prose, policy=policies(("prompt", "text", "log", "strict")), seed=st.integers(0, 1 << 16))
    def test_under_any_policy(self, text, policy, seed):
        deltas = Deltas(policy)
        assert "".join(map(deltas.feed, cut(text, seed))) + deltas.finish() == sanitize.clean(text, policy)

    def test_ascii_waits_for_one_word(self):
        deltas = Deltas(sanitize.Policy("text"))
        given_back = [deltas.feed(piece) for piece in ("Hel", "lo wor", "ld, how", " are", " you?")]
        assert given_back == ["", "Hello", " world,", " how", " are"]
        assert deltas.finish() == " you?"

    def test_typography_does_not_make_an_answer_wait(self):
        deltas = Deltas(sanitize.Policy("text"))
        assert deltas.feed("It\u2019s fine \u2014 really") == "It\u2019s fine \u2014"

    def test_a_line_that_may_change_waits_for_its_end(self):
        deltas = Deltas(sanitize.Policy("text"))
        assert deltas.feed("\u041f\u0440o \u0447\u0442\u043e ") == ""
        assert (
            deltas.feed("\u043d\u0430\u043c\nNext line")
            == "\u041f\u0440\u043e \u0447\u0442\u043e \u043d\u0430\u043c\nNext"
        )

    def test_a_long_run_of_blanks_is_no_trouble(self):
        text = "a" + " " * 40_000 + "b c\n"
        deltas = Deltas(sanitize.Policy("text"))
        assert "".join(map(deltas.feed, (text[:30_000], text[30_000:]))) + deltas.finish() == sanitize.clean(
            text, "text"
        )

    def test_persian_keeps_its_joiners(self):
        text = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u0628\u0631\u0648\u0645"
        deltas = Deltas(sanitize.Policy("text"))
        assert "".join(map(deltas.feed, text)) + deltas.finish() == text


def nested(texts, seed):
    """A value that holds the texts, nested at random, as values and as keys."""
    chance = random.Random(seed)
    parts = [*texts, None, True, 1e9]
    while len(parts) > 1:
        some = [parts.pop() for _ in range(min(len(parts), chance.randint(1, 3)))]
        parts.insert(0, some if chance.random() < 0.5 else {chance.choice([*texts, "key"]): item for item in some})
    return parts[0]


values = st.builds(nested, st.lists(st.one_of(any_text, prose), max_size=3), st.integers(0, 1 << 16))


def cleaned(value, policy):
    """The twin: a value whose strings are cleaned line by line, keys left alone."""
    if isinstance(value, str):
        return sanitize.clean(value, policy)
    if isinstance(value, list):
        return [cleaned(item, policy) for item in value]
    if isinstance(value, dict):
        return {key: cleaned(item, policy) for key, item in value.items()}
    return value


class TestArguments:
    @given(
        value=values, ascii_only=st.booleans(), seed=st.integers(0, 1 << 16), preset=st.sampled_from(["text", "prompt"])
    )
    def test_values_are_cleaned_however_they_are_cut(self, value, ascii_only, seed, preset):
        policy = sanitize.Policy(preset)
        text = json.dumps({"value": value}, ensure_ascii=ascii_only)
        machine = Arguments(policy)
        made = "".join(map(machine.feed, cut(text, seed))) + machine.finish()
        assert json.loads(made) == cleaned(json.loads(text), policy)
        assert made == clean_arguments(text, policy)[0]

    @given(text=st.one_of(any_text, prose, st.text('{}[]",:\\u0aA1dD8\u200b\u0430 \n')), seed=st.integers(0, 1 << 16))
    def test_what_is_no_json_is_cleaned_the_same_whole_and_in_pieces(self, text, seed):
        machine = Arguments(VERBATIM)
        assert "".join(map(machine.feed, cut(text, seed))) + machine.finish() == clean_arguments(text, VERBATIM)[0]

    @given(value=values, text=st.one_of(any_text, st.text('{}[]",:\\u0aA1dD8\u200b\u0430 \n')))
    def test_the_edits_make_the_change(self, value, text):
        for source in (json.dumps({"value": value}), text):
            made, edits = clean_arguments(source, VERBATIM)
            done, parts = 0, []
            for start, end, new in edits:
                parts += (source[done:start], new)
                done = end
            assert "".join([*parts, source[done:]]) == made

    def test_what_does_not_change_keeps_its_spelling(self):
        text = '{ "a" : "caf\\u00E9 \\/ x\\u200by", "b\\u200b":1e999 }'
        assert clean_arguments(text, VERBATIM)[0] == '{ "a" : "caf\\u00E9 \\/ xy", "b\\u200b":1e999 }'

    @pytest.mark.parametrize(
        "text", ['{"a": "' + "x\\u00e9" * 90_000 + '"}', '{"a": "' + "\\ud83d\\ude00" * 50_000 + '"}']
    )
    def test_a_line_without_end_is_cleaned_in_pieces(self, text):
        machine = Arguments(VERBATIM)
        held = [machine.feed(text[at : at + 40_000]) for at in range(0, len(text), 40_000)]
        assert any(held)
        assert "".join(held) + machine.finish() == text


def chat(*deltas, finish=None):
    """Events of a chat completion."""
    for content in deltas:
        yield {"id": "c1", "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": content}}]}
    if finish:
        yield {
            "id": "c1",
            "object": "chat.completion.chunk",
            "choices": [{"index": 0, "delta": {}, "finish_reason": finish}],
        }


def anthropic(*deltas, finish=None):
    """Events of one block of a message."""
    yield {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    for text in deltas:
        yield {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}}
    if finish:
        yield {"type": "content_block_stop", "index": 0}
        yield {"type": "message_delta", "delta": {"stop_reason": finish}}


def responses(*deltas, finish=None):
    """Events of one part of a response."""
    part = {"item_id": "m1", "output_index": 0, "content_index": 0}
    events = [{"type": "response.output_text.delta", **part, "delta": text} for text in deltas]
    if finish:
        events += (
            {"type": "response.output_text.done", **part, "text": "".join(deltas)},
            {"type": "response.completed"},
        )
    return [{**event, "sequence_number": number} for number, event in enumerate(events)]


def gemini(*deltas, finish=None):
    """Events of one candidate."""
    for text in deltas:
        yield {"candidates": [{"content": {"parts": [{"text": text}], "role": "model"}}]}
    if finish:
        yield {"candidates": [{"content": {"parts": [{"text": ""}], "role": "model"}, "finishReason": finish}]}


def text_of(event):
    """The text that an event of any of these carries."""
    if event.get("type") == "content_block_delta":
        return event["delta"]["text"]
    if event.get("type") == "response.output_text.delta":
        return event["delta"]
    if event.get("choices"):
        return event["choices"][0]["delta"].get("content", "")
    if event.get("candidates"):
        return "".join(part["text"] for part in event["candidates"][0]["content"]["parts"])
    return ""


def wire(events, end, *, ascii_only=False):
    """Events as bytes."""
    return b"".join(
        (f"event: {event['type']}{end}" if "type" in event else "").encode()
        + f"data: {json.dumps(event, ensure_ascii=ascii_only)}{end}{end}".encode("utf-8", "replace")
        for event in events
    )


def read(data):
    """The events of bytes, as a client reads them."""
    blocks = data.decode().replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    lines = [[line for line in block.split("\n") if line.startswith("data: ")] for block in blocks]
    return [json.loads("\n".join(line.removeprefix("data: ") for line in block)) for block in lines if block]


shapes = pytest.mark.parametrize("shape", [chat, anthropic, responses, gemini], ids=lambda shape: shape.__name__)


class TestEvents:
    @shapes
    @given(
        text=prose,
        seed=st.integers(0, 1 << 16),
        end=st.sampled_from(["\n", "\r\n"]),
        finish=st.sampled_from([None, "stop"]),
    )
    def test_all_deltas_together_are_the_text_cleaned_in_one_go(self, shape, text, seed, end, finish):
        text = text.encode("utf-8", "replace").decode()
        data = wire(shape(*cut(text, seed), finish=finish), end)
        events = Events()
        pieces = cut(data, seed + 1)
        made = b"".join(map(events.feed, pieces)) + events.finish()
        assert "".join(map(text_of, read(made))) == sanitize.clean(text, "text")

    @shapes
    def test_clean_events_are_the_same_bytes_when_nothing_is_held(self, shape):
        data = wire(shape("one line\n", "another\n", finish="stop"), "\n")
        events = Events()
        assert events.feed(data) + events.finish() == data

    def test_what_is_held_comes_before_the_end(self):
        events = Events()
        made = read(events.feed(wire(anthropic("Hello \u0440\u0430", "ypal", finish="end_turn"), "\n")))
        assert [event["type"] for event in made] == [
            "content_block_start",
            *["content_block_delta"] * 3,
            "content_block_stop",
            "message_delta",
        ]
        assert text_of(made[3]) == " paypal"

    def test_numbers_count_what_was_put_in(self):
        events = Events()
        made = read(events.feed(wire(responses("one ", "two\u200b", finish="stop"), "\n")))
        assert [event["sequence_number"] for event in made] == [0, 1, 2, 3, 4]
        assert made[3] == {"type": "response.output_text.done", "item_id": "m1", "output_index": 0, "content_index": 0,
                           "text": "one two", "sequence_number": 3}  # fmt: skip

    def test_done_lets_go_of_what_is_held(self):
        events = Events()
        made = events.feed(wire(chat("abc"), "\n") + b"data: [DONE]\n\n")
        assert made.endswith(b"data: [DONE]\n\n")
        assert "".join(text_of(event) for event in read(made.removesuffix(b"data: [DONE]\n\n"))) == "abc"

    def test_arguments_of_tools_in_parallel(self):
        first, second = json.dumps({"old": "a\u200bb\u2019"}), json.dumps({"q": "\U000e0041x"})
        pieces = [(0, piece) for piece in cut(first, 3)] + [(1, piece) for piece in cut(second, 4)]
        random.Random(5).shuffle(pieces[: len(pieces) // 2])
        calls = [
            {"choices": [{"index": 0, "delta": {"tool_calls": [{"index": at, "function": {"arguments": piece}}]}}]}
            for at, piece in pieces
        ]
        calls.append({"choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}]})
        events = Events()
        made = read(b"".join(map(events.feed, cut(wire(calls, "\n", ascii_only=True), 6))))
        said = {0: "", 1: ""}
        for event in made:
            for call in event["choices"][0]["delta"].get("tool_calls", ()):
                said[call["index"]] += call["function"]["arguments"]
        assert [json.loads(said[at]) for at in (0, 1)] == [{"old": "ab\u2019"}, {"q": "x"}]

    def test_thinking_is_signed_and_stays(self):
        data = wire(
            [{"type": "content_block_delta", "index": 0, "delta": {"type": "thinking_delta", "thinking": "a\u200b"}}],
            "\n",
        )
        assert Events().feed(data) == data

    def test_comments_and_what_is_no_json_stay(self):
        data = b": ping\n\nevent: x\nid: 7\nretry: 10\ndata: not json \xff\n\ndata\n\n"
        events = Events()
        assert events.feed(data) + events.finish() == data

    def test_data_on_several_lines(self):
        data = b'data: {"choices": [{"index": 0,\ndata: "delta": {"content": "a\xe2\x80\x8bb\\n"}}]}\n\n'
        assert Events().feed(data) == data.replace(b"\xe2\x80\x8b", b"")

    def test_a_cut_stream_loses_nothing(self):
        events = Events()
        made = events.feed(wire(chat("abc de"), "\n") + b'data: {"choi') + events.finish()
        assert made.endswith(b'data: {"choi')
        assert "".join(text_of(event) for event in read(made.removesuffix(b'data: {"choi'))) == "abc de"

    def test_an_event_without_end_is_refused(self):
        events = Events()
        events.feed(b"x" * (1 << 26))
        with pytest.raises(ValueError, match="longer than"):
            events.feed(b"x")

    def test_findings_are_noted(self):
        places = []
        events = Events(INCOMING, places=places)
        events.feed(wire(chat("see \U000e0061", "\U000e0062\U000e0063 here\u200b", finish="stop"), "\n"))
        assert [(place.pointer, place.context, place.report.counts) for place in places] == [
            ("/choices/0/delta/content", "assistant", {"invisible": 1, "tag": 1})
        ]

    def test_rules_say_what_is_cleaned(self):
        events = Events(Rules(assistant=sanitize.Policy("text", invisible="escape")))
        assert text_of(read(events.feed(wire(chat("a\u200bb\n"), "\n")))[0]) == "a\\u200bb\n"
