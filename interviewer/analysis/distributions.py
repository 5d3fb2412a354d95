"""The distributions behind intervals and tests, by scipy."""

from __future__ import annotations

import math

NORMAL_95 = 1.959963984540054
"""The normal quantile that leaves 2.5 % above it."""


def student(share: float, freedom: float) -> float:
    """Return the quantile of Student's t."""
    from scipy.special import stdtrit  # type: ignore[import-untyped]

    return float(stdtrit(freedom, share))


def student_both_tails(t: float, freedom: float) -> float:
    """Return how probable a t is that lies at least as far from 0."""
    from scipy.special import stdtr

    return float(2 * stdtr(freedom, -abs(t)))


def fisher(share: float, above: float, below: float) -> float:
    """Return the quantile of the F distribution."""
    from scipy.special import fdtri

    return float(fdtri(above, below, share))


def normal_both_tails(z: float) -> float:
    """Return how probable a normal number is that lies at least as far from 0."""
    return math.erfc(abs(z) / math.sqrt(2))


def gamma(share: float, shape: float) -> float:
    """Return the quantile of the gamma distribution of scale 1."""
    from scipy.special import gammaincinv

    return float(gammaincinv(shape, share))
