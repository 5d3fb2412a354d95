"""What is learned of a graded answer: the passage that bears the verdict out, and its rejects."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from interviewer.scoring.match import Claim
from training.answers import NAME
from training.examples import CONTRADICTS, ENTAILS, NEITHER
from training.people import Bag, examples

CLAIM = Claim(("Dropout switches units off.", "Units are turned off."), ("Dropout adds units.",))
PASSAGES = (
    "In training it switches random units off, all over the network, at every step.",
    "My teacher told us many other things about it, most of which I have forgotten since then.",
)


def read(pairs: Sequence[tuple[str, str]]) -> np.ndarray:  # type: ignore[type-arg]
    """Find the claim where a passage speaks of units, and its denial where it does not."""
    return np.array([[0.8, 0.1, 0.1] if "units" in p else [0.1, 0.2, 0.7] for p, _ in pairs])


def bag(label: str, source: str = NAME) -> Bag:
    return Bag(source, "What does dropout do?", PASSAGES, CLAIM, label)


def test_the_passage_is_the_one_that_most_surely_bears_the_verdict_out() -> None:
    for label, place in (("met", 0), ("partial", 0), ("missed", 0), ("contradicted", 1)):
        (example,) = examples([bag(label, "saf")], read)
        assert example.premise == PASSAGES[place], label


def test_answers_to_our_own_questions_also_stand_under_other_wordings_and_the_reject() -> None:
    found = examples([bag("met")], read)
    assert [(e.claim, e.target) for e in found] == [
        ("Dropout switches units off.", ENTAILS),
        ("Units are turned off.", ENTAILS),
        ("Dropout adds units.", CONTRADICTS),
    ]
    assert [e.target for e in examples([bag("missed")], read)] == [NEITHER] * 3
    # What denies the claim may or may not say what the reject says.
    assert [e.claim for e in examples([bag("contradicted")], read)] == list(CLAIM.wordings)
