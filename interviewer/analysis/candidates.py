"""Each candidate's score over all answers, with the interval that the grades' own give."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.analysis.estimate import places
from interviewer.analysis.results import CandidateScore
from interviewer.analysis.rows import Table


def candidate_scores(table: Table, names: Sequence[str]) -> tuple[CandidateScore, ...]:
    """Return points, what was possible, and an 80 % interval; best score first, then by id.

    A candidate's expected points are the sum of the answers'. The distance of a bound is the root
    of the summed squares of the answers' distances, each side for itself: right where the errors of
    grading different answers are independent, and for one answer the grade's own interval.
    """
    import numpy as np

    known = table.candidate >= 0
    where, size = table.candidate[known], len(names)

    def total(weights: object) -> list[float]:
        sums = np.bincount(where, weights=np.asarray(weights)[known], minlength=size)
        return [float(value) for value in sums]

    below = table.expected - table.low
    above = table.high - table.expected
    columns = zip(
        names,
        total(np.ones(len(known))),
        total(table.scored),
        total(table.bounded),
        total(table.points),
        total(table.possible),
        total(table.expected * table.possible),
        total((below * table.possible) ** 2),
        total((above * table.possible) ** 2),
        strict=True,
    )
    return tuple(sorted((_score(*column) for column in columns), key=_best_first))


def _best_first(score: CandidateScore) -> tuple[bool, float, str]:
    return score.fraction is None, -(score.fraction or 0.0), score.candidate_id


def _score(
    name: str,
    answers: float,
    scored: float,
    bounded: float,
    points: float,
    possible: float,
    expected: float,
    below: float,
    above: float,
) -> CandidateScore:
    middle = low = high = None
    if bounded and bounded == scored:
        middle = _share(expected / possible)
        low = _share((expected - below**0.5) / possible)
        high = _share((expected + above**0.5) / possible)
    return CandidateScore(
        candidate_id=name,
        answers=int(answers),
        scored=int(scored),
        points=places(points),
        possible=places(possible),
        fraction=_share(points / possible) if scored else None,
        expected=middle,
        low=low,
        high=high,
    )


def _share(value: float) -> float:
    return places(max(0.0, min(1.0, value)))
