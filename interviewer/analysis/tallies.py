"""What is counted of a question, a keypoint and a misconception, one grade after the other."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from interviewer.analysis.sums import PairSums, Sums
from interviewer.grades import Grade, Verdict

BINS = 10
"""Bins of a distribution of scores: a choice, tenths."""

MOST_POINTS = 1e6
"""What has more points was not written by us, and is left out: sums could overflow. A choice."""

_NOISE = 1e-9


@dataclass
class ItemTally:
    """A question's answers. ``rubrics`` counts them by the wording that graded them."""

    statuses: Counter[str] = field(default_factory=Counter)
    scores: Sums = field(default_factory=Sums)
    bins: list[int] = field(default_factory=lambda: [0] * BINS)
    verdicts: int = 0
    unscored: int = 0
    unsure: int = 0
    words: array[int] = field(default_factory=lambda: array("i"))
    rubrics: Counter[str] = field(default_factory=Counter)

    def add(self, grade: Grade) -> None:
        """Count one answer; its score, where it has one."""
        self.statuses[grade.status] += 1
        for verdict in grade.verdicts:
            self.verdicts += 1
            self.unscored += verdict.label == "unscored"
            self.unsure += verdict.unsure and verdict.label != "unscored"
        fraction = fraction_of(grade)
        if fraction is not None:
            self.scores.add(fraction)
            self.bins[min(int(fraction * BINS + _NOISE), BINS - 1)] += 1


@dataclass
class KeypointTally:
    """A keypoint's verdicts, and its credit beside that of the rest of the answer."""

    labels: Counter[str] = field(default_factory=Counter)
    unsure: int = 0
    pairs: PairSums = field(default_factory=PairSums)

    @property
    def decided(self) -> int:
        """How many verdicts are not unscored."""
        return self.labels.total() - self.labels["unscored"]

    def add(self, verdict: Verdict, rest: float | None) -> None:
        """Count one verdict; ``rest`` is None where nothing else in the answer was decided."""
        self.labels[verdict.label] += 1
        if verdict.label == "unscored":
            return
        self.unsure += verdict.unsure
        if rest is not None:
            self.pairs.add(verdict.credit, rest)


def rests(verdicts: Sequence[Verdict]) -> list[float | None]:
    """Return for each verdict the share that the other decided keypoints of the answer earned.

    Only keypoints with points of their own count, by them: members of a group have none, and need
    not all be said, so that one there speaks against the others.
    """
    own = [_points(verdict) for verdict in verdicts]
    worth = sum(own)
    earned = sum(points * v.credit for points, v in zip(own, verdicts, strict=True))
    found: list[float | None] = []
    for points, verdict in zip(own, verdicts, strict=True):
        left = worth - points
        found.append((earned - points * verdict.credit) / left if left > _NOISE else None)
    return found


def fraction_of(grade: Grade) -> float | None:
    """Return the score; None where the answer failed or nothing was decidable."""
    score = grade.score
    if grade.status == "failed" or score is None or score.possible <= 0:
        return None
    is_ours = 0 <= score.points <= score.possible <= MOST_POINTS
    return score.fraction if is_ours else None


def _points(verdict: Verdict) -> float:
    points = verdict.points or 0.0
    return points if verdict.label != "unscored" and 0 < points <= MOST_POINTS else 0.0
