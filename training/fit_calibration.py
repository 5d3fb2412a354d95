"""Fit what turns readings into verdicts, for the similarity matcher and for the bundled one.

    python -m training.fit_calibration DATA --work .cache/matcher [--out interviewer/models]

Writes ``similarity.json`` and ``bundled.json`` (a pair in numbers → entails / neither /
contradicts) and a ``.calibration.json`` for each (what was read of a keypoint → label, curve, cuts,
spread). Fitted on held rows alone: questions that the network has not seen. The Khan set and the
shipped bank's examples are never fitted on. Seeded; the same data gives the same files.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from interviewer.embedders.onnx import OnnxEmbedder
from interviewer.matchers.bundled import BUNDLED_FEATURES, describe_read
from interviewer.matchers.fit import PairFit
from interviewer.matchers.similarity import describe_pairs
from interviewer.scoring.calibration import Calibration
from interviewer.scoring.features import FEATURES
from interviewer.seams import Embedder
from training.answers import NAME
from training.cases import OPEN, Case, answer_cases, empty_cases, open_cases
from training.fitting import Fit, Read, Way, cross_ruled, fit, list_all, read_all
from training.readers import KeptReader, exported
from training.spread import fit_spread
from training.train_matcher import SHIPPED
from training.vectors import KeptEmbedder

MOST = 600
"""The most rows of each open set: more would cost hours of reading and change nothing."""


def fitting_cases(data: Path, *, without: Collection[str] = ()) -> list[Case]:
    """Return every case that is fitted on, those of the sets in ``without`` left out."""
    names = [name for name in OPEN if name not in without]
    cases = [c for name in names for c in open_cases(name, data, most=MOST)]
    return cases if NAME in without else [*cases, *answer_cases(), *empty_cases()]


def similarity_way(embedder: Embedder) -> Way:
    """Describe pairs by cosines and words."""
    return Way(FEATURES, lambda pairs: describe_pairs(pairs, embedder))


def bundled_way(embedder: Embedder, reader: KeptReader) -> Way:
    """Describe pairs by cosines, words and what a cross-encoder reads."""
    return Way(BUNDLED_FEATURES, lambda pairs: describe_read(pairs, embedder, reader.read(pairs)))


def spread_of(read: Sequence[Read], features: Sequence[str]) -> float:
    """Return the spread that lets four in five human scores lie inside, out of fold."""
    whole = [r for r in read if r.case.dataset == NAME]
    others = [r for r in read if r.case.dataset != NAME]
    return fit_spread([r.case for r in whole], cross_ruled(whole, others, features).shares)


def write(
    name: str, fitted: Fit, spread: float, story: dict[str, object], reader: str | None, out: Path
) -> None:
    """Write a matcher's two files, named after the way, the day and the map's own numbers."""
    digest = hashlib.sha256(f"{reader}{fitted.pair.model_dump_json()}".encode()).hexdigest()
    full = f"{name}-{story['date']}-{digest[:8]}"
    embedder = OnnxEmbedder.name
    made = {
        f"{name}.json": PairFit(
            name=full, embedder=embedder, reader=reader, map=fitted.pair, fitted=story
        ),
        f"{name}.calibration.json": Calibration(
            name=full,
            embedder=embedder,
            matcher=full,
            map=fitted.keypoint,
            curve=fitted.curve,
            cuts=fitted.cuts,
            spread=spread,
            fitted=story,
        ),
    }
    for file, model in made.items():
        text = json.dumps(model.model_dump(mode="json"), indent=1, ensure_ascii=False)
        (out / file).write_text(text + "\n", encoding="utf-8")
        print(f"wrote {out / file}: {fitted.cuts}, spread {spread}, {len(fitted.curve)} knots")


def main() -> None:
    """Fit and write all four files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".cache/matcher"))
    parser.add_argument("--out", type=Path, default=Path("interviewer/models"))
    parser.add_argument("--cache", type=Path, default=Path(".cache"))
    parser.add_argument("--date", default=date.today().isoformat())
    parser.add_argument("--only", choices=("similarity", "bundled"))
    options = parser.parse_args()
    embedder = KeptEmbedder(OnnxEmbedder(), options.cache)
    cases = fitting_cases(options.data)
    listed = list_all(cases, embedder)
    story: dict[str, object] = {
        "by": "training/fit_calibration.py",
        "date": options.date,
        "data": dict(sorted(Counter(c.dataset for c in cases).items())),
        "splits": "held questions of each set; curve, cuts and spread on 4-fold predictions",
        "never_fitted_on": ["khan", "the shipped bank's examples"],
        "figures": "benchmarks/agreement.py",
    }
    np.seterr(all="raise", under="ignore")
    if options.only != "bundled":
        read = read_all(listed, similarity_way(embedder))
        fitted = fit(read, FEATURES)
        spread = spread_of(read, FEATURES)
        write("similarity", fitted, spread, story, None, options.out)
    if options.only != "similarity":
        reader = KeptReader(exported(options.work / f"{SHIPPED}.pt"))
        read = read_all(listed, bundled_way(embedder, reader))
        fitted = fit(read, BUNDLED_FEATURES)
        spread = spread_of(read, BUNDLED_FEATURES)
        write("bundled", fitted, spread, story, reader.sha256, options.out)


if __name__ == "__main__":
    main()
