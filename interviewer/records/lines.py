"""The lines of an answer file as bytes, so that one with wrong bytes fails alone.

A line is read in chunks and let go where it grows longer than `LONGEST`, so that no file, and no
file that unpacks to one endless line, takes more memory than a few times that.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain, repeat
from typing import BinaryIO

from interviewer.errors import RecordsError

LONGEST = 16 * 2**20
"""Bytes of the longest row: 16 MiB, a choice. That is some 3,000 pages; Python needs seven times as
much to read text, and at worst, for an array of empty arrays, seventy times."""

_CHUNK = 64 * 2**10
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


class Cut(bytes):
    """The beginning of a line that is too long; the rest of it was let go."""


def chunks_of(stream: BinaryIO, name: str, head: bytes = b"") -> Iterator[bytes]:
    """Yield head and stream in lines, long ones in pieces; without a BOM.

    RecordsError for UTF-16 and for what cannot be read.
    """
    try:
        first = head if head.endswith(b"\n") else head + stream.readline(_CHUNK)
        if _is_wide(first):
            raise RecordsError(f"{name}: not UTF-8 (it looks like UTF-16); save it as UTF-8")
        if first:
            yield first.removeprefix(codecs.BOM_UTF8)
        while chunk := stream.readline(_CHUNK):
            yield chunk
    except OSError as error:
        raise RecordsError(f"{name}: cannot be read: {error.strerror}") from error


def sniffed(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the first byte that is not blank (empty where there is none) and all the chunks.

    Blank lines before it are there as empty ones: they are counted and not held.
    """
    blank = 0
    for chunk in chunks:
        if start := chunk.lstrip()[:1]:
            return start, chain(repeat(b"\n", blank), [chunk], chunks)
        blank += chunk.endswith(b"\n")
    return b"", iter(())


def joined(
    chunks: Iterable[bytes], *, carriage_returns: bool, longest: int = LONGEST
) -> Iterator[bytes]:
    """Yield whole lines, and a `Cut` for each that is longer than the longest may be.

    A lone carriage return ends a line only where that is told: in JSON it is a blank.
    """
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        for part in chunk.splitlines(keepends=True) if carriage_returns else (chunk,):
            if carriage_returns and held and held[-1].endswith(b"\r") and part != b"\n":
                yield _line(held, size, longest)
                held, size = [], 0
            size += len(part)
            if size > longest:
                held = [*held[:1], part[-1:]]
            else:
                held.append(part)
            if part.endswith(b"\n"):
                yield _line(held, size, longest)
                held, size = [], 0
    if held:
        yield _line(held, size, longest)


def lines_of(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """Yield the lines; RecordsError for one that is too long and for all that cannot be read."""
    lines = joined(chunks_of(stream, name), carriage_returns=False)
    for number, line in enumerate(lines, start=1):
        if isinstance(line, Cut):
            raise RecordsError(f"{name}:{number}: {too_long()}")
        yield line


def too_long(longest: int = LONGEST) -> str:
    """Say what a line may be at most."""
    return f"longer than {longest:,} bytes; a row may not be"


def bad_byte(error: UnicodeDecodeError) -> str:
    """Say which byte is wrong and where, counted from 1."""
    byte = f"0x{error.object[error.start]:02x}"
    return f"not UTF-8: byte {byte} at position {error.start + 1}; save the file as UTF-8"


def is_utf8(text: str) -> bool:
    """Return whether a text decoded with ``surrogateescape`` held no wrong byte."""
    with suppress(UnicodeEncodeError):
        text.encode()
        return True
    return False


def _line(held: list[bytes], size: int, longest: int) -> bytes:
    return Cut(held[0]) if size > longest else b"".join(held)


def _is_wide(line: bytes) -> bool:
    little, big = line[1:4:2], line[0:4:2]
    return line.startswith(_WIDE) or (len(line) > 3 and b"\0\0" in (little, big))
