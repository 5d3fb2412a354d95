"""A few numbers an answer: all that is kept of it while a file goes by."""

from __future__ import annotations

import json
from array import array
from typing import TYPE_CHECKING, NamedTuple

from interviewer.analysis.tallies import fraction_of
from interviewer.grades import Grade

if TYPE_CHECKING:
    from numpy import bool_, float64, intp
    from numpy.typing import NDArray

NOBODY = -1
"""The place of a candidate who has no id."""

_PLACES, _NUMBERS = 5, 6
CANDIDATE, QUESTION = "candidate_id", "question_id"


class Table(NamedTuple):
    """The answers as columns. Numbers of what is not ``scored`` or not ``bounded`` mean nothing.

    ``candidate``, ``question`` and ``group`` are places in the lists of their names.
    """

    candidate: NDArray[intp]
    question: NDArray[intp]
    group: NDArray[intp]
    scored: NDArray[bool_]
    bounded: NDArray[bool_]
    fraction: NDArray[float64]
    points: NDArray[float64]
    possible: NDArray[float64]
    expected: NDArray[float64]
    low: NDArray[float64]
    high: NDArray[float64]


class Rows:
    """Take grades and keep their numbers; names are kept once each."""

    def __init__(self, by: str | None = None) -> None:
        self.candidates: dict[str, int] = {}
        self.questions: dict[str, int] = {}
        self.groups: dict[str | None, int] = {}
        self.columns: set[str] = set()
        self._by = by
        self._places = array("i")
        self._numbers = array("d")

    def add(self, grade: Grade, question: str) -> int:
        """Keep one more; return the candidate's place, `NOBODY` without an id."""
        self.columns.update(grade.extra)
        candidate = NOBODY
        if grade.candidate_id is not None:
            candidate = self.candidates.setdefault(grade.candidate_id, len(self.candidates))
        group = 0
        if self._by is not None:
            group = self.groups.setdefault(_value(grade, self._by), len(self.groups))
        place = self.questions.setdefault(question, len(self.questions))
        score, fraction = grade.score, fraction_of(grade)
        is_scored = is_bounded = False
        numbers = (0.0,) * _NUMBERS
        if score is not None and fraction is not None:
            is_scored = True
            is_bounded = None not in (score.expected, score.low, score.high)
            bounds = (score.expected or 0.0, score.low or 0.0, score.high or 0.0)
            numbers = (fraction, score.points, score.possible, *bounds)
        self._places.extend((candidate, place, group, is_scored, is_bounded))
        self._numbers.extend(numbers)
        return candidate

    def table(self) -> Table:
        """Return what was kept."""
        import numpy as np

        places = np.array(self._places, dtype=np.intp).reshape(-1, _PLACES).T
        numbers = np.array(self._numbers, dtype=np.float64).reshape(-1, _NUMBERS).T
        candidate, question, group, scored, bounded = places
        return Table(candidate, question, group, scored != 0, bounded != 0, *numbers)


def _value(grade: Grade, column: str) -> str | None:
    """Return what stands in a column as text; None where there is none."""
    if column == CANDIDATE:
        return grade.candidate_id
    if column == QUESTION:
        return grade.question_id
    value = grade.extra.get(column)
    if value is None or isinstance(value, str):
        return value or None
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
