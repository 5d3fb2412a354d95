"""Whole interviews with a simulated candidate: the real engine and picking, a made-up clock.

Nothing is asked of the world: no terminal, no file, no time. An interview that is paused is taken
up again from its events alone, as after a crash. What must hold of each stands in `invariants`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from interviewer import __version__
from interviewer.grader import Grader
from interviewer.grades import Grade, Verdict
from interviewer.interview.asking import Ask, Asked, Quit, Reply
from interviewer.interview.engine import Engine, Grades
from interviewer.interview.fold import begin, replay
from interviewer.interview.picking import Ranking, rank
from interviewer.items import Item
from interviewer.replies import heard, settled
from interviewer.rules import Rules
from interviewer.sessions import Event, Paused, Resumed, Session, Started
from interviewer.testing.candidates import candidate as named

MOST_ASKED = 40
"""A question asks a candidate for something so many times at most; pauses and hints that came to
nothing count. Beyond, the simulation quits in their place: they and the engine go in a circle."""

SLOWEST = 120.0
"""Seconds that a simulated candidate spends on a reply, or on typing it, at most."""

DRILL_AFTER_DAYS = 30
"""A drill asks what is due; so a practice interview comes before it, by so many days."""

_FIRST_DAY = "2026-01-01T09:00:00+00:00"
_SEEDS = 1_000_000


class Note(NamedTuple):
    """A word to the candidate beside the events, and the question that was open."""

    question_id: str
    text: str


class Held(NamedTuple):
    """One interview that was held: what was written of it, and what comes of that.

    ``history`` has the interviews that the candidate had before. ``asked`` counts how often they
    were asked for anything.
    """

    candidate: str
    events: tuple[Event, ...]
    session: Session
    history: tuple[Session, ...]
    notes: tuple[Note, ...]
    asked: int


class GraderGrades(NamedTuple):
    """The `Grades` of an interview by a grader, with nobody to wait for."""

    grader: Grader

    def grade(self, item: Item, text: str) -> Grade:
        """Return the grade of an answer."""
        return self.grader.grade(item, text)

    def heard(self, item: Item, about: str, said: Sequence[str], reply: str) -> Verdict:
        """Return the verdict on a reply, after these probes about one thing."""
        return heard(self.grader, item, about, said, reply)

    def settle(self, item: Item, keypoint_id: str, answer: str) -> Verdict | None:
        """Return a judge's verdict on a disputed keypoint; None where there is none to ask."""
        return settled(self.grader, item, keypoint_id, answer)


def simulate(
    items: Mapping[str, Item],
    candidate: str,
    *,
    sessions: int,
    seed: int,
    grades: Grades,
    rules: Rules,
) -> Iterator[Held]:
    """Yield so many interviews, each with a new candidate of that name; the seed makes them exact.

    SessionError where there is no such candidate. A drill comes after a practice interview of the
    same candidate, which is not yielded and stands in its ``history``.
    """
    make = named(candidate)
    for number in range(sessions):
        rng = random.Random(f"{seed}/{candidate}/{number}")
        room = _Room(items, candidate, make(rng.randrange(_SEEDS)), grades, ())
        day = 0
        if rules.mode == "drill":
            practice = rules.model_copy(update={"mode": "practice"})
            before = room.hold(practice, f"{number}-before", rng, day)
            room, day = room._replace(history=(before.session,)), DRILL_AFTER_DAYS
        yield room.hold(rules, str(number), rng, day)


class _Room(NamedTuple):
    """Where a candidate is interviewed."""

    items: Mapping[str, Item]
    candidate: str
    ask: Ask
    grades: Grades
    history: tuple[Session, ...]

    def hold(self, rules: Rules, number: str, rng: random.Random, day: int) -> Held:
        """Return an interview held to its end, however often it is paused."""
        time = _Time(rng, day)
        asked = _Counted(self.ask, MOST_ASKED * rules.questions)
        started = Started(
            at=time.clock(),
            session_id=f"simulated-{number}",
            interviewer=__version__,
            seed=rng.randrange(_SEEDS),
            rules=rules,
        )
        engine = Engine(
            items=self.items,
            rank=self.rank,
            ask=asked,
            grades=self.grades,
            clock=time.clock,
            stopwatch=time.stopwatch,
        )
        events: list[Event] = [started]
        notes: list[Note] = []
        session = begin(started)
        while True:
            for step in engine.run(session):
                session = step.session
                if step.event is not None:
                    events.append(step.event)
                if step.note:
                    notes.append(Note("" if step.item is None else step.item.id, step.note))
            if not isinstance(events[-1], Paused):
                break
            events.append(Resumed(at=time.clock()))
            session = replay(events)
        return Held(self.candidate, tuple(events), session, self.history, tuple(notes), asked.times)

    def rank(self, session: Session, rng: random.Random) -> Ranking | None:
        """Return what could be asked next, as an interview at the terminal ranks it."""
        return rank(self.items, session, self.history, now=session.started_at, rng=rng)


class _Time:
    """A clock and a stopwatch that go on by chance whenever somebody looks."""

    def __init__(self, rng: random.Random, day: int) -> None:
        self._rng = rng
        self._first = datetime.fromisoformat(_FIRST_DAY) + timedelta(days=day)
        self._seconds = 0.0

    def clock(self) -> str:
        return (self._first + timedelta(seconds=self._seconds)).isoformat(timespec="seconds")

    def stopwatch(self) -> float:
        self._seconds += self._rng.uniform(0.0, SLOWEST)
        return self._seconds


class _Counted:
    """Ask somebody, and quit for them once they were asked ``most`` times."""

    def __init__(self, ask: Ask, most: int) -> None:
        self._ask = ask
        self._most = most
        self.times = 0

    def __call__(self, asked: Asked) -> Reply:
        self.times += 1
        return Quit() if self.times > self._most else self._ask(asked)
