"""The lines of an answer file as bytes, so that one with wrong bytes fails alone."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import BinaryIO

from interviewer.errors import RecordsError

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def lines_of(stream: BinaryIO, name: str) -> Iterator[bytes]:
    """Yield the lines, without a BOM; RecordsError for UTF-16 and for what cannot be read."""
    try:
        for number, line in enumerate(stream):
            if number == 0 and _is_wide(line):
                raise RecordsError(f"{name}: not UTF-8 (it looks like UTF-16); save it as UTF-8")
            yield line.removeprefix(codecs.BOM_UTF8) if number == 0 else line
    except OSError as error:
        raise RecordsError(f"{name}: cannot be read: {error.strerror}") from error


def sniffed(lines: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the first byte that is not blank (empty where there is none) and all the lines."""
    passed: list[bytes] = []
    for line in lines:
        passed.append(line)
        if line.strip():
            return line.strip()[:1], chain(passed, lines)
    return b"", iter(passed)


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


def _is_wide(line: bytes) -> bool:
    little, big = line[1:4:2], line[0:4:2]
    return line.startswith(_WIDE) or (len(line) > 3 and b"\0\0" in (little, big))
