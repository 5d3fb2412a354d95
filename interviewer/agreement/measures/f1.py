"""Precision, recall, and the mean F1 over classes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence


def precision(truth: Sequence[bool], called: Sequence[bool]) -> float | None:
    """The share of our calls that people share; None where we made none."""
    hits = sum(t and c for t, c in zip(truth, called, strict=True))
    return hits / sum(called) if any(called) else None


def recall(truth: Sequence[bool], called: Sequence[bool]) -> float | None:
    """The share of people's calls that we share; None where they made none."""
    hits = sum(t and c for t, c in zip(truth, called, strict=True))
    return hits / sum(truth) if any(truth) else None


def macro_f1(theirs: Sequence[Hashable], ours: Sequence[Hashable]) -> float | None:
    """The mean over people's labels of F1, each label counting the same."""
    labels = list(dict.fromkeys(theirs))
    if not labels:
        return None
    found = []
    for label in labels:
        truth, called = [t == label for t in theirs], [o == label for o in ours]
        right, full = precision(truth, called) or 0.0, recall(truth, called) or 0.0
        found.append(2 * right * full / (right + full) if right + full else 0.0)
    return sum(found) / len(found)
