"""How sure the score is: the fractions that the verdicts' own probabilities allow.

Labels are drawn from the probabilities, `DRAWS` times, and summed up as the real ones are; ``low``
and ``high`` are the 10th and the 90th percentile, ``expected`` the mean. Verdicts on one answer err
together (a terse answer is read too strictly throughout), so that each draw also moves all
keypoints at once, by one normal number on the scale of log-odds: its standard deviation,
``spread``, was fitted so that four in five human scores lie inside. The draws are seeded by answer
and rubric: the same answer gets the same interval.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from interviewer.grades import MisconceptionVerdict, Verdict
from interviewer.items import Rubric

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DRAWS = 2000
LOW, HIGH = 10, 90
_PLACES = 4
_LEAST = 1e-6


class Interval(NamedTuple):
    """Mean, 10th and 90th percentile of the fraction, 0..1."""

    expected: float
    low: float
    high: float


def interval(
    rubric: Rubric,
    verdicts: Sequence[Verdict],
    misconceptions: Sequence[MisconceptionVerdict],
    *,
    spread: float,
    seed: int,
) -> Interval | None:
    """Return the interval of one answer; None where nothing is decided or a probability lacks.

    A verdict by anybody but the matcher is certain: its credit stands. A misconception costs its
    points as often as it is likely to be held, where it was called held; one called absent costs
    nothing.
    """
    import numpy as np

    decided = {v.keypoint_id: v for v in verdicts if v.label != "unscored"}
    if any(v.decided_by == "matcher" and v.probabilities is None for v in decided.values()):
        return None
    rng = np.random.default_rng(seed)
    tilt = rng.normal(0.0, 1.0, DRAWS) * spread
    partial = {k.id: rubric.partial_credit(k) for k in rubric.keypoints}
    credit = {
        name: _drawn(verdict, partial[name], tilt, rng.random(DRAWS))
        for name, verdict in decided.items()
    }
    earned, possible = _sums(rubric, credit)
    for false in misconceptions:
        if false.label == "held":
            likely = 1.0 if false.probability is None else false.probability
            earned = earned - false.points * (rng.random(DRAWS) < likely)
    open_ = possible > 0
    if not open_.any():
        return None
    shares = np.clip(earned[open_], 0.0, possible[open_]) / possible[open_]
    low, high = np.percentile(shares, [LOW, HIGH])
    return Interval(*(round(float(v), _PLACES) for v in (shares.mean(), low, high)))


def seed_of(answer_sha256: str, rubric_sha256: str) -> int:
    """Return a seed that depends on answer and rubric alone, whose hashes are given."""
    digest = hashlib.sha256(f"{rubric_sha256}\0{answer_sha256}".encode()).digest()
    return int.from_bytes(digest[:8], "big")


def _drawn(
    verdict: Verdict, partial: float, tilt: NDArray[np.float64], chance: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the credit of one keypoint in each draw; ``tilt`` is generosity in log-odds."""
    import numpy as np

    shares = verdict.probabilities
    if shares is None or verdict.decided_by != "matcher":
        return np.full(len(tilt), verdict.credit)
    met = np.log(max(shares.met, _LEAST)) + tilt
    half = np.log(max(shares.partial, _LEAST)) + tilt / 2
    none = np.log(max(shares.missed + shares.contradicted, _LEAST)) * np.ones_like(tilt)
    logits = np.stack([met, half, none])
    rows = np.exp(logits - logits.max(axis=0))
    rows /= rows.sum(axis=0)
    return np.where(chance < rows[0], 1.0, np.where(chance < rows[0] + rows[1], partial, 0.0))


def _sums(
    rubric: Rubric, credit: dict[str, NDArray[np.float64]]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return points earned and points possible in each draw, by the rules of the sum."""
    import numpy as np

    earned, possible = np.zeros(DRAWS), np.zeros(DRAWS)
    grouped = rubric.group_of()
    for keypoint in rubric.keypoints:
        if keypoint.id in grouped or keypoint.id not in credit or keypoint.points is None:
            continue
        earned += keypoint.points * credit[keypoint.id]
        if rubric.tier_of(keypoint) != "bonus":
            possible += keypoint.points
    for group in rubric.groups:
        members = [credit[name] for name in group.of if name in credit]
        total = np.sum(members, axis=0) if members else np.zeros(DRAWS)
        unscored = len(group.of) - len(members)
        slots = group.need - np.minimum(unscored, np.maximum(0.0, group.need - total))
        earned += group.points * np.minimum(total, group.need) / group.need
        if group.tier != "bonus":
            possible += group.points * slots / group.need
    return earned, possible
