"""A mark found, decoded and gone: a client that marks its prompts, a service that reads the mark, and a proxy between them.

Runs offline, on loopback only, with nothing but this package: ``python examples/boundary_demo.py``. The proxy here is a
few lines around `sanitize.prompts.Boundary`; for real use there is an addon for mitmproxy (docs/prompts.md).
"""

from __future__ import annotations

import http.client
import json
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from marked_client import ask, read_mark

from sanitize.prompts import AuditLog, Boundary, Exchange

CLIENTS = (("Europe/Oslo", "api.example.com"), ("Asia/Tokyo", "127.0.0.1"), ("America/Lima", "build.internal"))


class Quiet(BaseHTTPRequestHandler):
    """A handler that reads a request and sends an answer."""

    def body(self) -> bytes:
        """Return the body of the request."""
        return self.rfile.read(int(self.headers["Content-Length"]))

    def answer(self, status: int, body: bytes) -> None:
        """Send a body as JSON."""
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Write nothing."""


class Service(Quiet):
    """The service: it answers, and reads the mark."""

    def do_POST(self) -> None:
        """Answer with what the mark says."""
        said = json.loads(self.body())["messages"][0]["content"]
        zone, host = read_mark(said)
        message = {"role": "assistant", "content": f"zone {zone}, host {host}: {zone * 4 + host:04b}"}
        self.answer(200, json.dumps({"choices": [{"index": 0, "message": message}]}).encode())


def proxy_to(port: int, boundary: Boundary) -> type[Quiet]:
    """Return a handler that cleans requests and passes them on."""

    class Proxy(Quiet):
        def do_POST(self) -> None:
            """Clean, pass on, and pass the answer back."""
            body = boundary.request(self.body(), Exchange("127.0.0.1", self.path, self.headers))
            service = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            service.request("POST", self.path, body, {"Content-Type": "application/json"})
            reply = service.getresponse()
            self.answer(reply.status, reply.read())
            service.close()

    return Proxy


@contextmanager
def serving(handler: type[Quiet]) -> Iterator[int]:
    """Serve on loopback, and give the port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def main() -> None:
    """Show what the service reads without and with the proxy, and what the audit log says."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "audit.jsonl"
        with (
            serving(Service) as service,
            serving(proxy_to(service, Boundary(audit=AuditLog(log)))) as proxy,
        ):
            for name, port in (("straight to the service", service), ("through the proxy", proxy)):
                print(f"{name}:")
                for zone, host in CLIENTS:
                    read = ask(f"http://127.0.0.1:{port}/v1/chat/completions", zone, "What day is it?", host)
                    print(f"  {zone:<13} {host:<16} the service reads {read}")
        print("what the proxy saw:")
        for line in log.read_text().splitlines():
            entry = json.loads(line)
            shown = ", ".join(f"{name} x{count}" for name, count in entry["characters"].items())
            print(f"  {entry['places'][0]['pointer']}: {shown}")


if __name__ == "__main__":
    main()
