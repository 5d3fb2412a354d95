"""The rate of something rare."""

from __future__ import annotations

from interviewer.analysis.distributions import gamma


def highest_rate(hits: int, n: int) -> float | None:
    """The highest rate that 95 % confidence leaves for so few of so many (Garwood, 1936).

    Poisson, one-sided: 3 / n where there was none. None of none.
    """
    return min(1.0, gamma(0.95, hits + 1) / n) if n else None
