"""The sum over an interview, its interval, topics, and what would have gained most."""

from __future__ import annotations

import json

from interviewer.grades import Score
from interviewer.interview.asking import Answer, Idk, Next, Reply, Revise, Skip
from interviewer.interview.standing import by_topic, gains, standing
from interviewer.items import Item
from interviewer.sessions import Session, Standing, Turn
from tests.interview.interviews import held
from tests.interview.items import bank
from tests.interview.words import grade

RELU, GELU = "deep-learning/relu", "deep-learning/gelu"
BOTH = "dropout zeroes random units, regularization curbs overfitting"


def _session(*replies: Reply) -> Session:
    return held(*replies, items=bank(), questions=4)[-1].session


def test_standing_sums_points_over_decidable_points_of_first_answers() -> None:
    # dropout 5 of 5; gelu 0 of 3, as one keypoint worth 2 is unscored; relu 0 of 5.
    session = _session(
        Answer(BOTH), Next(), Answer("unclear dropout zeroes random units"), Next(),
        Idk(), Next(), Skip(),
    )  # fmt: skip
    assert standing(session.turns, bank()) == Standing(
        answered=3, skipped=1, points=5, possible=13, fraction=0.3846, assisted=0.3846, unscored=1
    )


def test_a_revision_moves_nothing() -> None:
    once = _session(Answer("a"), Next(), Skip(), Skip(), Skip())
    again = _session(Answer("a"), Revise(BOTH), Next(), Skip(), Skip(), Skip())
    assert standing(once.turns, bank()) == standing(again.turns, bank())


def test_nothing_answered_has_no_fraction() -> None:
    stands = standing(_session(Skip(), Skip(), Skip(), Skip()).turns, bank())
    assert (stands.answered, stands.skipped, stands.fraction) == (0, 4, None)


def test_an_answer_that_was_not_graded_leaves_the_sum_with_all_its_keypoints() -> None:
    turn = _session(Answer("a"), Next(), Skip(), Skip(), Skip()).turns[0]
    bare = turn.model_copy(update={"grade": None, "unaided": None, "assisted": None})
    stands = standing([bare], bank())
    assert (stands.answered, stands.unscored, stands.fraction) == (1, 3, None)


def test_the_interval_of_a_sum_is_narrower_than_that_of_its_parts() -> None:
    def with_interval(low: float, high: float) -> Turn:
        turn = _session(Answer("a"), Next(), Skip(), Skip(), Skip()).turns[0]
        score = Score(points=5, possible=10, fraction=0.5, expected=0.5, low=low, high=high)
        return turn.model_copy(update={"unaided": score, "assisted": score})

    one = standing([with_interval(0.3, 0.7)], bank())
    assert (one.low, one.high) == (0.3, 0.7)
    four = standing([with_interval(0.3, 0.7)] * 4, bank())
    assert (four.low, four.high) == (0.4, 0.6)
    wide = standing([with_interval(0.0, 1.0).model_copy()], bank())
    assert (wide.low, wide.high) == (0.0, 1.0)


def test_a_sum_with_an_answer_that_has_no_interval_has_none() -> None:
    stands = standing(_session(Answer("a"), Next(), Skip(), Skip(), Skip()).turns, bank())
    assert (stands.low, stands.high) == (None, None)


def test_topics_stand_by_themselves() -> None:
    session = _session(Answer(BOTH), Next(), Answer(BOTH), Next(), Skip(), Skip())
    topics = by_topic(session, bank())
    assert {name: part.points for name, part in topics.items()} == {
        "activations": 5,
        "regularization": 5,
    }


def test_gains_are_the_missed_keypoints_most_points_first() -> None:
    session = _session(
        Answer("maybe regularization curbs overfitting"), Next(), Answer(""), Next(), Skip(), Skip()
    )
    found = [(gain.item.id, gain.keypoint.id, gain.points) for gain in gains(session, bank())]
    assert found == [
        (GELU, "curbs-overfitting", 3),
        ("deep-learning/dropout", "zeroes-units", 2),
        (GELU, "zeroes-units", 2),
        ("deep-learning/dropout", "curbs-overfitting", 1.5),
    ]


def test_a_full_or_unscored_answer_has_nothing_to_gain() -> None:
    assert gains(_session(Answer(BOTH), Next(), Skip(), Skip(), Skip()), bank()) == []
    unclear = "unclear dropout zeroes random units, unclear regularization curbs overfitting"
    assert gains(_session(Answer(unclear), Next(), Skip(), Skip(), Skip()), bank()) == []


def test_a_member_of_a_group_gains_what_the_group_still_needs() -> None:
    item = _grouped()
    session = _session(Answer("a"), Next(), Skip(), Skip(), Skip())
    turn = session.turns[0].model_copy(
        update={"question_id": RELU, "grade": grade(item, "one alpha")}
    )
    found = gains(session.model_copy(update={"turns": (turn,)}), {RELU: item})
    assert [(gain.keypoint.id, gain.points) for gain in found] == [("b", 2), ("c", 2)]
    full = turn.model_copy(update={"grade": grade(item, "one alpha, one beta")})
    assert gains(session.model_copy(update={"turns": (full,)}), {RELU: item}) == []


def _grouped() -> Item:
    keypoints = [{"id": k, "text": f"one {t}"} for k, t in zip("abc", WORDS, strict=True)]
    group = {"id": "any", "need": 2, "points": 4, "of": ["a", "b", "c"]}
    rubric = {"version": 1, "reference": "x", "keypoints": keypoints, "groups": [group]}
    question = {"prompt": "Which?", "topic": "t", "level": "beginner"}
    return Item.model_validate_json(
        json.dumps({"id": RELU, "question": question, "rubric": rubric})
    )


WORDS = ("alpha", "beta", "gamma")
