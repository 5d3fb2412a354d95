"""How well the picker measures: simulated examinees of known ability, three ways of picking.

    python -m benchmarks.picking --examinees 1500 --bank shipped --world as-modelled

Each examinee sits an interview of eight questions. Who has a keypoint follows the model that
ability is measured with (`interviewer.interview.rasch`), luck of an answer included, and the grader
errs as often as it does in `information`. In the world that is ``off`` the model is wrong: luck and
the grader's errors are half as large again, and difficulties are off by N(0, .5). ``wide`` is a
bank of 120 questions made of the shipped ones, with difficulties spread N(0, 1).

Printed for each way of picking: root mean square error and bias of the ability, how often its 80 %
interval covers, how many of the topics with a minimum and of all were asked about, the share of
examinees that saw the most shown question, and how many questions nobody saw.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from typing import NamedTuple

from interviewer.bank import read_bank
from interviewer.grades import Grade, Label, Probabilities, Score, Verdict
from interviewer.interview.ability import ability
from interviewer.interview.fold import apply, begin
from interviewer.interview.job import blueprint_of
from interviewer.interview.observations import difficulty_of
from interviewer.interview.picking import generator, rank
from interviewer.interview.rasch import ANSWER_SPREAD, SENSITIVITY, chance, information
from interviewer.items import Item
from interviewer.rules import Blueprint, Mode, Rules
from interviewer.sessions import Answered, Closed, Graded, Session, Shown, Started

QUESTIONS = 8
AT = "2026-01-01T00:00:00+00:00"
WAYS = ("practice", "exam", "random", "most-information")
_NORMAL_80 = 1.2816
_WORSE = 1.5
_OFF = 0.5
_COPIES = 4


class World(NamedTuple):
    """How examinees and grader really are."""

    luck: float
    error: float
    off: float


WORLDS = {
    "as-modelled": World(ANSWER_SPREAD, 1 - SENSITIVITY, 0.0),
    "off": World(_WORSE * ANSWER_SPREAD, _WORSE * (1 - SENSITIVITY), _OFF),
}


class Examined(NamedTuple):
    """One examinee: the error of the ability found, whether its interval holds it, what came."""

    error: float
    deviation: float
    questions: tuple[str, ...]


class Figures(NamedTuple):
    """What one way of picking comes to."""

    way: str
    rmse: float
    bias: float
    covered: float
    minima: float
    topics: float
    most_shown: float
    never: int


@lru_cache(maxsize=2)
def items_of(bank: str) -> Mapping[str, Item]:
    """Return the shipped questions, or many made of them with difficulties spread N(0, 1)."""
    shipped = read_bank(None).items
    if bank == "shipped":
        return shipped
    rng = random.Random(1)
    made = {}
    for name in sorted(shipped):
        for copy in range(_COPIES):
            item = shipped[name]
            question = item.question.model_copy(update={"difficulty": rng.gauss(0, 1)})
            made[f"{name}-{copy}"] = item.model_copy(
                update={"id": f"{name}-{copy}", "question": question}
            )
    return made


@lru_cache(maxsize=1)
def blueprint() -> Blueprint:
    """Return the quotas of the shipped bank."""
    return blueprint_of(read_bank(None).subjects)


def examined(number: int, *, way: str, bank: str, world: str) -> Examined:
    """Return how one examinee's interview went; the same number is the same person."""
    items = items_of(bank)
    person = random.Random(f"examinee {number}")
    theta = person.gauss(0, 1)
    mode: Mode = "practice" if way == "practice" else "exam"
    rules = Rules(
        mode=mode,
        questions=QUESTIONS,
        probes=False,
        blueprint=blueprint(),
    )
    session = begin(
        Started(at=AT, session_id=str(number), interviewer="x", seed=number, rules=rules)
    )
    draw = _drawing(way, number)
    for _ in range(QUESTIONS):
        name = draw(session, items)
        session = _asked(session, items[name], theta, person, WORLDS[world])
    found = ability([session], items)
    asked = tuple(turn.question_id for turn in session.turns)
    return Examined(found.mean - theta, found.deviation, asked)


def figures(way: str, rows: Sequence[Examined], bank: str) -> Figures:
    """Return what these interviews come to."""
    items = items_of(bank)
    topics = {item.question.topic for item in items.values()}
    owed = {topic for topic, quota in blueprint().topics.items() if quota.minimum}
    seen = Counter(name for row in rows for name in row.questions)
    asked = [{items[name].question.topic for name in row.questions} for row in rows]
    return Figures(
        way=way,
        rmse=math.sqrt(_mean(row.error**2 for row in rows)),
        bias=_mean(row.error for row in rows),
        covered=_mean(abs(row.error) <= _NORMAL_80 * row.deviation for row in rows),
        minima=_mean(len(owed & each) / len(owed) for each in asked),
        topics=_mean(len(each) / len(topics) for each in asked),
        most_shown=max(seen.values()) / len(rows),
        never=sum(name not in seen for name in items),
    )


def _drawing(way: str, number: int) -> Callable[[Session, Mapping[str, Item]], str]:
    def by_picker(session: Session, items: Mapping[str, Item]) -> str:
        found = rank(items, session, [], now=AT, rng=generator(session))
        if found is None:
            raise RuntimeError("nothing is left to ask")
        return found.candidates[found.draw].question_id

    def at_random(session: Session, items: Mapping[str, Item]) -> str:
        return generator(session).choice(_left(session, items))

    def most_information(session: Session, items: Mapping[str, Item]) -> str:
        theta = ability([session], items).mean
        return max(_left(session, items), key=lambda name: (information(items[name], theta), name))

    ways = {"random": at_random, "most-information": most_information}
    return ways.get(way, by_picker)


def _left(session: Session, items: Mapping[str, Item]) -> list[str]:
    asked = {turn.question_id for turn in session.turns}
    return [name for name in sorted(items) if name not in asked]


def _asked(
    session: Session, item: Item, theta: float, person: random.Random, world: World
) -> Session:
    luck = person.gauss(0, world.luck) + person.gauss(0, world.off)
    had = {
        k.id: person.random() < chance(theta + luck, difficulty_of(item, k))
        for k in item.rubric.keypoints
    }
    for group in item.rubric.groups:
        known = [member for member in group.of if had[member]]
        person.shuffle(known)
        had |= dict.fromkeys(known[group.need :], False)
    verdicts = tuple(_graded(name, is_had, person, world) for name, is_had in had.items())
    score = Score(points=0, possible=1, fraction=0)
    grade = Grade(question_id=item.id, status="graded", score=score, verdicts=verdicts)
    for event in (
        Shown(
            at=AT,
            question_id=item.id,
            prompt="?",
            rubric_sha256="0",
            reason="drawn",
            candidates=(),
            draw=0,
        ),
        Answered(at=AT, text="x"),
        Graded(at=AT, grade=grade, unaided=score),
        Closed(at=AT),
    ):
        session = apply(session, event)
    return session


def _graded(name: str, is_had: bool, person: random.Random, world: World) -> Verdict:
    is_met = is_had if person.random() >= world.error else not is_had
    label: Label = "met" if is_met else "missed"
    met = SENSITIVITY if is_met else round(1 - SENSITIVITY, 4)
    return Verdict(
        keypoint_id=name,
        label=label,
        credit=float(is_met),
        points=1.0,
        probabilities=Probabilities(met=met, partial=0, missed=round(1 - met, 4), contradicted=0),
        decided_by="matcher",
        reason="simulated",
    )


def _mean(values: Iterator[float] | Iterator[bool]) -> float:
    rows = list(values)
    return sum(rows) / len(rows)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--examinees", type=int, default=1500)
    parser.add_argument("--bank", choices=("shipped", "wide"), default="shipped")
    parser.add_argument("--world", choices=tuple(WORLDS), default="as-modelled")
    parser.add_argument("--way", choices=WAYS, action="append", help="Only these; else all.")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    print(f"{options.examinees} examinees, bank {options.bank}, world {options.world}")
    print(f"{'way':<17} {'rmse':>5} {'bias':>6} {'80%':>5} {'minima':>7} {'topics':>7} "
          f"{'most':>5} {'never':>5}")  # fmt: skip
    with ProcessPoolExecutor(options.jobs) as pool:
        for way in options.way or WAYS:
            one = partial(examined, way=way, bank=options.bank, world=options.world)
            rows = list(pool.map(one, range(options.examinees), chunksize=8))
            f = figures(way, rows, options.bank)
            print(
                f"{f.way:<17} {f.rmse:>5.2f} {f.bias:>+6.2f} {f.covered:>5.2f} {f.minima:>7.2f} "
                f"{f.topics:>7.2f} {f.most_shown:>5.2f} {f.never:>5}",
                flush=True,
            )


if __name__ == "__main__":
    main()
