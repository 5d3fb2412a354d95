"""What labelled examples are worth by their labels alone: the grades that a person gave."""

from __future__ import annotations

from functools import cache

from interviewer.grades import MisconceptionVerdict, Verdict
from interviewer.items import ExampleLabel, Keypoint, Misconception, Rubric
from interviewer.scoring.aggregate import aggregate

_REASON = "the reader's label"
_CREDIT = {"met": 1.0, "missed": 0.0, "contradicted": 0.0}


def by_labels(rubric: Rubric) -> list[float]:
    """Return for each example the fraction that its labels and misconceptions sum up to.

    0 where nothing counts: a rubric of bonuses alone has no fraction.
    """

    @cache  # the same few verdicts make up all examples
    def verdict(at: int, label: ExampleLabel) -> Verdict:
        keypoint: Keypoint = rubric.keypoints[at]
        return Verdict(
            keypoint_id=keypoint.id,
            label=label,
            credit=_CREDIT.get(label, rubric.partial_credit(keypoint)),
            points=keypoint.points,
            decided_by="person",
            reason=_REASON,
        )

    def misconception(false: Misconception) -> MisconceptionVerdict:
        return MisconceptionVerdict(
            misconception_id=false.id,
            label="held",
            points=false.points,
            decided_by="person",
            reason=_REASON,
        )

    held = {false.id: misconception(false) for false in rubric.misconceptions}
    return [
        aggregate(
            rubric,
            [verdict(at, example.labels[k.id]) for at, k in enumerate(rubric.keypoints)],
            [held[name] for name in example.misconceptions],
        ).fraction
        or 0.0
        for example in rubric.examples
    ]
