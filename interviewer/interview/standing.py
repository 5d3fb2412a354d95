"""Where an interview stands, and what would have gained most."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from interviewer.grades import Grade, Score
from interviewer.items import Item, Keypoint
from interviewer.sessions import Session, Standing, Turn

PLACES = 4
_TENTH = 1.2816
"""How many standard deviations a normal quantity's 90th percentile lies above its mean."""


class Gain(NamedTuple):
    """Points that an answer left on the table: one keypoint, said or said better."""

    item: Item
    keypoint: Keypoint
    points: float


def standing(turns: Sequence[Turn], bank: Mapping[str, Item]) -> Standing:
    """Return points over decidable points, summed over the answered turns.

    Revisions do not count. Skipped turns and unscored keypoints leave both sums; an answer that has
    no grade yet counts every keypoint of its rubric as unscored.
    """
    answered = [turn for turn in turns if turn.status is not None and not _left_out(turn)]
    alone = [turn.unaided for turn in answered if turn.unaided is not None]
    helped = [turn.assisted for turn in answered if turn.assisted is not None]
    low, high = _interval(alone)
    return Standing(
        answered=len(answered),
        skipped=sum(map(_left_out, turns)),
        points=round(sum(score.points for score in alone), PLACES),
        possible=round(sum(score.possible for score in alone), PLACES),
        fraction=_fraction(alone),
        assisted=_fraction(helped),
        low=low,
        high=high,
        unscored=sum(_unscored(turn, bank) for turn in answered),
    )


def by_topic(session: Session, bank: Mapping[str, Item]) -> dict[str, Standing]:
    """Return the standing of each topic that was asked about, by its name."""
    topics: dict[str, list[Turn]] = {}
    for turn in session.turns:
        if turn.question_id in bank:
            topics.setdefault(bank[turn.question_id].question.topic, []).append(turn)
    return {topic: standing(topics[topic], bank) for topic in sorted(topics)}


def gains(session: Session, bank: Mapping[str, Item]) -> list[Gain]:
    """Return what every keypoint not fully earned would have gained, most first.

    Bonus keypoints, unscored ones and questions that the bank does not have are left out.
    """
    found = [
        gain
        for turn in session.turns
        if turn.grade is not None and turn.question_id in bank
        for gain in gains_of(turn.grade, bank[turn.question_id])
    ]
    return sorted(found, key=lambda gain: -gain.points)


def gains_of(grade: Grade, item: Item) -> list[Gain]:
    """Return what each keypoint not fully earned in one answer would have gained, in order."""
    group_of = item.rubric.group_of()
    credit = {verdict.keypoint_id: verdict.credit for verdict in grade.verdicts}
    decided = {v.keypoint_id for v in grade.verdicts if v.label != "unscored"}
    found = []
    for keypoint in item.rubric.keypoints:
        if keypoint.id not in decided or item.rubric.tier_of(keypoint) == "bonus":
            continue
        lacking = 1 - credit[keypoint.id]
        group = group_of.get(keypoint.id)
        if group is None:
            points = (keypoint.points or 0.0) * lacking
        else:
            had = sum(credit[member] for member in group.of if member in decided)
            points = group.points * min(lacking, max(0.0, group.need - had)) / group.need
        if points > 0:
            found.append(Gain(item, keypoint, round(points, PLACES)))
    return found


def _left_out(turn: Turn) -> bool:
    return turn.status == "skipped" and turn.grade is None


def _fraction(scores: Iterable[Score]) -> float | None:
    rows = list(scores)
    possible = sum(score.possible for score in rows)
    return round(sum(score.points for score in rows) / possible, PLACES) if possible > 0 else None


def _interval(scores: Sequence[Score]) -> tuple[float | None, float | None]:
    """Return the 80 % interval of the sum, several answers taken as independent and as normal."""
    scores = [score for score in scores if score.fraction is not None]
    if len(scores) == 1:
        return scores[0].low, scores[0].high
    variance, points, possible = 0.0, 0.0, 0.0
    for score in scores:
        if score.low is None or score.high is None or score.expected is None:
            return None, None
        variance += (score.possible * (score.high - score.low) / (2 * _TENTH)) ** 2
        points += score.possible * score.expected
        possible += score.possible
    if not possible:
        return None, None
    reach = _TENTH * math.sqrt(variance)
    low, high = (points - reach) / possible, (points + reach) / possible
    return round(max(0.0, low), PLACES), round(min(1.0, high), PLACES)


def _unscored(turn: Turn, bank: Mapping[str, Item]) -> int:
    if turn.grade is not None and turn.grade.score is not None:
        return len(turn.grade.score.unscored)
    return len(bank[turn.question_id].rubric.keypoints) if turn.question_id in bank else 1
