"""Files in and out: read in whole lines, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import select
import stat
import sys
import time
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import IO, Protocol, cast

from sanitize.cli.coded import Coding, coding_of, decoder, may_begin, packing
from sanitize.cli.console import Console, Trouble, shown

STDIN = "-"
_SNIFF = 8192


class Writer(Protocol):
    """What takes cleaned bytes: the console, or a draft of a file."""

    @property
    def is_regular(self) -> bool:
        """Whether they go to a file on a disk, which never makes us wait for a reader."""

    def data(self, data: bytes) -> None:
        """Write bytes."""


def label(name: str) -> str:
    """Return what a file is called in messages."""
    return "<stdin>" if name == STDIN else shown(name) or "''"


def trouble(name: str, error: OSError, *, is_final: bool = False) -> Trouble:
    """Return what went wrong with a file, in the system's words."""
    return Trouble(f"{label(name)}: {error.strerror or error}", is_final=is_final)


class NotText(Trouble):
    """A file is not text."""


class Source:
    """An open file that is read as UTF-8, whatever it is coded as and packed in, or standard input."""

    def __init__(self, name: str, file: FileIO, console: Console, coding: Coding | None = None) -> None:
        self.name = name
        self.file = file
        self.stat = os.fstat(file.fileno())
        self.coding = coding or Coding()
        """What the file is coded as; known once its first piece is read."""
        self._is_told = coding is not None
        self._console = console
        self._reader = file
        self._damage: tuple[type[Exception], ...] = ()

    @property
    def is_regular(self) -> bool:
        """Whether this is a file on a disk, and no pipe, terminal or device."""
        return stat.S_ISREG(self.stat.st_mode)

    def blocks(self, size: int, *, whole: bool, as_text: bool, signed: bool = True) -> Iterator[bytes]:
        """Yield the content in pieces that end with a line feed: nothing is decided across one.

        A piece is what there was to read, so that a line of a log goes on when it has come. Memory:
        ``size``, or the longest line, or everything if it is wanted ``whole``.
        """
        pending: list[bytes] = []
        for chunk in self.chunks(size, as_text=as_text, signed=signed):
            end = 0 if whole else chunk.rfind(b"\n") + 1
            if end:
                yield b"".join([*pending, chunk[:end]])
                pending.clear()
            if end < len(chunk):
                pending.append(chunk[end:])
        if pending:
            yield b"".join(pending)

    def chunks(self, size: int, *, as_text: bool, signed: bool = False) -> Iterator[bytes]:
        """Yield the content as it comes, at most ``size`` bytes of it at once, as UTF-8.

        A byte order mark is no content, but with ``signed`` that of UTF-8 stays.
        """
        self._unpack()
        head, done, since, name = b"", 0, time.monotonic(), label(self.name)
        decode: Callable[[bytes, bool], bytes] | None = None
        checked = 0
        while chunk := self._read(size):
            done += len(chunk)
            self._console.progress(name, self._place(done), self.stat.st_size, since)
            if decode is None:
                head += chunk
                if not as_text and not self._is_told and may_begin(head):
                    continue
                decode = self._begin(head, as_text=as_text)
                chunk = head if signed and self.coding.is_utf8 else head[len(self.coding.mark) :]
            if self.coding.is_utf8 and not as_text and checked < _SNIFF:
                self._check(chunk[: _SNIFF - checked])
                checked += len(chunk)
            if text := decode(chunk, False):
                yield text
        self._console.clear()
        if decode is None and head:  # nothing but a part of a mark
            decode = self._begin(head, as_text=as_text)
            if self.coding.is_utf8 and not as_text:
                self._check(head)
            if text := decode(head[len(self.coding.mark) :], False):
                yield text
        if decode and (text := decode(b"", True)):
            yield text

    def _unpack(self) -> None:
        """Read the text of a file from its beginning, packed or not."""
        packed = packing(self.name) if self.is_regular else None
        self._reader, self._damage = self.file, ()
        if packed:
            self._reader, self._damage = cast("FileIO", packed.reading(self.file)), packed.damage

    def encoded(self, data: bytes) -> bytes:
        """Return clean text as the file is coded."""
        try:
            return data if self.coding.is_utf8 else self.coding.encode(bytes(data))
        except UnicodeError as error:
            raise Trouble(f"{label(self.name)}: cannot be written as {self.coding.name}: {error}") from None

    @property
    def is_guessed(self) -> bool:
        """Whether the file is read as UTF-8 though neither a mark nor the user says so."""
        return self.coding == Coding() and not self._is_told

    def keep_what_is_malformed(self, text: bytes) -> None:
        """Raise if a text is not UTF-8: who rewrites a file in another coding as if it were loses its letters."""
        try:
            bytes(text).decode()
        except UnicodeDecodeError as error:
            byte = f"byte 0x{error.object[error.start]:02x}"
            raise Trouble(
                f"{label(self.name)}: is not UTF-8 ({byte}): left as it is: --encoding NAME says what it is, "
                "--as-text replaces what is malformed"
            ) from None

    def restart(self) -> None:
        """Let the next `chunks` begin at the beginning."""
        try:
            self.file.seek(0)
        except OSError as error:
            raise trouble(self.name, error) from None

    def _begin(self, head: bytes, *, as_text: bool) -> Callable[[bytes, bool], bytes]:
        """Find out what the file is coded as, and return what makes UTF-8 of it."""
        if not self._is_told and not as_text:
            self.coding = coding_of(head)
        if self.coding.is_utf8:
            return lambda data, final: data  # noqa: ARG005 - UTF-8 is taken as it is, malformed or not
        decoding = decoder(self.coding.name)

        def decode(data: bytes, final: bool) -> bytes:
            try:
                return decoding.decode(data, final).encode("utf-8", "surrogatepass")
            except UnicodeDecodeError as error:
                raise Trouble(f"{label(self.name)}: is no valid {self.coding.name}: {error.reason}") from None

        return decode

    def _place(self, done: int) -> int:
        return done if self._reader is self.file else self.file.tell()

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
            while (chunk := self._reader.read(size)) is None:
                select.select([self.file], [], [])  # someone has made this pipe non-blocking: no data is not the end
        except self._damage as error:
            raise Trouble(f"{label(self.name)}: is damaged: {error}") from None
        except OSError as error:
            raise trouble(self.name, error) from None
        return chunk

    def _check(self, head: bytes) -> None:
        """Refuse what is not text, in words that say what to do."""
        if b"\0" in head:
            raise NotText(f"{label(self.name)}: is not text: it has NUL bytes (--as-text reads it anyway)")


@contextlib.contextmanager
def reading(name: str, console: Console, *, regular: bool = False, coding: Coding | None = None) -> Iterator[Source]:
    """Open a file, or standard input for ``-``; ``regular``: no pipe or device, which would wait for a writer."""
    try:
        if regular and not stat.S_ISREG(Path(name).stat().st_mode):
            raise Trouble(f"{label(name)}: is not a regular file")
        file = _open(name)
    except IsADirectoryError:
        raise Trouble(f"{label(name)}: Is a directory: clean --in-place rewrites the files in it") from None
    except OSError as error:
        raise trouble(name, error) from None
    with file:
        yield Source(name, file, console, coding)


def _open(name: str) -> FileIO:
    """Open for reading what there is, without a buffer that would hold back a line."""
    if name != STDIN:
        return open(name, "rb", buffering=0)  # noqa: PTH123 - Path('') is the folder we are in, and '' is no file
    if sys.stdin is None:
        raise Trouble("<stdin>: standard input is closed")
    return open(sys.stdin.fileno(), "rb", buffering=0, closefd=False)


class Draft:
    """A file that is being written beside the one whose place it will take."""

    def __init__(self, name: str, file: IO[bytes], *, is_regular: bool) -> None:
        self.name = name
        self.file = file
        self.is_regular = is_regular

    def data(self, data: bytes) -> None:
        """Write bytes."""
        try:
            self.file.write(data)
        except OSError as error:
            raise trouble(self.name, error) from None


@contextlib.contextmanager
def replacing(name: str, allowed: Callable[[], object] = lambda: None, backup: str = "") -> Iterator[Draft]:
    """Write a file whole or not at all: beside it first, on disk, then in its place.

    A link stays a link: what it points to is replaced. Mode and owner are kept where the system lets
    us. A device or a pipe has no place to take: it is written directly. ``allowed`` has the last word
    before the new file takes its place; with ``backup`` the old one stays beside it, its name so much longer.
    Other names of the file (hard links) keep the old content: to write through them could leave half a file.
    """
    try:
        old = _writable(name)
        if old and not stat.S_ISREG(old.st_mode):
            with open(name, "wb") as file:  # noqa: PTH123 - as in `_open`
                yield Draft(name, file, is_regular=False)
            return
        target = Path(os.path.realpath(name))
        # Nobody else has such a name, and it is known before the file is there: no signal finds one that is not removed.
        temporary = target.with_name(f".{target.name[:40]}.{os.urandom(8).hex()}.part")
        try:
            with open(temporary, "xb", opener=_private) as file:
                packed = packing(target.name)
                draft = packed.writing(file) if packed else file
                yield Draft(name, draft, is_regular=True)
                if packed:
                    draft.close()
                file.flush()
                _keep(temporary, old)
                os.fsync(file.fileno())
            allowed()
            if backup and old:
                _back_up(target, backup)
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
        _sync(target.parent)
    except OSError as error:
        raise trouble(name, error) from None


def _private(name: str, mode: int) -> int:
    """Open a file that nobody else may read until it has the mode of the old one."""
    return os.open(name, mode, 0o600)


def _back_up(target: Path, suffix: str) -> None:
    """Let the old file have another name as well; a backup that is there already is replaced."""
    copy = target.with_name(target.name + suffix)
    with contextlib.suppress(FileNotFoundError):
        copy.unlink()
    try:
        copy.hardlink_to(target)
    except OSError:  # a file system without links
        import shutil

        shutil.copy2(target, copy)


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


def _keep(path: Path, old: os.stat_result | None) -> None:
    """Give a new file the owner and mode of the old one, or what a file made by name would get."""
    if old is None:
        mask = os.umask(0)
        os.umask(mask)
        path.chmod(0o666 & ~mask)
        return
    mine = path.stat()
    if (mine.st_uid, mine.st_gid) != (old.st_uid, old.st_gid) and hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(path, old.st_uid, old.st_gid)
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
