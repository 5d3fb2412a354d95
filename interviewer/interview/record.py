"""Write an interview down: each function returns a new `Session` and changes none."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.errors import SessionError
from interviewer.grades import Grade
from interviewer.interview.pick import Pick
from interviewer.sessions import Session, Turn


def start(
    picks: Sequence[Pick], *, session_id: str, interviewer: str, seed: int, started_at: str
) -> Session:
    """Return the session of an interview in which nothing was asked yet."""
    return Session(
        id=session_id,
        interviewer=interviewer,
        started_at=started_at,
        seed=seed,
        planned=tuple(pick.item.id for pick in picks),
    )


def record(session: Session, turn: Turn) -> Session:
    """Return the session with one more turn; SessionError where it was not planned or is there."""
    if turn.question_id not in session.planned:
        raise SessionError(f"session {session.id!r} has not planned {turn.question_id!r}")
    if any(turn.question_id == earlier.question_id for earlier in session.turns):
        raise SessionError(f"session {session.id!r} has asked {turn.question_id!r} already")
    return session.model_copy(update={"turns": (*session.turns, turn)})


def revise(session: Session, grade: Grade) -> Session:
    """Return the session with one more revision of its last turn, whose grade stays what counts."""
    if not session.turns:
        raise SessionError(f"session {session.id!r} has no answer to revise")
    last = session.turns[-1]
    turn = last.model_copy(update={"revisions": (*last.revisions, grade)})
    return session.model_copy(update={"turns": (*session.turns[:-1], turn)})


def end(session: Session, ended_at: str) -> Session:
    """Return the session as ended at that time."""
    return session.model_copy(update={"ended_at": ended_at})
