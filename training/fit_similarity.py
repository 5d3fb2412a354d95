"""Fit the similarity matcher and its calibration on open data, and write both files.

    python -m training.fit_similarity DATA [--out interviewer/models] [--cache .cache]

DATA is the folder of open data sets that `benchmarks/datasets` describes. The Khan set is never
fitted on. Seeded; the same data gives the same files.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import date
from pathlib import Path

from interviewer.embedders.onnx import OnnxEmbedder
from interviewer.matchers.similarity import SimilarityFit
from interviewer.scoring.calibration import Calibration
from training.cases import Case, claims_answers, claims_pairs, open_cases
from training.fitting import fit, read_all
from training.vectors import KeptEmbedder

MOST = {"argkp": 6000, "scu": 6000}
FITTED_ON = ("scientsbank", "beetle", "saf", "stita", "argkp", "scu")


def fitting_cases(data: Path) -> list[Case]:
    """Return every case that the shipped numbers are fitted on."""
    cases = [case for name in FITTED_ON for case in open_cases(name, data, most=MOST.get(name))]
    return [*cases, *claims_pairs(data), *claims_answers(data)]


def main() -> None:
    """Fit, and write ``similarity.json`` and ``calibration.json``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("interviewer/models"))
    parser.add_argument("--cache", type=Path, default=Path(".cache"))
    parser.add_argument("--date", default=date.today().isoformat())
    options = parser.parse_args()
    embedder = KeptEmbedder(OnnxEmbedder(), options.cache)
    cases = fitting_cases(options.data)
    fitted = fit(read_all(cases, embedder))
    story = {
        "by": "training/fit_similarity.py",
        "date": options.date,
        "data": dict(sorted(Counter(c.dataset for c in cases).items())),
        "splits": "all splits of each set; cuts on 4-fold predictions by question",
        "never_fitted_on": ["khan", "the shipped bank's examples"],
        "figures": "benchmarks/agreement.py",
    }
    name = f"similarity-{options.date}"
    matcher = SimilarityFit(name=name, embedder=embedder.name, map=fitted.pair, fitted=story)
    calibration = Calibration(
        name=name,
        embedder=embedder.name,
        matcher=name,
        map=fitted.keypoint,
        cuts=fitted.cuts,
        fitted=story,
    )
    for file, model in (("similarity.json", matcher), ("calibration.json", calibration)):
        text = json.dumps(model.model_dump(mode="json"), indent=1, ensure_ascii=False)
        (options.out / file).write_text(text + "\n", encoding="utf-8")
        print(f"wrote {options.out / file}")
    print(fitted.cuts)


if __name__ == "__main__":
    main()
