"""Answers that people graded, as pairs to learn from.

A verdict is about an answer, and the network reads passages: which one bears the verdict nobody
wrote down. So the network of the stage before chooses among the passages that grading would read:
for a claim that is met (or half met) the one that most surely makes it, for one that is
contradicted the one that most surely denies it, and for one that is missed the one that comes
nearest to making it. This is one round of learning from bags (mi-SVM: Andrews, Tsochantaridis and
Hofmann, NIPS 2002).

Answers to our own questions also stand under another right wording of the keypoint, with the same
label, and under its reject: who makes the claim contradicts what is wrong.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from interviewer.matchers.premise import premise
from interviewer.scoring.match import Claim
from interviewer.seams import Pair
from training.answers import NAME
from training.cases import Case
from training.examples import SEED, Example, read_as
from training.fitting import list_all
from training.vectors import KeptEmbedder

_COLUMN = {"met": 0, "partial": 0, "missed": 0, "contradicted": 2}
_OF_REJECT = {"met": "contradicted", "missed": "missed"}

Read = Callable[[Sequence[tuple[str, str]]], NDArray[np.float64]]
"""(premise, claim) pairs to ``[n, 3]``: P(entails), P(neither), P(contradicts)."""


class Bag(NamedTuple):
    """A claim, what a person said of it, and the passages of the answer that may bear that out."""

    source: str
    question: str
    passages: tuple[str, ...]
    claim: Claim
    label: str


def bags(cases: Sequence[Case], embedder: KeptEmbedder) -> list[Bag]:
    """Return the bags of all cases whose answers hold something that can be read."""
    bare = [c._replace(claim=Claim(c.claim.wordings), companions=()) for c in cases]
    found = [
        Bag(
            case.dataset,
            case.question,
            tuple(candidate.passage.text for candidate in listed.shortlist.candidates),
            case.claim,
            case.label,
        )
        for case, listed in zip(cases, list_all(bare, embedder), strict=True)
    ]
    return [bag for bag in found if bag.passages]


def examples(found: Sequence[Bag], read: Read) -> list[Example]:
    """Return what is learned of each bag, its passage chosen by a network's ``read``."""
    pairs = [Pair(p, bag.claim.wordings[0], bag.question) for bag in found for p in bag.passages]
    shares = read([(premise(pair), pair.claim) for pair in pairs])
    ends = np.cumsum([len(bag.passages) for bag in found])
    rng = random.Random(SEED)
    return [
        example
        for bag, rows in zip(found, np.split(shares, ends[:-1]), strict=True)
        for example in _of_bag(bag, int(np.argmax(rows[:, _COLUMN[bag.label]])), rng)
    ]


def _of_bag(bag: Bag, place: int, rng: random.Random) -> Iterator[Example]:
    text, *others = bag.claim.wordings

    def under(wording: str, label: str) -> Example:
        return read_as(bag.source, Pair(bag.passages[place], wording, bag.question), label)

    yield under(text, bag.label)
    if bag.source == NAME:
        yield under(rng.choice(others), bag.label)
        if bag.label in _OF_REJECT:
            yield under(rng.choice(bag.claim.rejects), _OF_REJECT[bag.label])
