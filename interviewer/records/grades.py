"""Read grade records back: JSON lines, packed or not, a Parquet file, or a folder of such parts."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from interviewer.errors import RecordsError
from interviewer.frozen import first_mistake
from interviewer.grades import Grade
from interviewer.records.lines import chunks_of, joined
from interviewer.records.opening import Opened, opened
from interviewer.records.packed import DamagedError
from interviewer.records.parquets import read_texts

RECORD = "record"
"""The column of a Parquet file that holds the whole record."""

UNFINISHED = ".work"
"""An output in parts that holds this is still written to."""


def read_grades(source: Path, stdin: BinaryIO | None = None) -> Iterator[Grade]:
    """Yield the grades of a file or a folder of parts, or of ``stdin`` where given, left open.

    RecordsError with the line that is no grade record, or where the file breaks off or the folder
    is unfinished: figures of a part would pass for those of the whole.
    """
    if stdin is None and source.is_dir():
        for part in _parts(source):
            yield from read_grades(part)
        return
    name = str(source) if stdin is None else "standard input"
    for number, line in enumerate(read_records(source, stdin), start=1):
        if line.strip():
            yield _grade(line, f"{name}:{number}")


def read_records(source: Path, stdin: BinaryIO | None = None) -> Iterator[bytes]:
    """Yield the lines of a file of grade records, unpacked; RecordsError where it breaks off."""
    try:
        with opened(source, stdin) as found:
            yield from read_texts(found, RECORD) if found.is_parquet else _lines(found)
    except DamagedError as error:
        raise RecordsError(f"{source if stdin is None else 'standard input'}: {error}") from error


def _parts(folder: Path) -> list[Path]:
    parts = sorted(folder.glob("part-*"))
    if (folder / UNFINISHED).exists():
        raise RecordsError(f"{folder}: is unfinished; run its `interviewer grade` again")
    if not parts:
        raise RecordsError(f"{folder}: holds no part of an output of `grade --engine ray`")
    return parts


def _lines(found: Opened) -> Iterator[bytes]:
    """Yield the lines, however long: we wrote them, and a record is longer than its answer."""
    chunks = chunks_of(found.stream, found.name, found.head)
    return joined(chunks, carriage_returns=False, longest=sys.maxsize)


def _grade(line: bytes, place: str) -> Grade:
    try:
        return Grade.model_validate_json(line)
    except ValidationError as error:
        raise RecordsError(
            f"{place}: no grade record as `interviewer grade` writes it: {first_mistake(error)}"
        ) from error
