"""Standard output and error: colour on terminals only, nothing raw from a text, and trouble with them told apart."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import time
from collections.abc import Iterator
from typing import IO, Any, TextIO

import click

_LATE = 1.0
"""Seconds before progress is shown: what is quick is not worth a flicker."""
_OFTEN = 0.2


class Trouble(Exception):  # noqa: N818 - what it says is an error message, and it is caught where it is shown
    """What ends the work on a file, or all work, as one line for people; ``is_final``: all work."""

    def __init__(self, message: str, *, is_final: bool = False) -> None:
        super().__init__(message)
        self.is_final = is_final


class ClosedPipe(Exception):  # noqa: N818 - no error: the reader has had enough
    """Whoever read our output has gone."""


def shown(name: str) -> str:
    """Return a file's name or a message as it is safe to print: what is not printable is escaped."""
    parts: list[str] = []
    for char in name:
        cp = ord(char)
        if 0xDC80 <= cp <= 0xDCFF:  # a byte of a name that is not UTF-8
            parts.append(f"\\x{cp - 0xDC00:02x}")
        else:
            parts.append(char if char.isprintable() else ascii(char)[1:-1])
    return "".join(parts)


class Console:
    """Where a command writes. A full disk is `Trouble`, a reader that has gone `ClosedPipe`."""

    def __init__(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            # A terminal or a locale that cannot show a character gets its escape, never a traceback.
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        self.colour = _is_terminal(sys.stdout) and not plain
        # Whoever reads our pipe may draw on the same terminal (a pager), and so do we where findings are printed.
        self.is_regular = self.is_silent = _is_regular(sys.stdout)
        self._can_move = _is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"
        self._drawn = False
        self._last = 0.0

    def style(self, text: str, **styles: Any) -> str:
        """Return a text in colour where there is colour."""
        return click.style(text, **styles) if self.colour else text

    def text(self, text: str) -> None:
        """Write text to standard output."""
        with _guarded():
            _standard_output().write(text)

    def data(self, data: bytes) -> None:
        """Write bytes to standard output, now: who follows a log wants its last line."""
        with _guarded():
            out = _standard_output().buffer
            out.write(data)
            out.flush()

    def flush(self) -> None:
        """Write what is buffered, while trouble with it can still be told."""
        if sys.stdout is not None:
            with _guarded():
                sys.stdout.flush()

    def error(self, text: str) -> None:
        """Write one line to standard error; if that is closed, there is no one to tell."""
        with contextlib.suppress(OSError):
            self.clear()
            click.echo(text, err=True)

    def abandon(self) -> None:
        """Drop what is still buffered for standard output: no one reads it."""
        _drop_output()

    def progress(self, name: str, done: int, size: int, since: float) -> None:
        """Show on a terminal how far a long file is, if nothing else is shown there."""
        now = time.monotonic()
        if not (self._can_move and self.is_silent) or now - since < _LATE:
            return
        if self._drawn and now - self._last < _OFTEN:
            return
        self._drawn, self._last = True, now
        share = f"{done / size:4.0%}  " if size > done else ""
        rate = done / (now - since) / 1e6
        left = f"  {(size - done) / 1e6 / rate:,.0f} s left" if size > done and rate > 0 else ""
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
        tail = f"  {share}{done / 1e6:,.0f} MB  {rate:,.0f} MB/s{left}"
        room = max(0, columns - len(tail) - 1)
        label = shown(name)
        label = label if len(label) <= room else "..." + label[max(0, len(label) - room + 3) :]
        with contextlib.suppress(OSError):
            click.echo(f"\r\x1b[K{label[:room]}{tail}", err=True, nl=False)

    def clear(self) -> None:
        """Take the progress line away."""
        if self._drawn:
            self._drawn = False
            with contextlib.suppress(OSError):
                click.echo("\r\x1b[K", err=True, nl=False)


def _standard_output() -> TextIO:
    if sys.stdout is None:
        raise Trouble("standard output is closed", is_final=True)
    return sys.stdout


def _is_terminal(stream: IO[Any] | None) -> bool:
    return stream is not None and not stream.closed and stream.isatty()


def _is_regular(stream: IO[Any] | None) -> bool:
    try:
        return stream is not None and stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):  # closed, or no file at all
        return False


@contextlib.contextmanager
def _guarded() -> Iterator[None]:
    """Tell a reader that has gone from other trouble with standard output."""
    try:
        yield
    except BrokenPipeError:
        raise ClosedPipe from None
    except OSError as error:
        _drop_output()  # or Python tries to write the rest when it ends, and complains in its own words
        raise Trouble(f"standard output: {error.strerror or error}", is_final=True) from None


def _drop_output() -> None:
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
