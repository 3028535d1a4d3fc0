"""Files in and out: read in whole lines, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click

CHUNK = 1 << 20
_SNIFF = 8192
_BOMS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


class NotTextError(OSError):
    """A file that is no UTF-8 text; the message says what it is and what to do."""


def shown(name: object) -> str:
    """Return a file's name as it is safe to print: whatever is not printable is escaped."""
    text = os.fsdecode(name) if isinstance(name, (str, bytes, os.PathLike)) else str(name)
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def fail(name: object, error: OSError) -> None:
    """Say in one line on standard error what went wrong with a file."""
    what = f"{shown(name)}: " if name else ""
    click.echo(f"sanitize: {what}{error.strerror or error}", err=True)


@contextlib.contextmanager
def reading(name: str) -> Iterator[BinaryIO]:
    """Open a file, or standard input for ``-``."""
    if name == "-":
        yield sys.stdin.buffer
        return
    if Path(name).is_dir():
        raise IsADirectoryError(21, "is a directory; name the files in it", name)
    with Path(name).open("rb") as file:
        yield file


def blocks(file: BinaryIO, name: str, *, as_text: bool) -> Iterator[bytes]:
    """Yield a file in pieces that end with a line feed: nothing is decided across one.

    Memory: a megabyte, or the longest line.
    """
    pending: list[bytes] = []
    first = True
    while chunk := file.read(CHUNK):
        if first:
            _check(chunk, name, as_text=as_text)
            first = False
        end = chunk.rfind(b"\n") + 1
        if end:
            yield b"".join([*pending, chunk[:end]])
            pending = []
        if end < len(chunk):
            pending.append(chunk[end:])
    if pending:
        yield b"".join(pending)


def _check(head: bytes, name: str, *, as_text: bool) -> None:
    """Refuse what is not UTF-8 text, in words that say what to do."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            raise NotTextError(0, f"is {encoding}: convert it to UTF-8 first", name)
    if not as_text and b"\0" in head[:_SNIFF]:
        raise NotTextError(0, "is not text (it has NUL bytes); --as-text reads it all the same", name)


@contextlib.contextmanager
def replacing(name: str) -> Iterator[BinaryIO]:
    """Write a file whole or not at all: beside it first, on disk, then in its place.

    A link stays a link: what it points to is replaced. The mode is kept.
    """
    target = Path(os.path.realpath(name))
    handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):
            Path(temporary).chmod(_mode(target))
        os.replace(temporary, target)  # noqa: PTH105 - the names may not be UTF-8
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise


def _mode(target: Path) -> int:
    """Return the mode of the file that is replaced, or what a new file would get."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
