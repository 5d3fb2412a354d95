"""Ask, grade, record, until done: a generator that knows no terminal, no model and no clock.

The caller's `for` gets a `Step` after every answer and decides what to show and to save. When
it goes on, the engine asks whether to revise; only the first answer counts.

An answer is never lost: where grading fails or is interrupted, the turn is recorded with a grade
that holds the text and says why it failed, the step carries the error, and the interview ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from interviewer.errors import InterviewerError, SessionError
from interviewer.grades import Failure, Grade
from interviewer.interview.pick import Pick
from interviewer.interview.record import record, revise
from interviewer.items import Item
from interviewer.sessions import Session, Turn, TurnStatus


class Asked(NamedTuple):
    """What is wanted now: an answer to question ``number``, or a word on revising ``draft``."""

    step: Literal["question", "revise"]
    item: Item
    number: int
    total: int
    draft: str = ""


@dataclass(frozen=True)
class Answered:
    """The candidate's answer to the question."""

    text: str


@dataclass(frozen=True)
class Idk:
    """The candidate says that they do not know: graded as such, so every keypoint is missed."""


@dataclass(frozen=True)
class Skip:
    """Leave the question out; it leaves the sums."""


@dataclass(frozen=True)
class Revise:
    """The answer once more, edited; graded and kept, and does not count."""

    text: str


@dataclass(frozen=True)
class Next:
    """Go on to the next question."""


@dataclass(frozen=True)
class Quit:
    """End the interview here."""


_IDK_TEXT = "I don't know."

Reply = Answered | Idk | Skip | Revise | Next | Quit
Ask = Callable[[Asked], Reply]


class Step(NamedTuple):
    """The session after one more turn or revision.

    ``before`` is the grade of the attempt before a revision, else None. With ``error`` set, this
    is the last step and the error is the caller's to raise once the session is saved.
    """

    session: Session
    item: Item
    turn: Turn
    before: Grade | None = None
    error: InterviewerError | KeyboardInterrupt | None = None


def interview(
    session: Session,
    picks: Sequence[Pick],
    *,
    ask: Ask,
    grade: Callable[[Item, str], Grade],
    clock: Callable[[], str],
) -> Iterator[Step]:
    """Yield a step for every question answered or skipped and for every revision, in order."""
    for number, pick in enumerate(picks, start=1):
        asked = Asked("question", pick.item, number, len(picks))
        reply = ask(asked)
        if isinstance(reply, Quit):
            return
        status, text = _answer(reply)
        at = clock()
        graded, error = (None, None) if text is None else _graded(grade, pick.item, text)
        turn = Turn(
            question_id=pick.item.id,
            prompt=pick.item.question.prompt,
            reason=pick.reason,
            status=status,
            answered_at=at,
            grade=graded,
        )
        session = record(session, turn)
        yield Step(session, pick.item, turn, error=error)
        if error is not None:
            return
        if text is None or graded is None:
            continue
        asked = asked._replace(step="revise", draft=text if status == "answered" else "")
        while not isinstance(reply := ask(asked), Next):
            if isinstance(reply, Quit):
                return
            if not isinstance(reply, Revise):
                raise SessionError(f"{reply!r} is no reply once a question is answered")
            before = graded
            graded, error = _graded(grade, pick.item, reply.text)
            session = revise(session, graded)
            yield Step(session, pick.item, session.turns[-1], before=before, error=error)
            if error is not None:
                return
            asked = asked._replace(draft=reply.text)


def _answer(reply: Reply) -> tuple[TurnStatus, str | None]:
    match reply:
        case Answered(text):
            return "answered", text
        case Idk():
            return "idk", _IDK_TEXT
        case Skip():
            return "skipped", None
    raise SessionError(f"{reply!r} is no reply to a question")


def _graded(
    grade: Callable[[Item, str], Grade], item: Item, text: str
) -> tuple[Grade, InterviewerError | KeyboardInterrupt | None]:
    try:
        return grade(item, text), None
    except (InterviewerError, KeyboardInterrupt) as error:
        stopped = isinstance(error, KeyboardInterrupt)
        why = Failure(
            code="interrupted" if stopped else "grader",
            message="interrupted while grading" if stopped else _encodable(str(error)),
        )
        kept = _encodable(text)
        failed = Grade(question_id=item.id, status="failed", answer=kept, score=None, error=why)
        return failed, error


def _encodable(text: str) -> str:
    """Return the text without lone surrogates, which JSON cannot carry."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
