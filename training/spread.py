"""How far verdicts on one answer err together: the one number of the score intervals.

Whole answers with a label for each keypoint are needed, and predictions out of fold. Each keypoint
counts one point. The spread is the one with which 80 % of the human scores lie between the 10th and
the 90th percentile of the drawn scores.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from interviewer.agreement.measures import coverage
from interviewer.grades import Probabilities, Verdict
from interviewer.items import Keypoint, Rubric
from interviewer.scoring.intervals import interval, seed_of
from training.answers import NAME
from training.cases import Case

AIM = 0.80
GRID = tuple(round(0.1 * step, 1) for step in range(31))
_CREDIT = {"met": 1.0, "partial": 0.5, "missed": 0.0, "contradicted": 0.0}


def fit_spread(cases: Sequence[Case], shares: NDArray[np.float64]) -> float:
    """Return the spread on `GRID` whose coverage comes nearest to `AIM`."""
    members: dict[str, list[int]] = {}
    for place, case in enumerate(cases):
        if case.dataset == NAME:
            members.setdefault(case.answer_id, []).append(place)
    answers = [
        (
            [_verdict(number, shares[place]) for number, place in enumerate(places)],
            float(np.mean([_CREDIT[cases[place].label] for place in places])),
            seed_of(cases[places[0]].answer, name),
        )
        for name, places in sorted(members.items())
    ]
    human = [score for _, score, _ in answers]

    def covered(spread: float) -> float:
        bounds = [
            interval(_rubric(len(verdicts)), verdicts, (), spread=spread, seed=seed)
            for verdicts, _, seed in answers
        ]
        known = [bound for bound in bounds if bound is not None]
        return coverage(human, [b.low for b in known], [b.high for b in known]) or 0.0

    return min(GRID, key=lambda spread: (abs(covered(spread) - AIM), spread))


def _verdict(number: int, row: NDArray[np.float64]) -> Verdict:
    met, partial, missed, contradicted = (round(float(share), 4) for share in row)
    return Verdict(
        keypoint_id=f"k{number}",
        label="missed",
        credit=0.0,
        points=1.0,
        probabilities=Probabilities(
            met=met, partial=partial, missed=missed, contradicted=contradicted
        ),
        decided_by="matcher",
        reason="drawn",
    )


def _rubric(keypoints: int) -> Rubric:
    return Rubric(
        version=1,
        reference="-x",
        keypoints=tuple(
            Keypoint(id=f"k{number}", text="a claim", points=1.0) for number in range(keypoints)
        ),
    )
