"""Log records that stay one line each, whatever they carry: for `logging`, structlog and loguru (CWE-117).

Here a record's bounds are known, so line ends inside it are escaped as well. `sanitize.unescape` undoes it.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, MutableMapping
from typing import Any

from sanitize._api import clean
from sanitize._policy import Policy, as_policy

_PLAIN = logging.Formatter()


def one_line(text: str, policy: Policy | str = "log") -> str:
    r"""Return a text cleaned and on one line: line ends in it become ``\x0d`` and ``\x0a``.

    Parameters
    ----------
    text:
        A record's text, without the line end that ends it.
    policy:
        As for `sanitize.clean`.

    Raises as `sanitize.clean`. Cost: linear; the same object when there is nothing to do.

    >>> one_line("user=bob\nroot logged in\x1b[2J")
    'user=bob\\x0aroot logged in\\x1b[2J'
    """
    cleaned = clean(text, policy)
    if "\n" not in cleaned:
        return cleaned
    return cleaned.replace("\r\n", "\\x0d\\x0a").replace("\n", "\\x0a")


class Filter(logging.Filter):
    """A filter that cleans records: the message with its arguments, exception text and stack.

    A handler's filter cleans what the handler writes, a logger's what is logged through that very logger.
    A record that needs nothing keeps its message and arguments apart.

    Parameters
    ----------
    policy:
        As for `sanitize.clean`.

    Raises as `sanitize.clean`. Cost: linear in the record; no shared state, any number of threads.

    >>> record = logging.LogRecord("app", logging.INFO, "", 0, "user %s", ("a\\nb",), None)
    >>> Filter().filter(record), record.getMessage()
    (True, 'user a\\\\x0ab')
    """

    def __init__(self, policy: Policy | str = "log") -> None:
        super().__init__()
        self._policy = as_policy(policy)

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean a record; every record passes."""
        message = record.getMessage()
        cleaned = one_line(message, self._policy)
        if cleaned is not message:
            record.msg, record.args = cleaned, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = _PLAIN.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = one_line(record.exc_text, self._policy)
        if record.stack_info:
            record.stack_info = one_line(record.stack_info, self._policy)
        return True


class Formatter(logging.Formatter):
    """A formatter that cleans what another formatter makes: one record, one line.

    Parameters
    ----------
    inner:
        The formatter that writes the record; by default that of `logging`.
    policy:
        As for `sanitize.clean`.

    Raises as `sanitize.clean`. Cost: linear in the record. The record itself stays as it is, for other handlers.

    >>> record = logging.LogRecord("app", logging.INFO, "", 0, "a\\u202eb\\nc", (), None)
    >>> Formatter(logging.Formatter("%(levelname)s %(message)s")).format(record)
    'INFO a\\\\u202eb\\\\x0ac'
    """

    def __init__(self, inner: logging.Formatter | None = None, policy: Policy | str = "log") -> None:
        super().__init__()
        self._inner = inner if inner is not None else _PLAIN
        self._policy = as_policy(policy)

    def format(self, record: logging.LogRecord) -> str:
        """Return the record on one line."""
        return one_line(self._inner.format(record), self._policy)


def structlog_processor(
    policy: Policy | str = "log",
) -> Callable[[Any, str, MutableMapping[str, Any]], MutableMapping[str, Any]]:
    """Return a processor for structlog that cleans every string of an event, in lists and dicts as well.

    It goes right before the renderer, behind ``format_exc_info``. Parameters and errors as `sanitize.clean`.

    >>> structlog_processor()(None, "info", {"event": "a\\nb", "user": "c\\x1b"})
    {'event': 'a\\\\x0ab', 'user': 'c\\\\x1b'}
    """
    chosen = as_policy(policy)

    def process(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key in list(event):
            event[key] = _value(event[key], chosen)
        return event

    return process


def loguru_patcher(policy: Policy | str = "log") -> Callable[[Any], None]:
    """Return a patcher for loguru (``logger.configure(patcher=...)``) that cleans message, extra and exception.

    The exception's text goes behind the message: what loguru writes of it by itself has many lines. Parameters
    and errors as `sanitize.clean`.

    >>> record = {"message": "a\\nb", "extra": {"user": "c\\x1b"}, "exception": None}
    >>> loguru_patcher()(record)
    >>> record["message"], record["extra"]
    ('a\\\\x0ab', {'user': 'c\\\\x1b'})
    """
    chosen = as_policy(policy)

    def patch(record: Any) -> None:
        text = record["message"]
        error = record["exception"]
        if error is not None:
            lines = traceback.format_exception(error.type, error.value, error.traceback)
            text = "\n".join([text, "".join(lines).rstrip("\n")])
            record["exception"] = None
        record["message"] = one_line(text, chosen)
        record["extra"] = _value(record["extra"], chosen)

    return patch


def _value(value: object, policy: Policy) -> object:
    """Return a value with every string in it cleaned; what holds none is the same object."""
    if isinstance(value, str):
        return one_line(value, policy)
    if isinstance(value, dict):
        return {key: _value(item, policy) for key, item in value.items()}
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        return type(value)(_value(item, policy) for item in value)
    return value
