"""Describe a passage against a claim in numbers that a fitted map can read.

One row a pair, columns in the order of `FEATURES`. Cosines come from the embedder, everything else
from words. Nothing here decides: the weights are fitted.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from interviewer.scoring.words import Words, order_kept, read_words, turned_round
from interviewer.seams import Pair

FEATURES = (
    "cosine",
    "cosine_squared",
    "margin_over_question",
    "recall",
    "new_recall",
    "precision",
    "novelty",
    "negation_mismatch",
    "negation_mismatch_by_cosine",
    "opposite",
    "opposite_by_cosine",
    "number_missing",
    "number_found",
    "function_share",
    "length_ratio",
    "hedged",
    "order",
)


class Cosines(NamedTuple):
    """Similarities of a pair's texts, each in -1..1; the question's are 0 where it is empty."""

    passage_claim: float
    question_claim: float
    passage_question: float


def _share(part: frozenset[str], whole: frozenset[str], *, empty: float) -> float:
    return len(part & whole) / len(part) if part else empty


def describe(pair: Pair, cosines: Cosines) -> tuple[float, ...]:
    """Return one number a feature, in the order of `FEATURES`."""
    passage, claim, question = map(read_words, (pair.passage, pair.claim, pair.question))
    cosine = cosines.passage_claim
    asked = bool(pair.question)
    negated = (passage.negations % 2) != (claim.negations % 2)
    opposite = turned_round(passage, claim)
    return (
        cosine,
        cosine * abs(cosine),
        cosine - cosines.question_claim if asked else 0.0,
        _share(claim.content, passage.content, empty=0.0),
        _share(claim.content - question.content, passage.content, empty=0.0),
        _share(passage.content, claim.content, empty=0.0),
        _share(passage.content, passage.content - question.content, empty=0.0),
        float(negated),
        negated * cosine,
        float(opposite),
        opposite * cosine,
        _number_missing(passage, claim),
        float(bool(claim.numbers & passage.numbers)),
        passage.function_share,
        max(-2.0, min(2.0, math.log((passage.length + 1) / (claim.length + 1)))),
        float(passage.hedged),
        order_kept(passage, claim),
    )


def _number_missing(passage: Words, claim: Words) -> float:
    """Return the share of the claim's numbers that a passage with numbers does not have."""
    if not claim.numbers or not passage.numbers:
        return 0.0
    return len(claim.numbers - passage.numbers) / len(claim.numbers)


def says_something_new(passage: str, question: str) -> bool:
    """Say whether a passage has a content word or number that the question did not give away."""
    words, asked = read_words(passage), read_words(question)
    return bool(words.content - asked.content or words.numbers - asked.numbers)
