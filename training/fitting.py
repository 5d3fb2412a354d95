"""Fit the two maps of a matcher and its calibration, and say out of fold how they do.

`Read` holds for each case everything that does not depend on a fit (shortlists, pairs described in
numbers); a fit of both maps on some of the cases then takes seconds, so that cross-fitting is
cheap: every figure reported on a case comes from maps and cuts that never saw its group.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from interviewer.scoring.calibration import LABELS, Calibration, Cuts, Knot, corrected
from interviewer.scoring.linear import LinearMap
from interviewer.scoring.match import (
    KEYPOINT_FEATURES,
    Reading,
    Shortlist,
    readings,
    shortlist,
)
from interviewer.scoring.segment import Segment
from interviewer.scoring.verdicts import rule
from interviewer.scoring.windows import narrowed, windows
from interviewer.seams import Pair
from training.answers import NAME
from training.cases import Case
from training.curve import chosen_curve
from training.vectors import KeptEmbedder

PAIR_CLASSES = ("entails", "neither", "contradicts")
_OF_LABEL = {"met": 0, "partial": 1, "missed": 1, "contradicted": 2}
ROUNDS = 3
FOLDS = 4
SURE = 0.75
"""What is asked of a rule that takes something from a candidate: so many of its calls are right."""

Floats = NDArray[np.float64]


class Way(NamedTuple):
    """How pairs become numbers: the features' names, and what describes pairs in them."""

    features: tuple[str, ...]
    describe: Callable[[Sequence[Pair]], Floats]


class Listed(NamedTuple):
    """A case and the pairs that grading would read for it."""

    case: Case
    shortlist: Shortlist


class Read(NamedTuple):
    """A case, its shortlist, and its pairs in numbers (``[pairs, features]``)."""

    case: Case
    listed: Shortlist
    rows: Floats


class Fit(NamedTuple):
    """Both maps, the curve that corrects P(met) where it helps, and the cuts."""

    pair: LinearMap
    keypoint: LinearMap
    curve: tuple[Knot, ...]
    cuts: Cuts


def list_all(cases: Sequence[Case], embedder: KeptEmbedder, *, pruned: bool = True) -> list[Listed]:
    """Segment, embed and shortlist every case; no pairs where nothing can be read."""
    passages = []
    for case in cases:
        found = windows(case.answer, case.question)
        passages.append(narrowed(found, [*case.claim.wordings, *case.claim.rejects]))
    texts = {p.text for found in passages for p in found}
    texts |= {case.answer[:2000] for case in cases} | {case.question for case in cases}
    texts |= {w for case in cases for w in (*case.claim.wordings, *case.claim.rejects)}
    texts |= {w for case in cases for other in case.companions for w in other.wordings}
    embedder.embed(sorted(texts))
    listed = []
    for number, (case, found) in enumerate(zip(cases, passages, strict=True)):
        listed.append(Listed(case, _shortlist(case, found, embedder, pruned=pruned)))
        if number % 10000 == 9999:
            print(f"listed {number + 1:,} of {len(cases):,}", file=sys.stderr)
    return listed


def read_all(listed: Sequence[Listed], way: Way) -> list[Read]:
    """Describe the pairs of every case, all of them in one go."""
    pairs = [pair for one in listed for pair in one.shortlist.pairs(one.case.question)]
    rows = way.describe(pairs)
    ends = np.cumsum([0, *(len(one.shortlist.candidates) for one in listed)])
    return [
        Read(one.case, one.shortlist, rows[start:end])
        for one, start, end in zip(listed, ends, ends[1:], strict=False)
    ]


def _shortlist(
    case: Case, found: Sequence[Segment], embedder: KeptEmbedder, *, pruned: bool
) -> Shortlist:
    """Return the pairs of the case's own claim, its companions competing for the passages."""
    claims = [case.claim, *case.companions]
    listed = shortlist(case.answer, found, claims, embedder, pruned=pruned)
    own = tuple(candidate for candidate in listed.candidates if candidate.claim == 0)
    return listed._replace(candidates=own, whole=listed.whole[:1])


def fit(read: Sequence[Read], features: Sequence[str]) -> Fit:
    """Fit both maps on these cases; curve and cuts on predictions made out of fold by group."""
    pair, keypoint = fit_maps(read, features)
    held_out, rivals = cross_predict(read, features)
    cases = [r.case for r in read]
    curve = chosen_curve(
        held_out,
        np.array([case.label == "met" for case in cases]),
        fold_of(cases, FOLDS),
        weights_of(cases),
    )
    return Fit(pair, keypoint, curve, fit_cuts(read, corrected(held_out, curve), rivals))


def fit_maps(read: Sequence[Read], features: Sequence[str]) -> tuple[LinearMap, LinearMap]:
    """Fit both maps.

    Half-right answers to a whole reference are left out: of an atomic claim they say nothing.
    """
    clear = [r for r in read if r.case.label != "partial" or r.case.dataset == NAME]
    pair = fit_pair(clear, features)
    return pair, fit_keypoint(clear, pair)


def fit_pair(read: Sequence[Read], features: Sequence[str]) -> LinearMap:
    """Fit P(entails, neither, contradicts); each case speaks through its best pair, found anew."""
    usable = [r for r in read if len(r.rows)]
    labels = np.array([_OF_LABEL[r.case.label] for r in usable])
    weights = weights_of([r.case for r in usable])
    chosen = np.array([_first(r) for r in usable])
    fitted = _fit_linear(
        np.stack([r.rows[c] for r, c in zip(usable, chosen, strict=True)]),
        labels,
        weights,
        features,
        PAIR_CLASSES,
    )
    for _ in range(ROUNDS):
        rows = np.stack(
            [_best_row(r, fitted, label) for r, label in zip(usable, labels, strict=True)]
        )
        fitted = _fit_linear(rows, labels, weights, features, PAIR_CLASSES)
    return fitted


def fit_keypoint(read: Sequence[Read], pair: LinearMap) -> LinearMap:
    """Fit P(met, partial, missed, contradicted) on what the fitted pair map reads."""
    usable = [r for r in read if len(r.rows)]
    rows = keypoint_rows(usable, pair)
    labels = np.array([LABELS.index(r.case.label) for r in usable])  # type: ignore[arg-type]
    return _fit_linear(
        rows, labels, weights_of([r.case for r in usable]), KEYPOINT_FEATURES, LABELS
    )


def keypoint_rows(read: Sequence[Read], pair: LinearMap) -> Floats:
    """Return ``[n, len(KEYPOINT_FEATURES)]``."""
    return np.array([reading.features for reading in readings_of(read, pair)])


def readings_of(read: Sequence[Read], pair: LinearMap) -> list[Reading]:
    """Return what the pairs of each case sum up to."""
    sizes = np.cumsum([0, *(len(r.rows) for r in read)])
    rows = [r.rows for r in read if len(r.rows)]
    shares = (
        pair.probabilities(np.concatenate(rows)).astype(np.float32) if rows else np.zeros((0, 3))
    )
    return [
        readings(r.listed, shares[start:end], 1)[0]
        for r, start, end in zip(read, sizes, sizes[1:], strict=False)
    ]


class Ruled(NamedTuple):
    """What grading says of cases: probabilities ``[n, 4]`` and labels, every rule applied."""

    shares: Floats
    labels: list[str]


def ruled(read: Sequence[Read], fitted: Fit) -> Ruled:
    """Return verdicts on cases as `interviewer.scoring.verdicts` gives them."""
    calibration = Calibration(
        name="-",
        embedder="-",
        matcher="-",
        map=fitted.keypoint,
        curve=fitted.curve,
        cuts=fitted.cuts,
        fitted={},
    )
    found = readings_of(read, fitted.pair)
    decisions = calibration.decide([reading.features for reading in found])
    rulings = [rule(r, d, fitted.cuts) for r, d in zip(found, decisions, strict=True)]
    shares = [
        [getattr(one.probabilities, name) for name in LABELS]
        if reading.support is not None
        else [0.0, 0.0, 1.0, 0.0]
        for one, reading in zip(rulings, found, strict=True)
    ]
    return Ruled(np.array(shares).reshape(-1, len(LABELS)), [one.label for one in rulings])


def cross_ruled(read: Sequence[Read], always: Sequence[Read], features: Sequence[str]) -> Ruled:
    """Return verdicts on cases, each by a fit on ``always`` and the other folds; cut by group."""
    fold = fold_of([r.case for r in read], FOLDS)
    shares = np.zeros((len(read), len(LABELS)))
    labels = [""] * len(read)
    for number in range(FOLDS):
        inside = [r for r, f in zip(read, fold, strict=True) if f != number]
        outside = [r for r, f in zip(read, fold, strict=True) if f == number]
        some = ruled(outside, fit([*always, *inside], features))
        for place, row, label in zip(
            np.flatnonzero(fold == number), some.shares, some.labels, strict=True
        ):
            shares[place], labels[place] = row, label
    return Ruled(shares, labels)


def predict(read: Sequence[Read], pair: LinearMap, keypoint: LinearMap) -> Floats:
    """Return ``[n, 4]`` probabilities; a case without a passage is missed for certain."""
    shares = np.tile(np.array([0.0, 0.0, 1.0, 0.0]), (len(read), 1))
    some = np.array([bool(len(r.rows)) for r in read])
    if some.any():
        rows = keypoint_rows([r for r in read if len(r.rows)], pair)
        shares[some] = keypoint.probabilities(rows)
    return np.round(shares, 4)


def cross_predict(read: Sequence[Read], features: Sequence[str]) -> tuple[Floats, Floats]:
    """Return P(label) ``[n, 4]`` and the similarity of a rival reject ``[n]``, 0 where none is.

    Each row from maps fitted on the other folds; cut by group.
    """
    fold = fold_of([r.case for r in read], FOLDS)
    shares = np.zeros((len(read), len(LABELS)))
    rivals = np.zeros(len(read))
    for number in range(FOLDS):
        inside = [r for r, f in zip(read, fold, strict=True) if f != number]
        outside = [r for r, f in zip(read, fold, strict=True) if f == number]
        pair, keypoint = fit_maps(inside, features)
        shares[fold == number] = predict(outside, pair, keypoint)
        rivals[fold == number] = [
            0.0 if reading.rival is None else reading.rival.similarity
            for reading in readings_of(outside, pair)
        ]
    return shares, rivals


def fold_of(cases: Sequence[Case], folds: int) -> NDArray[np.int64]:
    """Assign whole groups to folds, evenly within each data set, in a fixed order."""
    groups: dict[str, list[str]] = {}
    for case in cases:
        known = groups.setdefault(case.dataset, [])
        if case.group not in known:
            known.append(case.group)
    place = {g: at % folds for known in groups.values() for at, g in enumerate(sorted(known))}
    return np.array([place[case.group] for case in cases])


def fit_cuts(read: Sequence[Read], shares: Floats, rivals: Floats) -> Cuts:
    """Choose the cuts on out-of-fold predictions: half by the open sets, half by `NAME`.

    ``met``: the highest mean κ of met against the rest. ``contradicted``: the highest mean F1 of
    contradicted among what is not met, at a precision of .5 or more. ``partial``: the highest
    mean of two κ, of the four labels as such and of credit with quadratic weights; by the second
    alone, "partial" would be said of whatever is doubtful, and be wrong nine times in ten.
    ``reject``: three in four of the words that it settles do deny the claim; where it was set so as
    to spare right answers alone, most that it hit said nothing either way. The grey band: the
    stretch round ``met`` where fewer than two of three out-of-fold calls are right. ``held``: a
    misconception costs points, so a precision of .75 as well.
    """
    labels = np.array([LABELS.index(r.case.label) for r in read])  # type: ignore[arg-type]
    names = np.array([r.case.dataset for r in read])
    sets = sorted(set(names))
    grid = np.round(np.arange(0.05, 0.96, 0.01), 2)
    met = max(
        grid,
        key=lambda cut: _over_sets(
            {n: kappa(labels[names == n] == 0, shares[names == n, 0] >= cut) for n in sets}
        ),
    )
    with_denials = [n for n in sets if (labels[names == n] == 3).any()]

    def denial(cut: float) -> float:
        scores = {}
        for name in with_denials:
            mine = names == name
            called = (shares[mine, 3] >= cut) & (shares[mine, 0] < met)
            right = (called & (labels[mine] == 3)).sum()
            precision = right / max(1, called.sum())
            recall = right / (labels[mine] == 3).sum()
            f1 = 2 * precision * recall / max(1e-9, precision + recall)
            scores[name] = f1 if precision >= 0.5 else 0.0
        return _over_sets(scores)

    contradicted = max(grid, key=denial)
    credit = np.select([labels == 0, labels == 1], [1.0, 0.5], 0.0)

    def agreed(cut: float) -> float:
        some = shares[:, 0] + shares[:, 1] >= cut
        called = np.select([shares[:, 0] >= met, shares[:, 3] >= contradicted, some], [0, 3, 1], 2)
        given = np.array([1.0, 0.5, 0.0, 0.0])[called]
        scores = {}
        for name in sets:
            mine = names == name
            of_credit = _weighted_kappa(credit[mine], given[mine])
            scores[name] = (of_credit + _label_kappa(labels[mine], called[mine])) / 2
        return _over_sets(scores)

    partial = max(grid, key=agreed)
    above, below = _grey_band(shares[:, 0], labels == 0, float(met), names)
    weights = _row_weights(names)
    held = next(
        (c for c in grid if c >= met and _precision(shares[:, 0], labels == 0, weights, c) >= SURE),
        0.95,
    )
    return Cuts(
        met=float(met),
        partial=float(partial),
        contradicted=float(contradicted),
        reject=_reject_cut(labels, rivals),
        held=float(held),
        unsure_above=above,
        unsure_below=below,
    )


def kappa(human: NDArray[np.bool_], called: NDArray[np.bool_]) -> float:
    """Cohen's kappa of two yes-no readings; 0 where chance alone explains everything."""
    agree = float((human == called).mean())
    chance = float(human.mean() * called.mean() + (1 - human.mean()) * (1 - called.mean()))
    return (agree - chance) / (1 - chance) if chance < 1 else 0.0


def _reject_cut(labels: NDArray[np.int64], rivals: Floats) -> float:
    """Return the least similarity to a rival reject from which on `SURE` of the words deny."""
    grid = np.round(np.arange(0.4, 0.96, 0.01), 2)
    denied = labels == LABELS.index("contradicted")
    return next((float(c) for c in grid if _share_of(denied, rivals >= c) >= SURE), 0.95)


def _share_of(truth: NDArray[np.bool_], called: NDArray[np.bool_]) -> float:
    return float(truth[called].mean()) if called.any() else 0.0


def _weighted_kappa(human: Floats, given: Floats) -> float:
    """Quadratic weighted kappa of two credits: 1 less observed over chance squared gaps."""
    gap = float(((human - given) ** 2).mean())
    chance = float(((human[:, None] - np.unique(given)[None, :]) ** 2 @ _shares(given)).mean())
    return 1 - gap / chance if chance > 0 else 0.0


def _label_kappa(human: NDArray[np.int64], called: NDArray[np.int64]) -> float:
    """Cohen's kappa of two readings with several labels; 0 where chance explains everything."""
    agree = float((human == called).mean())
    chance = sum(float((human == n).mean() * (called == n).mean()) for n in range(len(LABELS)))
    return (agree - chance) / (1 - chance) if chance < 1 else 0.0


def _shares(values: Floats) -> Floats:
    _, counts = np.unique(values, return_counts=True)
    return np.asarray(counts / len(values))


def _precision(p: Floats, truth: NDArray[np.bool_], weights: Floats, cut: float) -> float:
    called = p >= cut
    return float((weights * (called & truth)).sum() / max(1e-12, (weights * called).sum()))


def _grey_band(
    p: Floats, truth: NDArray[np.bool_], cut: float, names: NDArray[np.str_]
) -> tuple[float, float]:
    weights = _row_weights(names)
    right = (p >= cut) == truth

    def accuracy(low: float, high: float) -> float:
        """Return the share of right calls; 1 where there are none, so that the band ends."""
        inside = (p >= low) & (p < high)
        if not inside.any():
            return 1.0
        return float((weights * (right & inside)).sum() / (weights * inside).sum())

    above, below = cut, cut
    while above > 0.02 and accuracy(above - 0.02, above) < 2 / 3:
        above -= 0.02
    while below < 0.98 and accuracy(below, below + 0.02) < 2 / 3:
        below += 0.02
    return round(above, 2), round(below, 2)


def weights_of(cases: Sequence[Case]) -> Floats:
    """Weigh the open sets by the square root of their size, and `NAME` as much as all of them.

    None drowns the others; and half the weight is on what grading really meets: whole answers
    against a rubric with other wordings and rejects.
    """
    names = np.array([case.dataset for case in cases])
    weights = np.array([(names == name).sum() ** -0.5 for name in names])
    ours = names == NAME
    if ours.any() and not ours.all():
        weights[ours] *= weights[~ours].sum() / weights[ours].sum()
    return np.asarray(weights / weights.mean())


def _row_weights(names: NDArray[np.str_]) -> Floats:
    """Weigh rows so that every open set counts the same, and `NAME` as much as all of them."""
    weights = np.array([1 / (names == name).sum() for name in names])
    ours = names == NAME
    if ours.any() and not ours.all():
        weights[ours] *= weights[~ours].sum() / weights[ours].sum()
    return np.asarray(weights)


def _over_sets(values: Mapping[str, float]) -> float:
    """Return the mean over the open sets, and that and the value of `NAME` half each."""
    others = [value for name, value in values.items() if name != NAME]
    means = [float(np.mean(others))] if others else []
    return float(np.mean([*means, *([values[NAME]] if NAME in values else [])]))


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
