"""Read grade records back, from JSON lines or from the records in a Parquet file, packed or not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

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


def read_grades(source: Path) -> Iterator[Grade]:
    """Yield the grades of a file; RecordsError with the line that is none, or where it breaks."""
    try:
        with opened(source) as found:
            lines = read_texts(found, RECORD) if found.is_parquet else _lines(found)
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _grade(line, f"{source}:{number}")
    except DamagedError as error:
        raise RecordsError(f"{source}: {error}") from error


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
