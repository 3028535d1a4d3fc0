"""What a file is coded as and packed in: UTF-8 comes out of it, and what it was goes in again."""

from __future__ import annotations

import codecs
import importlib
from collections.abc import Callable
from typing import IO, Any, NamedTuple

from sanitize.cli.console import Trouble, shown

_MARKS = (  # the longer ones first: UTF-32 begins as UTF-16 does
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)
PACKED = (".gz", ".xz", ".zst")
"""The endings of names of packed files."""


class Coding(NamedTuple):
    """The encoding of a file, and the byte order mark that it begins with."""

    name: str = "utf-8"
    mark: bytes = b""

    @property
    def is_utf8(self) -> bool:
        """Whether bytes are read as they are."""
        return self.name == "utf-8"

    def encode(self, data: bytes) -> bytes:
        """Return UTF-8 in this encoding, without a mark."""
        return data if self.is_utf8 else data.decode("utf-8", "surrogatepass").encode(self.name, _errors(self.name))


def may_begin(head: bytes) -> bool:
    """Tell whether more is needed to know what the first bytes begin with."""
    return any(len(head) < len(mark) and mark.startswith(head) for mark, _ in _MARKS)


def coding_of(head: bytes) -> Coding:
    """Return the coding that the first bytes of a file tell: UTF-8 without a mark."""
    return next((Coding(name, mark) for mark, name in _MARKS if head.startswith(mark)), Coding())


def decoder(name: str) -> codecs.IncrementalDecoder:
    """Return what decodes a file piece by piece; lone surrogates of UTF-16 pass, and are malformed in UTF-8."""
    return codecs.getincrementaldecoder(name)(_errors(name))


def _errors(name: str) -> str:
    return "surrogatepass" if name.startswith("utf-") else "strict"


def known(encoding: str) -> Coding:
    """Return the coding that a user names; a byte order mark in the file goes with it."""
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)
    except LookupError:
        raise Trouble(
            f"unknown encoding {encoding[:40]!r}: one such as latin-1, cp1252, utf-16-le", is_final=True
        ) from None
    return Coding(name)


class Packing(NamedTuple):
    """How a file is packed: what reads it, what writes it (closing that leaves the file open), what damage raises."""

    reading: Callable[[IO[bytes]], IO[bytes]]
    writing: Callable[[IO[bytes]], IO[bytes]]
    damage: tuple[type[Exception], ...]


def packing(name: str) -> Packing | None:
    """Return how a file of this name is packed, if it is. What that needs is loaded only then."""
    if name.endswith(".gz"):
        gzip, zlib = importlib.import_module("gzip"), importlib.import_module("zlib")
        return Packing(
            lambda file: gzip.GzipFile(fileobj=file, mode="rb"),
            lambda file: gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0),
            (EOFError, zlib.error, gzip.BadGzipFile),
        )
    if name.endswith(".xz"):
        lzma = importlib.import_module("lzma")
        return Packing(
            lambda file: lzma.LZMAFile(file, "rb"), lambda file: lzma.LZMAFile(file, "wb"), (EOFError, lzma.LZMAError)
        )
    if name.endswith(".zst"):
        zstd = _zstd(name)
        return Packing(
            lambda file: zstd.ZstdFile(file, "rb"), lambda file: zstd.ZstdFile(file, "wb"), (EOFError, zstd.ZstdError)
        )
    return None


def _zstd(name: str) -> Any:
    for module in ("compression.zstd", "backports.zstd"):
        try:
            return importlib.import_module(module)
        except ImportError:
            continue
    raise Trouble(f"{shown(name)}: zstd needs a package: pip install 'sanitize-text[zstd]'")
