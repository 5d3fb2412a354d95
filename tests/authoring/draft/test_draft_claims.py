"""Claims from a reference: cut where both halves stand alone, named where the name is plain."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.authoring.draft.claims import claims_of


def texts(reference: str) -> list[str]:
    return [claim.text for claim in claims_of(reference)]


@pytest.mark.parametrize(
    ("reference", "claims"),
    [
        (
            "Dropout reduces overfitting of large networks and slows the convergence of training.",
            [
                "Dropout reduces overfitting of large networks.",
                "Dropout slows the convergence of training.",
            ],
        ),
        (
            "The forward pass yields a prediction, and the loss turns the mismatch into a number.",
            ["The forward pass yields a prediction.", "The loss turns the mismatch into a number."],
        ),
        (
            "If too much is dropped, little capacity is left and the network underfits its data.",
            [
                "If too much is dropped, little capacity is left.",
                "If too much is dropped, the network underfits its data.",
            ],
        ),
        (
            "A nurse can measure the pulse and write the value into the chart.",
            [
                "A nurse can measure the pulse.",
                "A nurse can write the value into the chart.",
            ],
        ),
        (
            "The layer computes a mean and a variance over the mini-batch.",
            ["The layer computes a mean and a variance over the mini-batch."],
        ),
        (
            "Units need labels in training and in use, so both should share one code pipeline.",
            [
                "Units need labels in training and in use.",
                "Both should share one code pipeline.",
            ],
        ),
    ],
)
def test_a_sentence_is_cut_where_both_halves_stand_alone(reference: str, claims: list[str]) -> None:
    assert texts(reference) == claims


@pytest.mark.parametrize(
    "lead",
    [
        "In addition, ",
        "One reason is that ",
        "Another is that ",
        "On the other hand, ",
        "But first, ",
        "What matters is that ",
        "The price is that ",
    ],
)
def test_lead_ins_are_dropped(lead: str) -> None:
    assert texts(f"{lead}a larger batch needs more memory.") == [
        "A larger batch needs more memory."
    ]


def test_asides_and_brackets_are_dropped() -> None:
    told = "A graph, for example a molecule, is given by its nodes (and, of course, their edges)."
    assert texts(told) == ["A graph is given by its nodes."]


def test_it_is_named_where_the_subject_before_is_plain() -> None:
    told = "Momentum smooths the noisy gradients. It damps zigzags in narrow valleys."
    assert texts(told)[1] == "Momentum damps zigzags in narrow valleys."


def test_it_stays_with_a_doubt_where_two_subjects_came_before() -> None:
    told = "Adam adapts each step, and plain descent keeps one rate. It needs much tuning by hand."
    last = claims_of(told)[-1]
    assert last.text == "It needs much tuning by hand."
    assert last.doubts[0] == "begins with 'It needs'; name what it speaks of"


def test_it_is_not_named_after_nobody() -> None:
    told = "No unit can count on particular neighbours, so it has to learn a useful feature."
    assert texts(told)[1] == "It has to learn a useful feature."


def test_a_claim_of_its_author_and_one_without_a_verb_are_doubted() -> None:
    told = "I would start with a small learning rate. Certainly large batches per accelerator."
    assert [claim.doubts for claim in claims_of(told)] == [
        ("says what its author does; say what is so",),
        ("no verb was seen in it; make it a sentence",),
    ]


def test_what_says_next_to_nothing_is_left_out() -> None:
    assert texts("That is it. Yes. Dropout zeroes the outputs of random units.") == [
        "Dropout zeroes the outputs of random units."
    ]


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_the_same_claims_twice_and_no_text_twice(reference: str) -> None:
    found = claims_of(reference)
    assert found == claims_of(reference)
    assert len({claim.text for claim in found}) == len(found)
    assert all(claim.text.strip() for claim in found)
