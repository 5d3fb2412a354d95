"""Train the cross-encoder, from the weights of all-MiniLM-L6-v2 to one that reads answers.

    python -m training.train_matcher DATA --work .cache/matcher [--smoke]

Three stages, each seeded and resumable; what is done is not done again:

1. ``entailment``: all layers, one pass over the open entailment pairs.
2. ``domain``: all layers; pairs of the claims written for the project, hard cases made from them by
   rule, and some of stage 1 again. Nobody's answers so far: figures that leave a whole data set out
   are of this network, which saw none of them.
3. ``people``: the last layers, on human-graded answers and on answers to our own questions, with
   some of stage 2 again. This is what ships.

Whole fields of claims (`training.domain.HELD_OUT`, and computer-science of the shared claims), the
held rows of every graded set, the Khan set and the shipped bank are in none of it. Fields overlap
in what they speak of: what is reported leaves out held texts that a learned one repeats in like
words (`training.overlap`).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from benchmarks.datasets import load
from interviewer.seams import Pair
from training.answers import learned_answers
from training.cross_encoder import CrossEncoder, Phase, train
from training.domain import HELD_OUT, pairs_of, read_claims
from training.examples import SEED, Example, counted, drawn, entailment, read_as
from training.graded import learned
from training.hard_cases import hard_cases

HELD_OUT_SHARED = "computer-science"
SHIPPED = "people"
"""The stage whose network ships."""
UNSEEN = "domain"
"""The stage whose network has seen nobody's answers."""
_SMOKE = 48


def domain(data: Path) -> list[Example]:
    """Return the pairs of the domain that are learned from, the hard cases among them."""
    shared = [row for row in shared_claims(data) if row["field"] != HELD_OUT_SHARED]
    own = [row for row in read_claims() if row["field"] not in HELD_OUT]
    pairs = [
        read_as("claims", Pair(row.answer, row.claim, row.question), row.label)
        for row in load("claims", data)
        if row.group != HELD_OUT_SHARED
    ]
    pairs += [
        read_as("own-claims", Pair(p.passage, p.statement, p.question), p.label)
        for p in pairs_of(own, SEED)
    ]
    return [*pairs, *drawn(hard_cases([*shared, *own], SEED), 10000)]


def phases(data: Path) -> dict[str, Phase]:
    """Return the stages in their order; each starts from the one before."""
    first = entailment(data)
    second = domain(data)
    third = [*learned(data), *learned_answers(), *drawn(second, 4000), *drawn(first, 1200)]
    found = [
        Phase("entailment", first, 1.0, 1.5e-4, 5e-5),
        Phase("domain", [*second, *drawn(first, 8000)], 1.0, 8e-5, 1e-5, seed=2),
        Phase("people", third, 1.0, 6e-5, 0.0, top=3, seed=3),
    ]
    return {phase.name: phase for phase in found}


def shared_claims(data: Path) -> list[dict[str, object]]:
    """Return the claims of the shared set, as they are written there."""
    import gzip
    import json

    with gzip.open(data / "claims" / "claims.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def main() -> None:
    """Train every stage that is not done yet."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".cache/matcher"))
    parser.add_argument("--smoke", action="store_true", help="a few pairs of each stage")
    parser.add_argument("--only", help="stop after the stage of this name")
    options = parser.parse_args()
    work = options.work / "smoke" if options.smoke else options.work
    before: str | None = None
    for name, phase in phases(options.data).items():
        kept = phase.examples[:: max(1, len(phase.examples) // _SMOKE)]
        run = phase._replace(examples=kept) if options.smoke else phase
        print(name, len(run.examples), counted(run.examples), flush=True)
        torch.manual_seed(SEED)
        model = CrossEncoder()
        if before is not None:
            model.load_state_dict(torch.load(work / f"{before}.pt", weights_only=True))
        train(model, run, work, fast=not options.smoke)
        before = name
        if name == options.only:
            break


if __name__ == "__main__":
    main()
