"""Expected calibration error, and the bins behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

BINS = 10


class Bin(NamedTuple):
    """Stated probability and observed share of the rows in one bin."""

    stated: float
    observed: float
    rows: int


def reliability(truth: Sequence[bool], shares: Sequence[float], bins: int = BINS) -> list[Bin]:
    """Return the bins of equal width that have rows: what a reliability diagram shows."""
    members: dict[int, list[tuple[bool, float]]] = {}
    for met, share in zip(truth, shares, strict=True):
        members.setdefault(min(int(share * bins), bins - 1), []).append((met, share))
    return [
        Bin(sum(s for _, s in rows) / len(rows), sum(m for m, _ in rows) / len(rows), len(rows))
        for _, rows in sorted(members.items())
    ]


def ece(truth: Sequence[bool], shares: Sequence[float], bins: int = BINS) -> float | None:
    """The mean gap between stated probability and observed share (Naeini et al., 2015)."""
    if not truth:
        return None
    found = reliability(truth, shares, bins)
    return sum(abs(b.stated - b.observed) * b.rows for b in found) / len(truth)
