"""Grade records out: JSON lines in full, or one CSV row an answer.

CSV cells that a spreadsheet would run as a formula (they begin with ``=``, ``+``, ``-``, ``@``, tab
or carriage return) get an apostrophe in front. Lines end in CRLF, as RFC 4180 has it: Python quotes
a lone carriage return in a cell only then.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import Protocol, TextIO

from interviewer.grades import Grade
from interviewer.items import Item

_FIXED = (
    "row",
    "answer_id",
    "candidate_id",
    "question_id",
    "status",
    "points",
    "possible",
    "fraction",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Writer(Protocol):
    """Writes one grade after the other."""

    def write(self, grade: Grade) -> None:
        """Write one record."""


class JsonlWriter:
    """Write the whole record as one line of JSON."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, grade: Grade) -> None:
        """Write one line."""
        self._stream.write(grade.model_dump_json() + "\n")


class CsvWriter:
    """Write ids, status, score, one label a keypoint of the given items, and the error.

    A keypoint's column is ``question:keypoint``, or its own id where there is one item only.
    """

    def __init__(self, stream: TextIO, items: Iterable[Item]) -> None:
        self._keypoints = [(i.id, k.id) for i in items for k in i.rubric.keypoints]
        self._writer = csv.writer(stream, lineterminator="\r\n")
        self._writer.writerow([*_FIXED, *_titles(self._keypoints), "error"])

    def write(self, grade: Grade) -> None:
        """Write one row."""
        score = grade.score
        numbers = ("", "", "") if score is None else (score.points, score.possible, score.fraction)
        error = "" if grade.error is None else f"{grade.error.code}: {grade.error.message}"
        labels = {(grade.question_id, v.keypoint_id): v.label for v in grade.verdicts}
        self._writer.writerow(
            [
                grade.row,
                _safe(grade.answer_id),
                _safe(grade.candidate_id),
                _safe(grade.question_id),
                grade.status,
                *("" if number is None else number for number in numbers),
                *(labels.get(key, "") for key in self._keypoints),
                _safe(error),
            ]
        )


def _titles(keypoints: Sequence[tuple[str, str]]) -> list[str]:
    short = [keypoint for _, keypoint in keypoints]
    one_item = len({item for item, _ in keypoints}) == 1
    if one_item and not {*short} & {*_FIXED, "error"}:
        return short
    return [f"{item}:{keypoint}" for item, keypoint in keypoints]


def _safe(cell: str | None) -> str:
    if cell is None:
        return ""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
