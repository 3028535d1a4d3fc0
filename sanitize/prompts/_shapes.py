"""Where the events of a streamed answer carry deltas of text, and which events end one: a function for each service's shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from sanitize.prompts._rules import ASSISTANT, CALL
from sanitize.prompts._walk import Steps

Channel: TypeAlias = tuple[object, ...]
"""One text that comes in deltas: its name begins with what its end names."""


class Delta(NamedTuple):
    """A string of an event that continues a text."""

    channel: Channel
    steps: Steps
    text: str
    context: str
    shell: dict[str, Any]
    """An event that carries nothing but a text like this one, at ``hole``."""
    hole: Steps
    is_json: bool = False


def filled(delta: Delta, text: str) -> dict[str, Any]:
    """Return an event that continues the same text with this one."""
    made: Any = text
    nodes: list[Any] = [delta.shell]
    for step in delta.hole[:-1]:
        nodes.append(nodes[-1][step])
    for node, step in zip(reversed(nodes), reversed(delta.hole), strict=True):
        made = [made] if isinstance(node, list) else {**node, step: made}
    event: dict[str, Any] = made
    return event


_CHAT_FIELDS = ("content", "refusal", "reasoning_content", "reasoning")
_ALL: Channel = ()
"""The beginning of every channel's name."""


def deltas(event: dict[str, Any]) -> Iterator[Delta]:
    """Yield the deltas that an event carries."""
    kind = event.get("type")
    if isinstance(event.get("choices"), list):
        yield from _chat(event)
    elif isinstance(event.get("candidates"), list):
        yield from _gemini(event)
    elif kind == "content_block_delta":
        yield from _anthropic(event)
    elif isinstance(kind, str) and kind.startswith("response.") and kind.endswith(".delta"):
        yield from _responses(event, kind)


def ends(event: dict[str, Any]) -> Iterator[Channel]:
    """Yield the beginnings of the names of the channels that end with an event."""
    kind = event.get("type")
    for name, finish in (("choices", "finish_reason"), ("candidates", "finishReason")):
        for at, choice in _objects(event.get(name)):
            if choice.get(finish) is not None:
                yield (name, choice.get("index", at))
    if kind == "content_block_stop":
        yield ("block", event.get("index"))
    elif kind in (
        "message_delta",
        "message_stop",
        "error",
        "response.completed",
        "response.failed",
        "response.incomplete",
    ):
        yield _ALL
    elif isinstance(kind, str) and kind.startswith("response.") and kind.endswith(".done"):
        yield _response_channel(event, kind.removesuffix(".done"))


def _objects(value: object) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a list with their places; of what is no list, none."""
    if isinstance(value, list):
        yield from ((at, item) for at, item in enumerate(value) if isinstance(item, dict))


def _chat(event: dict[str, Any]) -> Iterator[Delta]:
    """Chat completions, and the older completions, of OpenAI and all who speak like it."""
    head = {key: value for key, value in event.items() if key != "usage" and not isinstance(value, (list, dict))}
    for at, choice in _objects(event["choices"]):
        index = choice.get("index", at)
        name: Channel = ("choices", index)
        if isinstance(text := choice.get("text"), str):
            shell = {**head, "choices": [{"index": index, "text": "", "finish_reason": None}]}
            yield Delta((*name, "text"), ("choices", at, "text"), text, ASSISTANT, shell, ("choices", 0, "text"))
        delta = choice.get("delta")
        if isinstance(delta, dict):
            shell = {**head, "choices": [{"index": index, "delta": {}, "finish_reason": None}]}
            for field in _CHAT_FIELDS:
                if isinstance(text := delta.get(field), str):
                    hole = ("choices", 0, "delta", field)
                    yield Delta((*name, field), ("choices", at, "delta", field), text, ASSISTANT, shell, hole)
            yield from _chat_calls(delta, at, name, shell)


def _chat_calls(delta: dict[str, Any], at: int, name: Channel, shell: dict[str, Any]) -> Iterator[Delta]:
    inner = delta.get("function_call")
    if isinstance(inner, dict) and isinstance(text := inner.get("arguments"), str):
        field: Steps = ("function_call", "arguments")
        empty = _with_delta(shell, {"function_call": {"arguments": ""}})
        place, hole = ("choices", at, "delta", *field), ("choices", 0, "delta", *field)
        yield Delta((*name, "function_call"), place, text, CALL, empty, hole, is_json=True)
    for number, call in _objects(delta.get("tool_calls")):
        index = call.get("index", number)
        for part, key in (("function", "arguments"), ("custom", "input")):
            inner = call.get(part)
            if isinstance(inner, dict) and isinstance(text := inner.get(key), str):
                empty = _with_delta(shell, {"tool_calls": [{"index": index, part: {key: ""}}]})
                place = ("choices", at, "delta", "tool_calls", number, part, key)
                hole = ("choices", 0, "delta", "tool_calls", 0, part, key)
                yield Delta((*name, "call", index, part), place, text, CALL, empty, hole, is_json=part == "function")


def _with_delta(shell: dict[str, Any], delta: dict[str, Any]) -> dict[str, Any]:
    return {**shell, "choices": [{**shell["choices"][0], "delta": delta}]}


def _anthropic(event: dict[str, Any]) -> Iterator[Delta]:
    """Anthropic's messages: text and the JSON of a tool's input; thinking is signed, and stays."""
    delta, index = event.get("delta"), event.get("index")
    if not isinstance(delta, dict):
        return
    for field, kind, context in (("text", "text_delta", ASSISTANT), ("partial_json", "input_json_delta", CALL)):
        if isinstance(text := delta.get(field), str):
            place: Steps = ("delta", field)
            shell = {"type": "content_block_delta", "index": index, "delta": {"type": kind, field: ""}}
            yield Delta(("block", index, field), place, text, context, shell, place, is_json=field == "partial_json")


def _responses(event: dict[str, Any], kind: str) -> Iterator[Delta]:
    """OpenAI's responses: the type says whose text it is; audio is encoded."""
    base = kind.removesuffix(".delta")
    text = event.get("delta")
    if isinstance(text, str) and not base.endswith("audio"):
        context = CALL if "_call" in base else ASSISTANT
        channel, place = _response_channel(event, base), ("delta",)
        yield Delta(channel, place, text, context, event, place, is_json=base.endswith("arguments"))


def _response_channel(event: dict[str, Any], base: str) -> Channel:
    return (base, *(event.get(key) for key in ("item_id", "output_index", "content_index", "summary_index")))


def _gemini(event: dict[str, Any]) -> Iterator[Delta]:
    """Gemini's contents: each event carries parts that continue the one before."""
    for at, candidate in _objects(event["candidates"]):
        index = candidate.get("index", at)
        content = candidate.get("content")
        for number, part in _objects(content.get("parts") if isinstance(content, dict) else None):
            if isinstance(text := part.get("text"), str):
                thought = {"thought": True} if part.get("thought") else {}
                shell = {
                    "candidates": [{"index": index, "content": {"role": "model", "parts": [{"text": "", **thought}]}}]
                }
                place = ("candidates", at, "content", "parts", number, "text")
                hole = ("candidates", 0, "content", "parts", 0, "text")
                yield Delta(("candidates", index, bool(thought)), place, text, ASSISTANT, shell, hole)
