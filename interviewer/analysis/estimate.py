"""A figure with its interval."""

from __future__ import annotations

from interviewer.frozen import Frozen

PLACES = 4
"""Figures are rounded as grades are: what lies behind the fourth place, nobody can use."""

P_PLACES = 6
"""Those of a p value."""


class Estimate(Frozen):
    """A figure, the bounds of its 95 % interval where there is one, and of how many it is."""

    value: float
    low: float | None = None
    high: float | None = None
    n: int


def estimate(value: float, low: float | None, high: float | None, n: int) -> Estimate:
    """Return the figure with four places."""
    return Estimate(value=places(value), low=_places(low), high=_places(high), n=n)


def places(value: float) -> float:
    """Return the number with four places; zero has no sign."""
    return round(value, PLACES) + 0.0


def _places(value: float | None) -> float | None:
    return None if value is None else places(value)
