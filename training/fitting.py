"""Fit the two maps of the similarity matcher, and say out of fold how they do.

`Read` holds for each case everything that does not depend on a fit (pairs described in numbers,
shortlists); a fit of both maps on some of the cases then takes seconds, so that cross-fitting is
cheap: every figure reported on a case comes from maps and cuts that never saw its group.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from interviewer.matchers.similarity import describe_pairs
from interviewer.scoring.calibration import LABELS, Cuts
from interviewer.scoring.features import FEATURES
from interviewer.scoring.linear import LinearMap
from interviewer.scoring.match import (
    KEYPOINT_FEATURES,
    Claim,
    Shortlist,
    readings,
    shortlist,
)
from interviewer.scoring.segment import Segment
from interviewer.scoring.windows import narrowed, windows
from training.cases import Case
from training.vectors import KeptEmbedder

PAIR_CLASSES = ("entails", "neither", "contradicts")
_OF_LABEL = {"met": 0, "partial": 1, "missed": 1, "contradicted": 2}
ROUNDS = 3
ATOMIC = ("claims-pairs", "claims-answers")

Floats = NDArray[np.float64]


class Read(NamedTuple):
    """A case, its shortlist, and its pairs in numbers (``[pairs, features]``)."""

    case: Case
    listed: Shortlist
    rows: Floats


class Fit(NamedTuple):
    """Both maps and the cuts."""

    pair: LinearMap
    keypoint: LinearMap
    cuts: Cuts


def read_all(cases: Sequence[Case], embedder: KeptEmbedder) -> list[Read]:
    """Segment, embed, shortlist and describe every case; no rows where nothing can be read."""
    passages = []
    for case in cases:
        found = windows(case.answer, case.question)
        passages.append(narrowed(found, [*case.claim.wordings, *case.claim.rejects]))
    texts = {p.text for found in passages for p in found}
    texts |= {case.answer[:2000] for case in cases} | {case.question for case in cases}
    texts |= {w for case in cases for w in (*case.claim.wordings, *case.claim.rejects)}
    texts |= {text for case in cases for text in case.companions}
    embedder.embed(sorted(texts))
    embedder.save()
    read = []
    for number, (case, found) in enumerate(zip(cases, passages, strict=True)):
        listed = _shortlist(case, found, embedder)
        read.append(Read(case, listed, describe_pairs(listed.pairs(case.question), embedder)))
        if number % 10000 == 9999:
            print(f"read {number + 1:,} of {len(cases):,}", file=sys.stderr)
    return read


def _shortlist(case: Case, found: Sequence[Segment], embedder: KeptEmbedder) -> Shortlist:
    """Return the pairs of the case's own claim, its companions competing for the passages."""
    claims = [case.claim, *(Claim((text,)) for text in case.companions)]
    listed = shortlist(case.answer, found, claims, embedder)
    own = tuple(candidate for candidate in listed.candidates if candidate.claim == 0)
    return Shortlist(own, listed.whole[:1])


def fit(read: Sequence[Read]) -> Fit:
    """Fit both maps on these cases, and the cuts on predictions made out of fold by group."""
    pair, keypoint = fit_maps(read)
    held_out = cross_predict(read, folds=4)
    whole = np.array([r.case.dataset != "claims-pairs" for r in read])
    counted = [r for r, is_whole in zip(read, whole, strict=True) if is_whole]
    return Fit(pair, keypoint, fit_cuts(counted, held_out[whole]))


def fit_maps(read: Sequence[Read]) -> tuple[LinearMap, LinearMap]:
    """Fit both maps.

    Half-right answers to a whole reference are left out: of an atomic claim they say nothing.
    """
    clear = [r for r in read if r.case.label != "partial" or r.case.dataset in ATOMIC]
    pair = fit_pair([r for r in clear if r.case.dataset != "claims-answers"])
    return pair, fit_keypoint([r for r in clear if r.case.dataset != "claims-pairs"], pair)


def fit_pair(read: Sequence[Read]) -> LinearMap:
    """Fit P(entails, neither, contradicts); each case speaks through its best pair, found anew."""
    usable = [r for r in read if len(r.rows)]
    labels = np.array([_OF_LABEL[r.case.label] for r in usable])
    weights = _weights([r.case for r in usable])
    chosen = np.array([_first(r) for r in usable])
    fitted = _fit_linear(
        np.stack([r.rows[c] for r, c in zip(usable, chosen, strict=True)]),
        labels,
        weights,
        FEATURES,
        PAIR_CLASSES,
    )
    for _ in range(ROUNDS):
        rows = np.stack(
            [_best_row(r, fitted, label) for r, label in zip(usable, labels, strict=True)]
        )
        fitted = _fit_linear(rows, labels, weights, FEATURES, PAIR_CLASSES)
    return fitted


def fit_keypoint(read: Sequence[Read], pair: LinearMap) -> LinearMap:
    """Fit P(met, partial, missed, contradicted) on what the fitted pair map reads."""
    usable = [r for r in read if len(r.rows)]
    rows = keypoint_rows(usable, pair)
    labels = np.array([LABELS.index(r.case.label) for r in usable])  # type: ignore[arg-type]
    return _fit_linear(rows, labels, _weights([r.case for r in usable]), KEYPOINT_FEATURES, LABELS)


def keypoint_rows(read: Sequence[Read], pair: LinearMap) -> Floats:
    """Return ``[n, len(KEYPOINT_FEATURES)]``."""
    sizes = np.cumsum([0, *(len(r.rows) for r in read)])
    shares = pair.probabilities(np.concatenate([r.rows for r in read])).astype(np.float32)
    return np.array(
        [
            readings(r.listed, shares[start:end], 1)[0].features
            for r, start, end in zip(read, sizes, sizes[1:], strict=False)
        ]
    )


def predict(read: Sequence[Read], pair: LinearMap, keypoint: LinearMap) -> Floats:
    """Return ``[n, 4]`` probabilities; a case without a passage is missed for certain."""
    shares = np.tile(np.array([0.0, 0.0, 1.0, 0.0]), (len(read), 1))
    some = np.array([bool(len(r.rows)) for r in read])
    if some.any():
        rows = keypoint_rows([r for r in read if len(r.rows)], pair)
        shares[some] = keypoint.probabilities(rows)
    return np.round(shares, 4)


def cross_predict(read: Sequence[Read], folds: int) -> Floats:
    """Return ``[n, 4]``, each row from maps fitted on the other folds; cut by group."""
    fold = fold_of([r.case for r in read], folds)
    shares = np.zeros((len(read), len(LABELS)))
    for number in range(folds):
        inside = [r for r, f in zip(read, fold, strict=True) if f != number]
        outside = [r for r, f in zip(read, fold, strict=True) if f == number]
        shares[fold == number] = predict(outside, *fit_maps(inside))
    return shares


def fold_of(cases: Sequence[Case], folds: int) -> NDArray[np.int64]:
    """Assign whole groups to folds, evenly within each data set, in a fixed order."""
    groups: dict[str, list[str]] = {}
    for case in cases:
        known = groups.setdefault(case.dataset, [])
        if case.group not in known:
            known.append(case.group)
    place = {g: at % folds for known in groups.values() for at, g in enumerate(sorted(known))}
    return np.array([place[case.group] for case in cases])


def fit_cuts(read: Sequence[Read], shares: Floats) -> Cuts:
    """Choose the cuts on out-of-fold predictions, every data set weighing the same.

    ``met``: the highest mean κ of met against the rest. ``contradicted``: the highest mean F1 of
    contradicted among what is not met, at a precision of .5 or more. ``partial``: the highest
    mean quadratic κ of credit. ``reject``: hits one right answer in a hundred at
    most. The grey band: the stretch round ``met`` where fewer than two of three out-of-fold calls
    are right. ``held``: a misconception costs points, so a precision of .75.
    """
    labels = np.array([LABELS.index(r.case.label) for r in read])  # type: ignore[arg-type]
    names = np.array([r.case.dataset for r in read])
    sets = sorted(set(names))
    grid = np.round(np.arange(0.05, 0.96, 0.01), 2)
    met = max(
        grid,
        key=lambda cut: np.mean(
            [kappa(labels[names == n] == 0, shares[names == n, 0] >= cut) for n in sets]
        ),
    )
    with_denials = [n for n in sets if (labels[names == n] == 3).any()]

    def denial(cut: float) -> float:
        scores = []
        for name in with_denials:
            mine = names == name
            called = (shares[mine, 3] >= cut) & (shares[mine, 0] < met)
            right = (called & (labels[mine] == 3)).sum()
            precision = right / max(1, called.sum())
            recall = right / (labels[mine] == 3).sum()
            scores.append(
                2 * precision * recall / max(1e-9, precision + recall) if precision >= 0.5 else 0.0
            )
        return float(np.mean(scores))

    contradicted = max(grid, key=denial)
    credit = np.select([labels == 0, labels == 1], [1.0, 0.5], 0.0)

    def ordered(cut: float) -> float:
        given = np.where(
            shares[:, 0] >= met,
            1.0,
            np.where(
                shares[:, 3] >= contradicted,
                0.0,
                np.where(shares[:, 0] + shares[:, 1] >= cut, 0.5, 0.0),
            ),
        )
        return float(
            np.mean([_weighted_kappa(credit[names == n], given[names == n]) for n in sets])
        )

    partial = max(grid, key=ordered)
    above, below = _grey_band(shares[:, 0], labels == 0, float(met), names)
    weights = np.array([1 / (names == n).sum() for n in names])
    held = next(
        (c for c in grid if c >= met and _precision(shares[:, 0], labels == 0, weights, c) >= 0.75),
        0.95,
    )
    return Cuts(
        met=float(met),
        partial=float(partial),
        contradicted=float(contradicted),
        reject=_reject_cut(read),
        held=float(held),
        unsure_above=above,
        unsure_below=below,
    )


def kappa(human: NDArray[np.bool_], called: NDArray[np.bool_]) -> float:
    """Cohen's kappa of two yes-no readings; 0 where chance alone explains everything."""
    agree = float((human == called).mean())
    chance = float(human.mean() * called.mean() + (1 - human.mean()) * (1 - called.mean()))
    return (agree - chance) / (1 - chance) if chance < 1 else 0.0


def _reject_cut(read: Sequence[Read]) -> float:
    """Return the similarity to a rival reject that one right answer in a hundred reaches."""
    rivals = []
    for one in read:
        if one.case.label == "met" and one.case.claim.rejects and len(one.rows):
            level = np.zeros((len(one.rows), 3), dtype=np.float32)
            level[:, 0] = [candidate.similarity for candidate in one.listed.candidates]
            rival = readings(one.listed, level, 1)[0].rival
            rivals.append(0.0 if rival is None else rival.similarity)
    return round(float(np.quantile(rivals, 0.99)), 2)


def _weighted_kappa(human: Floats, given: Floats) -> float:
    """Quadratic weighted kappa of two credits: 1 less observed over chance squared gaps."""
    gap = float(((human - given) ** 2).mean())
    chance = float(((human[:, None] - np.unique(given)[None, :]) ** 2 @ _shares(given)).mean())
    return 1 - gap / chance if chance > 0 else 0.0


def _shares(values: Floats) -> Floats:
    _, counts = np.unique(values, return_counts=True)
    return np.asarray(counts / len(values))


def _precision(p: Floats, truth: NDArray[np.bool_], weights: Floats, cut: float) -> float:
    called = p >= cut
    return float((weights * (called & truth)).sum() / max(1e-12, (weights * called).sum()))


def _grey_band(
    p: Floats, truth: NDArray[np.bool_], cut: float, names: NDArray[np.str_]
) -> tuple[float, float]:
    weights = np.array([1 / (names == n).sum() for n in names])
    right = (p >= cut) == truth

    def accuracy(low: float, high: float) -> float:
        inside = (p >= low) & (p < high)
        return float((weights * (right & inside)).sum() / max(1e-12, (weights * inside).sum()))

    above, below = cut, cut
    while above > 0.02 and accuracy(above - 0.02, above) < 2 / 3:
        above -= 0.02
    while below < 0.98 and accuracy(below, below + 0.02) < 2 / 3:
        below += 0.02
    return round(above, 2), round(below, 2)


def _weights(cases: Sequence[Case]) -> Floats:
    """Weigh the data sets by the square root of their size: none drowns the others."""
    counts: dict[str, int] = {}
    for case in cases:
        counts[case.dataset] = counts.get(case.dataset, 0) + 1
    weights = np.array([counts[case.dataset] ** -0.5 for case in cases])
    return np.asarray(weights / weights.mean())


def _first(read: Read) -> int:
    own = [at for at, c in enumerate(read.listed.candidates) if not c.is_reject]
    return max(own, key=lambda at: read.listed.candidates[at].similarity)


def _best_row(read: Read, fitted: LinearMap, label: int) -> Floats:
    """Return the pair that grading would look at: best entailing, or best contradicting."""
    own = [at for at, c in enumerate(read.listed.candidates) if not c.is_reject]
    shares = fitted.probabilities(read.rows[own])
    row: Floats = read.rows[own[int(shares[:, 2 if label == 2 else 0].argmax())]]
    return row


def _fit_linear(
    rows: Floats,
    labels: NDArray[np.int64],
    weights: Floats,
    features: Sequence[str],
    classes: Sequence[str],
) -> LinearMap:
    mean, scale = rows.mean(axis=0), rows.std(axis=0)
    scale = np.where(scale < 1e-9, 1.0, scale)
    model = LogisticRegression(C=1.0, max_iter=500)
    model.fit((rows - mean) / scale, labels, sample_weight=weights)
    if list(model.classes_) != list(range(len(classes))):
        raise ValueError(f"the cases have only the classes {list(model.classes_)}")

    def numbers(values: Floats) -> tuple[float, ...]:
        return tuple(round(float(v), 6) for v in values)

    return LinearMap(
        features=tuple(features),
        classes=tuple(classes),
        mean=numbers(mean),
        scale=numbers(scale),
        coefficients=tuple(numbers(row) for row in model.coef_),
        intercept=numbers(model.intercept_),
    )
