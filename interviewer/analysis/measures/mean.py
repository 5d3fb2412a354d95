"""The mean."""

from __future__ import annotations

import math

from interviewer.analysis.distributions import student
from interviewer.analysis.estimate import Estimate, estimate
from interviewer.analysis.sums import Sums


def mean(sums: Sums) -> Estimate | None:
    """The average, with Student's interval (1908), cut at 0 and 1; no interval of one value.

    None of no value.
    """
    if not sums.n:
        return None
    if sums.n == 1:
        return estimate(sums.mean, None, None, 1)
    half = student(0.975, sums.n - 1) * math.sqrt(sums.variance / sums.n)
    return estimate(sums.mean, max(0.0, sums.mean - half), min(1.0, sums.mean + half), sums.n)
