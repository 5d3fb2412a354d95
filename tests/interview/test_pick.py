"""Which questions are drawn, and what is said where none can be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import SessionError
from interviewer.interview import Pick, pick
from tests.interview.items import bank


def _ids(picks: tuple[Pick, ...]) -> list[str]:
    return [each.item.id for each in picks]


@given(seed=st.integers(), count=st.integers(1, 9))
def test_a_draw_depends_on_the_seed_and_not_on_the_order_of_the_bank(seed: int, count: int) -> None:
    items = bank()
    backwards = dict(reversed(items.items()))
    assert pick(items, count=count, seed=seed) == pick(backwards, count=count, seed=seed)


@given(seed=st.integers())
def test_no_question_comes_twice_and_too_many_are_all_there_are(seed: int) -> None:
    assert sorted(_ids(pick(bank(), count=9, seed=seed))) == sorted(bank())


@given(seed=st.integers())
def test_a_longer_draw_begins_with_the_shorter_one(seed: int) -> None:
    assert _ids(pick(bank(), count=4, seed=seed))[:2] == _ids(pick(bank(), count=2, seed=seed))


def test_seeds_draw_different_questions() -> None:
    drawn = {tuple(_ids(pick(bank(), count=4, seed=seed))) for seed in range(20)}
    assert len(drawn) > 5


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"level": "beginner"}, ["deep-learning/relu", "deep-learning/weight-decay"]),
        ({"topic": "activations"}, ["deep-learning/gelu", "deep-learning/relu"]),
        ({"tag": "bonus"}, ["deep-learning/gelu"]),
        ({"topic": "activations", "level": "beginner"}, ["deep-learning/relu"]),
        ({"question": "deep-learning/relu"}, ["deep-learning/relu"]),
        ({"question": "*elu"}, ["deep-learning/gelu", "deep-learning/relu"]),
    ],
)
def test_every_filter_given_must_hold(filters: dict[str, str], expected: list[str]) -> None:
    assert sorted(_ids(pick(bank(), count=9, seed=1, **filters))) == expected


def test_each_pick_says_why() -> None:
    drawn = pick(bank(), count=1, seed=7, level="beginner")
    assert drawn[0].reason == "drawn from 2 questions with level 'beginner', seed 7"
    assert pick(bank(), count=1, seed=7)[0].reason == "drawn from all 4 questions, seed 7"
    only = pick(bank(), count=5, seed=7, question="*relu")[0]
    assert only.reason == "the only question with question '*relu'"


def test_no_match_names_levels_topics_and_tags() -> None:
    with pytest.raises(SessionError) as error:
        pick(bank(), count=1, seed=1, topic="optimizers", level="beginner")
    assert str(error.value) == (
        "no question with level 'beginner' and topic 'optimizers'; "
        "there are levels 'beginner', 'intermediate', 'advanced'; "
        "topics 'activations', 'regularization'; tags 'bonus', 'regularization', 'relu'"
    )


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("relu", "did you mean 'deep-learning/relu'?"),
        ("deep-learning/rellu", "did you mean 'deep-learning/relu'?"),
    ],
)
def test_an_unknown_id_is_answered_with_the_nearest(name: str, remedy: str) -> None:
    with pytest.raises(SessionError, match="no question") as error:
        pick(bank(), count=1, seed=1, question=name)
    assert str(error.value) == f"no question {name!r}; {remedy}"


def test_an_empty_bank_and_a_count_of_nothing_are_errors() -> None:
    with pytest.raises(SessionError, match="the bank has no question"):
        pick({}, count=1, seed=1)
    with pytest.raises(SessionError, match="cannot ask 0 questions"):
        pick(bank(), count=0, seed=1)
