"""gzip and zstd, told by a file's first bytes and not by its name; packed again in the same bytes.

What was packed is read in small pieces: no more than one of them is ever unpacked in memory,
however much a file promises to become. Several packed streams in a row are one, as `cat` makes
them. Packing the same text twice gives the same bytes: no time and no name goes in.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable
from typing import BinaryIO, Literal, Protocol

from interviewer.errors import RecordsError

Packing = Literal["gzip", "zstd"]

PACKED_SUFFIXES: dict[str, Packing] = {".gz": "gzip", ".zst": "zstd"}

_PIECE = 1024
"""Bytes unpacked at a time. zstd makes at most 32,768 bytes of one, so at most 32 MiB are held."""

_GZIP_LEVEL, _ZSTD_LEVEL = 6, 3
"""How hard to pack: what the programs of these names do by default."""

_GZIP, _ZSTD, _SKIPPABLE = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x2a\x4d\x18"
_GZIP_AND_HEADER = zlib.MAX_WBITS | 16


class DamagedError(RecordsError):
    """A file that cannot be read to its end; what was read before stands."""


class _Unit(Protocol):
    """One packed stream on its way out; zlib and zstandard agree on this shape."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def packing_of(head: bytes) -> Packing | None:
    """Return how a file is packed that begins with these bytes; four of them are enough."""
    if head.startswith(_GZIP):
        return "gzip"
    skippable = head[1:4] == _SKIPPABLE and head[0] >> 4 == 5
    return "zstd" if head.startswith(_ZSTD) or skippable else None


class Unpacked(io.RawIOBase):
    """What a packed stream holds; DamagedError where it ends too early or makes no sense."""

    def __init__(self, stream: BinaryIO, packing: Packing, head: bytes = b"") -> None:
        self._stream = stream
        self._packing = packing
        self._fed = head
        self._unit: _Unit | None = None
        self._made = memoryview(b"")

    def readable(self) -> bool:
        """Return true."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill some of the buffer and return how much; 0 at the end."""
        while not self._made:
            self._fed = self._fed or self._stream.read(_PIECE)
            if not self._fed and self._unit is not None:
                raise DamagedError(f"the {self._packing} data ends in the middle")
            if not self._fed:
                return 0
            self._made = memoryview(self._next())
        size = min(len(buffer), len(self._made))
        buffer[:size] = self._made[:size]
        self._made = self._made[size:]
        return size

    def _next(self) -> bytes:
        from zstandard import ZstdError

        if self._unit is None and self._packing == "gzip":
            self._fed = self._fed.lstrip(b"\0")  # what fills up a block of a tape
        if not self._fed:
            return b""
        unit = self._unit or _UNITS[self._packing]()
        try:
            made = unit.decompress(self._fed)
        except (zlib.error, ZstdError) as error:
            raise DamagedError(f"the {self._packing} data is damaged: {error}") from error
        self._fed = unit.unused_data if unit.eof else b""
        self._unit = None if unit.eof else unit
        return made


def packer(stream: BinaryIO, packing: Packing) -> BinaryIO:
    """Return a stream that packs into another; closing it leaves the other one open."""
    if packing == "gzip":
        return gzip.GzipFile("", "wb", _GZIP_LEVEL, stream, mtime=0)  # type: ignore[return-value]
    from zstandard import ZstdCompressor

    zstd = ZstdCompressor(_ZSTD_LEVEL, write_checksum=True)
    return zstd.stream_writer(stream, closefd=False)


def _gzip_unit() -> _Unit:
    return zlib.decompressobj(_GZIP_AND_HEADER)


def _zstd_unit() -> _Unit:
    from zstandard import ZstdDecompressor

    return ZstdDecompressor().decompressobj()


_UNITS: dict[Packing, Callable[[], _Unit]] = {"gzip": _gzip_unit, "zstd": _zstd_unit}
