"""Each row becomes one grade, in order; a broken one fails alone and says why."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.batch import grade_rows
from interviewer.errors import Problem
from interviewer.grades import Answer, Failure, Grade
from interviewer.items import Item, Keypoint, Question, Rubric
from interviewer.records import Row, read_answers
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


def test_without_text_a_failed_row_has_the_hash_of_its_answer() -> None:
    grade = graded(ROWS, keep_text=False)[2]
    assert grade.answer_sha256 == hashlib.sha256(b"x").hexdigest()
    assert '"x"' not in grade.model_dump_json()


def test_a_failed_row_keeps_its_ids_and_a_repeat_of_one_is_flagged() -> None:
    lines = b'{"question_id":"s/q","answer":1,"answer_id":"a","candidate_id":"c"}\n' * 2
    first, second = graded(list(read_answers(Path("-"), io.BytesIO(lines))))
    assert (first.question_id, first.answer_id, first.candidate_id) == ("s/q", "a", "c")
    assert (first.flags, second.flags) == ((), ("repeated-answer-id",))


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "question_id": st.sampled_from(["s/q", "s/broken", "s/none", "", None, 4]),
        "answer": st.text(st.characters(), max_size=30) | st.none() | st.integers(),
        "answer_id": st.sampled_from(["a", "b", "", None, 4]),
        "extra": st.recursive(st.integers() | st.text(st.characters()), st.lists, max_leaves=5),
    },
)


@settings(max_examples=300, deadline=None)
@given(st.lists(FIELDS, max_size=6), st.integers(0, 200), st.binary(max_size=3), st.booleans())
def test_whatever_a_file_holds_each_row_becomes_one_line(
    fields: list[dict[str, object]], at: int, noise: bytes, keep_text: bool
) -> None:
    whole = "\n".join(json.dumps(each) for each in fields).encode()
    rows = list(read_answers(Path("-"), io.BytesIO(b"{}\n" + whole[:at] + noise + whole[at:])))
    grades = graded(rows, keep_text=keep_text)
    assert [grade.row for grade in grades] == [row.number for row in rows]
    for grade in grades:
        line = grade.model_dump_json()
        assert "\n" not in line
        assert Grade.model_validate_json(line) == grade
        assert keep_text or grade.answer is None
