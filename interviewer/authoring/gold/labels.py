"""What a labelled example is worth by its labels alone: the grade that a person gave."""

from __future__ import annotations

from interviewer.grades import MisconceptionVerdict, Verdict
from interviewer.items import Example, Rubric
from interviewer.scoring.aggregate import aggregate

_REASON = "the reader's label"


def by_labels(rubric: Rubric, example: Example) -> float:
    """Return the fraction that the labels and the misconceptions of an example sum up to.

    0 where nothing counts: a rubric of bonuses alone has no fraction.
    """
    credit = {"met": 1.0, "missed": 0.0, "contradicted": 0.0}
    verdicts = tuple(
        Verdict(
            keypoint_id=keypoint.id,
            label=example.labels[keypoint.id],
            credit=credit.get(example.labels[keypoint.id], rubric.partial_credit(keypoint)),
            points=keypoint.points,
            decided_by="person",
            reason=_REASON,
        )
        for keypoint in rubric.keypoints
    )
    held = tuple(
        MisconceptionVerdict(
            misconception_id=false.id,
            label="held" if false.id in example.misconceptions else "absent",
            points=false.points,
            decided_by="person",
            reason=_REASON,
        )
        for false in rubric.misconceptions
    )
    return aggregate(rubric, verdicts, held).fraction or 0.0
