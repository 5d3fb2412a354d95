"""How well probabilities and calls agree with people; each measure in one quotable sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]


class Interval(NamedTuple):
    """A figure and its 95 % bootstrap interval over questions."""

    value: float
    low: float
    high: float


def auc(truth: Truth, scores: Floats) -> float:
    """How often a met answer is ranked above one that is not, ties counting half."""
    ups = int(truth.sum())
    downs = len(truth) - ups
    if not ups or not downs:
        return float("nan")
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((ranks[truth].sum() - ups * (ups + 1) / 2) / (ups * downs))


def kappa(truth: Truth, called: Truth) -> float:
    """Agreement beyond what the two rates of yes alone would give (Cohen, 1960)."""
    agree = float((truth == called).mean())
    chance = float(truth.mean() * called.mean() + (1 - truth.mean()) * (1 - called.mean()))
    return (agree - chance) / (1 - chance) if chance < 1 else 0.0


def ece(truth: Truth, shares: Floats, bins: int = 10) -> float:
    """The mean gap between stated probability and observed share, over bins of equal width."""
    place = np.minimum((shares * bins).astype(int), bins - 1)
    gaps = [
        abs(float(truth[place == b].mean()) - float(shares[place == b].mean())) * (place == b).sum()
        for b in range(bins)
        if (place == b).any()
    ]
    return float(sum(gaps) / len(truth))


def over_questions(
    measure: Callable[[Truth, Floats], float],
    truth: Truth,
    scores: Floats,
    questions: Sequence[str],
    *,
    draws: int,
    seed: int,
) -> Interval:
    """Return a measure with the interval that drawing whole questions anew gives."""
    names, place = np.unique(np.array(questions), return_inverse=True)
    members = [np.flatnonzero(place == number) for number in range(len(names))]
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(draws):
        rows = np.concatenate([members[n] for n in rng.integers(len(names), size=len(names))])
        found.append(measure(truth[rows], scores[rows]))
    low, high = np.nanpercentile(found, [2.5, 97.5])
    return Interval(measure(truth, scores), float(low), float(high))
