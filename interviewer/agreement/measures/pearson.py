"""Pearson's correlation."""

from __future__ import annotations

import math
from collections.abc import Sequence


def pearson(theirs: Sequence[float], ours: Sequence[float]) -> float | None:
    """How far our scores go up and down with people's in a straight line (Pearson, 1895)."""
    count = len(theirs)
    if len(set(theirs)) < 2 or len(set(ours)) < 2:
        return None
    left, right = sum(theirs) / count, sum(ours) / count
    both = sum((a - left) * (b - right) for a, b in zip(theirs, ours, strict=True))
    spread = sum((a - left) ** 2 for a in theirs) * sum((b - right) ** 2 for b in ours)
    if spread <= 0:  # so near to constant that squares vanish
        return None
    return max(-1.0, min(1.0, both / math.sqrt(spread)))
