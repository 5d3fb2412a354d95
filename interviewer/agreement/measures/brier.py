"""The Brier score."""

from __future__ import annotations

from collections.abc import Sequence


def brier(truth: Sequence[bool], shares: Sequence[float]) -> float | None:
    """The mean squared gap between the stated probability and what was so (Brier, 1950).

    0 is best; always stating the prevalence p gives p(1 - p).
    """
    if not truth:
        return None
    return sum((p - t) ** 2 for t, p in zip(truth, shares, strict=True)) / len(truth)
