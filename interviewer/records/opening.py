"""A file or stream opened, unpacked where it is packed, and told apart by its first bytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, NamedTuple

from interviewer.errors import RecordsError
from interviewer.records.packed import PACKED_SUFFIXES, Unpacked, packing_of

_HEAD = 64
"""Bytes read to tell what a file is. They end at a line's end: a person may be typing."""

_PARQUET, _ZIP = (b"PAR1", b"PARE"), b"PK\x03\x04"


class Opened(NamedTuple):
    """What is inside a file: its first bytes, which are read, and a stream of the rest."""

    name: str
    head: bytes
    stream: BinaryIO
    suffix: str
    is_parquet: bool


@contextmanager
def opened(source: Path, stdin: BinaryIO | None = None) -> Iterator[Opened]:
    """Yield an open file, or ``stdin`` where it is given, which is left open.

    RecordsError where it cannot be read at all, DamagedError where it breaks off at once.
    """
    name = str(source) if stdin is None else "standard input"
    with ExitStack() as stack:
        try:
            stream = stdin or stack.enter_context(source.open("rb"))
            head = stream.readline(_HEAD)
            packing = packing_of(head)
            if packing is not None:
                stream = BufferedReader(Unpacked(stream, packing, head))
                head = stream.readline(_HEAD)
        except OSError as error:
            raise RecordsError(f"{name}: cannot be read: {error.strerror}") from error
        if packing is not None and packing_of(head):
            raise RecordsError(f"{name}: is packed twice; unpack it once")
        if packing is not None and head.startswith(_PARQUET):
            raise RecordsError(f"{name}: is Parquet inside {packing}; unpack it first")
        if head.startswith(_ZIP):
            raise RecordsError(f"{name}: is a workbook or a zip file; save the answers as CSV")
        suffix = "" if stdin is not None else plain_suffix(source)
        yield Opened(name, head, stream, suffix, head.startswith(_PARQUET) or suffix == ".parquet")


def plain_suffix(path: Path) -> str:
    """Return the suffix that says the format: ``.csv`` of ``answers.csv.gz``; lower-case."""
    packed = path.suffix.lower() in PACKED_SUFFIXES
    return (path.with_suffix("") if packed else path).suffix.lower()
