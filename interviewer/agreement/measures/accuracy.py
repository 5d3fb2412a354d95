"""Accuracy, and the two figures without which it says nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence


def accuracy(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> float | None:
    """The share of equal labels; None without labels."""
    if not ours and not theirs:
        return None
    return sum(a == b for a, b in zip(ours, theirs, strict=True)) / len(ours)


def majority(theirs: Sequence[Hashable]) -> float | None:
    """The accuracy of always giving the most frequent label; None without labels."""
    return max(Counter(theirs).values()) / len(theirs) if theirs else None


def prevalence(truth: Sequence[bool]) -> float | None:
    """The share that people call met; None without labels."""
    return sum(truth) / len(truth) if truth else None
