"""Hold an interview by a script: no terminal, no model, a clock that ticks by itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from interviewer.grades import Grade, Verdict
from interviewer.interview.asking import Ask, Asked, Reply
from interviewer.interview.engine import Engine, Step
from interviewer.interview.fold import begin
from interviewer.interview.picking import Ranking
from interviewer.items import Item
from interviewer.rules import Rules
from interviewer.sessions import Candidate, Session, Started
from tests.interview.items import probed
from tests.interview.words import grade


class Script:
    """Reply with what is written; ``asked`` remembers what was wanted."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.asked: list[Asked] = []

    def __call__(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        return self.replies.pop(0)


class Clock:
    """Tell a second more each time, as text or as a number."""

    def __init__(self) -> None:
        self.seconds = 0

    def __call__(self) -> str:
        self.seconds += 1
        return f"2026-01-01T00:{self.seconds // 60:02d}:{self.seconds % 60:02d}+00:00"

    def stopwatch(self) -> float:
        self.seconds += 1
        return float(self.seconds)


class WordGrades:
    """Grade by plain search; a judge for disputes says met, where there is one."""

    def __init__(self, grader: Callable[[Item, str], Grade] = grade) -> None:
        self.grade = grader
        self.said: list[Sequence[str]] = []

    def heard(self, item: Item, about: str, said: Sequence[str], reply: str) -> Verdict:
        self.said.append(list(said))
        for false in item.rubric.misconceptions:
            if false.id == about:
                met = false.correct in reply
                return Verdict(
                    keypoint_id=about,
                    label="met" if met else "missed",
                    credit=float(met),
                    points=false.points,
                    decided_by="matcher",
                    reason="for a test",
                )
        return grade(item, reply).verdict(about)

    def settle(self, item: Item, keypoint_id: str, answer: str) -> Verdict | None:
        return None


def in_order(items: Mapping[str, Item]) -> Callable[[Session, random.Random], Ranking | None]:
    """Rank what was not asked yet by its name."""

    def rank(session: Session, rng: random.Random) -> Ranking | None:
        asked = {turn.question_id for turn in session.turns}
        rest = [name for name in sorted(items) if name not in asked]
        if not rest:
            return None
        return Ranking(tuple(Candidate(question_id=n, reason="for a test") for n in rest), 0)

    return rank


def fresh(**rules: object) -> Session:
    """Return a session in which nothing was asked, with these rules."""
    return begin(started(**rules))


def started(**rules: object) -> Started:
    """Return the start of a session with these rules."""
    told = Rules.model_validate({"questions": 2, **rules})
    return Started(
        at="2026-01-01T00:00:00+00:00",
        session_id="s1",
        interviewer="0.1.0",
        seed=3,
        rules=told,
    )


def one() -> dict[str, Item]:
    """Return a bank of one question with probes."""
    return {"deep-learning/dropout": probed()}


def engine(
    script: Ask,
    items: Mapping[str, Item] | None = None,
    grades: WordGrades | None = None,
) -> Engine:
    """Return an engine on words, asked by a script."""
    clock = Clock()
    bank = one() if items is None else items
    return Engine(
        items=bank,
        rank=in_order(bank),
        ask=script,
        grades=grades or WordGrades(),
        clock=clock,
        stopwatch=clock.stopwatch,
    )


def held(
    *replies: Reply,
    items: Mapping[str, Item] | None = None,
    grades: WordGrades | None = None,
    session: Session | None = None,
    **rules: object,
) -> list[Step]:
    """Return every step of an interview in which these replies were given."""
    begun = fresh(**rules) if session is None else session
    return list(engine(Script(*replies), items, grades).run(begun))
