"""What words alone tell: negations, opposites, numbers, order, hedges."""

from __future__ import annotations

import pytest

from interviewer.scoring.features import FEATURES, Cosines, describe, says_something_new
from interviewer.scoring.nothing import why_nothing
from interviewer.scoring.words import order_kept, read_words, turned_round
from interviewer.seams import Pair


def test_content_is_stemmed_and_function_words_are_not_content() -> None:
    words = read_words("It doesn't saturate, and the gradients are flowing at 0.25")
    assert words.content == frozenset({"satur", "gradient", "flow"})
    assert words.numbers == frozenset({"0.25"})
    assert words.negations == 1


@pytest.mark.parametrize(
    ("passage", "claim", "expected"),
    [
        ("Dropout increases overfitting.", "Dropout decreases overfitting.", True),
        ("Dropout decreases overfitting.", "Dropout decreases overfitting.", False),
        ("It raises and lowers it.", "It lowers it.", False),
        ("Words about nothing of the sort.", "It lowers it.", False),
    ],
)
def test_opposites_are_seen(passage: str, claim: str, expected: bool) -> None:
    assert turned_round(read_words(passage), read_words(claim)) is expected


def test_swapped_roles_are_seen_in_the_order_of_words() -> None:
    claim = read_words("variance causes overfitting")
    assert order_kept(read_words("overfitting causes variance"), claim) == pytest.approx(0.0)
    assert order_kept(read_words("high variance causes overfitting"), claim) == 1.0
    assert order_kept(read_words("something else"), claim) == 0.5


def test_a_pair_is_described_in_the_named_columns() -> None:
    pair = Pair("Sigmoid does not map to 0 and 2?", "Sigmoid maps to 0 and 1", "What is sigmoid?")
    found = dict(zip(FEATURES, describe(pair, Cosines(0.8, 0.5, 0.4)), strict=True))
    assert found["cosine"] == 0.8
    assert found["margin_over_question"] == pytest.approx(0.3)
    assert found["negation_mismatch"] == 1.0
    assert found["number_missing"] == 0.5
    assert found["number_found"] == 1.0
    assert found["hedged"] == 1.0
    assert found["recall"] == 1.0
    assert found["new_recall"] == 1.0


def test_full_width_and_combining_forms_read_alike() -> None:
    assert read_words("ＲｅＬＵ").content == read_words("relu").content


@pytest.mark.parametrize(
    ("passage", "expected"),
    [("What is dropout?", False), ("Dropout is what it is", False), ("Dropout is 0.5", True)],
)
def test_only_what_the_question_did_not_say_is_new(passage: str, expected: bool) -> None:
    assert says_something_new(passage, "What is dropout?") is expected


@pytest.mark.parametrize("answer", ["", " \n\t", "...", "\u200b\u200b", "\x00", "?!", "—"])
def test_a_blank_answer_says_nothing(answer: str) -> None:
    assert why_nothing(answer) == "blank"


@pytest.mark.parametrize(
    "answer",
    ["I don't know", "i dont know.", "Sorry, I don't know this", "idk", "No idea!", "pass"],
)
def test_an_admission_says_nothing(answer: str) -> None:
    assert why_nothing(answer) == "idk"


@pytest.mark.parametrize(
    "answer",
    ["I don't know, but dropout zeroes units", "no gradient flows", "relu", "不知道什么", "0.5"],
)
def test_anything_else_is_read(answer: str) -> None:
    assert why_nothing(answer) is None
