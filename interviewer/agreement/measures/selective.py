"""Selective accuracy."""

from __future__ import annotations

from collections.abc import Sequence


def selective_accuracy(
    truth: Sequence[bool], called: Sequence[bool], sureness: Sequence[float], share: float
) -> float | None:
    """Accuracy on the ``share`` of calls that we are surest of (El-Yaniv and Wiener, 2010).

    ``sureness`` is how likely each call is to be right. Ties are kept in the order of the rows.
    """
    kept = round(len(truth) * share)
    if not kept:
        return None
    order = sorted(range(len(truth)), key=lambda at: -sureness[at])[:kept]
    return sum(truth[at] == called[at] for at in order) / kept
