"""Cronbach's alpha."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewer.analysis.distributions import fisher
from interviewer.analysis.estimate import Estimate, estimate
from interviewer.analysis.sums import NOTHING

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray


def cronbachs_alpha(scores: NDArray[float64]) -> Estimate | None:
    """How much of what candidates' totals differ by the items agree on (Cronbach, 1951).

    ``scores`` has a row a candidate and a column an item. The interval is Feldt's (1965), from the
    F distribution; it takes scores to be normal and items to be alike. None of fewer than two
    candidates or items, or where all totals are the same.
    """
    people, items = scores.shape
    if people < 2 or items < 2:
        return None
    whole = float(scores.sum(axis=1).var(ddof=1))
    if whole < NOTHING:
        return None
    value = items / (items - 1) * (1 - float(scores.var(axis=0, ddof=1).sum()) / whole)
    above, below = people - 1, (people - 1) * (items - 1)
    low = 1 - (1 - value) * fisher(0.975, above, below)
    high = 1 - (1 - value) * fisher(0.025, above, below)
    return estimate(value, low, high, people)
