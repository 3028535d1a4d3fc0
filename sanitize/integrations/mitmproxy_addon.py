"""An addon for mitmproxy: cleans the prompts of clients that cannot be changed, and the answers if asked.

``mitmdump --mode reverse:https://api.example.com -p 8080 -s "$(python -m sanitize.integrations.mitmproxy_addon)"``

It listens on loopback only, unless ``--listen-host`` or the mode names another address.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from sanitize.prompts import INCOMING, VERBATIM, Rules
from sanitize.prompts._audit import AuditLog
from sanitize.prompts._boundary import Boundary, EventStream, Exchange, Refused, error_body

if __name__ == "__main__":
    sys.stdout.write(f"{__file__}\n")
    raise SystemExit

from mitmproxy import ctx, exceptions, http


class Sanitize:
    """Cleans what passes the proxy."""

    def __init__(self) -> None:
        self._boundary = Boundary()

    def load(self, loader: Any) -> None:
        """Add the options, and keep to loopback where no address was asked for."""
        loader.add_option(
            "sanitize_hosts", Sequence[str], [], "Hosts whose traffic is cleaned, * for anything; all if none."
        )
        loader.add_option("sanitize_incoming", bool, default=False, help="Clean answers as well.")
        loader.add_option(
            "sanitize_fail", str, "closed", "What cannot be cleaned is refused, or passes.", ["closed", "open"]
        )
        loader.add_option(
            "sanitize_user", str, "prompt", "The preset for people's text; or verbatim: only what draws nothing goes."
        )
        loader.add_option("sanitize_audit", str, "", "A file to which findings are appended, as JSON Lines.")
        loader.add_option(
            "sanitize_audit_text", bool, default=False, help="Write the text itself to the audit log, too."
        )
        if not ctx.options.listen_host:
            ctx.options.listen_host = "127.0.0.1"

    def configure(self, updated: set[str]) -> None:
        """Take the options over."""
        options = ctx.options
        if options.stream_large_bodies and options.sanitize_fail == "closed":
            raise exceptions.OptionsError(
                "stream_large_bodies lets bodies pass unread: unset it, or set sanitize_fail=open"
            )
        if not any(name.startswith("sanitize_") for name in updated):
            return
        audit = AuditLog(options.sanitize_audit, text=options.sanitize_audit_text) if options.sanitize_audit else None
        try:
            user = VERBATIM if options.sanitize_user == "verbatim" else options.sanitize_user
            self._boundary = Boundary(
                Rules(user=user),
                incoming=INCOMING if options.sanitize_incoming else None,
                hosts=options.sanitize_hosts,
                fail=options.sanitize_fail,
                audit=audit,
            )
        except ValueError as error:
            raise exceptions.OptionsError(str(error)) from error

    def requestheaders(self, flow: http.HTTPFlow) -> None:
        """Hold a request back until it is whole, whatever other addons ask for."""
        if self._boundary.serves(flow.request.host) and _exchange(flow, flow.request).may_be_json:
            flow.request.stream = False

    def request(self, flow: http.HTTPFlow) -> None:
        """Clean a request before it leaves."""
        if not self._boundary.serves(flow.request.host):
            return
        body = flow.request.raw_content or b""
        try:
            cleaned = self._boundary.request(body, _exchange(flow, flow.request))
        except Refused as refused:
            flow.response = _refusal(400, refused)
            return
        if cleaned is not body:
            flow.request.raw_content = cleaned
            _resize(flow.request, len(cleaned))

    def responseheaders(self, flow: http.HTTPFlow) -> None:
        """Let a stream of events through as it comes, cleaned; without this, an answer would arrive at its end."""
        exchange = _exchange(flow, flow.response)
        if not exchange.is_events:
            return
        if self._boundary.incoming is None or not self._boundary.serves(flow.request.host):
            flow.response.stream = True
            return
        try:
            flow.response.stream = _passer(self._boundary.events(exchange))
        except Refused as refused:
            flow.response = _refusal(502, refused)
            return
        flow.response.headers.pop("content-length", None)

    def response(self, flow: http.HTTPFlow) -> None:
        """Clean an answer that came whole."""
        body = flow.response.raw_content
        if body is None or flow.response.stream or not self._boundary.serves(flow.request.host):
            return
        try:
            cleaned = self._boundary.response(body, _exchange(flow, flow.response))
        except Refused as refused:
            flow.response = _refusal(502, refused)
            return
        if cleaned is not body:
            flow.response.raw_content = cleaned
            _resize(flow.response, len(cleaned))


def _exchange(flow: http.HTTPFlow, message: Any) -> Exchange:
    return Exchange(flow.request.host, flow.request.path, message.headers)


def _resize(message: Any, size: int) -> None:
    """Set another Content-Length, where there is one."""
    if "content-length" in message.headers:
        message.headers["content-length"] = str(size)


def _passer(events: EventStream) -> Any:
    """Return what mitmproxy calls with each piece of an answer, and with nothing at its end."""

    def passed(data: bytes) -> bytes:
        return events.feed(data) if data else events.finish()

    return passed


def _refusal(status: int, refused: Refused) -> http.Response:
    return http.Response.make(
        status, error_body(refused), {"content-type": "application/json", "x-should-retry": "false"}
    )


addons = [Sanitize()]
