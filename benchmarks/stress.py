"""How the cross-encoder reads sentences made to mislead: the stress sets of the entailment data.

    python -m benchmarks.stress DATA [--matcher FOLDER] [--most 600]

Accuracy of the most likely class; where a set knows only "not entailed", of entailed against the
rest at one half. Beside it the majority class. None of these pairs, nor a premise of them, was
trained on; sets with training rows of the same source or template are marked with a star: the same
construction, other sentences.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import random
from collections import Counter
from pathlib import Path

import numpy as np

from interviewer.matchers.reader import Reader
from interviewer.scoring.shipped import MODELS
from interviewer.seams import Pair

CLASSES = ("entailment", "neutral", "contradiction")
KIN = frozenset(
    """hans scone med breaking_nli negation_nli funcwords_nli conjnli cad_nli scitail fm2 ambient
    fever_symmetric snli""".split()
)


def main() -> None:
    """Print a row a set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--matcher", type=Path, default=MODELS)
    parser.add_argument("--most", type=int, default=600, help="pairs of a set, drawn at random")
    options = parser.parse_args()
    reader = Reader(options.matcher)
    print(f"{'set':20} {'pairs':>6} {'classes':>7} {'majority':>8} {'accuracy':>8}")
    for file in sorted((options.data / "nli" / "tests").glob("*_test.csv.gz")):
        name = file.name.removesuffix("_test.csv.gz")
        text = gzip.decompress(file.read_bytes()).decode("utf-8")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        if len(rows) > options.most:
            rows = random.Random(1).sample(rows, options.most)
        labels = [row["label"] for row in rows]
        logits = reader.read([Pair(row["premise"], row["hypothesis"], "") for row in rows])
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        only_two = not {"neutral", "contradiction"} <= set(labels)
        if only_two:
            truth = [label == "entailment" for label in labels]
            called = list(shares[:, 0] >= 0.5)
        else:
            truth = list(labels)
            called = [_class(row, share) for row, share in zip(labels, shares, strict=True)]
        right = sum(a == b for a, b in zip(truth, called, strict=True)) / len(rows)
        most = max(Counter(truth).values()) / len(rows)
        mark = "*" if name in KIN else ""
        print(
            f"{name + mark:20} {len(rows):>6} {2 if only_two else 3:>7} {most:>8.3f} {right:>8.3f}"
        )


def _class(label: str, shares: np.ndarray) -> str:  # type: ignore[type-arg]
    """Return the likeliest class; of a row known as not entailed only, whether it is that."""
    best = CLASSES[int(shares.argmax())]
    if label == "not_entailment" and best != "entailment":
        return label
    return best


if __name__ == "__main__":
    main()
