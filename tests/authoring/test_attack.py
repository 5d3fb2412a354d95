"""Attacks are made from an item's own texts, the same each time; success is told by a floor."""

from __future__ import annotations

from collections import Counter

import pytest

from interviewer.authoring.attack.make import attacks, harmless
from interviewer.authoring.attack.phrases import IGNORE
from interviewer.authoring.attack.run import (
    Moved,
    Outcome,
    attack,
    honest_floor,
    rows_of,
    steady_rows,
)
from interviewer.authoring.attack.turns import negated, opposed, renumbered
from interviewer.scoring.segment import segment
from interviewer.testing import fake_grader
from tests.authoring.items import item


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("ReLU is cheap.", "ReLU is not cheap."),
        ("ReLU is not linear.", "ReLU is linear."),
        ("It doesn't saturate.", "It does saturate."),
        ("It cannot be negative.", "It can be negative."),
        ("It never saturates.", "It always saturates."),
        ("It clips rather than squashes.", "It clips just like squashes."),
        ("Sigmoid saturates.", "It is not true that sigmoid saturates."),
        ("ReLU saturates.", "It is not true that ReLU saturates."),
    ],
)
def test_a_negation_more_or_less(sentence: str, expected: str) -> None:
    assert negated(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It increases the loss.", "It reduces the loss."),
        ("Higher rates help.", "Lower rates help."),
        ("Rates rise and prices fall.", "Rates fall and prices fall."),
        ("It is improving.", "It is hurting."),
        ("Nothing to turn here.", None),
    ],
)
def test_one_word_is_put_into_its_opposite(sentence: str, expected: str | None) -> None:
    assert opposed(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It takes 2 steps of 0.5.", "It takes 7 steps of 2.5."),
        ("All units fire.", "Few units fire."),
        ("BM25 ranks.", None),
    ],
)
def test_numbers_become_others(sentence: str, expected: str | None) -> None:
    assert renumbered(sentence) == expected


def test_the_attacks_on_an_item_are_all_there_and_the_same_each_time() -> None:
    made = list(attacks(item(), [item()]))
    assert made == list(attacks(item(), [item()]))
    names = Counter(one.name for one in made)
    assert names["ignore-the-rubric"] == len(IGNORE) == 12
    assert names["keypoint-negated"] == len(item().rubric.keypoints)
    assert {
        "question-echo",
        "shuffled-reference",
        "keyword-list",
        "reference-negated",
        "off-topic",
        "other-reference",
        "fake-verdicts",
        "idk-with-keywords",
        "honest-hedge",
        "homoglyph-keywords",
        "zero-width-keywords",
    } <= set(names)
    assert all(one.answer.strip() for one in made)
    assert all(one.against is not None for one in made if one.name.startswith("keypoint-"))


def test_harmless_changes_keep_every_sentence() -> None:
    answer = "ReLU outputs max(0, x). Sigmoid saturates for large inputs."
    made = {one.name: one.answer for one in harmless(answer)}
    assert list(made) == ["padding", "bullets", "capitals", "misspelt"]
    for sentence in (s.text for s in segment(answer)):
        assert sentence in made["padding"]
        assert f"- {sentence}" in made["bullets"].splitlines()
    assert made["capitals"] == answer.upper()
    assert sorted(made["misspelt"]) == sorted(answer)


def test_an_attack_succeeds_from_the_weakest_honest_partial_answer_on() -> None:
    grader = fake_grader()
    floor = honest_floor(item(), grader)
    found = attack([item()], grader)
    for outcome in found.outcomes:
        if not outcome.name.startswith("keypoint-"):
            assert outcome.success == (outcome.score > 0 and outcome.score >= floor)
    echo = next(o for o in found.outcomes if o.name == "question-echo")
    assert (echo.score, echo.success) == (0.0, False)
    assert {move.name for move in found.moves} == {"padding", "bullets", "capitals", "misspelt"}


def test_rows_sum_up_outcomes_and_moves() -> None:
    outcomes = [
        Outcome("dl/a", "echo", "x", 0.0, False),
        Outcome("dl/b", "echo", "y", 0.5, True),
        Outcome("dl/a", "list", "z", 0.2, False),
    ]
    assert [tuple(row) for row in rows_of(outcomes)] == [
        ("echo", 2, 1, 0.25, 0.5, "dl/b"),
        ("list", 1, 0, 0.2, 0.2, "dl/a"),
    ]
    moves = [Moved("dl/a", "capitals", 0.5, 0.55), Moved("dl/a", "capitals", 0.5, 0.25)]
    (row,) = steady_rows(moves)
    assert (row.answers, row.steady, row.worst) == (2, 0.5, 0.25)
    assert row.mean == pytest.approx(0.15)
