"""What field of a request is text, and whose: the one place that knows the wire shapes.

The shapes are OpenAI's chat completions and responses, Anthropic's messages, Gemini's contents, LiteLLM (as OpenAI),
LangChain's messages as dicts, and the results of MCP tools. They are told by field names and types, not by address.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sanitize.prompts._rules import ASSISTANT, CALL, CONTEXTS, DOCUMENT, SYSTEM, TOOL, USER

ENVELOPE, PAYLOAD, SCHEMA, SKIPPED = range(4)
"""How a place is read: as the service's own shape, as anybody's JSON, as a schema of which only descriptions are text, not at all."""


class Where(NamedTuple):
    """What a place is: whose text, how its fields are read, and whether a string there is JSON itself."""

    context: str
    mode: int = ENVELOPE
    is_json: bool = False


_ENVELOPES = {context: Where(context) for context in CONTEXTS}

_ROLES = {
    "system": SYSTEM,
    "developer": SYSTEM,
    "user": USER,
    "human": USER,
    "assistant": ASSISTANT,
    "ai": ASSISTANT,
    "model": ASSISTANT,
    "tool": TOOL,
    "function": TOOL,
}
_SPEAKERS = frozenset(("system", "human", "ai", "tool"))
"""LangChain's messages as dicts have a type in place of a role."""
_SIGNED = frozenset(("thinking", "redacted_thinking", "thinking_delta", "signature_delta"))
"""The service checks a signature over these: a changed one is refused."""
_DOCUMENTS = frozenset(("document", "search_result", "file", "input_file", "resource", "resource_link"))
_CALLS = ("tool_use", "tool_call", "_call")
_RESULTS = ("_result", "_output", "_tool_result_block")
_RESULT_FIELDS = frozenset(("structuredContent", "isError", "jsonrpc"))
"""What the results of MCP tools, and the messages that carry them, have in place of a type."""
_HELD = frozenset((CALL, TOOL, DOCUMENT))
"""What is inside a call, a result or a document stays that, whatever roles it speaks of."""

_CONTEXT_OF_KEY = {
    "system": SYSTEM,
    "instructions": SYSTEM,
    "systemInstruction": SYSTEM,
    "system_instruction": SYSTEM,
    "tool_calls": CALL,
    "function_call": CALL,
    "functionCall": CALL,
    "functionResponse": TOOL,
    "function_response": TOOL,
    "tool_outputs": TOOL,
    "documents": DOCUMENT,
    "search_results": DOCUMENT,
    "prediction": DOCUMENT,
    "citations": DOCUMENT,
    "annotations": DOCUMENT,
}
_SCHEMAS = frozenset((
    "tools", "functions", "function_declarations", "functionDeclarations", "tool_choice", "toolConfig", "tool_config",
    "parameters", "input_schema", "inputSchema", "outputSchema", "parametersJsonSchema", "response_format", "json_schema",
    "schema", "responseSchema", "response_schema", "responseJsonSchema", "output_config", "output_format",
))  # fmt: skip
_DESCRIPTIONS = frozenset(("description", "title"))
_ARGUMENTS = frozenset(("arguments", "args", "input"))
_OUTCOMES = frozenset(("output", "outputs", "result", "results", "response"))
_STRUCTURED = frozenset(("structuredContent", "structured_content", "artifact"))
_NEVER = frozenset(("metadata", "logprobs", "usage", "usageMetadata", "usage_metadata", "response_metadata"))
"""What is no text for a model, with all that is inside."""

_NAMES = frozenset((
    "id", "ids", "object", "type", "role", "model", "name", "format", "status", "method", "jsonrpc", "cursor", "nextCursor",
    "finish_reason", "finishReason", "stop_reason", "stop_sequence", "stop", "stop_sequences", "stopSequences", "user",
    "safety_identifier", "prompt_cache_key", "service_tier", "system_fingerprint", "container", "detail", "media_type",
    "mime_type", "mimeType", "thoughtSignature", "thought_signature", "include",
))  # fmt: skip
"""Fields of the services' shapes that are names, ids and choices."""
_OPAQUE = frozenset((
    "id", "ids", "url", "urls", "uri", "href", "src", "data", "file_data", "fileData", "base64", "b64_json", "blob", "bytes",
    "signature", "image_url", "file_url", "etag", "sha256",
))  # fmt: skip
_OPAQUE_ENDS = ("_id", "Id", "_ids", "_url", "Url", "_uri", "Uri", "_signature", "Signature", "_base64")


def inside(where: Where, node: Mapping[str, Any]) -> Where:
    """Return what the inside of an object is: its role and type tell."""
    if where.mode != ENVELOPE:
        return where
    kind = node.get("type")
    if not isinstance(kind, str):
        kind = ""
    if kind in _SIGNED:
        return where._replace(mode=SKIPPED)
    context = where.context
    if context not in _HELD:
        role = node.get("role")
        if isinstance(role, str) and role in _ROLES:
            context = _ROLES[role]
        elif kind in _SPEAKERS:
            context = _ROLES[kind]
    shown = _shown(kind)
    if shown == DOCUMENT:
        context = DOCUMENT
    elif shown == TOOL or not _RESULT_FIELDS.isdisjoint(node):
        context = TOOL
    elif shown == CALL:
        context = CALL
    return _ENVELOPES[context]


@lru_cache(maxsize=256)
def _shown(kind: str) -> str | None:
    """Return the context that a type stands for, if it is one of a call, a result or a document."""
    if kind in _DOCUMENTS:
        return DOCUMENT
    return TOOL if kind.endswith(_RESULTS) else CALL if kind.endswith(_CALLS) else None


def under(where: Where, node: Mapping[str, Any], key: str, value: object) -> Where:
    """Return what the value under a key of an object is; ``where`` is the inside of that object."""
    if where.mode == SCHEMA:
        described = key in _DESCRIPTIONS or not isinstance(value, str)
        return where if described else where._replace(mode=SKIPPED)
    if where.mode == PAYLOAD:
        opaque = isinstance(value, str) and is_opaque(key) and len(value.split(None, 1)) <= 1
        return where._replace(mode=SKIPPED) if opaque else where
    return where if where.mode == SKIPPED else _in_envelope(where.context, node, key, value)


def _in_envelope(context: str, node: Mapping[str, Any], key: str, value: object) -> Where:
    """Return what a field of a service's own shape is."""
    if key in _NEVER:
        return Where(context, SKIPPED)
    if key in _SCHEMAS or (key == "text" and isinstance(value, dict) and not {"format", "verbosity"}.isdisjoint(value)):
        return Where(SYSTEM, SCHEMA)
    if key in _CONTEXT_OF_KEY and context not in _HELD:
        return Where(_CONTEXT_OF_KEY[key])
    if key in _STRUCTURED or (key == "response" and context == TOOL):
        return Where(TOOL, PAYLOAD)
    if context == CALL and key in _OUTCOMES:
        return Where(TOOL)
    if key in _ARGUMENTS and (context == CALL or key != "input"):
        return Where(CALL, PAYLOAD) if isinstance(value, dict) else Where(CALL, is_json=key == "arguments")
    if (key in _NAMES or is_opaque(key)) and _is_flat(value) and not (key == "data" and _is_document(node)):
        return Where(context, SKIPPED)
    return _ENVELOPES[context]


@lru_cache(maxsize=1024)
def is_opaque(key: str) -> bool:
    """Tell whether a field holds an id, an address, encoded data or a signature, by its name."""
    return key in _OPAQUE or key.endswith(_OPAQUE_ENDS) or key.startswith("encrypted_")


def _is_flat(value: object) -> bool:
    """Tell whether a value is a string, or a list that holds no objects."""
    return isinstance(value, str) or (isinstance(value, list) and not any(isinstance(item, dict) for item in value))


def _is_document(node: Mapping[str, Any]) -> bool:
    """Tell whether a source of data is a document's text as it stands: else it is encoded."""
    media = node.get("media_type")
    return node.get("type") == "text" and (not isinstance(media, str) or media.startswith("text/"))
