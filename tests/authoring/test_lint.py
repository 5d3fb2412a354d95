"""Each lint rule passes what is good and finds what is not, at its place."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from interviewer.authoring.lint import Finding, lint
from interviewer.authoring.lint.copies import copies
from interviewer.authoring.lint.given_away import given_away
from interviewer.authoring.lint.points import points
from interviewer.authoring.lint.reference import reference
from interviewer.authoring.lint.rejects import rejects
from interviewer.authoring.lint.wording import folded
from interviewer.items import Item, Question, Rubric
from tests.bank.files import QUESTION, RUBRIC


def item(prompt: str = "How do ReLU and sigmoid differ?", **rubric: Any) -> Item:
    """Return an item of the test bank with some parts of its rubric replaced."""
    data = {**yaml.safe_load(RUBRIC), **rubric}
    if "keypoints" in rubric:
        data |= {"groups": rubric.get("groups", []), "examples": []}
    question = Question.model_validate_json(
        json.dumps({**yaml.safe_load(QUESTION), "prompt": prompt})
    )
    return Item(
        id="dl/relu", question=question, rubric=Rubric.model_validate_json(json.dumps(data))
    )


def keypoint(name: str, text: str = "A claim.", **more: Any) -> dict[str, Any]:
    return {"id": name, "text": text, "points": 1, **more}


def places(found: list[Finding]) -> list[tuple[str, str, tuple[Any, ...]]]:
    return [(finding.code, finding.severity, finding.place) for finding in found]


def test_a_good_item_has_nothing_to_mend() -> None:
    assert lint(item()) == []


def test_r001_finds_a_keypoint_worth_more_than_half_of_all_points() -> None:
    heavy = item(keypoints=[keypoint("a", points=3), keypoint("b"), keypoint("c")])
    assert places(list(points(heavy))) == [("R001", "warning", ("keypoints", 0, "points"))]
    assert next(points(heavy)).message == (
        "one keypoint of 'a' is worth 3 of 5 points, more than half; split it or lower its points"
    )


def test_r001_lets_half_of_all_points_and_a_single_keypoint_be() -> None:
    assert list(points(item(keypoints=[keypoint("a", points=2), keypoint("b", points=2)]))) == []
    assert list(points(item(keypoints=[keypoint("a", points=2)]))) == []


def test_r001_counts_all_points_of_a_group_but_blames_a_member_for_its_share_only() -> None:
    members: list[Any] = [{"id": name, "text": "A claim."} for name in "abcd"]
    group = {"id": "any", "need": 4, "points": 4, "of": [*"abcd"]}
    beside = item(keypoints=[*members, keypoint("x", points=2)], groups=[group])
    assert list(points(beside)) == []
    one = item(keypoints=[*members, keypoint("x")], groups=[{**group, "need": 1}])
    assert places(list(points(one))) == [("R001", "warning", ("groups", 0, "points"))]


def test_r001_leaves_bonus_points_out_and_finds_that_nothing_counts() -> None:
    bonus = keypoint("a", points=9, tier="bonus")
    assert list(points(item(keypoints=[bonus, keypoint("b"), keypoint("c")]))) == []
    nothing = item(keypoints=[bonus])
    assert places(list(points(nothing))) == [("R001", "error", ("keypoints",))]


@pytest.mark.parametrize(("words", "found"), [(19, 1), (20, 0)])
def test_r002_wants_twenty_words_of_reference(words: int, found: int) -> None:
    assert len(list(reference(item(reference="word " * words)))) == found


def test_r002_counts_and_says_what_to_write() -> None:
    (finding,) = reference(item(reference="ReLU is better."))
    assert finding == Finding(
        "R002",
        "warning",
        ("reference",),
        "3 words; write the answer that earns every point, 20 or more",
    )


def test_r003_finds_accepts_that_add_nothing() -> None:
    doubled = keypoint(
        "a", "ReLU zeroes negatives.", accept=["relu zeroes  negatives", "x", "“X!”", "y"]
    )
    assert [(f.place, f.message.split(";")[0]) for f in copies(item(keypoints=[doubled]))] == [
        (("keypoints", 0, "accept", 0), "the same words as text"),
        (("keypoints", 0, "accept", 2), "the same words as accept[1]"),
    ]


def test_r003_lets_other_words_be() -> None:
    other = keypoint("a", "The slope is > 0.", accept=["The slope is positive", "slope > 0"])
    assert list(copies(item(keypoints=[other]))) == []


def test_r004_finds_a_keypoint_that_the_prompt_says() -> None:
    given = keypoint("a", "Vanishing gradients are a problem of deep networks.")
    asked = "Why are vanishing gradients a problem in a deep network?"
    (finding,) = given_away(item(asked, keypoints=[given, keypoint("b", "Sigmoid saturates.")]))
    assert places([finding]) == [("R004", "error", ("keypoints", 0, "text"))]


@pytest.mark.parametrize(
    "text",
    ["Dropout is not active at test time.", "Dropout is active at 2 test times.", "It is so."],
    ids=["denies what is asked", "has a number more", "has no content words"],
)
def test_r004_lets_what_the_prompt_does_not_say_be(text: str) -> None:
    asked = "Is dropout active at test time?"
    assert list(given_away(item(asked, keypoints=[keypoint("a", text)]))) == []


def test_r005_finds_a_reject_in_words_that_earn_the_keypoint() -> None:
    both = keypoint("a", "ReLU is cheap.", accept=["It costs little"], reject=["RELU is cheap"])
    other = keypoint("b", accept=["It's quick"], reject=["It is slow", "Its quick!"])
    assert places(list(rejects(item(keypoints=[both, other])))) == [
        ("R005", "error", ("keypoints", 0, "reject", 0)),
        ("R005", "error", ("keypoints", 1, "reject", 1)),
    ]


def test_r005_lets_a_reject_that_differs_by_a_sign_be() -> None:
    signs = keypoint("a", "The slope is > 0.", reject=["The slope is < 0.", "The slope is >= 0."])
    assert list(rejects(item(keypoints=[signs]))) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x > 0", "x < 0"),
        ("it tends to -1", "it tends to 1"),
        ("rate 0.5", "rate 05"),
        ("a/b", "a*b"),
        ("a*b", "a b"),
        ("café", "cafe"),
        ("हिन्दी", "हनद"),
    ],
)
def test_texts_that_mean_different_things_stay_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ReLU, then.", "relu then"),
        ("It doesn't", "it doesn’t"),
        ("zero-centred", "Zero centred!"),
        ("  a \n b", "a b"),
        ("cafe\u0301", "caf\u00e9"),
    ],
)
def test_case_spacing_and_sentence_punctuation_do_not_count(one: str, other: str) -> None:
    assert folded(one) == folded(other)
