"""The sum: points over decidable points, groups, misconceptions. Arithmetic only.

The rules are those of ARCHITECTURE.md, "The sum". What is unscored leaves both sides; a bonus earns
and adds nothing to what is possible; tiers never weigh.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from interviewer.grades import MisconceptionVerdict, Score, Verdict
from interviewer.items import Group, Rubric

PLACES = 4


class Part(NamedTuple):
    """What a keypoint or a group brings to the sum: points earned, points that could be."""

    earned: float
    possible: float


def aggregate(
    rubric: Rubric,
    verdicts: Sequence[Verdict],
    misconceptions: Iterable[MisconceptionVerdict] = (),
) -> Score:
    """Return the score of one answer; ``fraction`` is None where nothing was decidable.

    The order of the verdicts does not matter. A keypoint of the rubric without a verdict is
    unscored: silence is not an answer.
    """
    by_id = {verdict.keypoint_id: verdict for verdict in verdicts}
    grouped = rubric.group_of()
    parts = [group_part(group, by_id) for group in rubric.groups]
    unscored = []
    for keypoint in rubric.keypoints:
        verdict = by_id.get(keypoint.id)
        if verdict is None or verdict.label == "unscored":
            unscored.append(keypoint.id)
        elif keypoint.id not in grouped and keypoint.points is not None:
            is_bonus = rubric.tier_of(keypoint) == "bonus"
            earned = keypoint.points * verdict.credit
            parts.append(Part(earned, 0.0 if is_bonus else keypoint.points))
    lost = sum(m.points for m in misconceptions if m.label == "held")
    possible = sum(part.possible for part in parts)
    points = min(possible, max(0.0, sum(part.earned for part in parts) - lost))
    return Score(
        points=round(points, PLACES),
        possible=round(possible, PLACES),
        fraction=round(points / possible, PLACES) if possible > 0 else None,
        unscored=tuple(unscored),
    )


def group_part(group: Group, verdicts: Mapping[str, Verdict]) -> Part:
    """Return what a group earns and could earn; unscored members free slots only where needed."""
    decided = [verdicts[m] for m in group.of if m in verdicts and verdicts[m].label != "unscored"]
    credit = sum(verdict.credit for verdict in decided)
    unscored = len(group.of) - len(decided)
    slots = group.need - min(unscored, max(0.0, group.need - credit))
    earned = group.points * min(credit, group.need) / group.need
    possible = 0.0 if group.tier == "bonus" else group.points * slots / group.need
    return Part(earned, possible)
