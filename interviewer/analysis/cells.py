"""Candidates by items: a number a cell, and what is read off them.

A candidate who answered an item more than once has the mean of the tries in that cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interviewer.analysis.least import CORRELATED, ITEMS
from interviewer.analysis.measures import correlation
from interviewer.analysis.sums import PairSums, Sums

if TYPE_CHECKING:
    from numpy import float64, intp
    from numpy.typing import NDArray

    from interviewer.analysis.estimate import Estimate
    from interviewer.analysis.rows import Table


class Cells(NamedTuple):
    """The cells that have a score, sorted by candidate, then item."""

    candidate: NDArray[intp]
    item: NDArray[intp]
    score: NDArray[float64]


def cells_of(table: Table) -> Cells:
    """Return the scores of candidates who have an id."""
    import numpy as np

    kept = table.scored & (table.candidate >= 0)
    candidate, item = table.candidate[kept], table.question[kept]
    width = int(item.max(initial=0)) + 1
    keys, where, tries = np.unique(
        candidate * width + item, return_inverse=True, return_counts=True
    )
    totals = np.bincount(where, weights=table.fraction[kept], minlength=len(keys))
    return Cells(keys // width, keys % width, totals / tries)


def above_the_items(cells: Cells) -> NDArray[float64]:
    """Return by how much each cell lies above its item's mean.

    So that a candidate who got harder items is not taken for a weaker one.
    """
    import numpy as np

    counts = np.bincount(cells.item)
    means = np.bincount(cells.item, weights=cells.score) / np.maximum(counts, 1)
    above: NDArray[float64] = cells.score - means[cells.item]
    return above


def discriminations(cells: Cells, items: int) -> list[Estimate | None]:
    """Return for each item how its score goes with the candidates' other items.

    The corrected item-rest correlation (Henrysson, 1963): the item itself is not in the rest, which
    is the mean of how far the others lie above their items' means. Where all candidates answered
    the same items, this is the correlation with the mean of the others. None of fewer candidates
    with several items than `CORRELATED`.
    """
    import numpy as np

    above = above_the_items(cells)
    answered = np.bincount(cells.candidate)[cells.candidate]
    totals = np.bincount(cells.candidate, weights=above)[cells.candidate]
    several = answered >= ITEMS
    item, left = cells.item[several], above[several]
    right = (totals[several] - left) / (answered[several] - 1)
    counts = np.bincount(item, minlength=items)

    def by_item(values: NDArray[float64]) -> list[float]:
        return [float(value) for value in np.bincount(item, weights=values, minlength=items)]

    columns = [by_item(v) for v in (left, left * left, right, right * right, left * right)]
    return [
        correlation(PairSums(Sums(int(n), l1, l2), Sums(int(n), r1, r2), lr))
        if n >= CORRELATED
        else None
        for n, l1, l2, r1, r2, lr in zip(counts, *columns, strict=True)
    ]
