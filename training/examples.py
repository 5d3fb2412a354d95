"""Pairs to train the cross-encoder on: a premise, a claim, and what is known of the two.

A target is a distribution over entails, neither, contradicts. Where a source says only
"not entailed", neither and contradicts are both right: the loss then counts their sum (``Target``
holds a mask). Half a claim is half entailed, half neither.
"""

from __future__ import annotations

import csv
import gzip
import io
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from interviewer.matchers.premise import premise
from interviewer.seams import Pair

SEED = 20261127

Target = tuple[float, float, float]
ENTAILS: Target = (1.0, 0.0, 0.0)
NEITHER: Target = (0.0, 1.0, 0.0)
CONTRADICTS: Target = (0.0, 0.0, 1.0)
NOT_ENTAILED: Target = (0.0, -1.0, -1.0)
"""Negative: any split between these classes is right."""
HALF: Target = (0.5, 0.5, 0.0)

OF_LABEL = {"met": ENTAILS, "partial": HALF, "missed": NEITHER, "contradicted": CONTRADICTS}
_OF_NLI = {
    "entailment": ENTAILS,
    "neutral": NEITHER,
    "contradiction": CONTRADICTS,
    "not_entailment": NOT_ENTAILED,
}

NLI_WEIGHTS = {
    "mnli_dev": 1.0,
    "mnli_llmsknow": 1.0,
    "mnli_taxinli": 1.0,
    "mnli_olora": 1.0,
    "snli_dev": 0.6,
    "snli_test_rest": 0.6,
    "cad_nli": 1.0,
    "negation_nli": 1.0,
    "funcwords_nli": 1.0,
    "conjnli": 1.0,
    "ambient": 1.0,
    "breaking_nli": 0.5,
    "scone": 0.5,
    "med": 0.6,
    "hans_gen": 0.4,
    "clcd": 0.2,
    "paws_en_dev": 0.8,
    "fever": 0.6,
    "fever_symmetric": 1.0,
    "fm2": 1.0,
    "creak": 0.4,
    "scitail": 1.5,
    "entailmentbank": 0.7,
    "qasc_facts": 0.5,
    "citation_integrity": 0.5,
    "begin_wow": 0.3,
    "tracie": 0.3,
}
"""Share of each source's rows that is read; the set's own README suggests most of them."""


class Example(NamedTuple):
    """One pair to learn from."""

    source: str
    premise: str
    claim: str
    target: Target


def read_as(source: str, pair: Pair, label: str) -> Example:
    """Return the example that a labelled pair gives, read as grading reads it."""
    return Example(source, premise(pair), pair.claim, OF_LABEL[label])


def entailment(data: Path) -> list[Example]:
    """Return the training part of the open entailment pairs, every source in its share."""
    text = gzip.decompress((data / "nli" / "nli_open.csv.gz").read_bytes()).decode("utf-8")
    by_source: dict[str, list[Example]] = {}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        if row["split"] == "train":
            one = Example(row["source"], row["premise"], row["hypothesis"], _OF_NLI[row["label"]])
            by_source.setdefault(one.source, []).append(one)
    rng = random.Random(SEED)
    chosen: list[Example] = []
    for source, rows in sorted(by_source.items()):
        share = NLI_WEIGHTS[source]
        chosen += rows * int(share)
        chosen += rng.sample(rows, round(len(rows) * (share - int(share))))
    return chosen


def counted(examples: Iterable[Example]) -> dict[str, int]:
    """Return how many examples each source gave."""
    return dict(sorted(Counter(e.source for e in examples).items()))


def drawn(examples: Sequence[Example], most: int, seed: int = SEED) -> list[Example]:
    """Return at most ``most`` of the examples, at random under the seed."""
    if len(examples) <= most:
        return list(examples)
    return random.Random(seed).sample(list(examples), most)
