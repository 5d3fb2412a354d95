"""Each row becomes one grade, in order; a broken one fails alone and says why."""

from __future__ import annotations

from interviewer.batch import grade_rows
from interviewer.errors import Problem
from interviewer.grades import Answer, Failure, Grade
from interviewer.items import Item, Keypoint, Question, Rubric
from interviewer.records import Row
from interviewer.testing import fake_grader

ITEM = Item(
    id="s/q",
    question=Question(prompt="Why?", topic="t", level="beginner"),
    rubric=Rubric(
        version=1, reference="r", keypoints=(Keypoint(id="k", text="alpha beta", points=2),)
    ),
)
BROKEN = {"s/broken": (Problem("rubrics/s/broken.yaml", 3, "points: must be > 0"),)}


def answer(question: str, text: str, name: str) -> Answer:
    return Answer(question_id=question, text=text, answer_id=name, extra={"team": "red"})


def graded(rows: list[Row], *, keep_text: bool = True) -> list[Grade]:
    return list(grade_rows(rows, {ITEM.id: ITEM}, BROKEN, fake_grader(), keep_text=keep_text))


ROWS = [
    Row(1, 1, answer("s/q", "alpha beta", "a")),
    Row(2, 2, None, Failure(code="bad-json", message="no", line=2)),
    Row(3, 3, answer("s/p", "x", "b")),
    Row(4, 4, answer("s/broken", "x", "c")),
    Row(5, 5, answer("s/q", "", "a")),
]


def test_every_row_comes_out_in_order_with_its_reason() -> None:
    grades = graded(ROWS)
    assert [(g.row, g.status) for g in grades] == [
        (1, "graded"),
        (2, "failed"),
        (3, "failed"),
        (4, "failed"),
        (5, "graded"),
    ]
    assert [g.error.message if g.error else None for g in grades] == [
        None,
        "no",
        "no question 's/p'; did you mean 's/q'?",
        "'s/broken' is broken: rubrics/s/broken.yaml:3: points: must be > 0",
        None,
    ]
    assert [g.score is None for g in grades] == [False, True, True, True, False]
    assert [g.error.line if g.error else None for g in grades] == [None, 2, 3, 4, None]


def test_a_repeated_id_is_kept_and_flagged() -> None:
    assert [("repeated-answer-id" in g.flags) for g in graded(ROWS)] == [
        False,
        False,
        False,
        False,
        True,
    ]


def test_what_came_along_stays_even_in_a_failed_row() -> None:
    assert [g.extra for g in graded(ROWS)][2] == {"team": "red"}
    assert graded(ROWS)[2].answer == "x"
    assert graded(ROWS, keep_text=False)[2].answer is None


def test_the_order_of_rows_changes_no_record_but_its_number() -> None:
    rows = [row for row in ROWS if row.answer is not None and row.number != 5]
    there = {g.answer_id: g.model_copy(update={"row": 0}) for g in graded(rows)}
    back = {g.answer_id: g.model_copy(update={"row": 0}) for g in graded(rows[::-1])}
    assert there == back
