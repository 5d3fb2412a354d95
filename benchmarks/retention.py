"""How much is remembered on the day of the interview: our picker, random questions, and SM-2.

    python -m benchmarks.retention --learners 20 --days 60

Simulated learners practise five questions a day. Each forgets a concept as FSRS says (package
``fsrs``), every learner at a pace of their own: the stability of what they learn is the published
model's times a factor drawn log-normally (sigma .3). A keypoint is met when its concept is
recalled; what was missed is learnt from the feedback. Ways of choosing the day's questions:

- ``ours``: `interviewer.interview.picking.rank` on the sessions so far, with the interview's date;
- ``random``: any five questions;
- ``sm-2``: whole questions by Wozniak's SM-2 (1990): the share of keypoints met is the quality
  0..5, below 3 the interval starts again at 1 day, else 1, 6, then times the ease; new ones fill
  up.

Printed: mean chance of recall on the interview's day over all concepts of the bank, and the share
of concepts that stand above .9.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple

from fsrs import Card, Rating, Scheduler

from benchmarks.picking import blueprint, items_of
from interviewer.grades import Grade, Label, Score, Verdict
from interviewer.interview.fold import apply, begin
from interviewer.interview.picking import generator, rank
from interviewer.items import Item
from interviewer.rules import Rules
from interviewer.sessions import Answered, Closed, Graded, Session, Shown, Started

A_DAY = 5
START = datetime(2026, 1, 1, 9, tzinfo=UTC)
WAYS = ("ours", "random", "sm-2")
_PACE = 0.3
_ABOVE = 0.9


class Remembered(NamedTuple):
    """What a learner knows on the day: mean recall, and the share of concepts above .9."""

    recall: float
    above: float


class Learner:
    """Somebody who forgets at their own pace."""

    def __init__(self, number: int) -> None:
        self._rng = random.Random(f"learner {number}")
        self._pace = self._rng.lognormvariate(0, _PACE)
        self._cards: dict[str, Card] = {}
        self._scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)

    def recall(self, concept: str, at: datetime) -> float:
        """Return how likely the concept is recalled then; 0 where it was never met."""
        card = self._cards.get(concept)
        if card is None or card.last_review is None:
            return 0.0
        gone = (at - card.last_review) / self._pace
        return self._scheduler.get_card_retrievability(card, card.last_review + gone)

    def answer(self, item: Item, at: datetime) -> dict[str, bool]:
        """Return which keypoints are met, and learn from the feedback."""
        known = {concept: self._rng.random() < self.recall(concept, at) for concept in _of(item)}
        for concept, had in known.items():
            card = self._cards.get(concept) or Card(card_id=0, due=at)
            rating = Rating.Good if had else Rating.Again
            self._cards[concept], _ = self._scheduler.review_card(card, rating, at)
        return {k.id: known.get(k.concept or "", False) for k in item.rubric.keypoints}


class Sm2:
    """Whole questions by SM-2."""

    def __init__(self) -> None:
        self._cards: dict[str, tuple[int, int, float, int]] = {}  # due, repetitions, ease, interval

    def today(self, day: int, items: Mapping[str, Item], rng: random.Random) -> list[str]:
        """Return the day's questions: due ones first, the longest due before, then new ones."""
        due = sorted((card[0], name) for name, card in self._cards.items() if card[0] <= day)
        fresh = [name for name in sorted(items) if name not in self._cards]
        rng.shuffle(fresh)
        return [name for _, name in due][:A_DAY] + fresh[: max(0, A_DAY - len(due))]

    def reviewed(self, name: str, day: int, share: float) -> None:
        """Set the next interval of a question by how much of it was had."""
        _, repetitions, ease, interval = self._cards.get(name, (0, 0, 2.5, 0))
        quality = 5 * share
        if quality < 3:
            repetitions, interval = 0, 1
        else:
            repetitions += 1
            interval = {1: 1, 2: 6}.get(repetitions, round(interval * ease))
        ease = max(1.3, ease + 0.1 - (5 - quality) * (0.08 + (5 - quality) * 0.02))
        self._cards[name] = (day + interval, repetitions, ease, interval)


def practised(number: int, *, way: str, days: int) -> Remembered:
    """Return what one learner remembers after so many days of practice."""
    items = items_of("shipped")
    learner, rng, sm2 = Learner(number), random.Random(f"days {number}"), Sm2()
    end = START + timedelta(days=days)
    history: list[Session] = []
    for day in range(days):
        at = START + timedelta(days=day)
        if way == "ours":
            history.append(_sitting(items, history, learner, at, end, number * 1000 + day))
            continue
        names = sm2.today(day, items, rng) if way == "sm-2" else rng.sample(sorted(items), A_DAY)
        for name in names:
            met = learner.answer(items[name], at)
            sm2.reviewed(name, day, sum(met.values()) / len(met))
    concepts = {concept for item in items.values() for concept in _of(item)}
    recalls = [learner.recall(concept, end) for concept in sorted(concepts)]
    above = sum(recall > _ABOVE for recall in recalls)
    return Remembered(sum(recalls) / len(recalls), above / len(recalls))


def _sitting(
    items: Mapping[str, Item],
    history: list[Session],
    learner: Learner,
    at: datetime,
    end: datetime,
    seed: int,
) -> Session:
    when = at.isoformat(timespec="seconds")
    rules = Rules(
        questions=A_DAY,
        probes=False,
        interview_date=end.date().isoformat(),
        blueprint=blueprint(),
    )
    session = begin(Started(at=when, session_id=str(seed), interviewer="x", seed=seed, rules=rules))
    for _ in range(A_DAY):
        found = rank(items, session, history, now=when, rng=generator(session))
        if found is None:
            break
        item = items[found.candidates[found.draw].question_id]
        session = _turn(session, item, learner.answer(item, at), when)
    return session


def _turn(session: Session, item: Item, met: Mapping[str, bool], when: str) -> Session:
    labels: dict[bool, Label] = {True: "met", False: "missed"}
    verdicts = tuple(
        Verdict(
            keypoint_id=name,
            label=labels[had],
            credit=float(had),
            points=1.0,
            decided_by="matcher",
            reason="simulated",
        )
        for name, had in met.items()
    )
    score = Score(points=0, possible=1, fraction=0)
    grade = Grade(question_id=item.id, status="graded", score=score, verdicts=verdicts)
    for event in (
        Shown(
            at=when,
            question_id=item.id,
            prompt="?",
            rubric_sha256="0",
            reason="drawn",
            candidates=(),
            draw=0,
        ),
        Answered(at=when, text="x"),
        Graded(at=when, grade=grade, unaided=score),
        Closed(at=when),
    ):
        session = apply(session, event)
    return session


def _of(item: Item) -> list[str]:
    return sorted({k.concept for k in item.rubric.keypoints if k.concept is not None})


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--learners", type=int, default=20)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    print(f"{options.learners} learners, {options.days} days, {A_DAY} questions a day")
    print(f"{'way':<8} {'recall':>7} {'above .9':>9}")
    with ProcessPoolExecutor(options.jobs) as pool:
        for way in WAYS:
            one: Callable[[int], Remembered] = partial(practised, way=way, days=options.days)
            rows = list(pool.map(one, range(options.learners)))
            recall = sum(row.recall for row in rows) / len(rows)
            above = sum(row.above for row in rows) / len(rows)
            print(f"{way:<8} {recall:>7.2f} {above:>9.2f}", flush=True)


if __name__ == "__main__":
    main()
