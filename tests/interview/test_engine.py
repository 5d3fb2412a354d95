"""An interview from the first question to the last, asked by a script."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from interviewer.errors import EmbedderError, SessionError
from interviewer.grades import Failure, Grade
from interviewer.interview import Pick, pick, start
from interviewer.interview.engine import (
    Answered,
    Asked,
    Idk,
    Next,
    Quit,
    Reply,
    Revise,
    Skip,
    Step,
    interview,
)
from interviewer.items import Item
from interviewer.sessions import Session
from tests.interview.items import bank
from tests.interview.words import grade


class Script:
    """Reply with what is written; ``asked`` remembers what was wanted."""

    def __init__(self, *replies: Reply) -> None:
        self._replies = list(replies)
        self.asked: list[Asked] = []

    def __call__(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        return self._replies.pop(0)


class Clock:
    """Tell a second more each time."""

    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self) -> str:
        self.seconds += 1
        return f"2026-01-01T00:00:{self.seconds:02d}+00:00"


def _picks() -> tuple[Pick, ...]:
    return pick(bank(), count=2, seed=3, question="*elu")


def _fresh() -> Session:
    return start(
        _picks(), session_id="s", interviewer="0.1.0", seed=3, started_at="2026-01-01T00:00:00"
    )


def _held(*replies: Reply) -> list[Step]:
    script = Script(*replies)
    return list(interview(_fresh(), _picks(), ask=script, grade=grade, clock=Clock()))


def _statuses(steps: Iterable[Step]) -> list[str]:
    return [step.turn.status for step in steps]


def test_every_question_is_asked_once_in_the_order_of_the_draw() -> None:
    script = Script(Answered("a"), Next(), Answered("b"), Next())
    list(interview(_fresh(), _picks(), ask=script, grade=grade, clock=Clock()))
    assert [(a.step, a.number, a.total, a.draft) for a in script.asked] == [
        ("question", 1, 2, ""),
        ("revise", 1, 2, "a"),
        ("question", 2, 2, ""),
        ("revise", 2, 2, "b"),
    ]
    assert [a.item.id for a in script.asked[::2]] == [each.item.id for each in _picks()]


def test_a_turn_says_what_was_asked_why_when_and_what_it_earned() -> None:
    (step,) = _held(Answered("dropout zeroes random units"), Quit())
    turn = step.turn
    assert turn.question_id == _picks()[0].item.id
    assert turn.prompt == "What is dropout, and what is it for?"
    assert turn.reason == "drawn from 2 questions with question '*elu', seed 3"
    assert turn.answered_at == "2026-01-01T00:00:01+00:00"
    assert turn.grade is not None
    assert turn.grade.score is not None
    assert (turn.grade.score.points, turn.grade.score.possible) == (2, 5)


def test_a_skipped_question_has_no_grade_and_no_menu_after_it() -> None:
    steps = _held(Skip(), Answered("b"), Next())
    assert _statuses(steps) == ["skipped", "answered"]
    assert steps[0].turn.grade is None


def test_not_knowing_is_graded_and_can_be_revised_from_nothing() -> None:
    script = Script(Idk(), Quit())
    (step,) = interview(_fresh(), _picks(), ask=script, grade=grade, clock=Clock())
    assert step.turn.status == "idk"
    assert step.turn.grade is not None
    assert step.turn.grade.answer == "I don't know."
    assert [verdict.label for verdict in step.turn.grade.verdicts] == ["missed"] * 3
    assert script.asked[1].draft == ""


def test_revisions_are_kept_beside_the_first_answer_which_alone_counts() -> None:
    script = Script(
        Answered("dropout zeroes random units"),
        Revise("dropout zeroes random units, regularization curbs overfitting"),
        Revise("worse"),
        Quit(),
    )
    steps = list(interview(_fresh(), _picks(), ask=script, grade=grade, clock=Clock()))
    turn = steps[-1].session.turns[0]
    assert turn.grade is not None
    assert turn.grade.answer == "dropout zeroes random units"
    assert [revision.answer for revision in turn.revisions] == [
        "dropout zeroes random units, regularization curbs overfitting",
        "worse",
    ]
    assert [step.before and step.before.answer for step in steps] == [
        None,
        "dropout zeroes random units",
        "dropout zeroes random units, regularization curbs overfitting",
    ]
    assert script.asked[-1].draft == "worse"


def test_quitting_ends_at_once_wherever_it_is_said() -> None:
    assert _held(Quit()) == []
    assert len(_held(Answered("a"), Quit())) == 1
    assert len(_held(Answered("a"), Next(), Quit())) == 1


def test_the_same_replies_and_times_make_the_same_session_and_it_survives_json() -> None:
    replies = (Answered("dropout zeroes random units"), Revise("more \u202e ✓"), Next(), Skip())
    session = _held(*replies)[-1].session
    assert session == _held(*replies)[-1].session
    assert Session.model_validate_json(session.model_dump_json()) == session


def test_earlier_steps_are_not_changed_by_later_ones() -> None:
    steps = _held(Answered("a"), Revise("b"), Next(), Skip())
    assert [len(step.session.turns) for step in steps] == [1, 1, 2]
    assert steps[0].session.turns[0].revisions == ()


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (EmbedderError("no model"), Failure(code="grader", message="no model")),
        (KeyboardInterrupt(), Failure(code="interrupted", message="interrupted while grading")),
    ],
)
def test_an_answer_that_cannot_be_graded_is_kept_and_ends_the_interview(
    error: EmbedderError | KeyboardInterrupt, failure: Failure
) -> None:
    def broken(item: Item, text: str) -> Grade:
        raise error

    script = Script(Answered("my long answer \ud800"))
    steps = list(interview(_fresh(), _picks(), ask=script, grade=broken, clock=Clock()))
    assert [step.error for step in steps] == [error]
    kept = steps[0].session.turns[0].grade
    assert kept is not None
    assert (kept.status, kept.answer, kept.score) == ("failed", "my long answer \ufffd", None)
    assert kept.error == failure
    assert Session.model_validate_json(steps[0].session.model_dump_json()) == steps[0].session


def test_a_revision_that_cannot_be_graded_is_kept_and_the_first_grade_stays() -> None:
    def once(item: Item, text: str) -> Grade:
        if text == "again":
            raise EmbedderError("gone")
        return grade(item, text)

    script = Script(Answered("a"), Revise("again"))
    steps = list(interview(_fresh(), _picks(), ask=script, grade=once, clock=Clock()))
    turn = steps[-1].session.turns[0]
    assert turn.grade is not None
    assert turn.grade.status == "graded"
    assert [(r.status, r.answer) for r in turn.revisions] == [("failed", "again")]


def test_a_reply_out_of_place_is_an_error() -> None:
    with pytest.raises(SessionError, match="no reply to a question"):
        _held(Next())
    with pytest.raises(SessionError, match="no reply once a question is answered"):
        _held(Answered("a"), Answered("b"))
