"""From raw data to the shipped matcher: `make matcher`.

    python -m training.make_matcher DATA --work .cache/matcher [--out interviewer/models]

Trains every stage that is not done, writes graph, weights and card, fits maps, curves and cuts, and
grades the examples of the README anew.
Stop it when you like and start it again: it goes on from the last checkpoint. With the network
trained, the figures come from `benchmarks/agreement.py`, `stress.py` and `domain.py`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from interviewer.matchers.reader import ReaderCard
from interviewer.scoring.shipped import MODELS
from training.examples import SEED
from training.export_matcher import write
from training.train_matcher import HELD_OUT, HELD_OUT_SHARED, SHIPPED, STORY


def main() -> None:
    """Train, export, fit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".cache/matcher"))
    parser.add_argument("--out", type=Path, default=MODELS)
    options = parser.parse_args()
    where = [str(options.data), "--work", str(options.work)]
    _run("training.train_matcher", *where)
    written = write(options.work / f"{SHIPPED}.pt", options.out)
    stages = json.loads((options.work / STORY).read_text(encoding="utf-8"))
    card = ReaderCard(
        name="minilm-cross-encoder",
        sha256=written.weights,
        graph_sha256=written.graph,
        trained={
            "by": "training/make_matcher.py",
            "from": "all-MiniLM-L6-v2",
            "seed": SEED,
            "stages": stages,
            "held_out": [*HELD_OUT, HELD_OUT_SHARED, "khan", "the shipped bank"],
        },
    )
    (options.out / "matcher.json").write_text(card.model_dump_json(indent=1) + "\n", "utf-8")
    _run("training.fit_calibration", *where, "--out", str(options.out))
    if options.out == MODELS:
        examples = Path("examples")
        _run(
            *("interviewer", "grade", str(examples / "labelled.jsonl"), "--no-text", "--force"),
            *("-o", str(examples / "grades.jsonl")),
        )


def _run(module: str, *words: str) -> None:
    subprocess.run([sys.executable, "-m", module, *words], check=True)


if __name__ == "__main__":
    main()
