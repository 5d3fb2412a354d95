"""Root mean squared error."""

from __future__ import annotations

import math
from collections.abc import Sequence


def rmse(theirs: Sequence[float], ours: Sequence[float]) -> float | None:
    """The typical gap between two scores, large gaps counting more."""
    if not theirs:
        return None
    return math.sqrt(sum((a - b) ** 2 for a, b in zip(theirs, ours, strict=True)) / len(theirs))
