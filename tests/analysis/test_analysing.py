"""What a batch tells, on files whose truth is known."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.analysis import analyse
from interviewer.analysis.results import Analysis, KeypointFigures
from interviewer.errors import RecordsError
from interviewer.grades import Grade, Score
from tests.analysis.graded import failed, graded, made_with, misconception, verdict


def point(found: Analysis, name: str) -> KeypointFigures:
    (one,) = (each for each in found.keypoints if each.keypoint_id == name)
    return one


def test_what_failed_is_counted_and_is_in_no_mean() -> None:
    found = analyse(
        [graded("a", fraction=0.5), graded("b", fraction=0.7), failed("c"), failed("d")]
    )
    (item,) = found.items
    assert (item.answers, item.graded, item.failed) == (4, 2, 2)
    assert item.difficulty is not None
    assert (item.difficulty.value, item.difficulty.n) == (0.6, 2)
    assert found.counts.failed == 2
    assert [score.fraction for score in found.candidates] == [0.7, 0.5, None, None]


def test_what_failed_without_a_question_is_counted_by_itself() -> None:
    found = analyse([failed(None, None), graded("a")])
    assert (found.counts.records, found.counts.failed, found.counts.no_question) == (2, 1, 1)
    assert len(found.items) == 1


def test_an_answer_with_nothing_decidable_has_no_score_and_is_not_zero() -> None:
    found = analyse([graded("a", fraction=None), graded("a", "dl/gans", 1.0)])
    (score,) = found.candidates
    assert (score.answers, score.scored, score.fraction) == (2, 1, 1.0)
    assert [item.degraded for item in found.items] == [0, 1]


def test_the_distribution_has_ten_bins_and_the_last_holds_one() -> None:
    fractions = [0.0, 0.0999, 0.1, 0.3, 0.6, 0.7, 0.95, 1.0]
    found = analyse([graded(fraction=value) for value in fractions])
    assert found.items[0].distribution == (2, 1, 0, 1, 0, 0, 1, 1, 0, 2)


def test_the_same_answer_twice_is_told_and_counts_once() -> None:
    once = graded("a", answer_id="1", fraction=0.25)
    again = graded("a", answer_id="1", fraction=1.0)
    other = graded("b", answer_id="1", fraction=0.75)
    found = analyse([once, again, other])
    assert (found.counts.records, found.counts.repeated) == (3, 1)
    assert found.items[0].difficulty is not None
    assert found.items[0].difficulty.value == 0.5


def test_a_keypoint_counts_decided_verdicts_only() -> None:
    labels = ["met", "met", "partial", "contradicted", "missed", "unscored"]
    found = analyse([graded(verdicts=[verdict("k", label)]) for label in labels])  # type: ignore[arg-type]
    figures = point(found, "k")
    assert figures.decided == 5
    assert figures.difficulty is not None
    assert figures.difficulty.value == 0.4
    assert (figures.partial, figures.contradicted, figures.unscored) == (0.2, 0.2, 0.1667)
    assert figures.discrimination is None


def test_a_keypoint_is_set_against_the_rest_of_the_answer_by_hand() -> None:
    # the rest of "a" is the point-weighted credit of "b" (2) and "c" (1): 1, 1/3, 2/3, 0 in turn
    rests = [("met", "met"), ("missed", "met"), ("met", "missed"), ("missed", "missed")]
    grades = [
        graded(
            verdicts=[
                verdict("a", "met" if at % 4 in (0, 2) else "missed"),
                verdict("b", b, points=2.0),  # type: ignore[arg-type]
                verdict("c", c),  # type: ignore[arg-type]
                verdict("grouped", "met" if at % 2 else "missed", points=None),
            ]
        )
        for at, (b, c) in enumerate(rests * 3)
    ]
    found = point(analyse(grades), "a").discrimination
    assert found is not None
    # credits 1 0 1 0 against 1 1/3 2/3 0: Sxy 2/3, Sxx 1, Syy 5/9 of four
    assert found.value == pytest.approx((2 / 3) / (5 / 9) ** 0.5, abs=1e-4)
    assert found.n == 12
    assert point(analyse(grades[:9]), "a").discrimination is None


def test_nobody_everybody_and_backwards_are_flagged_with_enough_answers() -> None:
    def batch(size: int) -> list[Grade]:
        return [
            graded(
                verdicts=[
                    verdict("none", "partial"),
                    verdict("all", "met"),
                    verdict("back", "met" if at % 2 else "missed"),
                    verdict("good", "missed" if at % 2 else "met", points=5.0),
                ]
            )
            for at in range(size)
        ]

    flags = {each.keypoint_id: each.flags for each in analyse(batch(20)).keypoints}
    assert flags["none"] == ("nobody-meets-it",)
    assert flags["all"] == ("everybody-meets-it",)
    few = {each.keypoint_id: each.flags for each in analyse(batch(19)).keypoints}
    assert (few["none"], few["all"]) == ((), ())
    rng = random.Random(1)
    noisy = [
        graded(
            verdicts=[
                verdict("back", "missed" if (at % 2 == 0) ^ (rng.random() < 0.1) else "met"),
                verdict("good", "met" if at % 2 == 0 else "missed"),
            ]
        )
        for at in range(40)
    ]
    assert point(analyse(noisy), "back").flags == ("negative-discrimination",)


def test_misconceptions_come_commonest_first() -> None:
    grades = [
        graded(
            misconceptions=[
                misconception("rare", held=at == 0),
                misconception("often", held=at < 3),
            ]
        )
        for at in range(4)
    ]
    found = analyse(grades).misconceptions
    assert [(each.misconception_id, each.held.value) for each in found if each.held] == [
        ("often", 0.75),
        ("rare", 0.25),
    ]


def test_one_answers_interval_is_the_grades_own() -> None:
    (score,) = analyse([graded("a", fraction=0.5, bounds=(0.2, 0.4, 0.7))]).candidates
    assert (score.low, score.expected, score.high) == (0.2, 0.4, 0.7)


def test_the_intervals_of_several_answers_are_put_together_by_squares() -> None:
    grades = [
        graded("a", "dl/one", 0.5, possible=4.0, bounds=(0.25, 0.5, 1.0)),
        graded("a", "dl/two", 1.0, possible=4.0, bounds=(0.0, 0.5, 0.75)),
    ]
    (score,) = analyse(grades).candidates
    # points 6 of 8; expected 4; below √(1² + 2²), above √(2² + 1²) points
    assert (score.points, score.possible, score.fraction, score.expected) == (6.0, 8.0, 0.75, 0.5)
    assert score.low == pytest.approx((4 - 5**0.5) / 8, abs=1e-4)
    assert score.high == pytest.approx((4 + 5**0.5) / 8, abs=1e-4)
    (unbounded,) = analyse([*grades, graded("a", "dl/three", 0.5)]).candidates
    assert (unbounded.low, unbounded.expected, unbounded.high) == (None, None, None)


def test_alpha_is_of_the_items_that_use_most_answers() -> None:
    rng = random.Random(1)
    grades = []
    for who in range(40):
        level = rng.randint(0, 6)
        for item in range(4 if who < 11 else 3):
            fraction = (level + rng.randint(0, 2)) / 8
            grades.append(graded(f"c{who}", f"dl/q{item}", fraction))
    found = analyse(grades).reliability
    assert found.alpha is not None
    assert (found.items, found.left_out) == (("dl/q0", "dl/q1", "dl/q2"), 1)
    assert found.alpha.n == 40
    assert found.alpha.value > 0.8


def test_reliability_says_why_there_is_none() -> None:
    few = [graded(f"c{who}", f"dl/q{item}") for who in range(9) for item in range(2)]
    assert analyse(few).reliability.why == "fewer than 10 candidates answered 2 questions or more"
    apart = [graded(f"c{who}", f"dl/q{who + item}") for who in range(12) for item in range(2)]
    assert (
        analyse(apart).reliability.why
        == "no 2 questions were found that 10 candidates all answered"
    )
    same = [graded(f"c{who}", f"dl/q{item}") for who in range(12) for item in range(2)]
    assert analyse(same).reliability.why == "all candidates have the same total"


def test_an_empty_batch_is_an_error() -> None:
    with pytest.raises(RecordsError, match="no grades: the input is empty"):
        analyse([])
    with pytest.raises(RecordsError, match="no earlier grades: the input is empty"):
        analyse([graded()], before=[])


def test_points_that_no_rubric_gives_are_left_out_and_break_nothing() -> None:
    wild = Grade(
        candidate_id="a",
        question_id="dl/relu",
        status="graded",
        score=Score(points=1e308, possible=1e308, fraction=1.0, expected=1.0, low=0.0, high=1.0),
        verdicts=(verdict("k", "met", points=1e308), verdict("l", "met", points=1e308)),
    )
    empty = wild.model_copy(update={"score": Score(points=0.0, possible=0.0, fraction=0.5)})
    found = analyse([wild, wild, empty])
    assert found.items[0].difficulty is None
    assert found.candidates[0].fraction is None


def test_grades_that_were_not_made_alike_are_told() -> None:
    found = analyse(
        [
            graded(provenance=made_with(rubric="a" * 64)),
            graded(provenance=made_with(rubric="b" * 64, matcher="other")),
        ]
    )
    assert [(each.field, each.question_id) for each in found.mixed] == [
        ("matcher", None),
        ("rubric", "dl/relu"),
    ]
    assert found.mixed[1].values == (
        "1 by version 1 (aaaaaaaaaaaa)",
        "1 by version 1 (bbbbbbbbbbbb)",
    )
    assert analyse([graded(), graded()]).mixed == ()


LABELS = st.sampled_from(["met", "partial", "missed", "unscored"])
ROWS = st.lists(
    st.builds(
        lambda who, item, eighths, label, other: graded(
            f"c{who}",
            f"dl/q{item}",
            eighths / 8,
            verdicts=[verdict("k", label), verdict("l", other)],
            bounds=(0.0, eighths / 8, 1.0),
        ),
        st.integers(0, 12),
        st.integers(0, 2),
        st.integers(0, 8),
        LABELS,
        LABELS,
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: list[Grade], rng: random.Random) -> None:
    mixed_up = list(rows)
    rng.shuffle(mixed_up)
    assert analyse(mixed_up, by="candidate_id") == analyse(rows, by="candidate_id")


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_every_row_twice_changes_no_mean_and_no_share(rows: list[Grade]) -> None:
    once, twice = analyse(rows), analyse([*rows, *rows])
    assert [i.difficulty.value for i in twice.items if i.difficulty] == [
        i.difficulty.value for i in once.items if i.difficulty
    ]
    assert [k.difficulty.value for k in twice.keypoints if k.difficulty] == [
        k.difficulty.value for k in once.keypoints if k.difficulty
    ]
    assert [c.fraction for c in twice.candidates] == [c.fraction for c in once.candidates]
    assert twice.reliability == once.reliability


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_every_interval_holds_its_figure(rows: list[Grade]) -> None:
    found = analyse(rows)
    figures = [
        *(item.difficulty for item in found.items),
        *(item.discrimination for item in found.items),
        *(each.difficulty for each in found.keypoints),
        *(each.discrimination for each in found.keypoints),
    ]
    for figure in figures:
        if figure is not None and figure.low is not None and figure.high is not None:
            assert figure.low <= figure.value <= figure.high
