"""Fit probabilities and cuts to one's own labels, starting from a calibration that is there.

P(met) is corrected by a logistic curve with two numbers (Platt, 1999), more than which few labels
cannot carry; then the cuts are chosen anew, each only where there are labels enough to tell and the
choice does better than the old cut. What the old and the new calibration give is compared on
questions that the new one was not fitted on. Only verdicts that probabilities decided count: blank
answers are settled by rule, and words that repeat a ``reject`` by that, whatever the cuts are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from interviewer.agreement.join import Judged
from interviewer.agreement.measures import (
    accuracy,
    brier,
    cohens_kappa,
    ece,
    precision,
    quadratic_kappa,
    recall,
)
from interviewer.authoring.platt import Curve, fit_curve, knots_of
from interviewer.errors import InterviewerError
from interviewer.grades import Probabilities
from interviewer.scoring.calibration import Calibration, Cuts

LEAST = 100
"""Labels in all: with fewer, the κ that is to be raised has itself an error of .1 or more."""
LEAST_EACH = 30
"""Labels met, and labels not met: some fifteen for each number of the curve."""
LEAST_OTHER = 15
"""Labels partial (or contradicted) from which that cut is chosen anew."""
FOLDS = 5
_GRID = tuple(round(0.02 * step, 2) for step in range(2, 49))
_CREDIT = {"met": 1.0, "partial": 0.5, "missed": 0.0, "contradicted": 0.0}


class Fares(NamedTuple):
    """How calls and probabilities agree with the labels; None where nothing can be told."""

    kappa: float | None
    accuracy: float | None
    brier: float | None
    ece: float | None


class Fitted(NamedTuple):
    """The new calibration, and old and new figures on what it was not fitted on.

    ``left_out`` labels are of verdicts that no probability decided.
    """

    calibration: Calibration
    labels: int
    left_out: int
    old: Fares
    new: Fares
    by: str


class _Row(NamedTuple):
    """A label and the probabilities that decided the verdict."""

    group: str
    human: str
    ours: str
    shares: Probabilities


def calibrate(judged: Sequence[Judged], base: Calibration) -> Fitted:
    """Return a calibration for these labels; InterviewerError where there are too few."""
    by, rows = _decided(judged, base)
    _refuse_few(rows, len(judged))
    fold = _folds([row.group for row in rows], by)
    called = [""] * len(rows)
    likely = [0.0] * len(rows)
    for number in set(fold):
        inside = [row for row, f in zip(rows, fold, strict=True) if f != number]
        curve = fit_curve(*_points(inside))
        cuts = fit_cuts(inside, curve, base.cuts)
        for at, row in enumerate(rows):
            if fold[at] == number:
                shares = _corrected(row.shares, curve)
                called[at], likely[at] = label_of(shares, cuts), shares.met
    curve = fit_curve(*_points(rows))
    changed = {
        "curve": knots_of(base.curve, curve),
        "cuts": fit_cuts(rows, curve, base.cuts),
        "fitted": _story(rows, base),
    }
    made = base.model_copy(update=changed)
    digest = hashlib.sha256(made.model_dump_json(exclude={"name"}).encode()).hexdigest()
    made = made.model_copy(update={"name": f"own-{digest[:12]}"})
    old = _fares(rows, [row.ours for row in rows], [row.shares.met for row in rows])
    left_out = len(judged) - len(rows)
    return Fitted(made, len(rows), left_out, old, _fares(rows, called, likely), by)


def fit_cuts(rows: Sequence[_Row], curve: Curve, base: Cuts) -> Cuts:
    """Choose the cuts with most agreement.

    A cut without labels enough is moved so that as many answers get its label as before: the curve
    has changed the scale under it.
    """
    shares = [_corrected(row.shares, curve) for row in rows]
    truth = [row.human == "met" for row in rows]

    def agreeing(cut: float) -> float:
        return cohens_kappa([s.met >= cut for s in shares], truth) or 0.0

    met = _best(agreeing, curve(base.met))
    changed: dict[str, float] = {"met": met, "held": max(met, round(curve(base.held), 4))}
    rest = [at for at, s in enumerate(shares) if s.met < met]
    denied = [rows[at].human == "contradicted" for at in rest]

    def sharp(cut: float) -> float:
        calls = [shares[at].contradicted >= cut for at in rest]
        right, full = precision(denied, calls) or 0.0, recall(denied, calls) or 0.0
        return 2 * right * full / (right + full) if right >= 0.5 and full else 0.0

    old = {at: rows[at].ours for at in rest}
    kept = _same_count(
        [shares[at].contradicted for at in rest],
        sum(label == "contradicted" for label in old.values()),
        base.contradicted,
    )
    enough = sum(row.human == "contradicted" for row in rows) >= LEAST_OTHER
    changed["contradicted"] = _best(sharp, kept) if enough else kept
    partial = _same_count(
        [shares[at].met + shares[at].partial for at in rest if old[at] != "contradicted"],
        sum(label == "partial" for label in old.values()),
        base.partial,
    )
    human = [_CREDIT[row.human] for row in rows]

    def ordered(cut: float) -> float:
        cuts = base.model_copy(update={**changed, "partial": cut})
        return quadratic_kappa(human, [_CREDIT[label_of(s, cuts)] for s in shares]) or 0.0

    enough = sum(row.human == "partial" for row in rows) >= LEAST_OTHER
    changed["partial"] = _best(ordered, partial) if enough else partial
    above, below = _grey_band([s.met for s in shares], truth, met)
    return base.model_copy(update={**changed, "unsure_above": above, "unsure_below": below})


def label_of(shares: Probabilities, cuts: Cuts) -> str:
    """Return the label at these cuts, by the order of `interviewer.scoring.calibration`."""
    if shares.met >= cuts.met:
        return "met"
    if shares.contradicted >= cuts.contradicted:
        return "contradicted"
    return "partial" if round(shares.met + shares.partial, 4) >= cuts.partial else "missed"


def _decided(judged: Sequence[Judged], base: Calibration) -> tuple[str, list[_Row]]:
    """Return what rows are cut by, and the rows that probabilities alone decided."""
    by = "question" if len({row.question for row in judged}) > 1 else "answer"
    rows = [
        _Row(row.question if by == "question" else row.answer_id, row.human, row.ours, row.shares)
        for row in judged
        if row.shares is not None
        and row.decided_by == "matcher"
        and label_of(row.shares, base.cuts) == row.ours
    ]
    return by, rows


def _points(rows: Sequence[_Row]) -> tuple[list[float], list[bool]]:
    return [row.shares.met for row in rows], [row.human == "met" for row in rows]


def _best(score: Callable[[float], float], kept: float) -> float:
    """Return the middle of the best cuts; ``kept`` where none is better than it."""
    scores = {cut: score(cut) for cut in _GRID}
    most = max(scores.values())
    if most <= max(0.0, score(kept)):
        return round(kept, 4)
    best = [cut for cut, value in scores.items() if value == most]
    return best[len(best) // 2]


def _same_count(values: Sequence[float], count: int, base: float) -> float:
    """Return the cut that as many of the values reach; ``base`` where that says nothing."""
    if not count or count > len(values):
        return base
    return round(min(max(sorted(values, reverse=True)[count - 1], 0.01), 0.99), 4)


def _grey_band(met: Sequence[float], truth: Sequence[bool], cut: float) -> tuple[float, float]:
    """Return the stretch round the cut where fewer than two in three calls are right."""

    def shaky(low: float, high: float) -> bool:
        inside = [(m >= cut) == t for m, t in zip(met, truth, strict=True) if low <= m < high]
        return bool(inside) and sum(inside) / len(inside) < 2 / 3

    above, below = cut, cut
    while above >= 0.06 and shaky(above - 0.05, above):
        above -= 0.05
    while below <= 0.94 and shaky(below, below + 0.05):
        below += 0.05
    return round(above, 4), round(below, 4)


def _refuse_few(rows: Sequence[_Row], given: int) -> None:
    if given and not rows:
        raise InterviewerError(
            "no verdict was decided by a probability, so there is nothing to calibrate; grade with "
            "a calibrated matcher (bundled or similarity)"
        )
    met = sum(row.human == "met" for row in rows)
    other = len(rows) - met
    if len(rows) < LEAST or min(met, other) < LEAST_EACH:
        raise InterviewerError(
            f"too few labels: {len(rows)} ({met} met, {other} not) of verdicts that a probability "
            f"decided; {LEAST} with at least {LEAST_EACH} met and {LEAST_EACH} not met would do"
        )


def _folds(groups: Sequence[str], by: str) -> list[int]:
    """Deal whole groups into folds, in the order in which they come."""
    names = list(dict.fromkeys(groups))
    if len(names) < 2:
        raise InterviewerError(f"all labels are of one {by}; label several")
    place = {name: at % FOLDS for at, name in enumerate(names)}
    return [place[group] for group in groups]


def _corrected(old: Probabilities, curve: Curve) -> Probabilities:
    met = curve(old.met)
    scale = (1 - met) / (1 - old.met) if old.met < 1 else 0.0
    return Probabilities(
        met=round(met, 4),
        partial=round(min(1.0, old.partial * scale), 4),
        missed=round(min(1.0, old.missed * scale), 4),
        contradicted=round(min(1.0, old.contradicted * scale), 4),
    )


def _fares(rows: Sequence[_Row], called: Sequence[str], likely: Sequence[float]) -> Fares:
    truth = [row.human == "met" for row in rows]
    calls = [label == "met" for label in called]
    return Fares(
        cohens_kappa(calls, truth),
        accuracy(calls, truth),
        brier(truth, likely),
        ece(truth, likely),
    )


def _story(rows: Sequence[_Row], base: Calibration) -> dict[str, object]:
    return {
        "by": "interviewer calibrate",
        "from": base.name,
        "labels": len(rows),
        "met": sum(row.human == "met" for row in rows),
        "groups": len({row.group for row in rows}),
        "spread": "that of the base: score intervals were not fitted anew",
    }
