"""A guardrail for LiteLLM: requests are cleaned before they leave, answers (streamed ones, too) before they arrive.

In the proxy's configuration::

    guardrails:
      - guardrail_name: sanitize
        litellm_params:
          guardrail: sanitize.integrations.litellm_guardrail.SanitizeGuardrail
          mode: [pre_call, post_call]
          default_on: true
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, ClassVar, Literal

from litellm.integrations.custom_guardrail import CustomGuardrail

from sanitize.prompts import INCOMING, OUTGOING, AuditLog, Boundary, Events, Exchange, Place, Refused, Rules
from sanitize.prompts._clean import Cleaner
from sanitize.prompts._events import Answer
from sanitize.prompts._fields import Where
from sanitize.prompts._walk import Steps, walk

_FIELDS = (
    "messages", "input", "prompt", "system", "instructions", "tools", "functions", "contents", "systemInstruction", "query",
    "documents", "response_format", "prediction", "suffix",
)  # fmt: skip
"""The fields of a call that are the request; the others are LiteLLM's own."""


class SanitizeGuardrail(CustomGuardrail):
    """Cleans requests by whose text it is, and answers; runs LiteLLM's own hooks, which see whole requests.

    Parameters
    ----------
    rules, incoming:
        The policies for what leaves and for what comes back.
    fail:
        ``"closed"``: what cannot be cleaned is an error of status 400; ``"open"``: it passes.
    audit:
        The path of an audit log.
    audit_text:
        Whether the log carries the text itself.
    """

    use_native_lifecycle_hooks: ClassVar[bool] = True

    def __init__(
        self,
        *,
        rules: Rules = OUTGOING,
        incoming: Rules = INCOMING,
        fail: Literal["closed", "open"] = "closed",
        audit: str = "",
        audit_text: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self._outgoing = rules
        self._incoming = incoming
        log = AuditLog(audit, text=audit_text) if audit else None
        self._boundary = Boundary(rules, incoming=incoming, fail=fail, audit=log)

    async def async_pre_call_hook(
        self, user_api_key_dict: Any, cache: Any, data: dict[str, Any], call_type: Any
    ) -> dict[str, Any]:
        """Clean a request before it leaves."""
        del user_api_key_dict, cache
        request = {field: data[field] for field in _FIELDS if field in data}
        data.update(self._cleaned("request", _where(call_type), request, self._outgoing))
        return data

    async def async_post_call_success_hook(self, data: dict[str, Any], user_api_key_dict: Any, response: Any) -> Any:
        """Clean an answer that came whole."""
        del user_api_key_dict
        return self._cleaned("response", _where(data.get("litellm_call_type")), response, self._incoming)

    async def async_post_call_streaming_iterator_hook(
        self, user_api_key_dict: Any, response: Any, request_data: dict[str, Any]
    ) -> AsyncIterator[Any]:
        """Clean an answer as it comes: objects, or the bytes of events."""
        del user_api_key_dict
        where = _where(request_data.get("litellm_call_type"))
        places: list[Place] | None = [] if self._boundary.audits else None
        answer = Answer(self._incoming, places=places)
        events = Events(self._incoming, places=places)
        kind: Any = None
        async for chunk in response:
            if isinstance(chunk, (bytes, str)):
                kind = type(chunk)
                made = events.feed(chunk.encode() if isinstance(chunk, str) else chunk)
                yield made.decode() if kind is str else made
                continue
            kind = type(chunk)
            tree = _dumped(chunk)
            more, texts = answer.take(tree) if isinstance(tree, dict) else ([], {})
            for event in more:
                yield _made(kind, event)
            for steps, text in texts.items():
                _assign(chunk, steps, text)
            yield chunk
        if rest := events.finish():
            yield rest.decode() if kind is str else rest
        for event in answer.finish():
            yield _made(kind, event)
        self._boundary.note("response", where, places or (), changed=True)

    async def apply_guardrail(
        self,
        inputs: Any,
        request_data: dict[str, Any],
        input_type: Literal["request", "response"],
        logging_obj: Any = None,
    ) -> Any:
        """Clean texts that LiteLLM has taken out of a request or an answer, as whose they were there."""
        del logging_obj
        rules = self._outgoing if input_type == "request" else self._incoming
        contexts: dict[str, str] = {}

        def note(text: str, where: Where, steps: Steps) -> str:
            del steps
            contexts.setdefault(text, where.context)
            return text

        known = [request_data.get(field) for field in _FIELDS] + [inputs.get("structured_messages")]
        walk(known, rules, note)
        where = _where(input_type)
        texts = [
            self._cleaned(input_type, where, text, rules, contexts.get(text)) for text in inputs.get("texts") or ()
        ]
        calls = self._cleaned(input_type, where, {"tool_calls": inputs.get("tool_calls") or []}, rules)
        return {**inputs, "texts": texts} | ({"tool_calls": calls["tool_calls"]} if inputs.get("tool_calls") else {})

    def _cleaned(self, direction: str, where: Exchange, thing: Any, rules: Rules, context: str | None = None) -> Any:
        """Return a request or an answer, cleaned; objects of LiteLLM's are changed where they stand."""
        places: list[Place] | None = [] if self._boundary.audits else None
        cleaner = Cleaner(rules, places=places)
        changes: dict[Steps, str] = {}

        def visit(text: str, place: Where, steps: Steps) -> str:
            made = cleaner.visit(text, place, steps)
            if made is not text:
                changes[steps] = made
            return made

        try:
            tree = _dumped(thing)
            made = walk(tree, rules, visit, context)
            self._boundary.note(direction, where, places or (), changed=bool(changes))
        except Exception as error:  # noqa: BLE001 - whatever goes wrong, it fails as the caller chose
            self._refuse(direction, where, error)
            return thing
        if tree is thing:
            return made
        for steps, text in changes.items():
            _assign(thing, steps, text)
        return thing

    def _refuse(self, direction: str, where: Exchange, error: Exception) -> None:
        """Let something pass as it is, or raise what LiteLLM's proxy makes an answer of."""
        from fastapi import HTTPException

        try:
            self._boundary.trouble(direction, where, error)
        except Refused as refused:
            raise HTTPException(400, {"error": f"sanitize: {refused}"}) from error


def _where(call_type: object) -> Exchange:
    return Exchange("litellm", str(getattr(call_type, "value", call_type) or ""), {})


def _dumped(thing: Any) -> Any:
    """Return an object of LiteLLM's as dicts and lists; what is that already, as it is."""
    return thing.model_dump() if hasattr(thing, "model_dump") else thing


def _made(kind: Any, event: dict[str, Any]) -> Any:
    """Return an event as an object of the kind that the others are."""
    return kind(**event) if kind is not dict else event


def _assign(thing: Any, steps: Steps, text: str) -> None:
    """Put a text where these steps lead, through objects, dicts and lists."""
    *way, last = steps
    at = thing
    for step in way:
        at = _child(at, step)
    if isinstance(at, (dict, list)):
        _put(at, last, text)
    else:
        setattr(at, str(last), text)


def _child(at: Any, step: Any) -> Any:
    return at[step] if isinstance(at, (dict, list)) else getattr(at, step)


def _put(at: Any, step: Any, text: str) -> None:
    at[step] = text
