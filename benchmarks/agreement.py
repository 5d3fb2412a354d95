"""P(met) against people on the open data sets, beside plain whole-answer cosine.

    python -m benchmarks.agreement DATA [--format text|json] [--draws 500] [--cache .cache]

DATA is the folder of data sets that `benchmarks/datasets` describes. Each figure on a case comes
from maps, cuts and a cosine cut that were fitted without its question (5 folds over whole
questions; fields in ``claims``). The Khan set is never fitted on: its rows are read with what all
other sets gave. Both methods get their cut and their calibration in the same way.
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.measures import Floats, Interval, Truth, auc, ece, kappa, over_questions
from interviewer.embedders.onnx import OnnxEmbedder
from interviewer.scoring.calibration import LABELS
from training.cases import Case, open_cases
from training.fit_similarity import fitting_cases
from training.fitting import (
    Read,
    fit_cuts,
    fit_maps,
    fold_of,
    predict,
    read_all,
)
from training.vectors import KeptEmbedder

FOLDS = 5
NOT_REPORTED = "claims-pairs"


def main() -> None:
    """Print one row a data set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--draws", type=int, default=500)
    parser.add_argument("--cache", type=Path, default=Path(".cache"))
    options = parser.parse_args()
    embedder = KeptEmbedder(OnnxEmbedder(), options.cache)
    read = read_all([*fitting_cases(options.data), *open_cases("khan", options.data)], embedder)
    rows = report(read, embedder, draws=options.draws)
    if options.format == "json":
        print(json.dumps(rows, indent=1))
    else:
        _print(rows)


def report(read: list[Read], embedder: KeptEmbedder, *, draws: int) -> list[dict[str, object]]:
    """Return a flat row a data set."""
    cases = [r.case for r in read]
    shares, called, plain, plain_called, labels = _held_out(read, _cosines(cases, embedder))
    names = np.array([case.dataset for case in cases])
    truth = np.array([case.label == "met" for case in cases])
    denied = np.array([case.label == "contradicted" for case in cases])
    found = []
    for name in dict.fromkeys(names):
        mine = names == name
        if name == NOT_REPORTED:
            continue
        questions = [case.group for case in cases if case.dataset == name]
        bounds = partial(over_questions, questions=questions, draws=draws, seed=1)
        agree, agree_plain = called[mine].astype(float), plain_called[mine].astype(float)
        found.append(
            {
                "set": str(name),
                "cases": int(mine.sum()),
                "questions": len(set(questions)),
                "met": float(truth[mine].mean()),
                "majority_accuracy": float(max(truth[mine].mean(), 1 - truth[mine].mean())),
                "accuracy": float((truth == called)[mine].mean()),
                "auc": bounds(auc, truth[mine], shares[mine, 0]),
                "kappa": bounds(_kappa, truth[mine], agree),
                "ece": bounds(ece, truth[mine], shares[mine, 0]),
                "cosine_auc": bounds(auc, truth[mine], plain[mine]),
                "cosine_kappa": bounds(_kappa, truth[mine], agree_plain),
                "cosine_ece": bounds(ece, truth[mine], plain[mine]),
                "contradicted_recall": _share(labels[mine] == 3, denied[mine]),
                "contradicted_precision": _share(denied[mine], labels[mine] == 3),
            }
        )
    return found


def _held_out(
    read: list[Read], cosines: Floats
) -> tuple[Floats, Truth, Floats, Truth, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Return P(label), calls, P(met) by cosine alone, its calls, and label numbers, out of fold."""
    fold = fold_of([r.case for r in read], FOLDS)
    is_khan = np.array([r.case.dataset == "khan" for r in read])
    fold[is_khan] = FOLDS
    truth = np.array([r.case.label == "met" for r in read])
    names = np.array([r.case.dataset for r in read])
    shares, plain = np.zeros((len(read), len(LABELS))), np.zeros(len(read))
    called, plain_called = np.zeros(len(read), bool), np.zeros(len(read), bool)
    labels = np.zeros(len(read), np.int64)
    for number in range(FOLDS + 1):
        print(f"fold {number + 1} of {FOLDS + 1}", file=sys.stderr)
        out = fold == number
        inside = [r for r, o, khan in zip(read, out, is_khan, strict=True) if not o and not khan]
        pair, keypoint = fit_maps(inside)
        whole = [r for r in inside if r.case.dataset != NOT_REPORTED]
        cuts = fit_cuts(whole, predict(whole, pair, keypoint))
        shares[out] = predict([r for r, o in zip(read, out, strict=True) if o], pair, keypoint)
        called[out] = shares[out, 0] >= cuts.met
        labels[out] = np.select(
            [called[out], shares[out, 3] >= cuts.contradicted], [0, 3], default=2
        )
        fits = ~out & ~is_khan & (names != NOT_REPORTED)
        weights = np.array([(names[fits] == name).sum() ** -0.5 for name in names[fits]])
        model = LogisticRegression().fit(cosines[fits, None], truth[fits], sample_weight=weights)
        plain[out] = model.predict_proba(cosines[out, None])[:, 1]
        plain_called[out] = plain[out] >= _best_cut(
            truth[fits], model.predict_proba(cosines[fits, None])[:, 1], names[fits]
        )
    return shares, called, plain, plain_called, labels


def _best_cut(truth: Truth, shares: Floats, names: np.ndarray) -> float:  # type: ignore[type-arg]
    """Return the cut with the highest mean κ over the data sets."""
    grid = np.round(np.arange(0.05, 0.96, 0.01), 2)
    sets = set(names)

    def mean(cut: float) -> float:
        return float(np.mean([kappa(truth[names == n], shares[names == n] >= cut) for n in sets]))

    return float(max(grid, key=mean))


def _cosines(cases: list[Case], embedder: KeptEmbedder) -> Floats:
    """Return the cosine of the whole answer and the claim, for each case."""
    answers = embedder.embed([case.answer[:2000] for case in cases])
    claims = embedder.embed([case.claim.wordings[0] for case in cases])
    return np.asarray(np.einsum("nd,nd->n", answers, claims), dtype=np.float64)


def _kappa(truth: Truth, called: Floats) -> float:
    return kappa(truth, called > 0.5)


def _share(part: Truth, whole: Truth) -> float | None:
    return float(part[whole].mean()) if whole.any() else None


def _print(rows: list[dict[str, object]]) -> None:
    print(
        f"{'set':15} {'cases':>6} {'met':>4} {'acc':>4} {'maj':>4}  {'AUC':15} {'κ':15} {'ECE':4}"
        f"  {'cosine AUC':15} {'cosine κ':15} {'ECE':4}  {'contradicted R / P'}"
    )
    for row in rows:
        recall, precision = row["contradicted_recall"], row["contradicted_precision"]
        denials = f"{_two(recall)} / {_two(precision)}" if recall is not None else "–"
        print(
            f"{row['set']:15} {row['cases']:>6} {_two(row['met'])} {_two(row['accuracy'])} "
            f"{_two(row['majority_accuracy'])}  {_told(row['auc'])} {_told(row['kappa'])} "
            f"{_two(row['ece'])}  {_told(row['cosine_auc'])} {_told(row['cosine_kappa'])} "
            f"{_two(row['cosine_ece'])}  {denials}"
        )


def _two(value: object) -> str:
    number = value.value if isinstance(value, Interval) else value
    return f"{number:.2f}".replace("0.", ".") if isinstance(number, float) else "–"


def _told(value: object) -> str:
    assert isinstance(value, Interval)
    text = f"{_two(value.value)} [{_two(value.low)}, {_two(value.high)}]"
    return f"{text:15}"


if __name__ == "__main__":
    main()
