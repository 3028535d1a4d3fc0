"""Files in and out: read in whole lines, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import select
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import BinaryIO, Protocol

from sanitize.cli.console import Console, Trouble, shown

STDIN = "-"
_SNIFF = 8192
_COPIED = 1 << 20
_MARKS = (  # the longer ones first: UTF-32 begins as UTF-16 does
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


class Writer(Protocol):
    """What takes cleaned bytes: the console, or a draft of a file."""

    def data(self, data: bytes) -> None:
        """Write bytes."""


def label(name: str) -> str:
    """Return what a file is called in messages."""
    return "<stdin>" if name == STDIN else shown(name) or "''"


def trouble(name: str, error: OSError, *, is_final: bool = False) -> Trouble:
    """Return what went wrong with a file, in the system's words."""
    return Trouble(f"{label(name)}: {error.strerror or error}", is_final=is_final)


class Source:
    """An open file that is read in whole lines, or standard input."""

    def __init__(self, name: str, file: FileIO, console: Console) -> None:
        self.name = name
        self.file = file
        self.stat = os.fstat(file.fileno())
        self._console = console

    @property
    def is_regular(self) -> bool:
        """Whether this is a file on a disk, and no pipe, terminal or device."""
        return stat.S_ISREG(self.stat.st_mode)

    def blocks(self, size: int, *, whole: bool, as_text: bool) -> Iterator[bytes]:
        """Yield the content in pieces that end with a line feed: nothing is decided across one.

        A piece is what there was to read, so that a line of a log goes on when it has come. Memory:
        ``size``, or the longest line, or everything if it is wanted ``whole``.
        """
        pending: list[bytes] = []
        head = b""
        done, since = 0, time.monotonic()
        while chunk := self._read(size):
            if len(head) < _SNIFF and not as_text:
                head += chunk[: _SNIFF - len(head)]
                self._check(head)
            done += len(chunk)
            self._console.progress(label(self.name), done, self.stat.st_size, since)
            end = 0 if whole else chunk.rfind(b"\n") + 1
            if end:
                yield b"".join([*pending, chunk[:end]])
                pending.clear()
            if end < len(chunk):
                pending.append(chunk[end:])
        self._console.clear()
        if pending:
            yield b"".join(pending)

    def copy(self, size: int, target: Writer) -> None:
        """Write the first bytes of the file as they are; reading goes on where it was."""
        try:
            here = self.file.seek(0, os.SEEK_CUR)
            self.file.seek(0)
            while size and (chunk := self.file.read(min(size, _COPIED))):
                target.data(chunk)
                size -= len(chunk)
            self.file.seek(here)
        except OSError as error:
            raise trouble(self.name, error) from None

    def check_unchanged(self) -> None:
        """Raise if someone else has written to the file, or put another one in its place, while we read it."""
        try:
            now = Path(self.name).stat()
        except OSError as error:
            raise trouble(self.name, error) from None
        old = self.stat
        if (now.st_ino, now.st_dev, now.st_size, now.st_mtime_ns) != (
            old.st_ino,
            old.st_dev,
            old.st_size,
            old.st_mtime_ns,
        ):
            raise Trouble(f"{label(self.name)}: changed while it was read: left as it is")

    def _read(self, size: int) -> bytes:
        """Return what there is, at most ``size`` bytes; nothing at the end."""
        try:
            while (chunk := self.file.read(size)) is None:
                select.select([self.file], [], [])  # someone has made this pipe non-blocking: no data is not the end
        except OSError as error:
            raise trouble(self.name, error) from None
        return chunk

    def _check(self, head: bytes) -> None:
        """Refuse what is not UTF-8 text, in words that say what to do."""
        for mark, encoding in _MARKS:
            if head.startswith(mark):
                raise Trouble(
                    f"{label(self.name)}: is {encoding}: convert it to UTF-8 first (--as-text reads it anyway)"
                )
        if b"\0" in head:
            raise Trouble(f"{label(self.name)}: is not text: it has NUL bytes (--as-text reads it anyway)")


@contextlib.contextmanager
def reading(name: str, console: Console, *, regular: bool = False) -> Iterator[Source]:
    """Open a file, or standard input for ``-``; ``regular``: no pipe or device, which would wait for a writer."""
    try:
        if regular and not stat.S_ISREG(Path(name).stat().st_mode):
            raise Trouble(f"{label(name)}: is not a regular file")
        file = _open(name)
    except OSError as error:
        raise trouble(name, error) from None
    with file:
        yield Source(name, file, console)


def _open(name: str) -> FileIO:
    """Open for reading what there is, without a buffer that would hold back a line."""
    if name != STDIN:
        return open(name, "rb", buffering=0)  # noqa: PTH123 - Path('') is the folder we are in, and '' is no file
    if sys.stdin is None:
        raise Trouble("<stdin>: standard input is closed")
    return open(sys.stdin.fileno(), "rb", buffering=0, closefd=False)


class Draft:
    """A file that is being written beside the one whose place it will take."""

    def __init__(self, name: str, file: BinaryIO) -> None:
        self.name = name
        self.file = file

    def data(self, data: bytes) -> None:
        """Write bytes."""
        try:
            self.file.write(data)
        except OSError as error:
            raise trouble(self.name, error) from None


@contextlib.contextmanager
def replacing(name: str, allowed: Callable[[], object] = lambda: None) -> Iterator[Draft]:
    """Write a file whole or not at all: beside it first, on disk, then in its place.

    A link stays a link: what it points to is replaced. Mode and owner are kept where the system lets
    us. A device or a pipe has no place to take: it is written directly. ``allowed`` has the last word
    before the new file takes its place.
    """
    try:
        old = _writable(name)
        if old and not stat.S_ISREG(old.st_mode):
            with open(name, "wb") as file:  # noqa: PTH123 - as in `_open`
                yield Draft(name, file)
            return
        target = Path(os.path.realpath(name))
        handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:40]}.", suffix=".part", dir=target.parent)
        try:
            with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor has no path
                yield Draft(name, file)
                file.flush()
                _keep(temporary, old)
                os.fsync(file.fileno())
            allowed()
            Path(temporary).replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
        _sync(target.parent)
    except OSError as error:
        raise trouble(name, error) from None


def _writable(name: str) -> os.stat_result | None:
    """Return what is there already, if anything; raise if it is not to be written."""
    try:
        old = Path(name).stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(old.st_mode):
        raise Trouble(f"{label(name)}: Is a directory")
    if not os.access(name, os.W_OK):
        # A rename needs no leave of the file that it replaces; whoever made it read-only meant it.
        raise Trouble(f"{label(name)}: Permission denied: it is read-only")
    return old


def _keep(temporary: str, old: os.stat_result | None) -> None:
    """Give a new file the owner and mode of the old one, or what a file made by name would get."""
    path = Path(temporary)
    if old is None:
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)
        return
    mine = path.stat()
    if (mine.st_uid, mine.st_gid) != (old.st_uid, old.st_gid) and hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(temporary, old.st_uid, old.st_gid)
    with contextlib.suppress(OSError):
        path.chmod(stat.S_IMODE(old.st_mode))


def _sync(folder: Path) -> None:
    """Put a rename on disk, where a folder can be opened for that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
