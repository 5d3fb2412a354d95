"""A grade as one row of a table: ids, status, score, a label a keypoint, and the error."""

from __future__ import annotations

from interviewer.grades import Grade

FIXED = (
    "row",
    "answer_id",
    "candidate_id",
    "question_id",
    "status",
    "points",
    "possible",
    "fraction",
)
ERROR = "error"

Cell = str | int | float | None


def fixed_cells(grade: Grade) -> list[Cell]:
    """Return the cells under `FIXED`; None where there is nothing or nothing is known."""
    score = grade.score
    numbers = (None,) * 3 if score is None else (score.points, score.possible, score.fraction)
    ids = (grade.row, grade.answer_id, grade.candidate_id, grade.question_id)
    return [*ids, grade.status, *numbers]


def error_cell(grade: Grade) -> str | None:
    """Return the code and the sentence of why there is no grade; None where there is one."""
    return None if grade.error is None else f"{grade.error.code}: {grade.error.message}"
