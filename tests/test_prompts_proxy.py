"""The addon in a real mitmproxy between real clients and a service on loopback.

mitmproxy pins what it needs, so that it has a venv of its own, with this package in it: SANITIZE_MITMDUMP names its mitmdump.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from upstream import Upstream

import sanitize

httpx2 = pytest.importorskip("httpx2", reason="needs sanitize-text[test-integrations]")
openai = pytest.importorskip("openai", reason="needs sanitize-text[test-integrations]")

MITMDUMP = os.environ.get("SANITIZE_MITMDUMP") or shutil.which("mitmdump")
pytestmark = pytest.mark.skipif(not MITMDUMP, reason="needs mitmdump, found on PATH or named by SANITIZE_MITMDUMP")

MARKED = "Today\u2019s date is 2026\u221507\u221503\u200b."
PLAIN = "Today's date is 2026/07/03."


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(upstream, folder, port, *options):
    """Return the command that the documentation gives, and options."""
    python = Path(MITMDUMP).parent / "python"
    where = [python, "-m", "sanitize.integrations.mitmproxy_addon"]
    path = subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip()
    settings = [word for option in (f"confdir={folder}", *options) for word in ("--set", option)]
    return [MITMDUMP, "--mode", f"reverse:{upstream.url}", "-p", str(port), "-s", path, *settings]


@contextlib.contextmanager
def proxy(upstream, folder, *options):
    """Run mitmdump in front of a service, and give its port."""
    port = free_port()
    with (folder / "mitmdump.log").open("wb") as out:
        process = subprocess.Popen(command(upstream, folder, port, *options), stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def _wait(port, process):
    for _ in range(600):
        assert process.poll() is None, "mitmdump ended"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    pytest.fail("mitmdump does not listen")


@pytest.fixture(scope="module")
def service():
    with Upstream() as upstream:
        yield upstream


@pytest.fixture
def upstream(service):
    service.received.clear()
    return service


@pytest.fixture(scope="module")
def outgoing(service, tmp_path_factory):
    """The proxy as it is by default, with an audit log."""
    folder = tmp_path_factory.mktemp("outgoing")
    with proxy(service, folder, f"sanitize_audit={folder / 'audit.jsonl'}") as port:
        yield port, folder


@pytest.fixture(scope="module")
def both(service, tmp_path_factory):
    """The proxy that cleans answers, too."""
    with proxy(service, tmp_path_factory.mktemp("both"), "sanitize_incoming=true") as port:
        yield port


def address(port):
    return f"http://127.0.0.1:{port}"


def raw(port, data, *, pieces=1, pause=0.0):
    """Send bytes as they are, in pieces, and return all that comes back until the other side closes."""
    with socket.create_connection(("127.0.0.1", port), 30) as link:
        size = -(-len(data) // pieces)
        for at in range(0, len(data), size):
            link.sendall(data[at : at + size])
            time.sleep(pause)
        answer = b""
        while part := link.recv(1 << 16):
            answer += part
    return answer


class TestRequests:
    def test_a_marked_prompt_arrives_plain_and_nothing_else_changes(self, upstream, outgoing):
        port, _ = outgoing
        body = json.dumps({"b": 1e300, "prompt": MARKED, "id": "\u200b"}, ensure_ascii=False).encode()
        head = "POST /v1/x?key=1 HTTP/1.1\r\nHost: a.example\r\nX-CaSe: Kept\r\nContent-Type: application/json\r\n{}Connection: close\r\n\r\n"
        raw(port, head.format(f"Content-Length: {len(body)}\r\n").encode() + body)
        (got,) = upstream.received
        assert got.body == body.replace(MARKED.encode(), PLAIN.encode())
        names = [name for name, _ in got.headers]
        assert names == ["Host", "X-CaSe", "Content-Type", "Content-Length", "Connection"]
        assert got.header("content-length") == str(len(got.body))
        assert got.path == "/v1/x?key=1"

    def test_chunked_and_slow(self, upstream, outgoing):
        port, _ = outgoing
        body = json.dumps({"prompt": MARKED}).encode()
        chunks = b"".join(b"%x\r\n%c\r\n" % (1, byte) for byte in body) + b"0\r\n\r\n"
        head = b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        raw(port, head + chunks, pieces=20, pause=0.02)
        assert json.loads(upstream.received[0].body) == {"prompt": PLAIN}
        assert upstream.received[0].header("transfer-encoding") == "chunked"

    def test_a_client_that_goes_away(self, upstream, outgoing):
        port, _ = outgoing
        with socket.create_connection(("127.0.0.1", port), 30) as link:
            link.sendall(
                b'POST /x HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"a": '
            )
        time.sleep(0.3)
        assert not upstream.received
        assert httpx2.post(f"{address(port)}/x", json={"prompt": MARKED}, timeout=30).status_code == 200

    def test_broken_json(self, upstream, outgoing):
        port, folder = outgoing
        answer = httpx2.post(
            f"{address(port)}/x",
            content=b'{"a": "\xe2\x80\x8b',
            headers={"content-type": "application/json"},
            timeout=30,
        )
        assert answer.status_code == 400
        assert "not JSON" in answer.json()["error"]["message"]
        assert not upstream.received
        assert "not JSON" in (folder / "audit.jsonl").read_text().splitlines()[-1]

    @pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
    def test_packed(self, upstream, outgoing, coding):
        from sanitize.prompts._codings import decode, encode

        port, _ = outgoing
        body = encode(json.dumps({"prompt": MARKED}).encode(), coding)
        headers = {"content-type": "application/json", "content-encoding": coding}
        assert httpx2.post(f"{address(port)}/x", content=body, headers=headers, timeout=30).status_code == 200
        assert json.loads(decode(upstream.received[0].body, coding)) == {"prompt": PLAIN}

    def test_a_huge_body(self, upstream, outgoing, on_reference):
        port, _ = outgoing
        number, size = (200, 1 << 16) if on_reference else (20_000, 20 << 20)
        prompt = [MARKED] * number + ["x" * size]
        assert httpx2.post(f"{address(port)}/x", json={"prompt": prompt}, timeout=120).status_code == 200
        assert json.loads(upstream.received[0].body) == {"prompt": [PLAIN] * number + prompt[-1:]}

    def test_a_thousand_at_once(self, upstream, outgoing):
        port, _ = outgoing

        async def main():
            limits = httpx2.Limits(max_connections=100)
            async with httpx2.AsyncClient(timeout=120, limits=limits) as session:
                bodies = [{"prompt": f"{number} {MARKED}"} for number in range(1000)]
                headers = {"x-behave": "echo"}
                made = await asyncio.gather(
                    *(session.post(f"{address(port)}/x", json=body, headers=headers) for body in bodies)
                )
            return [answer.json()["prompt"] for answer in made]

        assert asyncio.run(main()) == [f"{number} {PLAIN}" for number in range(1000)]

    def test_answers_are_left_alone_unless_asked(self, upstream, outgoing):
        port, _ = outgoing
        answer = httpx2.post(f"{address(port)}/v1/chat/completions", json={}, timeout=30)
        assert answer.json()["choices"][0]["message"]["content"] == upstream.say

    def test_it_listens_on_loopback_only(self, outgoing):
        port, _ = outgoing
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            with contextlib.suppress(OSError):
                probe.connect(("192.0.2.1", 9))
            mine = probe.getsockname()[0]
        if mine.startswith(("127.", "0.")):
            mine = "127.0.0.2"
        with pytest.raises(OSError):  # noqa: PT011 - refused or unreachable, as the system says it
            socket.create_connection((mine, port), 2)

    def test_http_2(self, upstream, outgoing):
        pytest.importorskip("h2", reason="needs sanitize-text[test-integrations]")
        port, _ = outgoing
        with httpx2.Client(http2=True, verify=False, timeout=30) as session:
            answer = session.post(f"https://127.0.0.1:{port}/x", json={"prompt": MARKED}, headers={"x-mine": "kept"})
        assert answer.http_version == "HTTP/2"
        assert json.loads(upstream.received[0].body) == {"prompt": PLAIN}
        assert upstream.received[0].header("x-mine") == "kept"


class TestAnswers:
    def test_sdk(self, upstream, both):
        with openai.OpenAI(api_key="k", base_url=f"{address(both)}/v1") as session:
            messages = [{"role": "user", "content": MARKED}]
            whole = session.chat.completions.create(model="m", messages=messages)
            stream = session.chat.completions.create(model="m", messages=messages, stream=True)
            deltas = [chunk.choices[0].delta for chunk in stream]
        wanted = sanitize.clean(upstream.say, "text")
        assert whole.choices[0].message.content == wanted
        assert "".join(delta.content or "" for delta in deltas) == wanted
        assert json.loads("".join(call.function.arguments for delta in deltas for call in delta.tool_calls or ())) == {
            "old": "ab \u2019",
            "new": "cd",
        }
        assert [json.loads(got.body)["messages"][0]["content"] for got in upstream.received] == [PLAIN, PLAIN]

    @pytest.mark.parametrize("coding", ["gzip", "deflate"])
    def test_packed(self, upstream, both, coding):
        for stream in (False, True):
            answer = httpx2.post(
                f"{address(both)}/v1/messages", json={"stream": stream}, headers={"x-behave": coding}, timeout=30
            )
            assert "Paypal" in answer.text
            assert "\u0430" not in answer.text

    def test_events_come_when_they_are_sent(self, upstream, both):
        times = []
        with httpx2.stream(
            "POST", f"{address(both)}/v1/messages", json={"stream": True}, headers={"x-behave": "slow"}, timeout=30
        ) as answer:
            times.extend(time.monotonic() for _ in answer.iter_bytes())
        assert times[5] - times[0] > 0.1

    def test_a_cut_answer(self, upstream, both):
        got = []
        with (
            httpx2.stream(
                "POST", f"{address(both)}/v1/messages", json={"stream": True}, headers={"x-behave": "cut"}, timeout=30
            ) as answer,
            pytest.raises(httpx2.RemoteProtocolError),
        ):
            got.extend(answer.iter_bytes())
        assert b"text_delta" in b"".join(got)

    def test_an_answer_that_is_no_json(self, upstream, both):
        answer = httpx2.post(f"{address(both)}/x", json={}, headers={"x-behave": "broken"}, timeout=30)
        assert answer.status_code == 502
        assert answer.json()["error"]["type"] == "sanitize_refused"


def test_open_lets_pass_what_cannot_be_cleaned(upstream, tmp_path):
    body = b'{"a": "\xe2\x80\x8b'
    with proxy(upstream, tmp_path, "sanitize_fail=open") as port:
        headers = {"content-type": "application/json"}
        assert httpx2.post(f"{address(port)}/x", content=body, headers=headers, timeout=30).status_code == 200
    assert upstream.received[0].body == body


def test_an_option_that_would_let_bodies_pass_is_refused(upstream, tmp_path):
    words = command(upstream, tmp_path, free_port(), "stream_large_bodies=10k")
    ended = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "lets bodies pass unread" in ended.stdout + ended.stderr


def test_nothing_of_a_prompt_is_in_the_logs(upstream, tmp_path):
    with proxy(upstream, tmp_path, f"sanitize_audit={tmp_path / 'audit.jsonl'}") as port:
        httpx2.post(f"{address(port)}/x", json={"prompt": f"unmistakable {MARKED}"}, timeout=30)
    assert "punctuation" in (tmp_path / "audit.jsonl").read_text()
    assert "unmistakable" not in (tmp_path / "audit.jsonl").read_text() + (tmp_path / "mitmdump.log").read_text()
