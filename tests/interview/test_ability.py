"""Ability from answers: worked numbers, laws, and the abilities of simulated candidates."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.grades import Label, Verdict
from interviewer.interview.ability import (
    Ability,
    Difference,
    ability,
    by_topic,
    chance,
    expected,
    information,
)
from interviewer.interview.observations import difficulty_of
from interviewer.interview.rasch import ANSWER_SPREAD, EDGE, SENSITIVITY
from interviewer.items import Item
from interviewer.sessions import Session, Turn
from tests.interview.told import AT, group, question, session, turn, verdict

ITEM = question("abcdef", groups=[group("c", "d", "e", "f", need=2)])
THREE = question({"a": {"tier": "core"}, "b": {}, "c": {}})
HALF: dict[str, Label] = {"a": "met", "b": "met", "c": "missed"}
SHARES = st.floats(0, 1).map(lambda share: round(share, 2))
LABELS: tuple[Label, ...] = ("met", "partial", "missed", "contradicted", "unscored")


def after(days: float) -> str:
    return (datetime.fromisoformat(AT) + timedelta(days=days)).isoformat(timespec="seconds")


def of(*turns: Turn, item: Item = ITEM) -> Ability:
    """Return the ability that these turns on one question speak for."""
    return ability([session(*turns)], {item.id: item})


def graded(shares: Sequence[float]) -> Turn:
    """Return a turn in which each keypoint was had by so much, labelled accordingly."""
    return turn(
        [
            verdict(name, "met" if share >= 0.5 else "missed", share)
            for name, share in zip("abcdef", shares, strict=True)
        ]
    )


def is_near(found: Ability | Difference, mean: float, deviation: float, answered: int) -> bool:
    near = pytest.approx((mean, deviation), abs=0.002) == (found.mean, found.deviation)
    return near and found.answered == answered


def test_nothing_said_is_the_prior() -> None:
    assert is_near(ability([], {}), 0.0, 1.0, 0)
    assert of().shown is None


def test_one_answer_moves_it_as_worked_out() -> None:
    # By summing over ability and luck on a grid ten times as fine.
    found = of(turn(HALF), item=THREE)
    assert is_near(found, 0.2106, 0.8574, 1)
    thrice = of(*[turn(HALF)] * 3, item=THREE)
    assert is_near(thrice, 0.4006, 0.6919, 3)


def test_a_group_is_read_as_worked_out() -> None:
    # By going through every way in which two, one or none of the members were said.
    item = question("abcd", groups=[group("a", "b", "c", need=2)])
    told = [
        verdict("a", "met", 0.9),
        verdict("b", "missed", 0.3),
        verdict("c", "missed", 0.1),
        verdict("d", "met", 0.8),
    ]
    found = of(turn(told), item=item)
    assert is_near(found, 0.2030, 0.9409, 1)


def test_it_is_shown_from_three_answered_questions_on() -> None:
    assert Ability(0.44, 0.52, 6).shown == "0.4 ± 0.5 after 6 questions"
    assert Ability(-0.04, 0.52, 3).shown == "0.0 ± 0.5 after 3 questions"
    assert Ability(-1.26, 0.35, 12).shown == "-1.3 ± 0.3 after 12 questions"
    assert Ability(0.44, 0.52, 2).shown is None


def test_only_questions_that_told_something_are_counted() -> None:
    told = of(
        turn(HALF),
        turn({"a": "unscored", "b": "unscored"}),
        turn(HALF, status="skipped"),
        turn(HALF, name="s/gone"),
        turn({"a": "met"}, hinted=["a"]),
        item=THREE,
    )
    assert told == of(turn(HALF), item=THREE)
    assert told.answered == 1


def test_what_was_seen_long_ago_weighs_less() -> None:
    items = {"s/q": THREE}
    strong = session(*[turn({"a": "met", "b": "met", "c": "met"})] * 4)
    today = ability([strong], items)
    in_a_month = ability([strong, session(at=after(30))], items)
    in_a_year = ability([strong, session(at=after(365))], items)
    assert today.mean > in_a_month.mean > in_a_year.mean > 0
    assert today.deviation < in_a_month.deviation < in_a_year.deviation < 1
    assert ability([strong, session(at=after(5000))], items).mean > 0


def test_a_clock_set_back_ages_nothing() -> None:
    items = {"s/q": THREE}
    there, back = session(turn(HALF), at=after(10)), session(turn(HALF), at=after(0))
    assert ability([there, back], items) == of(turn(HALF), turn(HALF), item=THREE)


def test_a_topic_has_an_ability_of_its_own_and_a_shrunk_difference() -> None:
    items = {
        "s/l": question("abc", name="s/l", topic="layers"),
        "s/o": question("abc", name="s/o", topic="losses"),
        "s/n": question("abc", name="s/n", topic="never"),
    }
    all_met: dict[str, Label] = {"a": "met", "b": "met", "c": "met"}
    none: dict[str, Label] = {"a": "missed", "b": "missed", "c": "missed"}
    sessions = [session(turn(all_met, name="s/l"), turn(none, name="s/o"))]
    layers = ability(sessions, items, topic="layers")
    assert layers.answered == 1
    assert layers.mean == pytest.approx(-ability(sessions, items, topic="losses").mean, abs=1e-4)
    found = by_topic(sessions, items)
    assert list(found) == ["layers", "losses"]
    assert 0 < found["layers"].mean < layers.mean
    assert 0.3 < found["layers"].deviation < 0.5
    mirrored = found["layers"]
    assert is_near(found["losses"], -mirrored.mean, mirrored.deviation, 1)


def test_expected_is_the_share_of_the_points_at_ordinary_and_other_abilities() -> None:
    alone, pair = question("a"), question("ab", groups=[group("a", "b")])
    assert expected(alone, 0.0) == pytest.approx(0.5)
    assert expected(alone, 1.0) == pytest.approx(0.712, abs=0.001)
    assert expected(pair, 0.0) == pytest.approx(0.725, abs=0.001)
    assert expected(question("a", difficulty=1.0), 1.0) == pytest.approx(0.5)
    mixed = question("abc", groups=[group("a", "b")])
    assert expected(mixed, 0.0) == pytest.approx((0.725 + 0.5) / 2, abs=0.001)
    with_bonus = question({"a": {}, "b": {"tier": "bonus"}})
    assert expected(with_bonus, 1.0) == expected(alone, 1.0)


def test_information_is_that_of_a_noisy_keypoint_worked_by_hand() -> None:
    # At p = .5 the slope is .25, found with .7 of it: (.7 · .25)² / .25 = .1225.
    assert information(question("a"), 0.0) == pytest.approx(0.1225 / (1 + 0.49 * 0.1225), rel=0.001)
    assert information(question("abc"), 0.0) == pytest.approx(
        0.3675 / (1 + 0.49 * 0.3675), rel=0.001
    )
    assert information(question("a"), 2.0) < information(question("a"), 0.0)
    assert information(question(["k" + str(n) for n in range(60)]), 0.0) < 1 / ANSWER_SPREAD**2
    assert information(question({"a": {"tier": "bonus"}}), 0.0) == 0.0


def test_a_group_informs_less_than_its_members_would_alone() -> None:
    alone, pair = question("ab"), question("ab", groups=[group("a", "b")])
    assert 0 < information(pair, 0.0) < information(alone, 0.0)


@given(st.lists(SHARES, min_size=6, max_size=6), st.integers(0, 5), SHARES)
def test_more_credit_never_lowers_ability(shares: list[float], place: int, share: float) -> None:
    more = [*shares]
    more[place] = max(share, shares[place])
    assert of(graded(more)).mean >= of(graded(shares)).mean


@given(st.lists(st.sampled_from(LABELS), min_size=6, max_size=6), st.permutations("abcdef"))
def test_the_order_of_keypoints_does_not_matter(labels: list[Label], order: list[str]) -> None:
    told = dict(zip("abcdef", labels, strict=True))
    turned = question(order, groups=[group("f", "d", "c", "e", need=2)])
    assert of(turn({each: told[each] for each in order}), item=turned) == of(turn(told))


@given(st.lists(st.sampled_from(LABELS), min_size=6, max_size=6), st.sampled_from("abcdef"))
def test_an_unscored_keypoint_moves_nothing(labels: list[Label], name: str) -> None:
    told = dict(zip("abcdef", labels, strict=True))
    without = {each: label for each, label in told.items() if each != name}
    assert of(turn({**told, name: "unscored"})) == of(turn(without))
    assert of(turn(told, disputed=[name])) == of(turn(without))
    silent = turn(dict.fromkeys(told, "unscored"))
    assert of(turn(told), silent) == of(turn(told))


@given(st.lists(st.sampled_from(LABELS), min_size=3, max_size=3), st.floats(-1, 1))
@settings(max_examples=50)
def test_one_more_equal_answer_narrows_it(labels: list[Label], difficulty: float) -> None:
    item = question("abc", difficulty=round(difficulty, 1))
    told = turn(dict(zip("abc", labels, strict=True)))
    found = [of(*[told] * times, item=item).deviation for times in (0, 1, 2, 3)]
    assert found == sorted(found, reverse=True)
    if set(labels) & {"met", "missed", "contradicted"}:
        assert found[3] < found[0]


@given(st.sampled_from(LABELS), st.floats(-6, 6), st.integers(1, 60))
@settings(max_examples=50)
def test_it_stays_within_the_grid(label: Label, difficulty: float, times: int) -> None:
    item = question("ab", difficulty=round(difficulty, 1))
    found = of(*[turn({"a": label, "b": label})] * times, item=item)
    assert -EDGE < found.mean < EDGE
    assert 0 < found.deviation < EDGE


@given(st.floats(-9, 9), st.floats(-9, 9), st.floats(-9, 9))
def test_chance_rises_with_ability_and_falls_with_difficulty(
    one: float, other: float, difficulty: float
) -> None:
    low, high = sorted((one, other))
    assert chance(low, difficulty) <= chance(high, difficulty)
    assert chance(difficulty, low) >= chance(difficulty, high)
    assert chance(one, difficulty) == pytest.approx(1 - chance(difficulty, one))
    assert chance(one + 1, one) == pytest.approx(1 / (1 + math.exp(-1)))


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_expected_rises_with_ability_and_information_stays_positive(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert 0 <= expected(ITEM, low) <= expected(ITEM, high) + 1e-9 <= 1 + 1e-9
    assert 0 < information(ITEM, a) < 1 / ANSWER_SPREAD**2


def test_abilities_of_simulated_candidates_are_recovered() -> None:
    draw = random.Random(7)
    items = {f"s/q{n}": _varied(f"s/q{n}", n) for n in range(12)}
    errors, covered = [], 0
    for _ in range(200):
        theta = draw.gauss(0, 1)
        turns = [_answered(item, theta, draw) for item in items.values()]
        found = ability([session(*turns)], items)
        errors.append(found.mean - theta)
        covered += abs(found.mean - theta) < 1.2816 * found.deviation
    # Three places a question, one in seven verdicts wrong: 12 questions leave .6 of the prior's 1.
    assert math.sqrt(sum(error**2 for error in errors) / 200) < 0.65
    assert abs(sum(errors) / 200) < 0.08
    assert 0.7 <= covered / 200 <= 0.9


def _varied(name: str, number: int) -> Item:
    """Return a question of eight keypoints, three of them in a group that wants one."""
    keypoints = {each: {"tier": "core"} if each in "hi" else {} for each in "abcdefhi"}
    groups = [group("a", "b", "c")]
    return question(keypoints, name=name, difficulty=(number - 5.5) / 5, groups=groups)


def _answered(item: Item, theta: float, draw: random.Random) -> Turn:
    """Return a turn with luck of its own, graded with the grader's errors.

    A candidate says no more of a group than it wants.
    """
    luck = draw.gauss(0, ANSWER_SPREAD)
    had = {
        each.id: draw.random() < chance(theta + luck, difficulty_of(item, each))
        for each in item.rubric.keypoints
    }
    for several in item.rubric.groups:
        known = [member for member in several.of if had[member]]
        draw.shuffle(known)
        had |= dict.fromkeys(known[several.need :], False)
    return turn([_seen(each, is_had, draw) for each, is_had in had.items()], name=item.id)


def _seen(keypoint_id: str, had: bool, draw: random.Random) -> Verdict:
    right = draw.random() < SENSITIVITY
    is_met = had if right else not had
    label: Label = "met" if is_met else "missed"
    return verdict(keypoint_id, label, SENSITIVITY if is_met else round(1 - SENSITIVITY, 2))


def test_replay_is_exact() -> None:
    sessions: list[Session] = [
        session(graded([0.9, 0.1, 0.6, 0.4, 0.2, 0.7]), at=after(days)) for days in (0, 3, 40)
    ]
    first = ability(sessions, {"s/q": ITEM})
    assert ability(sessions, {"s/q": ITEM}) == first
    assert first.answered == 3
