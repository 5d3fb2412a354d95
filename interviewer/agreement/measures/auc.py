"""Area under the ROC curve."""

from __future__ import annotations

from collections.abc import Sequence


def auc(truth: Sequence[bool], shares: Sequence[float]) -> float | None:
    """How often a met answer is ranked above one that is not, ties counting half.

    The Mann-Whitney statistic (Hanley and McNeil, 1982). None where all or none are met.
    """
    import numpy as np

    met, scores = np.asarray(truth, dtype=bool), np.asarray(shares, dtype=np.float64)
    ups = int(met.sum())
    downs = len(met) - ups
    if not ups or not downs:
        return None
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((ranks[met].sum() - ups * (ups + 1) / 2) / (ups * downs))
