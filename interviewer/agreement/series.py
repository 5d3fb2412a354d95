"""The measures of a series of verdicts or scores, each with an interval over questions.

Rows of one question are not independent: whole questions are drawn anew, with replacement, and the
interval is the middle 95 % of what the draws give (Efron, 1979; clusters as in Davison and Hinkley,
1997, section 3.8). There is none with a single question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from interviewer.agreement import measures

_SHARES = (0.5, 0.7, 0.9)


class Series(NamedTuple):
    """Yes-no calls of one method beside a person's: one entry a row in each list.

    ``shares`` are probabilities of met (or any score that ranks), None where the method has none;
    ``probable`` says whether they are meant as probabilities.
    """

    questions: Sequence[str]
    truth: Sequence[bool]
    called: Sequence[bool] | None
    shares: Sequence[float] | None
    probable: bool = True


class Scores(NamedTuple):
    """Scores of whole answers beside a person's, 0..1; bounds may be missing."""

    questions: Sequence[str]
    human: Sequence[float]
    ours: Sequence[float]
    low: Sequence[float] | None = None
    high: Sequence[float] | None = None


class Figure(NamedTuple):
    """A figure of one measure, its 95 % interval over questions, and how many rows it is of."""

    measure: str
    value: float
    low: float | None
    high: float | None
    rows: int


def figures_of_series(series: Series, *, draws: int, seed: int = 1) -> list[Figure]:
    """Return every measure that the series has the means for."""
    found: dict[str, Callable[[Sequence[int]], float | None]] = {}
    truth, called, shares = series.truth, series.called, series.shares

    def some(values: Sequence[bool] | Sequence[float], at: Sequence[int]) -> list[float]:
        return [values[place] for place in at]

    def truths(at: Sequence[int]) -> list[bool]:
        return [truth[place] for place in at]

    if called is not None:
        calls = called

        def ours(at: Sequence[int]) -> list[bool]:
            return [calls[place] for place in at]

        found["kappa"] = lambda at: measures.cohens_kappa(ours(at), truths(at))
        found["accuracy"] = lambda at: measures.accuracy(ours(at), truths(at))
        found["macro_f1"] = lambda at: measures.macro_f1(truths(at), ours(at))
    if shares is not None:
        likely = shares
        found["auc"] = lambda at: measures.auc(truths(at), some(likely, at))
        if series.probable:
            found["ece"] = lambda at: measures.ece(truths(at), some(likely, at))
            found["brier"] = lambda at: measures.brier(truths(at), some(likely, at))
    found["prevalence"] = lambda at: measures.prevalence(truths(at))
    found["majority"] = lambda at: measures.majority(truths(at))
    if called is not None and shares is not None and series.probable:
        for share in _SHARES:
            found[f"accuracy_at_{round(100 * share)}"] = _selective(series, share)
    return figures_over(found, series.questions, draws=draws, seed=seed)


def figures_of_scores(scores: Scores, *, draws: int, seed: int = 1) -> list[Figure]:
    """Return the measures of whole scores, with coverage where there are bounds."""
    human, ours = scores.human, scores.ours

    def both(at: Sequence[int]) -> tuple[list[float], list[float]]:
        return [human[place] for place in at], [ours[place] for place in at]

    found: dict[str, Callable[[Sequence[int]], float | None]] = {
        "pearson": lambda at: measures.pearson(*both(at)),
        "qwk": lambda at: measures.quadratic_kappa(*both(at)),
        "rmse": lambda at: measures.rmse(*both(at)),
    }
    if scores.low is not None and scores.high is not None:
        low, high = scores.low, scores.high
        found["coverage"] = lambda at: measures.coverage(
            [human[p] for p in at], [low[p] for p in at], [high[p] for p in at]
        )
    return figures_over(found, scores.questions, draws=draws, seed=seed)


def _selective(series: Series, share: float) -> Callable[[Sequence[int]], float | None]:
    def measured(at: Sequence[int]) -> float | None:
        assert series.called is not None
        assert series.shares is not None
        return measures.selective_accuracy(
            [series.truth[p] for p in at],
            [series.called[p] for p in at],
            [series.shares[p] if series.called[p] else 1 - series.shares[p] for p in at],
            share,
        )

    return measured


def figures_over(
    found: Mapping[str, Callable[[Sequence[int]], float | None]],
    clusters: Sequence[str],
    *,
    draws: int,
    seed: int = 1,
) -> list[Figure]:
    """Return measures of the rows at given places, with intervals over whole clusters of rows.

    ``clusters`` names the question, or the answer, that each row belongs to.
    """
    import random

    members: dict[str, list[int]] = {}
    for place, cluster in enumerate(clusters):
        members.setdefault(cluster, []).append(place)
    whole = range(len(clusters))
    names = list(members)
    rng = random.Random(seed)
    drawn = [
        [place for name in rng.choices(names, k=len(names)) for place in members[name]]
        for _ in range(draws if len(names) > 1 else 0)
    ]
    figures = []
    for name, measure in found.items():
        value = measure(whole)
        if value is None:
            continue
        again = sorted(v for v in map(measure, drawn) if v is not None)
        low, high = (_at(again, 0.025), _at(again, 0.975)) if again else (None, None)
        figures.append(Figure(name, value, low, high, len(clusters)))
    return figures


def _at(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
