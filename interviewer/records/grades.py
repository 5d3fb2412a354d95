"""Read grade records back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from interviewer.errors import RecordsError
from interviewer.frozen import first_mistake
from interviewer.grades import Grade


def read_grades(source: Path) -> Iterator[Grade]:
    """Yield the grades of a JSON lines file; RecordsError with the line that is none."""
    try:
        with source.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield _grade(line, f"{source}:{number}")
    except OSError as error:
        raise RecordsError(f"{source}: cannot be read: {error.strerror}") from error


def _grade(line: bytes, place: str) -> Grade:
    try:
        return Grade.model_validate_json(line)
    except ValidationError as error:
        raise RecordsError(
            f"{place}: no grade record as `interviewer grade` writes it: {first_mistake(error)}"
        ) from error
