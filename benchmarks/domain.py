"""Can the claim be told from its opposite? Pairs of fields that nothing was fitted on.

    python -m benchmarks.domain DATA [--matcher FOLDER]

AUC of P(entails), and for met against contradicted also of P(entails) − P(contradicts), on the held
fields of our own claims and on computer-science of the shared ones; without held claims that a
learned text repeats in like words (`training.overlap`). Beside it the cosine of passage
and statement, and what a bag of words makes of the passage alone or the statement alone (fitted on
all other fields): near one half, so that style gives nothing away.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from benchmarks.datasets import load
from interviewer.agreement.measures import auc
from interviewer.embedders.onnx import OnnxEmbedder
from interviewer.matchers.reader import Reader
from interviewer.scoring.shipped import MODELS
from interviewer.seams import Pair
from training.answers import is_held, read_questions
from training.domain import HELD_OUT, pairs_of, read_claims
from training.examples import SEED
from training.overlap import Learned
from training.train_matcher import HELD_OUT_SHARED, shared_claims


class Known(NamedTuple):
    """A pair with its label and whether its field is held out."""

    pair: Pair
    label: str
    held: bool


def sets(data: Path) -> dict[str, list[Known]]:
    """Return both sets of pairs."""
    theirs, ours = shared_claims(data), read_claims()
    learned = Learned(
        [
            *(str(row["claim"]) for row in theirs if row["field"] != HELD_OUT_SHARED),
            *(row["claim"] for row in ours if row["field"] not in HELD_OUT),
            *(k["text"] for q in read_questions() if not is_held(q) for k in q["keypoints"]),
        ]
    )
    repeated = {row["claim_id"] for row in [*theirs, *ours] if learned.has(str(row["claim"]))}
    own = [
        Known(Pair(p.passage, p.statement, p.question), p.label, p.field in HELD_OUT)
        for p in pairs_of(ours, SEED)
        if p.field not in HELD_OUT or p.claim_id not in repeated
    ]
    shared = [
        Known(Pair(r.answer, r.claim, r.question), r.label, r.group == HELD_OUT_SHARED)
        for r in load("claims", data)
        if r.group != HELD_OUT_SHARED or r.question_id not in repeated
    ]
    return {"own": own, "shared": shared}


def main() -> None:
    """Print a row a set and contrast."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--matcher", type=Path, default=MODELS)
    options = parser.parse_args()
    reader, embedder = Reader(options.matcher), OnnxEmbedder()
    print(
        f"{'pairs':8} {'contrast':22} {'n':>5} {'read':>5} {'minus':>5} {'cosine':>6} "
        f"{'passage':>7} {'statement':>9}"
    )
    for name, known in sets(options.data).items():
        held = [k for k in known if k.held]
        logits = reader.read([k.pair for k in held])
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        passages = embedder.embed([k.pair.passage for k in held])
        claims = embedder.embed([k.pair.claim for k in held])
        cosines = np.einsum("nd,nd->n", passages, claims)
        for other in ("contradicted", "missed"):
            kept = [at for at, k in enumerate(held) if k.label in ("met", other)]
            truth = [held[at].label == "met" for at in kept]
            figures = (
                auc(truth, list(shares[kept, 0])),
                auc(truth, list(shares[kept, 0] - shares[kept, 2])),
                auc(truth, list(cosines[kept])),
                _half(known, other, "passage"),
                _half(known, other, "claim"),
            )
            told = " ".join(
                f"{f or 0:>{w}.2f}" for f, w in zip(figures, (5, 5, 6, 7, 9), strict=True)
            )
            print(f"{name:8} {'met against ' + other:22} {len(kept):>5} {told}")


def _half(known: list[Known], other: str, side: str) -> float | None:
    """Return the AUC on held fields of a bag of words that sees one half of the pair."""
    some = [k for k in known if k.label in ("met", other)]
    inside = [k for k in some if not k.held]
    outside = [k for k in some if k.held]
    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2)
    model = LogisticRegression(C=3, max_iter=300)
    model.fit(
        words.fit_transform([getattr(k.pair, side) for k in inside]),
        [k.label == "met" for k in inside],
    )
    shares = model.predict_proba(words.transform([getattr(k.pair, side) for k in outside]))[:, 1]
    return auc([k.label == "met" for k in outside], list(shares))


if __name__ == "__main__":
    main()
