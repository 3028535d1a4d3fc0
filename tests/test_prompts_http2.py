"""HTTP/2 on both sides of a real mitmproxy with the addon, over TLS, before a service that speaks nothing else."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from test_prompts_proxy import MARKED, MITMDUMP, PLAIN, proxy

httpx2 = pytest.importorskip("httpx2", reason="needs sanitize-text[test-integrations]")
pytest.importorskip("h2", reason="needs sanitize-text[test-integrations]")
from upstream_http2 import Http2  # noqa: E402 - it imports h2

OPENSSL = shutil.which("openssl")
pytestmark = [
    pytest.mark.skipif(not MITMDUMP, reason="needs mitmdump, found on PATH or named by SANITIZE_MITMDUMP"),
    pytest.mark.skipif(not OPENSSL, reason="needs openssl, which makes the certificate of the service"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    certificate = tmp_path_factory.mktemp("certificate") / "own.pem"
    command = [OPENSSL, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    names = ["-days", "2", "-subj", "/CN=127.0.0.1", "-keyout", certificate, "-out", f"{certificate}.crt"]
    subprocess.run([*command, *names], check=True, capture_output=True)
    certificate.write_bytes(certificate.read_bytes() + Path(f"{certificate}.crt").read_bytes())
    with Http2(certificate) as service:
        yield service


@pytest.fixture(scope="module")
def outgoing(service, tmp_path_factory):
    with proxy(service, tmp_path_factory.mktemp("http2"), "ssl_insecure=true") as port:
        yield f"https://127.0.0.1:{port}/x"


def test_many_at_once_in_one_connection(service, outgoing):
    async def go():
        async with httpx2.AsyncClient(http2=True, verify=False, timeout=60) as session:
            posts = (
                session.post(outgoing, json={"n": n, "prompt": MARKED}, headers={"x-n": str(n)}) for n in range(50)
            )
            return await asyncio.gather(*posts)

    service.received.clear()
    answers = asyncio.run(go())
    assert {(answer.status_code, answer.http_version) for answer in answers} == {(200, "HTTP/2")}
    got = {int(each.header("x-n")): each for each in service.received}
    for n in range(50):
        assert json.loads(got[n].body) == {"n": n, "prompt": PLAIN}
        assert got[n].header("content-length") == str(len(got[n].body))


def test_a_huge_body_and_one_that_is_clean(service, outgoing, on_reference):
    service.received.clear()
    number = 200 if on_reference else 20_000
    bodies = [json.dumps({"prompt": text * number}, ensure_ascii=False).encode() for text in (MARKED, PLAIN)]
    with httpx2.Client(http2=True, verify=False, timeout=120) as session:
        for body in bodies:
            session.post(outgoing, content=body, headers={"content-type": "application/json"})
    assert [each.body for each in service.received] == [
        bodies[0].replace(MARKED.encode(), PLAIN.encode()),
        bodies[1],
    ]


def test_broken_json_is_answered_and_the_connection_goes_on(service, outgoing):
    service.received.clear()
    with httpx2.Client(http2=True, verify=False, timeout=60) as session:
        refused = session.post(outgoing, content=b'{"a\xe2\x80\x8b', headers={"content-type": "application/json"})
        passed = session.post(outgoing, json={"prompt": MARKED})
    assert (refused.status_code, refused.json()["error"]["type"]) == (400, "sanitize_refused")
    assert (passed.status_code, refused.http_version) == (200, "HTTP/2")
    assert [json.loads(each.body) for each in service.received] == [{"prompt": PLAIN}]
