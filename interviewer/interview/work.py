"""What to work on after an interview: the concepts that were missed, and when they come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from interviewer.interview.memory import memories, ratings
from interviewer.interview.standing import gains_of
from interviewer.items import Item
from interviewer.sessions import Session

MOST = 3
_MOST_READ = 2


class Work(NamedTuple):
    """A concept, the day it falls due, the question that brings it back, and what to read."""

    concept: str
    due: str
    question_id: str
    see: tuple[str, ...]


def work_on(session: Session, history: Sequence[Session], items: Mapping[str, Item]) -> list[Work]:
    """Return the concepts of this interview that cost most points, at most `MOST`.

    ``history`` holds the sessions before. Each concept comes back through another question that
    carries it, where there is one.
    """
    lost: dict[str, float] = {}
    read: dict[str, tuple[str, ...]] = {}
    asked = {turn.question_id for turn in session.turns}
    for turn in session.turns:
        item = items.get(turn.question_id)
        if item is None or turn.grade is None:
            continue
        weak = {concept for concept, rating in ratings(turn, item).items() if rating != "good"}
        for gain in gains_of(turn.grade, item):
            concept = gain.keypoint.concept
            if concept in weak:
                lost[concept] = lost.get(concept, 0.0) + gain.points
                read.setdefault(concept, gain.keypoint.see[:_MOST_READ])
    known = memories([*history, session], items, interview_date=session.rules.interview_date)
    worst = sorted(lost, key=lambda concept: (-lost[concept], concept))
    return [
        Work(concept, known[concept].due, _back(concept, asked, items), read[concept])
        for concept in worst[:MOST]
        if concept in known
    ]


def _back(concept: str, asked: set[str], items: Mapping[str, Item]) -> str:
    carriers = [
        name
        for name in sorted(items)
        if any(keypoint.concept == concept for keypoint in items[name].rubric.keypoints)
    ]
    return next((name for name in carriers if name not in asked), carriers[0])
