"""Grades from a file or from standard input, one record at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pydantic import ValidationError

from interviewer.errors import RecordsError
from interviewer.frozen import first_mistake
from interviewer.grades import Grade
from interviewer.records.grades import RECORD, read_grades
from interviewer.records.lines import chunks_of, joined
from interviewer.records.opening import Opened, opened
from interviewer.records.packed import DamagedError
from interviewer.records.parquets import read_texts

STDIN = Path("-")


def grades_of(source: Path, stdin: BinaryIO | None) -> Iterator[Grade]:
    """Yield the grades of a file, or of ``stdin`` where the source is ``-``.

    RecordsError with the line that is no grade record: what follows a damaged line may be as
    damaged, and figures of a part would pass for those of the whole.
    """
    if source != STDIN:
        yield from read_grades(source)
        return
    if stdin is None:
        raise RecordsError("standard input is closed; name a file of grades")
    try:
        with opened(source, stdin) as found:
            for number, line in enumerate(_lines(found), start=1):
                if line.strip():
                    yield _grade(line, f"{found.name}:{number}")
    except DamagedError as error:
        raise RecordsError(f"standard input: {error}") from error


def _lines(found: Opened) -> Iterator[str | bytes]:
    if found.is_parquet:
        yield from read_texts(found, RECORD)
    else:
        chunks = chunks_of(found.stream, found.name, found.head)
        yield from joined(chunks, carriage_returns=False, longest=sys.maxsize)


def _grade(line: str | bytes, place: str) -> Grade:
    try:
        return Grade.model_validate_json(line)
    except ValidationError as error:
        raise RecordsError(
            f"{place}: no grade record as `interviewer grade` writes it: {first_mistake(error)}"
        ) from error
