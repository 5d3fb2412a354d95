"""Agreement with people on the open data sets, each with its whole data set left out.

    python -m benchmarks.agreement DATA --work .cache/matcher [--format table|json|csv]

DATA is the folder of data sets that `benchmarks/datasets` describes, ``--work`` where
`training.train_matcher` keeps what it trained. What is reported on a set comes from a network that
saw no row of it and from maps, curve and cuts that were fitted without it: on sets that the shipped
network learned from, the network of the stage before reads, which saw nobody's answers at all. Khan
and stita were never learned from: on them the shipped network reads. Only held rows are reported,
with every rule of grading applied.

Methods: ``bundled`` and ``similarity`` are the two matchers, ``whole-cosine`` the cosine of the
whole answer and the claim, with a cut and a logistic calibration fitted in the same way. The set
``answers`` is our own, labelled by language models: the held questions of `training.answers`, read
by the shipped network, each calibrated on the open sets and the other questions.

``scientsbank/unseen-domains`` is the official split read by the shipped network, which learned from
its training split; the calibration is still fitted without the set. Scores of whole answers (saf,
stita) are the mean credit over the sentences of the reference, as if each were a keypoint; the held
rows of saf are its unseen questions.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from interviewer.agreement.measures import cohens_kappa, precision, recall
from interviewer.agreement.series import (
    Figure,
    Scores,
    Series,
    figures_of_scores,
    figures_of_series,
)
from interviewer.embedders.onnx import OnnxEmbedder
from interviewer.scoring.match import Claim
from interviewer.scoring.segment import segment
from training.cases import NAME, Case, answer_cases, open_cases
from training.fit_calibration import bundled_way, fitting_cases, similarity_way
from training.fitting import (
    FOLDS,
    Fit,
    Way,
    cross_ruled,
    fit,
    fold_of,
    list_all,
    read_all,
    ruled,
    weights_of,
)
from training.graded import LEARNED
from training.readers import KeptReader, exported
from training.train_matcher import SHIPPED, UNSEEN
from training.vectors import KeptEmbedder

Floats = NDArray[np.float64]
MOST = 2000
_LABELS = ("met", "partial", "missed", "contradicted")
_CREDIT = np.array([1.0, 0.5, 0.0, 0.0])


class Row(NamedTuple):
    """One figure: of a set, by a method, with its 95 % interval over questions."""

    set: str
    method: str
    measure: str
    value: float
    low: float | None
    high: float | None
    rows: int
    questions: int


class Run(NamedTuple):
    """One evaluation: which network reads, what is fitted on and what is reported."""

    name: str
    network: str
    without: tuple[str, ...]
    cases: list[Case]


def runs(data: Path) -> Iterator[Run]:
    """Yield every evaluation; `report` cuts ``answers`` by question."""
    for name in LEARNED:
        # One archive, one source: what the one tells about the other is not to be used.
        without = ("scientsbank", "beetle") if name in ("scientsbank", "beetle") else (name,)
        yield Run(name, UNSEEN, without, open_cases(name, data, most=MOST))
    yield Run("stita", SHIPPED, ("stita",), open_cases("stita", data))
    yield Run("khan", SHIPPED, (), open_cases("khan", data))
    yield Run(NAME, SHIPPED, (NAME,), answer_cases())
    science = open_cases("scientsbank", data, most=MOST)
    domains = [case for case in science if case.split == "unseen-domains"]
    yield Run("scientsbank/unseen-domains", SHIPPED, ("scientsbank", "beetle"), domains)


def main() -> None:
    """Print one block of figures a set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".cache/matcher"))
    parser.add_argument("--format", choices=("table", "json", "csv"), default="table")
    parser.add_argument("--draws", type=int, default=300)
    parser.add_argument("--cache", type=Path, default=Path(".cache"))
    parser.add_argument("--sets", nargs="*", help="only these")
    parser.add_argument(
        "--unpruned", action="store_true", help="read every near pair, not three a keypoint"
    )
    options = parser.parse_args()
    embedder = KeptEmbedder(OnnxEmbedder(), options.cache)
    rows: list[Row] = []
    for run in runs(options.data):
        if options.sets and run.name not in options.sets:
            continue
        print(f"{run.name}: {len(run.cases):,} cases", file=sys.stderr)
        reader = KeptReader(exported(options.work / f"{run.network}.pt"))
        rows += report(run, options.data, embedder, reader, options.draws, not options.unpruned)
    _print(rows, options.format)


def report(
    run: Run,
    data: Path,
    embedder: KeptEmbedder,
    reader: KeptReader,
    draws: int,
    pruned: bool,
) -> list[Row]:
    """Return the figures of every method on one set."""
    inside = fitting_cases(data, without=run.without)
    listed = list_all([*inside, *run.cases], embedder, pruned=pruned)
    rows: list[Row] = []
    for method, way in (
        ("bundled", bundled_way(embedder, reader)),
        ("similarity", similarity_way(embedder)),
    ):
        read = read_all(listed, way)
        known, asked = read[: len(inside)], read[len(inside) :]
        if run.name == NAME:
            found, scores = cross_ruled(asked, known, way.features), None
        else:
            fitted = fit(known, way.features)
            found = ruled(asked, fitted)
            scores = _scores(run.cases, fitted, way, embedder, pruned)
        rows += _figures(run, method, found.shares, found.labels, scores, draws)
    return [*rows, *_whole_cosine(run, inside, embedder, draws)]


def _scores(
    cases: Sequence[Case], fitted: Fit, way: Way, embedder: KeptEmbedder, pruned: bool
) -> Floats | None:
    """Return a score an answer: the mean credit over the sentences of the reference."""
    if any(case.score is None for case in cases):
        return None
    parts = [
        (at, case._replace(claim=Claim((sentence.text,)), companions=()))
        for at, case in enumerate(cases)
        for sentence in segment(case.claim.wordings[0])
    ]
    listed = list_all([case for _, case in parts], embedder, pruned=pruned)
    credit = ruled(read_all(listed, way), fitted).shares @ _CREDIT
    places = np.array([at for at, _ in parts])
    return np.array([credit[places == at].mean() for at in range(len(cases))])


def _figures(
    run: Run,
    method: str,
    shares: Floats,
    called: Sequence[str],
    scores: Floats | None,
    draws: int,
) -> Iterator[Row]:
    questions = [case.group for case in run.cases]
    human = [case.label for case in run.cases]
    series = Series(
        questions,
        [label == "met" for label in human],
        [label == "met" for label in called],
        [float(share) for share in shares[:, 0]],
    )
    found = figures_of_series(series, draws=draws)
    denied = [label == "contradicted" for label in human]
    if any(denied):
        calls = [label == "contradicted" for label in called]
        for name, value in (
            ("contradicted_recall", recall(denied, calls)),
            ("contradicted_precision", precision(denied, calls)),
        ):
            if value is not None:
                found.append(Figure(name, value, None, None, len(human)))
    if scores is not None:
        given = [case.score for case in run.cases if case.score is not None]
        ours = [float(score) for score in scores]
        found += figures_of_scores(Scores(questions, given, ours), draws=draws)
    count = len(set(questions))
    yield from (Row(run.name, method, *figure, count) for figure in found)


def _whole_cosine(
    run: Run, inside: Sequence[Case], embedder: KeptEmbedder, draws: int
) -> Iterator[Row]:
    """Yield the figures of one cosine an answer; cut and curve fitted as ours are."""
    known, asked = _cosines(inside, embedder), _cosines(run.cases, embedder)
    shares, called = np.zeros(len(asked)), np.zeros(len(asked), bool)
    fold = fold_of(run.cases, FOLDS) if run.name == NAME else np.zeros(len(asked), np.int64)
    for number in set(fold):
        out = fold == number
        more = [] if out.all() else [c for c, o in zip(run.cases, out, strict=True) if not o]
        cases = [*inside, *more]
        rows = np.concatenate([known, asked[~out]]) if more else known
        truth = np.array([case.label == "met" for case in cases])
        model = LogisticRegression().fit(rows, truth, sample_weight=weights_of(cases))
        shares[out] = model.predict_proba(asked[out])[:, 1]
        called[out] = shares[out] >= _cut(cases, truth, model.predict_proba(rows)[:, 1])
    series = Series(
        [case.group for case in run.cases],
        [case.label == "met" for case in run.cases],
        [bool(call) for call in called],
        [float(share) for share in shares],
    )
    count = len({case.group for case in run.cases})
    for figure in figures_of_series(series, draws=draws):
        yield Row(run.name, "whole-cosine", *figure, count)


def _cosines(cases: Sequence[Case], embedder: KeptEmbedder) -> Floats:
    """Return ``[n, 1]``: the cosine of answer and claim."""
    answers = embedder.embed([case.answer[:2000] for case in cases])
    claims = embedder.embed([case.claim.wordings[0] for case in cases])
    return np.einsum("nd,nd->n", answers, claims).astype(np.float64)[:, None]


def _cut(cases: Sequence[Case], truth: NDArray[np.bool_], shares: Floats) -> float:
    """Return the cut with the highest mean κ over the data sets."""
    names = np.array([case.dataset for case in cases])

    def mean(cut: float) -> float:
        found = [
            cohens_kappa(list(shares[names == name] >= cut), list(truth[names == name])) or 0.0
            for name in set(names)
        ]
        return float(np.mean(found))

    return float(max(np.round(np.arange(0.1, 0.91, 0.02), 2), key=mean))


def _print(rows: Sequence[Row], format: str) -> None:  # noqa: A002
    if format == "json":
        print(json.dumps([row._asdict() for row in rows], indent=1))
    elif format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerows(rows)
    else:
        for line in table(rows):
            print(line)


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines that people read: κ and AUC with intervals, the other measures bare."""
    yield (
        f"{'set':27} {'method':13} {'rows':>5} {'met':>4} {'maj':>4} {'acc':>4}  {'κ':16} "
        f"{'AUC':16} {'F1':>4} {'ECE':>4} {'Brier':>5}  {'acc@50/70/90':12}  {'contra R/P':10}  "
        "r / QWK / RMSE"
    )
    for name, method in dict.fromkeys((row.set, row.method) for row in rows):
        own = {r.measure: r for r in rows if (r.set, r.method) == (name, method)}
        bare = {measure: _two(row.value) for measure, row in own.items()}
        sure = "/".join(bare.get(f"accuracy_at_{share}", "–") for share in (50, 70, 90))
        denied = f"{bare.get('contradicted_recall', '–')}/{bare.get('contradicted_precision', '–')}"
        scores = " / ".join(bare.get(m, "–") for m in ("pearson", "qwk", "rmse"))
        yield (
            f"{name:27} {method:13} {own['auc'].rows:>5} {bare['prevalence']:>4} "
            f"{bare['majority']:>4} {bare['accuracy']:>4}  {_bounded(own.get('kappa')):16} "
            f"{_bounded(own.get('auc')):16} {bare['macro_f1']:>4} {bare['ece']:>4} "
            f"{bare['brier']:>5}  {sure:12}  {denied:10}  {scores}"
        )


def _two(value: float) -> str:
    return f"{value:.2f}".replace("0.", ".", 1)


def _bounded(row: Row | None) -> str:
    if row is None:
        return "–"
    if row.low is None or row.high is None:
        return _two(row.value)
    return f"{_two(row.value)} [{_two(row.low)}, {_two(row.high)}]"


if __name__ == "__main__":
    main()
