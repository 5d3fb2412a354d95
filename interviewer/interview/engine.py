"""Ask, grade, ask on, until done: a generator that knows no terminal, no model and no clock.

What comes next follows from the session alone (`Engine.waiting`), so an interview that was cut off
goes on where it was. The caller's `for` gets a `Step` for everything that happens, makes it durable
and shows it; only then does the engine go on. An error while grading passes through: the answer
stands in the journal by then, and is graded when the session is taken up again.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

from interviewer.errors import SessionError
from interviewer.grades import Grade, Verdict
from interviewer.interview.asking import Ask, Asked, AskStep, Reply
from interviewer.interview.assistance import assisted, unaided
from interviewer.interview.fold import apply
from interviewer.interview.observations import difficulty_of
from interviewer.interview.picking import BEST, Ranking
from interviewer.interview.probing import Asking, next_probe
from interviewer.interview.rasch import chance
from interviewer.interview.taking import (
    Taken,
    Timed,
    probed,
    to_grade,
    to_probe,
    to_question,
    to_rating,
)
from interviewer.items import Item, Keypoint
from interviewer.sessions import (
    Answered,
    Closed,
    Disputed,
    Ended,
    EndReason,
    Event,
    Graded,
    Paused,
    Probing,
    ReplyGraded,
    RevisionGraded,
    Session,
    Shown,
    Turn,
)

Wanted = Literal[
    "question",
    "answer",
    "grade",
    "probe",
    "reply",
    "heard",
    "revision",
    "after",
    "close",
    "over",
]


class Step(NamedTuple):
    """The session after one more event, about which item; ``note`` is for the candidate."""

    session: Session
    event: Event | None = None
    item: Item | None = None
    note: str = ""


class Grades(Protocol):
    """What grades answers, replies to probes, and disputes."""

    def grade(self, item: Item, text: str) -> Grade:
        """Return the grade of an answer."""

    def heard(self, item: Item, about: str, said: Sequence[str], reply: str) -> Verdict:
        """Return the verdict on a reply about one thing, after all that was said."""

    def settle(self, item: Item, keypoint_id: str, answer: str) -> Verdict | None:
        """Return a judge's verdict on a disputed keypoint; None where there is none to ask."""


class Engine(NamedTuple):
    """What an interview runs on.

    ``rank`` says which question comes next in a session, drawing from a generator of random numbers
    that the session's seed and its number of questions set. ``clock`` tells the time as text,
    ``stopwatch`` seconds. ``theta`` is the ability that probes go by, fixed for the session.
    """

    items: Mapping[str, Item]
    rank: Callable[[Session, random.Random], Ranking | None]
    ask: Ask
    grades: Grades
    clock: Callable[[], str]
    stopwatch: Callable[[], float]
    theta: float = 0.0

    def run(self, session: Session) -> Iterator[Step]:
        """Yield a step for everything that happens, until the interview is over or left."""
        time = Timed(self.ask, self.stopwatch)
        unrated: set[str] = set()
        while (wanted := self.waiting(session)) != "over":
            turn = session.open_turn
            item = None if turn is None else self.items.get(turn.question_id)
            if turn is None:
                taken = Taken([self._picked(session)])
            elif item is None:
                taken = self._gone(turn)
            elif wanted == "after" and _may_rate(session, turn) and item.id not in unrated:
                unrated.add(item.id)
                taken = to_rating(self._asked(session, item, time, "rate"), self.clock(), time)
            else:
                taken = self._taken(wanted, session, turn, item, time)
            if taken.note:
                yield Step(session, None, item, taken.note)
            for event in taken.events:
                session = apply(session, event)
                shown = self.items.get(event.question_id) if isinstance(event, Shown) else item
                yield Step(session, event, shown)
                if isinstance(event, Paused):
                    return

    def waiting(self, session: Session) -> Wanted:
        """Return what this session waits for."""
        if session.ended_at is not None:
            return "over"
        turn = session.open_turn
        if turn is None:
            return "question"
        if turn.status is None:
            return "answer"
        rules = session.rules
        if turn.grade is None:
            return "close" if turn.status == "skipped" and rules.mode != "exam" else "grade"
        last = turn.probes[-1] if turn.probes else None
        if last is not None and last.status is None:
            return "reply"
        if last is not None and _waits_for_a_verdict(last):
            return "heard"
        if turn.revisions and turn.revisions[-1].grade is None:
            return "revision"
        if self._probe(session, turn) is not None:
            return "probe"
        return "after" if rules.feedback == "each" else "close"

    def _taken(
        self, wanted: Wanted, session: Session, turn: Turn, item: Item, time: Timed
    ) -> Taken:
        match wanted:
            case "answer":
                reply = self._asked(session, item, time, "question")
                return to_question(reply, session, item, self.clock(), time)
            case "grade":
                grade = self.grades.grade(item, turn.answer)
                return Taken(
                    [
                        Graded(
                            at=self.clock(),
                            grade=grade,
                            unaided=unaided(item, grade, turn.hints),
                            assisted=assisted(item, grade, turn.hints, ()),
                        )
                    ]
                )
            case "probe":
                asking = self._probe(session, turn)
                return Taken([] if asking is None else [probed(asking, self.clock())])
            case "reply":
                reply = self._asked(session, item, time, "probe", turn.probes[-1].text)
                return to_probe(reply, session, item, self.clock(), time)
            case "heard":
                return Taken([self._heard(turn, item)])
            case "revision":
                grade = self.grades.grade(item, turn.revisions[-1].text)
                return Taken([RevisionGraded(at=self.clock(), grade=grade)])
            case "after":
                reply = self._asked(session, item, time, "after")
                taken = to_grade(reply, session, item, self.clock(), time)
                return taken._replace(events=[self._settled(e, turn, item) for e in taken.events])
        return Taken([Closed(at=self.clock())])

    def _asked(
        self, session: Session, item: Item, time: Timed, step: AskStep, text: str = ""
    ) -> Reply:
        turn = session.turns[-1]
        rules = session.rules
        answer = turn.revisions[-1].text if turn.revisions else turn.answer
        if step in ("after", "rate"):
            time.drop()
        left = None if rules.seconds is None else max(0.0, rules.seconds - session.seconds)
        total = max(rules.questions, len(session.turns))
        shown = text or turn.prompt
        number = len(session.turns)
        return time(Asked(step, item, session, shown, number, total, session.draft, answer, left))

    def _picked(self, session: Session) -> Event:
        done = len(session.turns) >= session.rules.questions
        if done or _is_time_up(session):
            because: EndReason = "finished" if done else "time"
            return Ended(at=self.clock(), because=because)
        found = self.rank(session, random.Random(f"{session.seed}/{len(session.turns)}"))
        if found is None:
            return Ended(at=self.clock(), because="finished")
        drawn = found.candidates[found.draw]
        item = self.items[drawn.question_id]
        return Shown(
            at=self.clock(),
            question_id=item.id,
            prompt=item.question.prompt,
            rubric_sha256=item.rubric_sha256(),
            reason=drawn.reason,
            candidates=found.candidates[: max(BEST, found.draw + 1)],
            draw=found.draw,
        )

    def _heard(self, turn: Turn, item: Item) -> Event:
        last = turn.probes[-1]
        if turn.grade is None:
            raise SessionError(f"{item.id!r} has a reply and no grade")
        said = [*(hint.text for hint in turn.hints), *(probe.text for probe in turn.probes)]
        verdict = self.grades.heard(item, last.about, said, last.reply)
        probes = (*turn.probes[:-1], last.model_copy(update={"verdict": verdict}))
        score = assisted(item, turn.grade, turn.hints, probes)
        return ReplyGraded(at=self.clock(), verdict=verdict, assisted=score)

    def _settled(self, event: Event, turn: Turn, item: Item) -> Event:
        if not isinstance(event, Disputed):
            return event
        ruling = self.grades.settle(item, event.keypoint_id, turn.answer)
        return event.model_copy(update={"ruling": ruling})

    def _probe(self, session: Session, turn: Turn) -> Asking | None:
        item = self.items.get(turn.question_id)
        rules = session.rules
        if item is None or not rules.probes or (rules.hard and _is_time_up(session)):
            return None

        def known(keypoint: Keypoint) -> float:
            return chance(self.theta, difficulty_of(item, keypoint))

        return next_probe(item, turn, mode=rules.mode, known=known)

    def _gone(self, turn: Turn) -> Taken:
        at = self.clock()
        if turn.status is not None:
            return Taken([Closed(at=at)])
        note = f"{turn.question_id} is no longer in the bank; it is left out."
        return Taken([Answered(at=at, text="", status="skipped")], note)


def _waits_for_a_verdict(probe: Probing) -> bool:
    return probe.verdict is None and probe.status == "answered" and probe.step != "followup"


def _may_rate(session: Session, turn: Turn) -> bool:
    return session.rules.rate and turn.rating is None and not turn.revisions


def _is_time_up(session: Session) -> bool:
    seconds = session.rules.seconds
    return seconds is not None and session.seconds >= seconds
