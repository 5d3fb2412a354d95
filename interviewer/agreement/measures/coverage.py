"""Coverage of score intervals."""

from __future__ import annotations

from collections.abc import Sequence

NOISE = 1e-4
"""Scores are written with four places."""


def coverage(
    scores: Sequence[float], lows: Sequence[float], highs: Sequence[float]
) -> float | None:
    """The share of human scores inside our interval, bounds included; 80 % intervals aim at .80."""
    if not scores:
        return None
    rows = zip(scores, lows, highs, strict=True)
    return sum(low - NOISE <= score <= high + NOISE for score, low, high in rows) / len(scores)
