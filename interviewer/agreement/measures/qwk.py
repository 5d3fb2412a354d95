"""Quadratic weighted kappa."""

from __future__ import annotations

from collections.abc import Sequence


def quadratic_kappa(theirs: Sequence[float], ours: Sequence[float]) -> float | None:
    """Agreement of two scorings beyond chance, a gap counting by its square (Cohen, 1968).

    Scores may be any numbers; None where neither varies.
    """
    count = len(theirs)
    if len({*theirs, *ours}) < 2:
        return None
    gap = sum((a - b) ** 2 for a, b in zip(theirs, ours, strict=True)) / count
    # The mean squared gap of all pairs: both variances, and the distance of the two means.
    left, right = sum(theirs) / count, sum(ours) / count
    spread = sum((a - left) ** 2 for a in theirs) + sum((b - right) ** 2 for b in ours)
    chance = spread / count + (left - right) ** 2
    return 1 - gap / chance
