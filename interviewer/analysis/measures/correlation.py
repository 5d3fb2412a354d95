"""Pearson's correlation."""

from __future__ import annotations

import math

from interviewer.analysis.distributions import NORMAL_95
from interviewer.analysis.estimate import Estimate, estimate
from interviewer.analysis.sums import PairSums


def correlation(sums: PairSums) -> Estimate | None:
    """How far two go up and down together in a straight line (Pearson, 1895).

    The interval is by Fisher's z (1921), None of fewer than four pairs. None where either does not
    vary. What the least number of pairs is worth telling of, the caller says.
    """
    n = sums.left.n
    if n < 2:
        return None
    spread = math.sqrt(sums.left.variance * sums.right.variance)
    if spread == 0:
        return None
    together = (sums.products - sums.left.total * sums.right.mean) / (n - 1)
    value = max(-1.0, min(1.0, together / spread))
    if n < 4 or abs(value) == 1:
        return estimate(value, None, None, n)
    half = NORMAL_95 / math.sqrt(n - 3)
    middle = math.atanh(value)
    return estimate(value, math.tanh(middle - half), math.tanh(middle + half), n)
