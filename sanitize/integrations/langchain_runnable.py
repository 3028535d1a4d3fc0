"""A runnable for LangChain: messages are cleaned by whose they are, before a model or behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.prompt_values import ChatPromptValue, PromptValue, StringPromptValue
from langchain_core.runnables import Runnable, RunnableConfig

from sanitize.prompts import INCOMING, OUTGOING, Rules, clean
from sanitize.prompts._deltas import Deltas
from sanitize.prompts._rules import ASSISTANT


class CleanMessages(Runnable[Any, Any]):
    """Cleans what passes: ``prompt | CleanMessages() | model | CleanMessages(INCOMING)``.

    Takes what models take and give: a text, messages, a list of them, a prompt. What is clean is the same object.
    Streamed behind a model, text in pieces is cleaned as one, as `sanitize.prompts.Events` does.

    Parameters
    ----------
    rules:
        The policy for each kind of text.
    """

    def __init__(self, rules: Rules = OUTGOING) -> None:
        self._rules = rules

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:  # noqa: A002 - its name there
        """Return the input, cleaned."""
        del config, kwargs
        return _cleaned(input, self._rules)

    def transform(self, input: Iterator[Any], config: RunnableConfig | None = None, **kwargs: Any) -> Iterator[Any]:  # noqa: A002
        """Yield pieces of an answer as they are decided; other things cleaned one by one."""
        del config, kwargs
        text = _Pieces(self._rules)
        for chunk in input:
            yield text.take(chunk)
        if rest := text.finish():
            yield rest

    async def atransform(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:  # noqa: A002
        """Do the same for who waits."""
        del config, kwargs
        text = _Pieces(self._rules)
        async for chunk in input:
            yield text.take(chunk)
        if rest := text.finish():
            yield rest


class _Pieces:
    """The text of an answer that comes in chunks of messages, or of str."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._deltas = Deltas(rules.policy(ASSISTANT))
        self._last: Any = None

    def take(self, chunk: Any) -> Any:
        """Return a chunk with what is now decided."""
        if isinstance(chunk, str):
            self._last = chunk
            return self._deltas.feed(chunk)
        if isinstance(chunk, AIMessageChunk) and isinstance(chunk.content, str):
            self._last = chunk
            return chunk.model_copy(update={"content": self._deltas.feed(chunk.content)})
        return _cleaned(chunk, self._rules)

    def finish(self) -> Any:
        """Return a chunk with the rest, if there is any."""
        rest = self._deltas.finish()
        if not rest or isinstance(self._last, str):
            return rest
        return AIMessageChunk(content=rest, id=self._last.id)


def _cleaned(thing: Any, rules: Rules) -> Any:
    if isinstance(thing, BaseMessage):
        return _message(thing, rules)
    if isinstance(thing, ChatPromptValue):
        messages = _cleaned(list(thing.messages), rules)
        return thing if all(map(_is, messages, thing.messages)) else ChatPromptValue(messages=messages)
    if isinstance(thing, StringPromptValue):
        text = clean(thing.text, rules)
        return thing if text is thing.text else StringPromptValue(text=text)
    if isinstance(thing, PromptValue):
        return _cleaned(thing.to_messages(), rules)
    if isinstance(thing, list) and any(isinstance(item, BaseMessage) for item in thing):
        made = [_cleaned(item, rules) for item in thing]
        return thing if all(map(_is, made, thing)) else made
    return clean(thing, rules)


def _message(message: BaseMessage, rules: Rules) -> BaseMessage:
    """Return a message with its content and its calls of tools cleaned, as whose it is."""
    fields = {"content": message.content, "additional_kwargs": message.additional_kwargs}
    if calls := getattr(message, "tool_calls", None):
        fields["tool_calls"] = calls
    read = {"type": _TYPES.get(message.type, message.type), **fields}
    made = clean(read, rules)
    if made is read:
        return message
    return message.model_copy(update={name: made[name] for name in fields})


_TYPES = {
    "AIMessageChunk": "ai",
    "HumanMessageChunk": "human",
    "SystemMessageChunk": "system",
    "ToolMessageChunk": "tool",
}


def _is(one: object, other: object) -> bool:
    return one is other


__all__ = ["INCOMING", "OUTGOING", "CleanMessages"]
