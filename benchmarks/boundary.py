"""What the boundary adds: requests through mitmproxy with and without the addon, in turn, and the cleaning by itself.

    python -m benchmarks.boundary --mitmdump proxy/bin/mitmdump

``mitmdump`` is one of a virtual environment with ``sanitize-text[mitmproxy]``. Client, proxies and service are processes of
their own on loopback; each size and kind of body is sent through both proxies in turn, and it is checked that what arrives
is what must. Latencies are wall-clock times; the cleaning by itself is processor time.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import sanitize
from sanitize import prompts

HERE = Path(__file__).parent
WARM_UP = 5
SIZES = {"1 KB": 1_000, "100 KB": 100_000, "1 MB": 1_000_000}
REQUESTS = {"1 KB": 300, "100 KB": 200, "1 MB": 120}
LINES = {
    "ASCII": ("The quick brown fox jumps over the lazy dog; it isn't tired.\n", "def f(x):\n    return x + 1\n"),
    "Russian": ("\u0421\u044a\u0435\u0448\u044c \u0436\u0435 \u0435\u0449\u0451 \u044d\u0442\u0438\u0445 \u043c\u044f\u0433\u043a\u0438\u0445 \u0431\u0443\u043b\u043e\u043a.\n", "caf\u00e9 \u2014 na\u00efve\n"),
    "marked": ("Today\u2019s date is 2026\u221507\u221503, and so on and so forth.\n", "P\u0430ypal\u200b and others\n"),
}  # fmt: skip


def body_of(kind: str, size: int) -> bytes:
    """Return a chat request of about so many bytes: one turn a kilobyte, by people, the model and tools."""
    person, tool = LINES[kind]
    roles = (("user", person), ("assistant", person), ("tool", tool))
    messages: list[dict[str, str]] = []
    written = 0
    while written < size:
        role, line = roles[len(messages) % 3]
        text = line * max(1, min(size, 1000) // len(line.encode()))
        messages.append({"role": role, "content": text})
        written += len(text.encode()) + 40
    return json.dumps({"model": "m", "messages": messages}, ensure_ascii=False, separators=(",", ":")).encode()


class Service(BaseHTTPRequestHandler):
    """Answers with the hash of what it got."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer."""
        got = hashlib.sha256(self.rfile.read(int(self.headers["Content-Length"]))).hexdigest().encode()
        self.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 64\r\n\r\n" + got
        )

    def log_message(self, *_: Any) -> None:
        """Write nothing."""


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server(NamedTuple):
    """A process that listens."""

    port: int
    pid: int

    def processor_time(self) -> float:
        """Return the seconds of processor time that it has taken so far (of Linux's /proc; elsewhere nothing)."""
        try:
            fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def running(command: list[str], port: int) -> Iterator[Server]:
    """Run a command that listens, and wait until it does."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(1200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None, f"{command[0]} ended"
                time.sleep(0.05)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(20)


def sender(port: int) -> Callable[[bytes], tuple[float, str]]:
    """Return what sends a body and gives the seconds until the answer is there, and the answer."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    link.connect()
    link.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(body: bytes) -> tuple[float, str]:
        start = time.perf_counter()
        link.request("POST", "/v1/chat/completions", body, {"Content-Type": "application/json"})
        got = link.getresponse().read().decode()
        return time.perf_counter() - start, got

    return send


def percentile(seconds: list[float], share: float) -> float:
    """Return the value below which a share of them lies."""
    return sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))]


def cleaning(body: bytes, seconds: float = 0.3) -> float:
    """Return the median processor time of cleaning a body."""
    taken = []
    end = time.monotonic() + seconds
    while time.monotonic() < end or len(taken) < 5:
        start = time.thread_time()
        prompts.clean_body(body)
        taken.append(time.thread_time() - start)
    return statistics.median(taken)


def measure(without: Server, with_addon: Server, share: float) -> list[dict[str, Any]]:
    """Send each size and kind through both proxies in turn."""
    plain, cleaned = sender(without.port), sender(with_addon.port)
    rows = []
    for kind in LINES:
        for name, size in SIZES.items():
            body = body_of(kind, size)
            wanted = hashlib.sha256(prompts.clean_body(body)).hexdigest()
            times: tuple[list[float], list[float]] = ([], [])
            before = [without.processor_time(), with_addon.processor_time()]
            for number in range(-WARM_UP, max(10, int(REQUESTS[name] * share))):
                for send, taken, answer in ((plain, times[0], None), (cleaned, times[1], wanted)):
                    seconds, got = send(body)
                    assert answer is None or got == answer, "what arrived is not what must"
                    if number >= 0:
                        taken.append(seconds)
            after = [without.processor_time(), with_addon.processor_time()]
            sent = len(times[0]) + WARM_UP
            spent, spent_with = ((end - begin) / sent for begin, end in zip(before, after, strict=True))
            own = cleaning(body)
            rows.append({
                "kind": kind,
                "size": name,
                "requests": len(times[0]),
                "without": {"p50": percentile(times[0], 0.5), "p99": percentile(times[0], 0.99)},
                "with": {"p50": percentile(times[1], 0.5), "p99": percentile(times[1], 0.99)},
                "cleaning": own,
                "processor": {"without": spent, "with": spent_with},
                "share": own / spent if spent else own / percentile(times[0], 0.5),
            })  # fmt: skip
            print(row_of(rows[-1]))
    return rows


HEAD = (
    "| body | size | hop without: p50 / p99 ms | hop with: p50 / p99 ms | proxy without: CPU ms | proxy with: CPU ms "
)
HEAD += "| cleaning alone: CPU ms | of the proxy's |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"


def row_of(row: dict[str, Any]) -> str:
    """Return a row of the table."""
    before, after, spent = row["without"], row["with"], row["processor"]
    return (
        f"| {row['kind']} | {row['size']} | {before['p50'] * 1e3:.1f} / {before['p99'] * 1e3:.1f} "
        f"| {after['p50'] * 1e3:.1f} / {after['p99'] * 1e3:.1f} | {spent['without'] * 1e3:.1f} | {spent['with'] * 1e3:.1f} "
        f"| {row['cleaning'] * 1e3:.3f} | {row['share']:.1%} |"
    )


def main() -> int:
    """Run it, and write the results."""
    parser = argparse.ArgumentParser(description="What the boundary adds to a request.")
    parser.add_argument(
        "--mitmdump", default="mitmdump", help="mitmdump of an environment with sanitize-text[mitmproxy]"
    )
    parser.add_argument("--share", type=float, default=1.0, help="share of the usual number of requests")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        ThreadingHTTPServer(("127.0.0.1", given.serve), Service).serve_forever()
    python = str(Path(given.mitmdump).parent / "python") if os.sep in given.mitmdump else sys.executable
    where = [python, "-m", "sanitize.integrations.mitmproxy_addon"]
    addon = subprocess.run(where, capture_output=True, text=True, check=True).stdout.strip()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        port = free_port()
        stack.enter_context(running([sys.executable, "-m", "benchmarks.boundary", "--serve", str(port)], port))
        proxies = []
        for more in ([], ["-s", addon]):
            at = free_port()
            command = [given.mitmdump, "-q", "--mode", f"reverse:http://127.0.0.1:{port}", "-p", str(at)]
            proxies.append(stack.enter_context(running([*command, "--set", f"confdir={folder}", *more], at)))
        print(HEAD)
        rows = measure(*proxies, given.share)
    write(rows)
    return 0


def write(rows: list[dict[str, Any]]) -> None:
    """Write the results as JSON and as a table."""
    about = {
        "backend": sanitize.backend(),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
    }
    (HERE / "results" / "boundary.json").write_text(json.dumps({"about": about, "rows": rows}, indent=1) + "\n")
    text = [
        "# What the boundary adds to a request",
        "",
        "Written by `python -m benchmarks.boundary`: client, mitmproxy (with and without the addon, in turn) and service on",
        f"loopback; {about['processors']} processors shared with all of them and with other work; {about['backend']} core, Python",
        f"{about['python']}. Latencies are wall-clock times of the whole hop, CPU is processor time a request: of the proxy's process (ticks of",
        "10 ms over all requests), and of cleaning the body by itself; the last column is that over the CPU of the proxy without addon.",
        "",
        HEAD,
        *map(row_of, rows),
        "",
    ]
    (HERE / "BOUNDARY.md").write_text("\n".join(text))


if __name__ == "__main__":
    raise SystemExit(main())
