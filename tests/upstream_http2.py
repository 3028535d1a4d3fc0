"""A service on loopback that speaks HTTP/2 over TLS: it keeps what it gets, and answers with it."""

from __future__ import annotations

import asyncio
import ssl
import threading
from pathlib import Path

from h2.config import H2Configuration
from h2.connection import H2Connection
from h2.events import DataReceived, RequestReceived, StreamEnded, StreamReset
from upstream import Received


class Http2:
    """``with Http2(certificate) as service`` runs it in a thread; ``received`` holds the requests that came whole."""

    def __init__(self, certificate: Path) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._context.set_alpn_protocols(["h2"])
        self.received: list[Received] = []
        self.resets = 0
        self.port = 0

    def __enter__(self) -> Http2:
        started = threading.Event()
        self._loop = asyncio.new_event_loop()

        async def serve() -> None:
            server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._context)
            self.port = server.sockets[0].getsockname()[1]
            self._over = asyncio.Event()
            started.set()
            await self._over.wait()
            server.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(serve()), daemon=True)
        self._thread.start()
        started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)
        self._loop.close()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"https://127.0.0.1:{self.port}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        link = H2Connection(H2Configuration(client_side=False, header_encoding="utf-8"))
        link.initiate_connection()
        heads: dict[int, list[tuple[str, str]]] = {}
        bodies: dict[int, bytearray] = {}
        try:
            writer.write(link.data_to_send())
            while data := await reader.read(1 << 16):
                for event in link.receive_data(data):
                    if isinstance(event, RequestReceived):
                        heads[event.stream_id], bodies[event.stream_id] = event.headers, bytearray()
                    elif isinstance(event, DataReceived):
                        bodies[event.stream_id] += event.data
                        link.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                    elif isinstance(event, StreamEnded):
                        self._answer(
                            link, event.stream_id, heads.pop(event.stream_id), bytes(bodies.pop(event.stream_id))
                        )
                    elif isinstance(event, StreamReset):
                        self.resets += 1
                writer.write(link.data_to_send())
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    def _answer(self, link: H2Connection, stream: int, head: list[tuple[str, str]], body: bytes) -> None:
        fields = dict(head)
        self.received.append(Received(fields[":method"], fields[":path"], head, body))
        answer = b"%d" % len(body)
        link.send_headers(
            stream, [(":status", "200"), ("content-type", "text/plain"), ("content-length", str(len(answer)))]
        )
        link.send_data(stream, answer, end_stream=True)
