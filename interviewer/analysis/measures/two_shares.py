"""The test of two shares."""

from __future__ import annotations

import math

from interviewer.analysis.distributions import normal_both_tails


def two_shares(hits: int, n: int, other_hits: int, other_n: int) -> float | None:
    """How probable shares at least so far apart are where there is no difference.

    Two-sided, by the pooled share: the square of z is Pearson's chi-square (1900). None where a
    side is empty; 1 where nobody or everybody is a hit.
    """
    if not n or not other_n:
        return None
    both = (hits + other_hits) / (n + other_n)
    spread = math.sqrt(both * (1 - both) * (1 / n + 1 / other_n))
    return normal_both_tails((hits / n - other_hits / other_n) / spread) if spread else 1.0
