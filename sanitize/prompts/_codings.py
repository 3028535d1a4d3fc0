"""Content codings of HTTP (RFC 9110): whole bodies, and streams that let go of each piece at once."""

from __future__ import annotations

import zlib
from importlib import import_module
from typing import Any, Protocol

LARGEST = 1 << 28
"""Bytes of a body when it is unpacked: a small one that claims more is no prompt."""
_STEP = 1 << 16


class CodingError(ValueError):
    """A body is not packed as its header says, is too large, or its coding is not known here."""


class Coder(Protocol):
    """Packs or unpacks a stream piece by piece."""

    def feed(self, data: bytes) -> bytes:
        """Take the next piece and return all that it gives."""

    def finish(self) -> bytes:
        """Return the rest."""


class _Plain:
    def feed(self, data: bytes) -> bytes:
        return data

    def finish(self) -> bytes:
        return b""


class _Inflate:
    def __init__(self, wbits: int) -> None:
        self._coder = zlib.decompressobj(wbits)

    def feed(self, data: bytes) -> bytes:
        return self._coder.decompress(data)

    def finish(self) -> bytes:
        return self._coder.flush()


class _Deflate:
    def __init__(self, wbits: int) -> None:
        self._coder = zlib.compressobj(wbits=wbits)

    def feed(self, data: bytes) -> bytes:
        return self._coder.compress(data) + self._coder.flush(zlib.Z_SYNC_FLUSH)

    def finish(self) -> bytes:
        return self._coder.flush()


class _Unbrotli:
    def __init__(self) -> None:
        self._coder = _module("brotli", "brotlicffi").Decompressor()

    def feed(self, data: bytes) -> bytes:
        return bytes(self._coder.process(data))

    def finish(self) -> bytes:
        return b""


class _Brotli:
    def __init__(self) -> None:
        self._coder = _module("brotli", "brotlicffi").Compressor(quality=4)

    def feed(self, data: bytes) -> bytes:
        return bytes(self._coder.process(data) + self._coder.flush())

    def finish(self) -> bytes:
        return bytes(self._coder.finish())


class _Unzstd:
    def __init__(self) -> None:
        made = _module("compression.zstd", "backports.zstd", "zstandard").ZstdDecompressor()
        self._coder = made.decompressobj() if hasattr(made, "decompressobj") else made

    def feed(self, data: bytes) -> bytes:
        return bytes(self._coder.decompress(data))

    def finish(self) -> bytes:
        return b""


class _Zstd:
    def __init__(self) -> None:
        module = _module("compression.zstd", "backports.zstd", "zstandard")
        made = module.ZstdCompressor()
        self._coder = made.compressobj() if hasattr(made, "compressobj") else made
        block = getattr(module, "COMPRESSOBJ_FLUSH_BLOCK", None)
        self._block = self._coder.FLUSH_BLOCK if block is None else block
        self._end: tuple[Any, ...] = () if block is None else (module.COMPRESSOBJ_FLUSH_FINISH,)

    def feed(self, data: bytes) -> bytes:
        return bytes(self._coder.compress(data) + self._coder.flush(self._block))

    def finish(self) -> bytes:
        return bytes(self._coder.flush(*self._end))


def _module(*names: str) -> Any:
    """Return the first of these modules that is installed."""
    for name in names:
        try:
            return import_module(name)
        except ImportError:  # noqa: PERF203 - the first that is there serves
            continue
    raise CodingError(f"needs one of {', '.join(names)} to be installed")


_GZIP, _ZLIB = 31, 15


def decoder(coding: str) -> Coder:
    """Return what unpacks a stream of a coding, as a Content-Encoding header names it; empty for none."""
    match coding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Inflate(_GZIP)
        case "deflate":
            return _Inflate(_ZLIB)
        case "br":
            return _Unbrotli()
        case "zstd":
            return _Unzstd()
    raise CodingError(f"unknown content coding {coding[:40]!r}")


def encoder(coding: str) -> Coder:
    """Return what packs a stream so, each piece let go at once."""
    match coding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Deflate(_GZIP)
        case "deflate":
            return _Deflate(_ZLIB)
        case "br":
            return _Brotli()
        case "zstd":
            return _Zstd()
    raise CodingError(f"unknown content coding {coding[:40]!r}")


def decode(body: bytes, coding: str) -> bytes:
    """Return a body unpacked; the same object where it has no coding.

    Raises
    ------
    CodingError
        For an unknown coding, for what is malformed, and for more than 256 MiB.
    """
    coder = decoder(coding)
    if isinstance(coder, _Plain):
        return body
    parts: list[bytes] = []
    size = 0
    try:
        for at in range(0, len(body), _STEP):
            parts.append(coder.feed(body[at : at + _STEP]))
            size += len(parts[-1])
            if size > LARGEST:
                raise CodingError(f"unpacks to more than {LARGEST} bytes")
        parts.append(coder.finish())
    except CodingError:
        raise
    except Exception as error:  # each library has an error of its own
        raise CodingError(f"not packed as its Content-Encoding says ({coding[:40]})") from error
    return b"".join(parts)


def encode(body: bytes, coding: str) -> bytes:
    """Return a body packed."""
    coder = encoder(coding)
    return coder.feed(body) + coder.finish()
