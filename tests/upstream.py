"""A model service on loopback: it keeps what it gets, byte for byte, and answers as OpenAI and Anthropic do."""

from __future__ import annotations

import asyncio
import gzip
import json
import threading
import zlib
from typing import NamedTuple


class Received(NamedTuple):
    """A request as it came."""

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """The value of a header, whatever its case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class Upstream:
    """The service; ``with Upstream() as upstream`` runs it in a thread.

    ``say`` is what the model says, in pieces of ``step`` characters where it is streamed. What a request wants besides stands
    in its header ``x-behave``: ``fail-once`` (503 the first time), ``cut`` (the connection breaks in the middle),
    ``gzip`` or ``deflate`` (the answer is packed), ``slow`` (a pause between events), ``echo`` (the body comes back),
    ``broken`` (an answer that is called JSON and is none).
    """

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.say = "P\u0430ypal\u200b is \u201cfine\u201d.\n\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 and so on"
        self.arguments = '{"old": "a\\u200bb \u2019", "new": "c\u200bd"}'
        self.step = 3
        self.port = 0
        self._failed: set[bytes] = set()

    def __enter__(self) -> Upstream:
        self._loop = asyncio.new_event_loop()
        started = threading.Event()

        def run() -> None:
            asyncio.set_event_loop(self._loop)
            self._server = self._loop.run_until_complete(
                asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=2048)
            )
            self.port = self._server.sockets[0].getsockname()[1]
            started.set()
            self._loop.run_forever()
            self._server.close()
            tasks = asyncio.all_tasks(self._loop)
            for task in tasks:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()
        started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await _read(reader):
                self.received.append(request)
                if not await self._answer(request, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, request: Received, writer: asyncio.StreamWriter) -> bool:
        behave = request.header("x-behave") or ""
        if behave == "fail-once" and request.body not in self._failed:
            self._failed.add(request.body)
            writer.write(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")
            return True
        try:
            wanted = json.loads(request.body)
        except ValueError:
            wanted = {}
        if behave == "echo":
            kind, body = request.header("content-type") or "text/plain", request.body
        elif behave == "broken":
            kind, body = "application/json", b'{"content": "a\xe2\x80\x8b'
        elif isinstance(wanted, dict) and wanted.get("stream"):
            return await self._stream(request.path, behave, writer)
        else:
            kind, body = "application/json", json.dumps(self._whole(request.path), ensure_ascii=False).encode()
        packed = ""
        if behave in ("gzip", "deflate"):
            body, packed = (
                (gzip.compress if behave == "gzip" else zlib.compress)(body),
                f"Content-Encoding: {behave}\r\n",
            )
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nX-Kept: yes\r\n{packed}Content-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + (body[: len(body) // 2] if behave == "cut" else body))
        await writer.drain()
        return behave != "cut"

    async def _stream(self, path: str, behave: str, writer: asyncio.StreamWriter) -> bool:
        """Send events, each in a chunk of its own."""
        packed = f"Content-Encoding: {behave}\r\n" if behave in ("gzip", "deflate") else ""
        head = f"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n{packed}Transfer-Encoding: chunked\r\n\r\n"
        writer.write(head.encode())
        coder = zlib.compressobj(wbits=31 if behave == "gzip" else 15) if packed else None
        events = list(self.events(path))
        for number, event in enumerate(events):
            if behave == "cut" and number == len(events) - 3:
                return False
            data = event
            if coder:
                data = coder.compress(data) + coder.flush(
                    zlib.Z_SYNC_FLUSH if number < len(events) - 1 else zlib.Z_FINISH
                )
            writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            await writer.drain()
            if behave == "slow":
                await asyncio.sleep(0.05)
        writer.write(b"0\r\n\r\n")
        await writer.drain()
        return True

    def _pieces(self, text: str) -> list[str]:
        return [text[at : at + self.step] for at in range(0, len(text), self.step)]

    def _whole(self, path: str) -> dict[str, object]:
        """An answer that is not streamed."""
        if path.endswith("/messages"):
            return {
                "id": "msg_1", "type": "message", "role": "assistant", "model": "m", "stop_reason": "end_turn", "stop_sequence": None,
                "content": [
                    {"type": "thinking", "thinking": "t\u200b", "signature": "s"},
                    {"type": "text", "text": self.say},
                    {"type": "tool_use", "id": "toolu_1", "name": "edit", "input": json.loads(self.arguments)},
                ],
                "usage": {"input_tokens": 1, "output_tokens": 1},
            }  # fmt: skip
        if path.endswith("/responses"):
            content = [{"type": "output_text", "text": self.say, "annotations": []}]
            return {
                "id": "resp_1", "object": "response", "created_at": 1, "model": "m", "status": "completed", "tools": [], "tool_choice": "auto",
                "parallel_tool_calls": True,
                "output": [{"type": "message", "id": "msg_1", "status": "completed", "role": "assistant", "content": content}],
            }  # fmt: skip
        call = {"id": "call_1", "type": "function", "function": {"name": "edit", "arguments": self.arguments}}
        message = {"role": "assistant", "content": self.say, "tool_calls": [call]}
        return {
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m",
            "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls", "logprobs": None}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }  # fmt: skip

    def events(self, path: str) -> list[bytes]:
        """The events of an answer that is streamed."""
        if path.endswith("/messages"):
            events: list[dict[str, object]] = [
                {"type": "message_start", "message": {**self._whole(path), "content": [], "stop_reason": None}}
            ]
            events += self._block(0, {"type": "text", "text": ""}, "text_delta", "text", self.say)
            events += self._block(
                1,
                {"type": "tool_use", "id": "toolu_1", "name": "edit", "input": {}},
                "input_json_delta",
                "partial_json",
                self.arguments,
            )
            events += [
                {
                    "type": "message_delta",
                    "delta": {"stop_reason": "end_turn", "stop_sequence": None},
                    "usage": {"output_tokens": 9},
                },
                {"type": "message_stop"},
            ]
            return [_event(event, named=True) for event in events]
        if path.endswith("/responses"):
            where = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
            begun = {**self._whole(path), "status": "in_progress", "output": []}
            part = {"type": "output_text", "text": "", "annotations": []}
            item = {"type": "message", "id": "msg_1", "status": "in_progress", "role": "assistant", "content": []}
            events = [
                {"type": "response.created", "response": begun},
                {"type": "response.output_item.added", "output_index": 0, "item": item},
                {"type": "response.content_part.added", **where, "part": part},
                *(
                    {"type": "response.output_text.delta", **where, "delta": piece, "logprobs": []}
                    for piece in self._pieces(self.say)
                ),
                {"type": "response.output_text.done", **where, "text": self.say, "logprobs": []},
                {"type": "response.completed", "response": self._whole(path)},
            ]
            return [_event({**event, "sequence_number": number}, named=True) for number, event in enumerate(events)]
        head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        call = {"index": 0, "id": "call_1", "type": "function", "function": {"name": "edit", "arguments": ""}}
        deltas: list[dict[str, object]] = [{"role": "assistant", "content": ""}]
        deltas += ({"content": piece} for piece in self._pieces(self.say))
        deltas.append({"tool_calls": [call]})
        deltas += (
            {"tool_calls": [{"index": 0, "function": {"arguments": piece}}]} for piece in self._pieces(self.arguments)
        )
        choices = [{"index": 0, "delta": delta, "finish_reason": None} for delta in deltas]
        choices.append({"index": 0, "delta": {}, "finish_reason": "tool_calls"})
        return [*(_event({**head, "choices": [choice]}) for choice in choices), b"data: [DONE]\n\n"]

    def _block(self, index: int, block: dict[str, object], kind: str, field: str, text: str) -> list[dict[str, object]]:
        return [
            {"type": "content_block_start", "index": index, "content_block": block},
            *(
                {"type": "content_block_delta", "index": index, "delta": {"type": kind, field: piece}}
                for piece in self._pieces(text)
            ),
            {"type": "content_block_stop", "index": index},
        ]


def _event(event: dict[str, object], *, named: bool = False) -> bytes:
    name = f"event: {event['type']}\n" if named else ""
    return f"{name}data: {json.dumps(event, ensure_ascii=False)}\n\n".encode()


async def _read(reader: asyncio.StreamReader) -> Received | None:
    """Read a request, whole; None at the end of a connection."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    first, *lines = head[:-4].decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ")
    headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    request = Received(method, path, headers, b"")
    if (request.header("transfer-encoding") or "").lower() == "chunked":
        body = b""
        while size := int(await reader.readuntil(b"\r\n"), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readuntil(b"\r\n")
        return request._replace(body=body)
    return request._replace(body=await reader.readexactly(int(request.header("content-length") or 0)))
