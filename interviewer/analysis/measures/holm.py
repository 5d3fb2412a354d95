"""Holm's correction for many comparisons."""

from __future__ import annotations

from collections.abc import Sequence


def holm(values: Sequence[float]) -> list[float]:
    """Return the p values such that one below .05 anywhere is a false alarm once in 20 batches.

    Step-down (Holm, 1979); it holds however the comparisons depend on each other.
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    found, least = [0.0] * len(values), 0.0
    for rank, place in enumerate(order):
        least = max(least, min(1.0, values[place] * (len(values) - rank)))
        found[place] = least
    return found
