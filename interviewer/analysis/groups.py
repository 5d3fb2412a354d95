"""Groups of answers by a column, each against all others on the same questions.

Groups may have been asked different questions, so what is compared is how far a candidate's scores
lie above the means of the items answered. The answers of one person are not independent: each
candidate counts once a group. Welch's test, two-sided, corrected by Holm's method over the groups.
By question it is the scores as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from interviewer.analysis.estimate import P_PLACES, places
from interviewer.analysis.least import GROUP, LEVEL
from interviewer.analysis.measures import Gap, holm, mean, welch
from interviewer.analysis.results import GroupFigures, Groups
from interviewer.analysis.rows import CANDIDATE, QUESTION, Rows, Table
from interviewer.analysis.sums import Sums

if TYPE_CHECKING:
    from numpy import float64, intp
    from numpy.typing import NDArray


class _Group(NamedTuple):
    name: str | None
    answers: int
    scores: Sums
    units: Sums


def groups(rows: Rows, table: Table, column: str) -> Groups:
    """Return the groups' figures, the largest first."""
    found = _groups(rows, table, column)
    whole = sum((group.units for group in found), Sums())
    tested = [
        welch(group.units, whole - group.units)
        if min(group.units.n, whole.n - group.units.n) >= GROUP
        else None
        for group in found
    ]
    corrected = iter(holm([gap.p for gap in tested if gap is not None]))
    figures = [
        _figures(group, gap, None if gap is None else next(corrected))
        for group, gap in zip(found, tested, strict=True)
    ]
    order = sorted(figures, key=lambda each: (-each.answers, each.name or ""))
    return Groups(column=column, groups=tuple(order))


def _groups(rows: Rows, table: Table, column: str) -> list[_Group]:
    import numpy as np

    names, size = list(rows.groups), len(rows.groups)
    answers = np.bincount(table.group, minlength=size)
    scored = table.scored
    group, fraction = table.group[scored], table.fraction[scored]
    above = fraction if column == QUESTION else _above(table.question[scored], fraction)
    unit_group, unit = _units(table, group, above, column)
    return [
        _Group(name, int(count), scores, units)
        for name, count, scores, units in zip(
            names,
            answers,
            _sums(group, fraction, size),
            _sums(unit_group, unit, size),
            strict=True,
        )
    ]


def _above(question: NDArray[intp], fraction: NDArray[float64]) -> NDArray[float64]:
    """Return by how much each score lies above its question's mean."""
    import numpy as np

    counts = np.bincount(question)
    means = np.bincount(question, weights=fraction) / np.maximum(counts, 1)
    above: NDArray[float64] = fraction - means[question]
    return above


def _units(
    table: Table, group: NDArray[intp], above: NDArray[float64], column: str
) -> tuple[NDArray[intp], NDArray[float64]]:
    """Return one number a candidate and group; one an answer for those without an id."""
    import numpy as np

    who = table.candidate[table.scored].copy()
    alone = np.ones(len(who), dtype=np.bool_) if column == CANDIDATE else who < 0
    who[alone] = np.arange(int(alone.sum())) + int(who.max(initial=-1)) + 1
    width = int(group.max(initial=0)) + 1
    keys, where, counts = np.unique(who * width + group, return_inverse=True, return_counts=True)
    return keys % width, np.bincount(where, weights=above, minlength=len(keys)) / counts


def _sums(group: NDArray[intp], values: NDArray[float64], size: int) -> list[Sums]:
    import numpy as np

    counts = np.bincount(group, minlength=size)
    totals = np.bincount(group, weights=values, minlength=size)
    squares = np.bincount(group, weights=values * values, minlength=size)
    return [
        Sums(int(n), float(total), float(square))
        for n, total, square in zip(counts, totals, squares, strict=True)
    ]


def _figures(group: _Group, gap: Gap | None, p: float | None) -> GroupFigures:
    return GroupFigures(
        name=group.name,
        answers=group.answers,
        unscored=group.answers - group.scores.n,
        units=group.units.n,
        mean=mean(group.scores),
        gap=None if gap is None else places(gap.value),
        low=None if gap is None else places(gap.low),
        high=None if gap is None else places(gap.high),
        p=None if p is None else round(p, P_PLACES),
        clear=p is not None and p < LEVEL,
    )
