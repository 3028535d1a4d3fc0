"""Transports for httpx and httpx2 that clean what leaves for a model, and what comes back if asked.

They wrap another transport, of either library, and import neither: a client of the OpenAI or Anthropic SDK takes them
through ``http_client=``.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from functools import lru_cache
from types import ModuleType, TracebackType
from typing import Any

from sanitize.prompts._boundary import Boundary, EventStream, Exchange, Refused, error_body

__all__ = ["AsyncTransport", "Transport"]


class _Base:
    """What both ways have in common: all but how they wait.

    It is written as who waits has it. Where nothing waits, each step is done when it is asked for, and the whole is run at once.
    """

    def __init__(self, inner: Any, boundary: Boundary | None = None) -> None:
        self._inner = inner
        self._boundary = boundary if boundary is not None else Boundary()

    async def _handle(self, request: Any, ways: type[_Now | _Waiting]) -> Any:
        """Send a request, cleaned, and return the answer, cleaned if asked."""
        try:
            if self._looks(request):
                await ways.read(request)
                request = self._outgoing(request)
        except Refused as refused:
            return _refusal(request, 400, refused)
        response = await ways.send(self._inner, request)
        if not self._answers(request, response):
            return response
        try:
            if _exchange(request, response).is_events:
                return self._stream(request, response, ways.streams)
            try:
                body = await ways.whole(response.stream)
            finally:
                await ways.close(response.stream)
            return self._whole(request, response, body)
        except Refused as refused:
            await ways.close(response.stream)
            return _refusal(request, 502, refused)

    def _looks(self, request: Any) -> bool:
        """Tell whether the body of a request has to be read."""
        return self._boundary.serves(request.url.host) and _exchange(request, request).may_be_json

    def _outgoing(self, request: Any) -> Any:
        """Return a request whose body was read, cleaned; the same object where nothing changes."""
        body = request.content
        cleaned = self._boundary.request(body, _exchange(request, request))
        if cleaned is body:
            return request
        return type(request)(
            request.method,
            request.url,
            headers=_resized(request.headers.raw, len(cleaned)),
            stream=_library(request).ByteStream(cleaned),
            extensions=request.extensions,
        )

    def _answers(self, request: Any, response: Any) -> bool:
        """Tell whether an answer is to be cleaned."""
        exchange = _exchange(request, response)
        wanted = self._boundary.incoming is not None and self._boundary.serves(request.url.host)
        return wanted and (exchange.may_be_json or exchange.is_events)

    def _whole(self, request: Any, response: Any, body: bytes) -> Any:
        """Return an answer whose body was read, cleaned."""
        cleaned = self._boundary.response(body, _exchange(request, response))
        headers = response.headers.raw if cleaned is body else _resized(response.headers.raw, len(cleaned))
        return _answer(response, headers, _library(response).ByteStream(cleaned))

    def _stream(self, request: Any, response: Any, kind: str) -> Any:
        """Return an answer whose events are cleaned as they come."""
        events = self._boundary.events(_exchange(request, response))
        headers = [(name, value) for name, value in response.headers.raw if name.lower() != b"content-length"]
        return _answer(response, headers, _streams(_library(response))[kind](response.stream, events))


class _Now:
    """Steps that are done when they are asked for."""

    streams = "sync"

    @staticmethod
    async def read(request: Any) -> None:
        request.read()

    @staticmethod
    async def send(inner: Any, request: Any) -> Any:
        return inner.handle_request(request)

    @staticmethod
    async def whole(stream: Any) -> bytes:
        return b"".join(stream)

    @staticmethod
    async def close(stream: Any) -> None:
        stream.close()


class _Waiting:
    """The same for who waits."""

    streams = "async"

    @staticmethod
    async def read(request: Any) -> None:
        await request.aread()

    @staticmethod
    async def send(inner: Any, request: Any) -> Any:
        return await inner.handle_async_request(request)

    @staticmethod
    async def whole(stream: Any) -> bytes:
        return b"".join([part async for part in stream])

    @staticmethod
    async def close(stream: Any) -> None:
        await stream.aclose()


class Transport(_Base):
    """A transport that cleans, for ``httpx.Client`` or ``httpx2.Client``.

    Parameters
    ----------
    inner:
        The transport that sends, such as ``httpx2.HTTPTransport()``.
    boundary:
        What is cleaned and how; by default all that leaves.

    What is refused is not sent: the answer is an error of status 400 with the reason, or 502 for an answer that is.
    """

    def handle_request(self, request: Any) -> Any:
        """Send a request, cleaned, and return the answer."""
        try:
            self._handle(request, _Now).send(None)
        except StopIteration as done:
            return done.value
        raise RuntimeError("a transport that does not wait has waited")

    def close(self) -> None:
        """Close the transport that sends."""
        self._inner.close()

    def __enter__(self) -> Transport:
        self._inner.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._inner.__exit__(kind, value, trace)


class AsyncTransport(_Base):
    """The same for ``httpx.AsyncClient`` or ``httpx2.AsyncClient``."""

    async def handle_async_request(self, request: Any) -> Any:
        """Send a request, cleaned, and return the answer."""
        return await self._handle(request, _Waiting)

    async def aclose(self) -> None:
        """Close the transport that sends."""
        await self._inner.aclose()

    async def __aenter__(self) -> AsyncTransport:
        await self._inner.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._inner.__aexit__(kind, value, trace)


def _library(thing: Any) -> ModuleType:
    """Return the library that a request or answer is of."""
    return sys.modules[type(thing).__module__.partition(".")[0]]


def _exchange(request: Any, message: Any) -> Exchange:
    return Exchange(request.url.host, request.url.path, message.headers)


def _resized(headers: list[tuple[bytes, bytes]], size: int) -> list[tuple[bytes, bytes]]:
    """Return headers with another Content-Length, where they have one."""
    return [(name, b"%d" % size if name.lower() == b"content-length" else value) for name, value in headers]


def _answer(response: Any, headers: list[tuple[bytes, bytes]], stream: Any) -> Any:
    return type(response)(response.status_code, headers=headers, stream=stream, extensions=response.extensions)


def _refusal(request: Any, status: int, refused: Refused) -> Any:
    body = error_body(refused)
    headers = {"content-type": "application/json", "content-length": str(len(body)), "x-should-retry": "false"}
    library = _library(request)
    return library.Response(status, headers=headers, stream=library.ByteStream(body))


@lru_cache(maxsize=2)
def _streams(library: ModuleType) -> dict[str, Any]:
    """Return the streams that clean, as a library wants them: its clients look for their own classes."""

    class Sync(library.SyncByteStream):  # type: ignore[name-defined]
        """Events that are cleaned as they come."""

        def __init__(self, inner: Any, events: EventStream) -> None:
            self._inner = inner
            self._events = events

        def __iter__(self) -> Iterator[bytes]:
            return _cleaned(self._inner, self._events)

        def close(self) -> None:
            self._inner.close()

    class Async(library.AsyncByteStream):  # type: ignore[name-defined]
        """The same for who waits."""

        def __init__(self, inner: Any, events: EventStream) -> None:
            self._inner = inner
            self._events = events

        def __aiter__(self) -> AsyncIterator[bytes]:
            return _cleaned_async(self._inner, self._events)

        async def aclose(self) -> None:
            await self._inner.aclose()

    return {"sync": Sync, "async": Async}


def _cleaned(inner: Any, events: EventStream) -> Iterator[bytes]:
    """Yield events, cleaned; what is held comes even when the connection breaks."""
    try:
        for data in inner:
            if made := events.feed(data):
                yield made
    except Exception:
        if rest := events.finish():
            yield rest
        raise
    if rest := events.finish():
        yield rest


async def _cleaned_async(inner: Any, events: EventStream) -> AsyncIterator[bytes]:
    try:
        async for data in inner:
            if made := events.feed(data):
                yield made
    except Exception:
        if rest := events.finish():
            yield rest
        raise
    if rest := events.finish():
        yield rest
