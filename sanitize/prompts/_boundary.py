"""The boundary itself, without input or output: what to do with a body and its headers; proxies and transports use it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from fnmatch import fnmatchcase
from typing import Literal, NamedTuple, Protocol

from sanitize._json import NotJSON
from sanitize.prompts._audit import AuditLog
from sanitize.prompts._body import clean
from sanitize.prompts._codings import CodingError, decode, decoder, encode, encoder
from sanitize.prompts._events import Events
from sanitize.prompts._report import Place
from sanitize.prompts._rules import OUTGOING, Rules

_EVENTS = "text/event-stream"
_DIGESTS = ("content-digest", "digest", "content-md5", "x-amz-content-sha256")


class Headers(Protocol):
    """Headers that are asked by name, whatever its case."""

    def get(self, name: str, default: str = "", /) -> str | None:
        """Return a header's value."""


class Exchange(NamedTuple):
    """One direction of an exchange: where it goes to, and its headers."""

    host: str
    path: str
    headers: Mapping[str, str] | Headers

    def header(self, name: str) -> str:
        """Return a header's value, empty where there is none."""
        return self.headers.get(name, "") or ""

    @property
    def media_type(self) -> str:
        """The type of the body, without its parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def says_json(self) -> bool:
        """Whether the body is called JSON."""
        return self.media_type.endswith(("/json", "+json"))

    @property
    def may_be_json(self) -> bool:
        """Whether the body is called JSON, text or nothing."""
        return self.says_json or not self.media_type or (self.media_type.startswith("text/") and not self.is_events)

    @property
    def is_events(self) -> bool:
        """Whether the body is a stream of server-sent events."""
        return self.media_type == _EVENTS


class Refused(ValueError):  # noqa: N818 - said as it is caught
    """A body cannot be cleaned, and must not pass as it is."""


class Boundary:
    """Cleans bodies that pass a boundary, and says what becomes of those that it cannot clean.

    Parameters
    ----------
    rules:
        The policy for what leaves; ``OUTGOING`` by default.
    incoming:
        The policy for what comes back; None leaves it alone.
    hosts:
        The hosts whose traffic is cleaned, ``*`` standing for anything; empty for all.
    fail:
        ``"closed"``: what cannot be cleaned (JSON that is none, an unknown content coding, a signed body that would
        change, an audit log that cannot be written) is refused. ``"open"``: it passes as it is.
    audit:
        Where findings and refusals are noted.

    Raises
    ------
    ValueError
        For another way to fail.

    Cost: that of `clean_body` or `Events`, and of reports where there is an audit log.
    """

    def __init__(
        self,
        rules: Rules = OUTGOING,
        *,
        incoming: Rules | None = None,
        hosts: Collection[str] = (),
        fail: Literal["closed", "open"] = "closed",
        audit: AuditLog | None = None,
    ) -> None:
        if fail not in ("closed", "open"):
            raise ValueError(f"unknown way to fail {str(fail)[:40]!r}: choose closed or open")
        if isinstance(hosts, str):
            raise TypeError(f"hosts must be a collection of names, not one str; write [{hosts[:40]!r}]")
        self.rules = rules
        self.incoming = incoming
        self._hosts = tuple(host.lower() for host in hosts)
        self._fail = fail
        self._audit = audit

    def serves(self, host: str) -> bool:
        """Tell whether the traffic with a host is cleaned."""
        return not self._hosts or any(fnmatchcase(host.lower(), pattern) for pattern in self._hosts)

    def request(self, body: bytes, exchange: Exchange) -> bytes:
        """Return the body of a request as it shall leave; the same object where nothing changes.

        Raises
        ------
        Refused
            For what cannot be cleaned, where that fails closed.
        """
        return self._body("request", body, exchange, self.rules)

    def response(self, body: bytes, exchange: Exchange) -> bytes:
        """Return the body of an answer as it shall arrive; as `request`."""
        return body if self.incoming is None else self._body("response", body, exchange, self.incoming)

    def events(self, exchange: Exchange) -> EventStream:
        """Return what cleans an answer that is a stream of events."""
        return EventStream(self, exchange)

    def trouble(self, direction: str, exchange: Exchange, error: Exception) -> None:
        """Let something pass as it is that cannot be cleaned, or raise.

        Raises
        ------
        Refused
            Where that fails closed.
        """
        known = isinstance(error, (ValueError, OSError))
        reason = f"the {direction} cannot be cleaned: {error if known else type(error).__name__}"
        try:
            self.note(direction, exchange, (), refused=reason)
        except OSError:
            if self._fail == "closed":
                raise Refused(reason) from error
        if self._fail == "closed":
            raise Refused(reason) from error

    def note(
        self, direction: str, exchange: Exchange, places: Collection[Place], *, changed: bool = False, refused: str = ""
    ) -> None:
        """Write to the audit log, if there is one and something to say."""
        if self._audit and (places or refused):
            self._audit.write(direction, exchange, list(places), changed=changed, refused=refused)

    @property
    def audits(self) -> bool:
        """Whether there is an audit log."""
        return self._audit is not None

    def _body(self, direction: str, body: bytes, exchange: Exchange, rules: Rules) -> bytes:
        if not body or not exchange.may_be_json:
            return body
        coding = exchange.header("content-encoding")
        try:
            text = decode(body, coding)
            cleaned = self._cleaned(direction, text, exchange, rules)
            if cleaned is text:
                return body
            if name := _signature(exchange):
                raise CodingError(f"it would change, and {name} signs it")
            return encode(cleaned, coding)
        except NotJSON as error:
            if exchange.says_json:
                self.trouble(direction, exchange, error)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong, it fails as the caller chose
            self.trouble(direction, exchange, error)
        return body

    def _cleaned(self, direction: str, text: bytes, exchange: Exchange, rules: Rules) -> bytes:
        places: list[Place] | None = [] if self._audit else None
        cleaned = clean(text, rules, places)
        if places:
            self.note(direction, exchange, places, changed=cleaned is not text)
        return cleaned


class EventStream:
    """Cleans the events of one answer as they come, unpacked and packed again where it has a content coding."""

    def __init__(self, boundary: Boundary, exchange: Exchange) -> None:
        self._boundary = boundary
        self._exchange = exchange
        self._places: list[Place] | None = [] if boundary.audits else None
        self._events: Events | None = Events(boundary.incoming or boundary.rules, places=self._places)
        self._is_refused = False
        self._has_changed = False
        try:
            coding = exchange.header("content-encoding")
            self._decoder, self._encoder = decoder(coding), encoder(coding)
        except ValueError as error:
            boundary.trouble("response", exchange, error)
            self._events = None

    def feed(self, data: bytes) -> bytes:
        """Take the next bytes and return what is now decided; after a refusal, an event that says so and no more."""
        return self._fed(data, last=False)

    def finish(self) -> bytes:
        """Return the rest."""
        return self._fed(b"", last=True)

    def _fed(self, data: bytes, *, last: bool) -> bytes:
        if self._is_refused:
            return b""
        if self._events is None:
            return data
        try:
            text = self._decoder.feed(data) if data else b""
            made = self._events.feed(text)
            self._has_changed = self._has_changed or made != text
            if last:
                made += self._events.feed(self._decoder.finish()) + self._events.finish()
                self._boundary.note("response", self._exchange, self._places or (), changed=self._has_changed)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong, it fails as the caller chose
            return self._failed(data, error)
        return (self._encoder.feed(made) if made else b"") + (self._encoder.finish() if last else b"")

    def _failed(self, data: bytes, error: Exception) -> bytes:
        try:
            self._boundary.trouble("response", self._exchange, error)
        except Refused as refused:
            self._is_refused = True
            event = b"event: error\ndata: " + error_body(refused) + b"\n\n"
            return self._encoder.feed(event) + self._encoder.finish()
        self._events = None
        return data


def _signature(exchange: Exchange) -> str:
    """Return the name of a header that signs the body, empty where there is none."""
    if exchange.header("authorization").startswith("AWS4-"):
        return "authorization"
    unsigned = ("", "UNSIGNED-PAYLOAD")
    return next((name for name in _DIGESTS if exchange.header(name) not in unsigned), "")


def error_body(refused: Refused) -> bytes:
    """Return what a client is told in place of an answer: the services' common shape of errors, as JSON."""
    return json.dumps(
        {"type": "error", "error": {"type": "sanitize_refused", "message": f"sanitize: {refused}"}}
    ).encode()
