"""Each rule that reads the item alone lets what is good be and finds what is not, at its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from interviewer.authoring.lint import Finding, Given, lint
from interviewer.authoring.lint.clauses import second_claim
from interviewer.authoring.lint.report import explanations
from interviewer.authoring.lint.rules import STRUCTURAL, copies, given_away, points, rejects
from interviewer.authoring.lint.wording import folded
from tests.authoring.items import SUBJECT, Data, item, keypoint

USES = {"relu": 3, "sigmoid": 2, "gates": 1}


def given(spoil: Callable[[Data, Data], Any] = lambda question, rubric: None) -> Given:
    return Given(item(spoil), SUBJECT, USES)


def of(at: int, **more: Any) -> Callable[[Data, Data], Any]:
    """Return what changes one keypoint."""
    return lambda question, rubric: rubric["keypoints"][at].update(more)


def rubric_with(**more: Any) -> Callable[[Data, Data], Any]:
    return lambda question, rubric: rubric.update(more)


def only_keypoints(*keypoints: Data, groups: list[Data] | None = None) -> Given:
    """Return an item of these keypoints, for rules that look at nothing else."""
    parts = {"keypoints": [*keypoints], "groups": groups or [], "examples": []}
    return Given(item(lambda question, rubric: rubric.update(parts)))


def prompt(text: str) -> Callable[[Data, Data], Any]:
    return lambda question, rubric: question.update(prompt=text)


def example(at: int, **more: Any) -> Callable[[Data, Data], Any]:
    return lambda question, rubric: rubric["examples"][at].update(more)


def without_example(at: int) -> Callable[[Data, Data], Any]:
    return lambda question, rubric: rubric["examples"].pop(at)


def drop(part: str) -> Callable[[Data, Data], Any]:
    return lambda question, rubric: rubric.pop(part)


SPOILED: dict[str, tuple[Callable[[Data, Data], Any], tuple[Any, ...]]] = {
    "R001": (of(0, points=9), ("keypoints", 0, "points")),
    "R002": (rubric_with(reference="ReLU is better."), ("reference",)),
    "R003": (
        of(1, accept=["sigmoid squashes any number into the range from 0 to 1", "a", "b"]),
        ("keypoints", 1, "accept", 0),
    ),
    "R004": (of(2, text="A network has functions."), ("keypoints", 2, "text")),
    "R005": (of(1, reject=["range in precise words!"]), ("keypoints", 1, "reject", 0)),
    "R006": (
        of(1, text="Sigmoid saturates and ReLU passes positive inputs on."),
        ("keypoints", 1, "text"),
    ),
    "R007": (of(1, text="The range of sigmoid is important."), ("keypoints", 1, "text")),
    "R008": (
        lambda question, rubric: rubric["groups"][0].update(need=2),
        ("groups", 0, "need"),
    ),
    "R009": (of(0, probe={"pump": "What?", "hint": "", "lead": "Is it?"}), ("keypoints", 0)),
    "R010": (of(0, explain=" "), ("keypoints", 0)),
    "R011": (
        lambda question, rubric: rubric["misconceptions"][1].update(challenge=""),
        ("misconceptions", 1),
    ),
    "R012": (of(0, see=[]), ("keypoints", 0)),
    "R013": (of(1, concept="sigmoids"), ("keypoints", 1, "concept")),
    "R014": (of(1, concept="gates"), ("keypoints", 1, "concept")),
    "R015": (without_example(7), ("examples",)),
    "R016": (prompt("Explain the ReLU activation function now."), ("prompt",)),
    "R017": (
        lambda question, rubric: rubric["keypoints"].extend(
            keypoint(f"more-{n}", f"Claim number {n} stands.") for n in range(5)
        )
        or [
            e["labels"].update({f"more-{n}": e["labels"]["formula"] for n in range(5)})
            for e in rubric["examples"]
        ],
        ("keypoints",),
    ),
    "R018": (of(1, accept=["just one"]), ("keypoints", 1)),
    "R019": (
        lambda question, rubric: rubric["misconceptions"].pop(),
        ("misconceptions",),
    ),
    "R020": (drop("followup"), ("followup",)),
    "R021": (
        example(9, labels=dict.fromkeys(("formula", "range", "hidden", "output", "dying"), "met")
                | {"flat": "missed"}),
        ("examples", 9, "kind"),
    ),
    "R022": (of(1, text="It squashes any number into a range."), ("keypoints", 1, "text")),
    "R023": (of(1, text="Sigmoid " + "very " * 25 + "surely saturates."), ("keypoints", 1, "text")),
    "R024": (
        of(0, probe={"pump": "x", "hint": "Outputs the larger of zero and input?", "lead": "y"}),
        ("keypoints", 0, "probe", "hint"),
    ),
    "R025": (of(1, draft=True), ("keypoints", 1, "draft")),
    "R026": (lambda question, rubric: None, ("version",)),
}  # fmt: skip


def test_a_good_item_has_nothing_to_mend() -> None:
    assert lint(given()) == []


def test_every_rule_has_a_case_that_fails_it() -> None:
    assert {rule.CODE for rule in STRUCTURAL} == set(SPOILED)


@pytest.mark.parametrize("code", SPOILED)
def test_a_rule_finds_what_is_spoiled_and_no_other_does(code: str) -> None:
    spoil, place = SPOILED[code]
    uses = {**USES, "gate": 2} if code == "R014" else USES
    committed = item(of(0, text="ReLU passes everything.")) if code == "R026" else None
    found = lint(given(spoil)._replace(uses=uses, committed=committed))
    assert [(f.code, f.place) for f in found] == [(code, place)]
    assert found[0].half == ("questions" if code == "R016" else "rubrics")


@pytest.mark.parametrize("code", sorted(explanations()))
def test_every_code_can_be_explained(code: str) -> None:
    told = explanations()[code]
    assert told.startswith(f"{code}: ")
    assert len(told.splitlines()) >= 3


def places(found: list[Finding]) -> list[tuple[str, str, tuple[Any, ...]]]:
    return [(finding.code, finding.severity, finding.place) for finding in found]


def test_r001_finds_a_keypoint_worth_more_than_half_of_all_points() -> None:
    heavy = only_keypoints(keypoint("a", "A.", points=3), keypoint("b", "B."), keypoint("c", "C."))
    assert places(list(points.find(heavy))) == [("R001", "warning", ("keypoints", 0, "points"))]
    assert next(points.find(heavy)).message == (
        "one keypoint of 'a' is worth 3 of 5 points, more than half; split it or lower its points"
    )


def test_r001_lets_half_of_all_points_and_a_single_keypoint_be() -> None:
    half = only_keypoints(keypoint("a", "A.", points=2), keypoint("b", "B.", points=2))
    assert list(points.find(half)) == []
    assert list(points.find(only_keypoints(keypoint("a", "A.", points=2)))) == []


def test_r001_counts_all_points_of_a_group_but_blames_a_member_for_its_share_only() -> None:
    members: list[Any] = [{"id": name, "text": "A claim."} for name in "abcd"]
    group = {"id": "any", "need": 4, "points": 4, "of": [*"abcd"]}
    beside = only_keypoints(*members, keypoint("x", "X.", points=2), groups=[group])
    assert list(points.find(beside)) == []
    one = only_keypoints(*members, keypoint("x", "X."), groups=[{**group, "need": 1}])
    assert places(list(points.find(one))) == [("R001", "warning", ("groups", 0, "points"))]


def test_r001_leaves_bonus_points_out_and_finds_that_nothing_counts() -> None:
    bonus = keypoint("a", "A.", points=9, tier="bonus")
    good = only_keypoints(bonus, keypoint("b", "B."), keypoint("c", "C."))
    assert list(points.find(good)) == []
    nothing = only_keypoints(bonus)
    assert places(list(points.find(nothing))) == [("R001", "error", ("keypoints",))]


def test_r003_finds_accepts_that_add_nothing() -> None:
    accepts = ["relu zeroes  negatives", "x", "“X!”", "y"]
    doubled = only_keypoints(keypoint("a", "ReLU zeroes negatives.", accept=accepts))
    assert [(f.place, f.message.split(";")[0]) for f in copies.find(doubled)] == [
        (("keypoints", 0, "accept", 0), "the same words as text"),
        (("keypoints", 0, "accept", 2), "the same words as accept[1]"),
    ]


def test_r003_lets_other_words_be() -> None:
    other = keypoint("a", "The slope is > 0.", accept=["The slope is positive", "slope > 0"])
    assert list(copies.find(only_keypoints(other))) == []


@pytest.mark.parametrize(
    "text",
    ["Dropout is not active at test time.", "Dropout is active at 2 test times.", "It is so."],
    ids=["denies what is asked", "has a number more", "has no content words"],
)
def test_r004_lets_what_the_prompt_does_not_say_be(text: str) -> None:
    asked = item(
        lambda question, rubric: (
            question.update(prompt="Is dropout active at test time?"),
            rubric.update(keypoints=[keypoint("a", text)], groups=[], examples=[]),
        )
    )
    assert list(given_away.find(Given(asked))) == []


def test_r005_finds_a_reject_in_words_that_earn_the_keypoint() -> None:
    both = keypoint("a", "ReLU is cheap.", accept=["It costs little"], reject=["RELU is cheap"])
    other = keypoint("b", "B.", accept=["It's quick"], reject=["It is slow", "Its quick!"])
    assert places(list(rejects.find(only_keypoints(both, other)))) == [
        ("R005", "error", ("keypoints", 0, "reject", 0)),
        ("R005", "error", ("keypoints", 1, "reject", 1)),
    ]


def test_r005_lets_a_reject_that_differs_by_a_sign_be() -> None:
    signs = keypoint("a", "The slope is > 0.", reject=["The slope is < 0.", "The slope is >= 0."])
    assert list(rejects.find(only_keypoints(signs))) == []


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("Dropout zeros units and overfitting falls.", None),  # no verb that is on the lists
        ("Dropout removes random units and reduces overfitting.", "and reduces overfitting."),
        ("SGD is simple, whereas Adam adapts its steps.", "whereas Adam adapts its…"),
        ("Weights are updated. The loss is lower then.", "The loss is lower…"),
        ("Refusals have to be explained and must be fair.", "and must be fair."),
        ("The gradient vanishes; the layers learn nothing.", "the layers learn nothing."),
    ],
)
def test_r006_finds_a_second_claim_where_both_have_a_verb(text: str, second: str | None) -> None:
    assert second_claim(text) == second


@pytest.mark.parametrize(
    "text",
    [
        "A batch has a mean and a variance.",
        "Sigmoid suits a unit that decides between yes and no.",
        "Attention weights say how far a token looks and what it takes.",
        "Training and testing use different data.",
        "An LSTM has gates that open and close, and that are learned.",
        "The reset and update gates of a GRU are sigmoid layers.",
        "Precision is TP / (TP + FP).",
    ],
)
def test_r006_lets_one_claim_be(text: str) -> None:
    assert second_claim(text) is None


def test_r013_is_silent_where_the_subject_lists_nothing() -> None:
    spoiled = given(of(1, concept="anything-goes"))
    assert lint(spoiled._replace(subject=None)) == []
    bare = SUBJECT.model_copy(update={"concepts": {}, "topics": {}})
    assert lint(spoiled._replace(subject=bare)) == []


def test_r013_finds_a_topic_that_the_subject_does_not_have() -> None:
    (found,) = lint(given(lambda question, rubric: question.update(topic="foundation")))
    assert (found.code, found.place, found.half) == ("R013", ("topic",), "questions")
    assert "did you mean 'foundations'?" in found.message


def test_r013_finds_a_keypoint_without_a_concept() -> None:
    (found,) = lint(given(of(1, concept=None)))
    assert (found.code, found.place) == ("R013", ("keypoints", 1))


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
