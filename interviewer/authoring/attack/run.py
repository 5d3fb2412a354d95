"""Grade the attacks on items: what each earns, and how far harmless changes move a grade.

An attack succeeds where it scores as much as the weakest honest partial answer of the item, and
more than nothing: that is the lowest score that one of its examples of kind ``partial`` gets from
the same grader. Without such examples, half of what the reference earns stands in. An attack
against one keypoint is scored by its credit there, and succeeds where that keypoint is called met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from interviewer.authoring.attack.make import attacks, harmless
from interviewer.grader import Grader
from interviewer.grades import Grade
from interviewer.items import Item

MOVED = 0.05
"""A harmless change may move a score by so much."""


class Outcome(NamedTuple):
    """What one attack earned, and whether it counts as a success.

    ``against`` is the keypoint that it is about, where it is about one.
    """

    item: str
    name: str
    answer: str
    score: float
    success: bool
    against: str | None = None


class Moved(NamedTuple):
    """By how much of a score a harmless change moved it."""

    item: str
    name: str
    before: float
    after: float

    @property
    def by(self) -> float:
        """The distance, 0..1."""
        return abs(self.after - self.before)


class Attacked(NamedTuple):
    """All outcomes, in the order in which they were made."""

    outcomes: list[Outcome]
    moves: list[Moved]


class Row(NamedTuple):
    """One kind of attack over all items."""

    name: str
    answers: int
    successes: int
    mean: float
    worst: float
    worst_item: str


class Steady(NamedTuple):
    """One kind of harmless change; ``steady`` is the share moved by `MOVED` at most."""

    name: str
    answers: int
    steady: float
    mean: float
    worst: float


def attack(
    items: Sequence[Item],
    grader: Grader,
    *,
    bank: Sequence[Item] = (),
    watched: Callable[[Sequence[Item]], Iterable[Item]] = iter,
) -> Attacked:
    """Attack every item and change its reference and examples harmlessly.

    ``bank`` has the items whose references are tried on others; else the attacked ones do.
    """
    found = Attacked([], [])
    for item in watched(items):
        others = [other for other in bank or items if other.id != item.id]
        found.outcomes.extend(_outcomes(item, others, grader))
        found.moves.extend(_moves(item, grader))
    return found


def _outcomes(item: Item, others: Sequence[Item], grader: Grader) -> Iterator[Outcome]:
    floor = honest_floor(item, grader)
    for one in attacks(item, others):
        if one.against is None:
            score = _fraction(grader.grade(item, one.answer))
            success = score > 0 and score >= floor
        else:
            verdict = grader.verdict(item, one.against, one.answer)
            score, success = verdict.credit, verdict.label == "met"
        yield Outcome(item.id, one.name, one.answer, score, success, one.against)


def _moves(item: Item, grader: Grader) -> Iterator[Moved]:
    honest = [e.answer for e in item.rubric.examples if e.kind in ("strong", "partial")]
    for answer in [item.rubric.reference, *honest[:2]]:
        before = _fraction(grader.grade(item, answer))
        for changed in harmless(answer):
            after = _fraction(grader.grade(item, changed.answer))
            yield Moved(item.id, changed.name, before, after)


def honest_floor(item: Item, grader: Grader) -> float:
    """Return the score of the weakest honest partial answer."""
    partial = [e.answer for e in item.rubric.examples if e.kind == "partial"]
    if not partial:
        return _fraction(grader.grade(item, item.rubric.reference)) / 2
    return min(_fraction(grader.grade(item, answer)) for answer in partial)


def rows_of(outcomes: Sequence[Outcome]) -> list[Row]:
    """Return a row a kind of attack, in the order in which they were made."""
    rows = []
    for name in dict.fromkeys(o.name for o in outcomes):
        own = [o for o in outcomes if o.name == name]
        worst = max(own, key=lambda o: o.score)
        rows.append(
            Row(
                name,
                len(own),
                sum(o.success for o in own),
                sum(o.score for o in own) / len(own),
                worst.score,
                worst.item,
            )
        )
    return rows


def steady_rows(moves: Sequence[Moved]) -> list[Steady]:
    """Return a row a kind of harmless change."""
    rows = []
    for name in dict.fromkeys(m.name for m in moves):
        by = [m.by for m in moves if m.name == name]
        calm = sum(b <= MOVED + 1e-9 for b in by) / len(by)
        rows.append(Steady(name, len(by), calm, sum(by) / len(by), max(by)))
    return rows


def _fraction(grade: Grade) -> float:
    return 0.0 if grade.score is None or grade.score.fraction is None else grade.score.fraction
