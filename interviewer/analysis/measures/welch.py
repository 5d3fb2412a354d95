"""Welch's test of two means."""

from __future__ import annotations

import math
from typing import NamedTuple

from interviewer.analysis.distributions import student, student_both_tails
from interviewer.analysis.sums import Sums

_NOISE = 1e-9


class Gap(NamedTuple):
    """How far two means are apart, the 95 % interval of that, and p, two-sided."""

    value: float
    low: float
    high: float
    p: float


def welch(left: Sums, right: Sums) -> Gap | None:
    """How far the left mean lies above the right, and how often chance parts them so (Welch, 1947).

    The two may vary differently. None of fewer than two values on a side. Where neither varies, p
    is 1 for the same mean and 0 for two.
    """
    if left.n < 2 or right.n < 2:
        return None
    ours, theirs = left.variance / left.n, right.variance / right.n
    gap, error = left.mean - right.mean, math.sqrt(ours + theirs)
    if error == 0:
        return Gap(gap, gap, gap, float(abs(gap) < _NOISE))
    freedom = error**4 / (ours**2 / (left.n - 1) + theirs**2 / (right.n - 1))
    half = student(0.975, freedom) * error
    return Gap(gap, gap - half, gap + half, student_both_tails(gap / error, freedom))
