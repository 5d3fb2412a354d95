"""An item, and grades of three kinds for it."""

from __future__ import annotations

from interviewer.grades import Answer, Failure, Grade
from interviewer.items import Item, Keypoint, Question, Rubric
from interviewer.testing import fake_grader

ITEM = Item(
    id="s/q",
    question=Question(prompt="Why?", topic="t", level="beginner"),
    rubric=Rubric(
        version=1, reference="r", keypoints=(Keypoint(id="k", text="alpha beta", points=2),)
    ),
)


def some_grades() -> list[Grade]:
    """Return a grade, one with odd signs in it, and a failed one."""
    odd = Answer(question_id="s/q", text="é\u2028\n\0", answer_id="=1", candidate_id="@x")
    failure = Failure(code="unknown-question", message="no question 's/z'", line=3)
    return [
        fake_grader().grade(ITEM, "alpha beta", row=1),
        fake_grader().grade(ITEM, odd, row=2),
        Grade(row=3, question_id="s/z", status="failed", score=None, error=failure),
    ]
