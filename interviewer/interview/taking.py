"""What a reply means where it was given: the events that it makes, or a word to the candidate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from interviewer.errors import SessionError
from interviewer.interview.asking import (
    Answer,
    Ask,
    Asked,
    Dispute,
    Hint,
    Idk,
    Next,
    Pause,
    Quit,
    Rate,
    Reply,
    Revise,
    Skip,
)
from interviewer.interview.assistance import FACTORS
from interviewer.interview.probing import Asking, next_hint, step_after
from interviewer.items import Item
from interviewer.sessions import (
    Answered,
    Closed,
    Disputed,
    Drafted,
    Ended,
    Event,
    Hinted,
    Paused,
    Probed,
    Rated,
    Replied,
    ReplyStatus,
    Revised,
    Session,
    Turn,
)

IDK_TEXT = "I don't know."
_MORE_HELP = "There is no more help for this one."
_NO_HINTS = "There are no hints in an exam."


class Taken(NamedTuple):
    """What happened, in order, and what the candidate is told."""

    events: Sequence[Event] = ()
    note: str = ""


class Spent(NamedTuple):
    """A candidate's seconds before and after the first key."""

    thinking: float
    writing: float


class Timed:
    """Ask, and count the candidate's seconds until they send something.

    ``stopwatch`` tells seconds from any point on. What was spent before a hint counts too.
    """

    def __init__(self, ask: Ask, stopwatch: Callable[[], float]) -> None:
        self._ask = ask
        self._stopwatch = stopwatch
        self._spent = 0.0

    def __call__(self, asked: Asked) -> Reply:
        """Return the reply."""
        begun = self._stopwatch()
        reply = self._ask(asked)
        self._spent += max(0.0, self._stopwatch() - begun)
        return reply

    def take(self, thinking: float | None = None) -> Spent:
        """Return the seconds since the last time, those before the first key apart."""
        spent, self._spent = self._spent, 0.0
        thought = spent if thinking is None else min(spent, thinking)
        return Spent(round(thought, 3), round(spent - thought, 3))

    def drop(self) -> None:
        """Forget them: nobody was asked for words."""
        self._spent = 0.0


def probed(asking: Asking, at: str) -> Probed:
    """Return that this was asked."""
    return Probed(at=at, about=asking.about, step=asking.step, text=asking.text)


def to_question(reply: Reply, session: Session, item: Item, at: str, time: Timed) -> Taken:
    """Return what a reply to the open question means."""
    turn = _open(session)
    match reply:
        case Answer(text, thinking):
            return Taken([_answered(at, text, "answered", time.take(thinking))])
        case Idk():
            return Taken([_answered(at, IDK_TEXT, "idk", time.take())])
        case Skip():
            return Taken([_answered(at, "", "skipped", time.take())])
        case Hint() if session.rules.mode == "exam":
            return Taken(note=_NO_HINTS)
        case Hint():
            hint = next_hint(item, turn)
            if hint is None:
                return Taken(note=_MORE_HELP)
            told = Hinted(at=at, keypoint_id=hint.about, step=hint.step, text=hint.text)
            cost = f"from now on this point earns at most {FACTORS[hint.step]:.0%}, as helped"
            return Taken([told], f"Hint ({cost}): {hint.text}")
    return _left(reply, at, time)


def to_probe(reply: Reply, session: Session, item: Item, at: str, time: Timed) -> Taken:
    """Return what a reply to the open probe means."""
    turn = _open(session)
    match reply:
        case Answer(text, thinking):
            return Taken([_replied(at, text, "answered", time.take(thinking))])
        case Idk():
            return Taken([_replied(at, IDK_TEXT, "idk", time.take())])
        case Skip():
            return Taken([_replied(at, "", "skipped", time.take())])
        case Hint():
            about = turn.probes[-1].about
            further = step_after(item, turn, about, mode=session.rules.mode) if about else None
            if further is None:
                return Taken(note=_MORE_HELP)
            return Taken([probed(further, at)])
    return _left(reply, at, time)


def to_grade(reply: Reply, session: Session, item: Item, at: str, time: Timed) -> Taken:
    """Return what a word on the shown grade means; a `Disputed` still lacks a judge's ruling."""
    turn = _open(session)
    match reply:
        case Next():
            return Taken([Closed(at=at)])
        case Revise(text, thinking):
            spent = time.take(thinking)
            again = Revised(at=at, text=text, thinking=spent.thinking, writing=spent.writing)
            return Taken([again])
        case Dispute(keypoint_id, because):
            names = [keypoint.id for keypoint in item.rubric.keypoints]
            if keypoint_id not in names:
                return Taken(note=f"No keypoint {keypoint_id!r} here; there are {', '.join(names)}")
            if any(dispute.keypoint_id == keypoint_id for dispute in turn.disputes):
                return Taken(note=f"{keypoint_id!r} is disputed already; that is kept.")
            return Taken([Disputed(at=at, keypoint_id=keypoint_id, because=because)])
    return _left(reply, at, time)


def to_rating(reply: Reply, at: str, time: Timed) -> Taken:
    """Return what a candidate's rating of themselves means."""
    match reply:
        case Rate(share):
            return Taken([Rated(at=at, share=share)])
        case Next():
            return Taken()
    return _left(reply, at, time)


def _answered(at: str, text: str, status: ReplyStatus, spent: Spent) -> Answered:
    return Answered(at=at, text=text, status=status, thinking=spent.thinking, writing=spent.writing)


def _replied(at: str, text: str, status: ReplyStatus, spent: Spent) -> Replied:
    return Replied(at=at, text=text, status=status, thinking=spent.thinking, writing=spent.writing)


def _left(reply: Reply, at: str, time: Timed) -> Taken:
    match reply:
        case Pause(draft):
            kept = Drafted(at=at, text=draft, seconds=sum(time.take()))
            return Taken([*([kept] if draft else []), Paused(at=at)])
        case Quit():
            return Taken([Ended(at=at, because="quit")])
    raise SessionError(f"{reply!r} is no reply to what was asked")


def _open(session: Session) -> Turn:
    turn = session.open_turn
    if turn is None:
        raise SessionError(f"session {session.id!r} has no question on the screen")
    return turn
