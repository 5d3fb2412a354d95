"""With the real models: the interviewer's words said back earn as good as nothing, a claim does."""

from __future__ import annotations

import pytest

from benchmarks.parrot import CLAIM, measured, puts, repeating, sample
from interviewer.cli.wiring import build_grader, open_bank
from interviewer.replies import heard

PROBES = 40
MOST_ECHOES = 0.02
LEAST_CLAIMS = 0.7


@pytest.mark.model
@pytest.mark.parametrize("matcher", ["bundled", "similarity"])
def test_repeating_the_interviewer_earns_next_to_nothing(matcher: str) -> None:
    grader = build_grader("bundled", matcher)
    found = measured(grader, sample(puts(open_bank(None).items.values()), PROBES))
    echoes = [row for row in found if row.way != CLAIM]
    (claims,) = (row for row in found if row.way == CLAIM)
    assert sum(row.earned for row in echoes) <= MOST_ECHOES * sum(row.replies for row in echoes)
    assert claims.earned >= LEAST_CLAIMS * claims.replies


@pytest.mark.model
@pytest.mark.parametrize("matcher", ["bundled", "similarity"])
def test_one_new_word_rescues_no_short_echo(matcher: str) -> None:
    item = open_bank(None).items["deep-learning/data-augmentation"]
    said = ["What is data augmentation?"]
    grader = build_grader("bundled", matcher)
    verdict = heard(grader, item, "variants-of-examples", said, "Yes, exactly. Data augmentation.")
    assert verdict.credit == 0


def test_six_ways_of_repeating_use_no_word_of_the_claim() -> None:
    assert repeating("What is it for?") == {
        "as it stands": "What is it for?",
        "as a statement": "It for.",
        "a statement with assent": "Yes, exactly. It for. That is how it is.",
        "last words with assent": "Yes, exactly. it for.",
        "last words": "is it for",
        "some words as a belief": "I believe that is it for indeed",
    }
