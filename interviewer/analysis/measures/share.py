"""A share of a count."""

from __future__ import annotations

import math

from interviewer.analysis.distributions import NORMAL_95
from interviewer.analysis.estimate import Estimate, estimate


def share(hits: int, n: int) -> Estimate | None:
    """How many of all, with Wilson's interval (1927), which holds for few and near 0 and 1.

    None of none.
    """
    if not n:
        return None
    seen, z2 = hits / n, NORMAL_95**2
    middle = (seen + z2 / (2 * n)) / (1 + z2 / n)
    half = NORMAL_95 / (1 + z2 / n) * math.sqrt(seen * (1 - seen) / n + z2 / (4 * n * n))
    return estimate(seen, max(0.0, middle - half), min(1.0, middle + half), n)
