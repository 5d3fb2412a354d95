"""The exact test of McNemar."""

from __future__ import annotations


def mcnemar(one: int, other: int) -> float | None:
    """How likely as uneven a split of the rows that only one of two got right is by chance alone.

    The exact, two-sided test (McNemar, 1947): each such row falls to either with probability ½.
    Rows count as independent. None where there is no such row.
    """
    from scipy.special import bdtr  # type: ignore[import-untyped]

    both = one + other
    return None if both == 0 else min(1.0, 2 * float(bdtr(min(one, other), both, 0.5)))
