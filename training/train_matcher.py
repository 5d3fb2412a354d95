"""Train the cross-encoder, from the weights of all-MiniLM-L6-v2 to one that reads answers.

    python -m training.train_matcher DATA --work .cache/matcher [--smoke]

Three stages, each seeded and resumable; what is done is not done again:

1. ``entailment``: the open entailment pairs.
2. ``domain``: pairs of the claims written for the project, hard cases made from them by rule, and
   some of stage 1 again. Nobody's answers so far: figures that leave a whole data set out are of
   this network, which saw none of them.
3. ``people``: human-graded answers and answers to our own questions (`training.people`), with some
   of stage 2 again. This is what ships.

Whole fields of claims (`training.domain.HELD_OUT`, and computer-science of the shared claims), the
held rows of every graded set, the Khan set and the shipped bank are in none of it. Fields overlap
in what they speak of: what is reported leaves out held texts that a learned one repeats in like
words (`training.overlap`).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import torch

from benchmarks.datasets import load
from interviewer.embedders.onnx import OnnxEmbedder
from interviewer.seams import Pair
from training.cases import learned_cases
from training.cross_encoder import CrossEncoder, Phase, read_pairs, train
from training.domain import HELD_OUT, pairs_of, read_claims
from training.examples import SEED, Example, counted, drawn, entailment, read_as
from training.hard_cases import hard_cases
from training.overlap import shipped
from training.people import Bag, bags, examples
from training.vectors import KeptEmbedder

HELD_OUT_SHARED = "computer-science"
SHIPPED = "people"
"""The stage whose network ships."""
STORY = "stages.json"
"""The file beside the checkpoints that says what each stage was trained on, and how."""
UNSEEN = "domain"
"""The stage whose network has seen nobody's answers."""
PAIRINGS = 2
_DROPOUT = 0.1
_SMOKE = 48


Row = TypeVar("Row")


class Materials(NamedTuple):
    """All that is trained on, before any network reads: making it takes no GPU."""

    entailment: list[Example]
    domain: list[Example]
    bags: list[Bag]


def materials(data: Path, cache: Path, *, smoke: bool = False) -> Materials:
    """Read, pair and embed everything; ``cache`` keeps the embedder's vectors."""
    cases = learned_cases(data)
    if smoke:
        cases = _thinned(cases)
    embedder = KeptEmbedder(OnnxEmbedder(), cache)
    return Materials(entailment(data), domain(data), bags(cases, embedder))


def domain(data: Path) -> list[Example]:
    """Return the pairs of the domain that are learned from, the hard cases among them.

    Our own claims are paired `PAIRINGS` times: the same passages under other statements.
    """
    asked = shipped()
    shared = [
        row
        for row in shared_claims(data)
        if row["field"] != HELD_OUT_SHARED and not asked.has(row["claim"])
    ]
    own = [
        row for row in read_claims() if row["field"] not in HELD_OUT and not asked.has(row["claim"])
    ]
    found: list[Example] = []
    for seed in range(SEED, SEED + PAIRINGS):
        found += [
            read_as("claims", Pair(row.answer, row.claim, row.question), row.label)
            for row in load("claims", data)
            if row.group != HELD_OUT_SHARED and not asked.has(row.claim)
        ]
        found += [
            read_as("own-claims", Pair(p.passage, p.statement, p.question), p.label)
            for p in pairs_of(own, seed)
        ]
        found += drawn(hard_cases([*shared, *own], seed), 10000, seed)
    return found


def train_all(made: Materials, work: Path, *, smoke: bool = False) -> None:
    """Run every stage that is not done yet."""
    story: dict[str, dict[str, object]] = {}

    def run(phase: Phase, before: str | None) -> CrossEncoder:
        if smoke:
            phase = phase._replace(examples=_thinned(phase.examples))
        told = counted(phase.examples)
        print(phase.name, len(phase.examples), told, flush=True)
        story[phase.name] = {"pairs": told, **phase._asdict()}
        del story[phase.name]["examples"]
        torch.manual_seed(SEED)
        model = CrossEncoder()
        if before is not None:
            model.load_state_dict(torch.load(work / f"{before}.pt", weights_only=True))
        return train(model, phase, work, fast=not smoke)

    first = Phase("entailment", made.entailment, 1.0, 1.5e-4, 5e-5)
    run(first, None)
    again = drawn(made.entailment, 8000)
    second = Phase(UNSEEN, [*made.domain, *again], 1.0, 1e-4, 1e-5, seed=2, dropout=_DROPOUT)
    reader = run(second, first.name)
    known = examples(made.bags, lambda pairs: read_pairs(reader, pairs))
    known += [*drawn(made.domain, 6000), *drawn(made.entailment, 1200)]
    run(Phase(SHIPPED, known, 1.0, 5e-5, 0.0, seed=3, dropout=_DROPOUT), second.name)
    (work / STORY).write_text(json.dumps(story, indent=1) + "\n", "utf-8")


def _thinned(rows: Sequence[Row]) -> list[Row]:
    return list(rows[:: max(1, len(rows) // _SMOKE)])


def shared_claims(data: Path) -> list[dict[str, Any]]:
    """Return the claims of the shared set, as they are written there."""
    import gzip

    with gzip.open(data / "claims" / "claims.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main() -> None:
    """Train every stage that is not done yet."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".cache/matcher"))
    parser.add_argument("--cache", type=Path, default=Path(".cache"))
    parser.add_argument("--smoke", action="store_true", help="a few pairs of each stage")
    options = parser.parse_args()
    work = options.work / "smoke" if options.smoke else options.work
    train_all(
        materials(options.data, options.cache, smoke=options.smoke), work, smoke=options.smoke
    )


if __name__ == "__main__":
    main()
