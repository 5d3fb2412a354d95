"""Segments are slices of the answer, and formulas, abbreviations and decimals stay whole."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interviewer.scoring.segment import MAX_CHARACTERS, clauses, segment
from interviewer.scoring.windows import MAX_WINDOWS, narrowed, windows

TEXTS = st.text(max_size=400) | st.lists(
    st.sampled_from(
        ["ReLU ", "max(0, x)", ". ", "\n", "\r\n", "- ", "1. ", "e.g. ", "0.5", "。", "$a, b$",
         "`x; y`",
         "```\n", "and it ", "; ", " — ", "\x00", "\ud800", "🙂", "\u200b", "\u2028", ", but ", "("]
    ),
    max_size=60,
).map("".join)  # fmt: skip


@given(TEXTS)
@example("a" * 5000)
@example("no stop " * 500)
def test_every_segment_and_clause_is_a_slice_of_the_answer(answer: str) -> None:
    for whole in segment(answer):
        assert answer[whole.start : whole.end] == whole.text
        assert whole.text.strip() == whole.text != ""
        assert len(whole.text) <= MAX_CHARACTERS
        for clause in clauses(whole):
            assert answer[clause.start : clause.end] == clause.text
            assert whole.start <= clause.start < clause.end <= whole.end


@given(TEXTS)
def test_segments_stand_in_order_and_do_not_overlap(answer: str) -> None:
    found = segment(answer)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(TEXTS)
def test_no_letter_of_the_answer_is_lost(answer: str) -> None:
    """Every letter outside a list mark or a fence stands in some segment."""
    if any(mark in answer for mark in ("- ", "1. ", "```", "#", ">", "|", ")", ".", "*", "+", "–")):
        return
    kept = "".join(s.text for s in segment(answer))
    assert [c for c in answer if c.isalnum()] == [c for c in kept if c.isalnum()]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("A slope of 0.25 e.g. at zero. Done.", ["A slope of 0.25 e.g. at zero.", "Done."]),
        ("- first\n- second", ["first", "second"]),
        ("1) first\n2) second", ["first", "second"]),
        ("relu is max(0,x)\nsigmoid is 1/(1+e^-x)", ["relu is max(0,x)", "sigmoid is 1/(1+e^-x)"]),
        ("# Title\n\nBody text.", ["Title", "Body text."]),
        ("```python\nx = 1\n\ny = 2\n```\nafter", ["x = 1", "y = 2", "after"]),
        ("第一句。第二句！", ["第一句。", "第二句！"]),
        (
            "This line was wrapped by an editor because it is too long for\none line of text.",
            ["This line was wrapped by an editor because it is too long for\none line of text."],
        ),
        ("", []),
        (" \n\t ...!\n", []),
    ],
)
def test_where_sentences_end(answer: str, expected: list[str]) -> None:
    assert [s.text for s in segment(answer)] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "ReLU outputs max(0, x), and it does not saturate",
            ["ReLU outputs max(0, x)", "and it does not saturate"],
        ),
        (
            "Sigmoid maps to (0, 1); its slope is small",
            ["Sigmoid maps to (0, 1)", "its slope is small"],
        ),
        ("We use $f(a, b; c)$ here today", []),
        ("Short one, but fine", []),
    ],
)
def test_where_clauses_part(sentence: str, expected: list[str]) -> None:
    (whole,) = segment(sentence)
    assert [c.text for c in clauses(whole)] == expected


def test_what_only_repeats_the_question_is_no_passage() -> None:
    question = "How do ReLU and sigmoid differ, and when would you pick each?"
    assert windows("ReLU and sigmoid differ. You would pick each when they differ!", question) == []
    assert [w.text for w in windows("ReLU saturates.", question)] == ["ReLU saturates."]


def test_a_very_long_answer_is_narrowed_to_what_speaks_of_the_claims() -> None:
    answer = "The weather is fine today. " * 3000 + "Dropout zeroes random units."
    passages = windows(answer, "")
    kept = narrowed(passages, ["Dropout sets random units to zero."])
    assert len(kept) == MAX_WINDOWS < len(passages)
    assert "Dropout zeroes random units." in [p.text for p in kept]


@pytest.mark.soak
def test_a_megabyte_of_anything_is_cut_without_trouble() -> None:
    for part in (
        "word ",
        "a",
        "A b. ",
        "x\n",
        "$",
        "(",
        "- a\n",
        ". ",
        "`",
        "w, and it ",
        "。",
        "#",
    ):
        answer = part * (1_000_000 // len(part))
        for whole in segment(answer):
            assert answer[whole.start : whole.end] == whole.text
