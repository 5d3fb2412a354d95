"""Where an interview stands, and what would have gained most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from interviewer.grades import Grade
from interviewer.items import Item, Keypoint
from interviewer.sessions import Session, Standing, Turn


class Gain(NamedTuple):
    """Points that an answer left on the table: one keypoint, said or said better."""

    item: Item
    keypoint: Keypoint
    points: float


def standing(session: Session, bank: Mapping[str, Item]) -> Standing:
    """Return points over decidable points, summed over the answered turns.

    Only first answers count. Skipped turns and unscored keypoints leave both sums; an answer that
    could not be graded counts every keypoint of its rubric as unscored.
    """
    answered = [turn for turn in session.turns if turn.status != "skipped"]
    scores = [turn.grade.score for turn in answered if turn.grade and turn.grade.score]
    points = round(sum(score.points for score in scores), 4)
    possible = round(sum(score.possible for score in scores), 4)
    return Standing(
        answered=len(answered),
        skipped=len(session.turns) - len(answered),
        points=points,
        possible=possible,
        fraction=round(points / possible, 4) if possible > 0 else None,
        unscored=sum(_unscored(turn, bank) for turn in answered),
    )


def best_gain(session: Session, bank: Mapping[str, Item]) -> Gain | None:
    """Return the keypoint that would have gained most, the earliest of equals; None where none."""
    found = gains(session, bank)
    return found[0] if found else None


def gains(session: Session, bank: Mapping[str, Item]) -> list[Gain]:
    """Return what every keypoint not fully earned would have gained, most first.

    Bonus keypoints, unscored ones and questions that the bank does not have are left out.
    """
    found = [
        gain
        for turn in session.turns
        if turn.grade is not None and turn.question_id in bank
        for gain in _gains(turn.grade, bank[turn.question_id])
    ]
    return sorted(found, key=lambda gain: -gain.points)


def _gains(grade: Grade, item: Item) -> list[Gain]:
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
            found.append(Gain(item, keypoint, round(points, 4)))
    return found


def _unscored(turn: Turn, bank: Mapping[str, Item]) -> int:
    if turn.grade is not None and turn.grade.score is not None:
        return len(turn.grade.score.unscored)
    return len(bank[turn.question_id].rubric.keypoints) if turn.question_id in bank else 1
