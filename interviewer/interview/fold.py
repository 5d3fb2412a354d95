"""Fold events into a session: `(session, event) -> session`, nothing mutated, no clock read.

An event that does not fit the state is a SessionError: a journal that was damaged or joined from
two is found out instead of being played into nonsense.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

from interviewer.errors import SessionError
from interviewer.sessions import (
    Answered,
    Closed,
    Disputed,
    Drafted,
    Ended,
    Event,
    Graded,
    Hinted,
    Paused,
    Probed,
    Probing,
    Rated,
    Replied,
    ReplyGraded,
    Resumed,
    Revised,
    Revision,
    RevisionGraded,
    Session,
    Shown,
    Started,
    Turn,
)


def replay(events: Iterable[Event]) -> Session:
    """Return the session that these events make, from its `Started` on."""
    rest = iter(events)
    first = next(rest, None)
    if not isinstance(first, Started):
        raise SessionError("an interview begins with its start, and there is none")
    return reduce(apply, rest, begin(first))


def begin(event: Started) -> Session:
    """Return the session in which nothing was asked yet."""
    return Session(
        id=event.session_id,
        interviewer=event.interviewer,
        started_at=event.at,
        last_at=event.at,
        seed=event.seed,
        rules=event.rules,
        made_with=event.made_with,
    )


def apply(session: Session, event: Event) -> Session:
    """Return the session after one more event; SessionError where it does not fit."""
    if session.ended_at is not None:
        raise _misfit(session, event, "the interview is over")
    after = session.model_copy(update={"last_at": max(session.last_at, event.at)})
    match event:
        case Started():
            raise _misfit(session, event, "it has begun already")
        case Shown():
            return _shown(after, event)
        case Drafted(text=text, seconds=seconds):
            return after.model_copy(update={"draft": text, "seconds": after.seconds + seconds})
        case Paused() | Resumed():
            return after
        case Ended(because=because):
            return after.model_copy(update={"ended_at": event.at, "ended_because": because})
    turn = session.open_turn
    if turn is None:
        raise _misfit(session, event, "no question is on the screen")
    changed = _turned(session, turn, event)
    spent = 0.0
    if isinstance(event, Answered | Replied | Revised):
        spent = event.thinking + event.writing
    if isinstance(event, Answered | Replied | Revised | Closed):
        after = after.model_copy(update={"draft": ""})
    return after.model_copy(
        update={
            "turns": (*session.turns[:-1], changed),
            "seconds": round(after.seconds + spent, 3),
        }
    )


def _shown(session: Session, event: Shown) -> Session:
    if session.open_turn is not None:
        raise _misfit(session, event, "another question is on the screen")
    if any(event.question_id == turn.question_id for turn in session.turns):
        raise _misfit(session, event, f"{event.question_id!r} was asked already")
    turn = Turn(
        question_id=event.question_id,
        prompt=event.prompt,
        rubric_sha256=event.rubric_sha256,
        reason=event.reason,
        shown_at=event.at,
    )
    return session.model_copy(update={"turns": (*session.turns, turn), "draft": ""})


def _turned(session: Session, turn: Turn, event: Event) -> Turn:
    """Return the open turn after an event that concerns it."""
    fits, update = _update(turn, event)
    if not fits:
        raise _misfit(session, event, f"question {turn.question_id!r} does not wait for it")
    return turn.model_copy(update=update)


def _update(turn: Turn, event: Event) -> tuple[bool, dict[str, Any]]:
    """Return whether the turn waits for this event, and which of its fields change."""
    answered, graded = turn.status is not None, turn.grade is not None
    last = turn.probes[-1] if turn.probes else None
    match event:
        case Hinted():
            return not answered, {"hints": (*turn.hints, event)}
        case Answered():
            return not answered, {
                "status": event.status,
                "answer": event.text,
                "answered_at": event.at,
                "thinking": event.thinking,
                "writing": event.writing,
            }
        case Graded():
            return answered and not graded, {
                "grade": event.grade,
                "unaided": event.unaided,
                "assisted": event.assisted or event.unaided,
            }
        case Probed():
            probing = Probing(about=event.about, step=event.step, text=event.text)
            free = last is None or last.status is not None or last.about == event.about
            return graded and free, {"probes": (*turn.probes, probing)}
        case Replied():
            heard: dict[str, object] = {"status": event.status, "reply": event.text}
            return last is not None and last.status is None, {
                "probes": _last(turn.probes, heard),
                "thinking": turn.thinking + event.thinking,
                "writing": turn.writing + event.writing,
            }
        case ReplyGraded(verdict=verdict, assisted=assisted):
            waits = last is not None and last.status is not None and last.verdict is None
            probes = _last(turn.probes, {"verdict": verdict})
            return waits, {"probes": probes, "assisted": assisted}
        case Rated(share=share):
            return graded, {"rating": share}
        case Revised(text=text):
            return graded, {"revisions": (*turn.revisions, Revision(text=text))}
        case RevisionGraded(grade=grade):
            waits = bool(turn.revisions) and turn.revisions[-1].grade is None
            return waits, {"revisions": _last(turn.revisions, {"grade": grade})}
        case Disputed():
            return graded, {"disputes": (*turn.disputes, event)}
        case Closed():
            return answered, {"closed": True}
    return False, {}


def _last(rows: tuple[Any, ...], update: dict[str, object]) -> tuple[Any, ...]:
    """Return the rows with the last one changed; none stay none."""
    return (*rows[:-1], rows[-1].model_copy(update=update)) if rows else rows


def _misfit(session: Session, event: Event, why: str) -> SessionError:
    return SessionError(f"session {session.id!r} cannot take {event.kind!r}: {why}")
