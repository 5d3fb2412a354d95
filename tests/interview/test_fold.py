"""Events that do not fit are found out; those that do make a session."""

from __future__ import annotations

import pytest

from interviewer.errors import SessionError
from interviewer.interview.asking import Answer, Next, Quit
from interviewer.interview.fold import apply, begin, replay
from interviewer.sessions import (
    Answered,
    Closed,
    Drafted,
    Ended,
    Event,
    Probed,
    Replied,
    ReplyGraded,
    Resumed,
    Session,
    event_of,
)
from tests.interview.interviews import held, started

AT = "2026-01-01T01:00:00+00:00"


def _events() -> list[Event]:
    steps = held(Answer("dropout zeroes random units"), Answer("no"), Quit(), questions=1)
    return [started(questions=1), *(s.event for s in steps if s.event is not None)]


def test_every_event_survives_json() -> None:
    for event in _events():
        assert event_of.validate_json(event.model_dump_json()) == event


def test_a_session_survives_json() -> None:
    session = replay(_events())
    assert Session.model_validate_json(session.model_dump_json()) == session


def test_a_session_begins_with_its_start() -> None:
    with pytest.raises(SessionError, match="begins with its start"):
        replay(_events()[1:])
    with pytest.raises(SessionError, match="begins with its start"):
        replay([])


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (started(), "it has begun already"),
        (Answered(at=AT, text="x"), "no question is on the screen"),
        (Closed(at=AT), "no question is on the screen"),
    ],
)
def test_an_event_that_does_not_fit_a_new_session_is_an_error(event: Event, message: str) -> None:
    with pytest.raises(SessionError, match=message):
        apply(begin(started()), event)


def test_an_event_out_of_turn_is_an_error() -> None:
    shown = replay(_events()[:2])
    for event in (
        Closed(at=AT),
        Probed(at=AT, about="ensemble", step="pump", text="?"),
        Replied(at=AT, text="x"),
        _events()[1],
    ):
        with pytest.raises(SessionError, match=r"cannot take '\w+'"):
            apply(shown, event)
    graded = replay(_events()[:4])
    verdict = next(e for e in _events() if isinstance(e, ReplyGraded))
    with pytest.raises(SessionError, match="does not wait for it"):
        apply(graded, verdict)
    with pytest.raises(SessionError, match="does not wait for it"):
        apply(graded, Answered(at=AT, text="again"))


def test_nothing_comes_after_the_end() -> None:
    over = replay(_events())
    with pytest.raises(SessionError, match="the interview is over"):
        apply(over, Resumed(at=AT))


def test_a_clock_that_was_set_back_does_not_set_the_session_back() -> None:
    session = replay(_events()[:2])
    after = apply(session, Drafted(at="2020-01-01T00:00:00+00:00", text="x", seconds=2))
    assert after.last_at == session.last_at
    assert (after.draft, after.seconds) == ("x", 2)


def test_sending_an_answer_takes_its_draft_away() -> None:
    session = apply(replay(_events()[:2]), Drafted(at=AT, text="ha", seconds=2))
    sent = apply(session, Answered(at=AT, text="half", thinking=1.5, writing=2.25))
    assert (sent.draft, sent.seconds) == ("", 5.75)
    assert (sent.turns[0].thinking, sent.turns[0].writing) == (1.5, 2.25)


def test_an_interview_may_end_between_and_within_questions() -> None:
    assert apply(begin(started()), Ended(at=AT, because="quit")).ended_because == "quit"
    within = apply(replay(_events()[:3]), Ended(at=AT, because="quit"))
    assert within.ended_at == AT
    assert not within.turns[0].closed


def test_a_closed_question_makes_room_for_the_next() -> None:
    steps = held(Answer("dropout zeroes random units"), Next(), probes=False, questions=1)
    assert steps[-1].session.open_turn is None
