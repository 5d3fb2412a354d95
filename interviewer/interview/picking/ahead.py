"""What would be asked next, and next after that: an interview played through without a candidate.

Every question is taken to be answered as expected: a keypoint counts as had with the chance that
the candidate's ability gives it, as met where that is at least a half and as missed elsewhere.
A real answer changes what comes after it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from interviewer.grades import Grade, Probabilities, Verdict
from interviewer.interview.ability import ability, chance
from interviewer.interview.fold import apply
from interviewer.interview.observations import difficulty_of
from interviewer.interview.picking.rank import Ranking, generator, rank
from interviewer.items import Item, Keypoint
from interviewer.scoring.aggregate import aggregate
from interviewer.sessions import Answered, Closed, Event, Graded, Session, Shown

_EVEN = 0.5
_PLACES = 4


class Planned(NamedTuple):
    """A question that would be asked, among what, and why."""

    item: Item
    ranking: Ranking

    @property
    def reason(self) -> str:
        """Return why this one would be asked."""
        return self.ranking.candidates[self.ranking.draw].reason


def ahead(
    items: Mapping[str, Item], session: Session, history: Sequence[Session], *, now: str
) -> tuple[list[Planned], Session]:
    """Return the questions to come, in order, and the session once all were answered as expected.

    The picks are those that the same session would make with these answers. The time that
    answers take is not counted.
    """
    planned: list[Planned] = []
    while len(session.turns) < session.rules.questions:
        found = rank(items, session, history, now=now, rng=generator(session))
        if found is None:
            break
        drawn = items[found.candidates[found.draw].question_id]
        planned.append(Planned(drawn, found))
        theta = ability([*history, session], items).mean
        for event in _answered(drawn, found, theta, now):
            session = apply(session, event)
    return planned, session


def _answered(item: Item, found: Ranking, theta: float, at: str) -> list[Event]:
    verdicts = tuple(_verdict(item, keypoint, theta) for keypoint in item.rubric.keypoints)
    score = aggregate(item.rubric, verdicts)
    grade = Grade(question_id=item.id, status="graded", score=score, verdicts=verdicts)
    return [
        Shown(
            at=at,
            question_id=item.id,
            prompt=item.question.prompt,
            rubric_sha256=item.rubric_sha256(),
            reason=found.candidates[found.draw].reason,
            candidates=found.candidates,
            draw=found.draw,
        ),
        Answered(at=at, text=""),
        Graded(at=at, grade=grade, unaided=score),
        Closed(at=at),
    ]


def _verdict(item: Item, keypoint: Keypoint, theta: float) -> Verdict:
    had = round(chance(theta, difficulty_of(item, keypoint)), _PLACES)
    return Verdict(
        keypoint_id=keypoint.id,
        label="met" if had >= _EVEN else "missed",
        credit=had,
        points=keypoint.points,
        probabilities=Probabilities(met=had, partial=0.0, missed=1 - had, contradicted=0.0),
        decided_by="rule",
        reason="answered as expected",
    )
