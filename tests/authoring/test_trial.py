"""Why each verdict fell as it did: the same grade, its pairs, its sentence, and what would help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from interviewer.authoring.trial.account import KeypointTried, Trial
from interviewer.authoring.trial.changes import Change, changes
from interviewer.authoring.trial.explain import tried
from interviewer.authoring.trial.remembering import RememberingMatcher, remembering
from interviewer.items import Item
from interviewer.seams import Pair
from interviewer.testing.fakes import FakeMatcher, fake_grader
from tests.authoring.items import Data, item

MIXED = (
    "ReLU outputs the larger of zero and its input. "
    "Sigmoid does not squash any number into the range from 0 to 1. A unit says yes."
)
WRONG = "ReLU outputs the absolute value. ReLU is linear."
ALOUD = "said aloud so hidden you know is what a ReLU unit would be."


def of(trial: Trial, name: str) -> KeypointTried:
    (found,) = (keypoint for keypoint in trial.keypoints if keypoint.id == name)
    return found


def try_(answer: str, one: Item | None = None) -> Trial:
    return tried(one or item(), answer, fake_grader())


@pytest.mark.parametrize("answer", [MIXED, WRONG, ALOUD, "", "I don't know"])
def test_the_verdicts_are_those_of_the_grade(answer: str) -> None:
    grade = fake_grader().grade(item(), answer)
    trial = try_(answer)
    assert [(k.id, k.label, k.credit, k.unsure) for k in trial.keypoints] == [
        (v.keypoint_id, v.label, v.credit, v.unsure) for v in grade.verdicts
    ]
    assert [(m.id, m.label) for m in trial.misconceptions] == [
        (v.misconception_id, v.label) for v in grade.misconceptions
    ]
    assert (trial.score, trial.flags) == (grade.score, grade.flags)


def test_met_names_the_cut_and_the_passage_that_carried_it() -> None:
    met = of(try_(MIXED), "output")
    assert met.why == (
        "P(met) .57 is over the cut .40, by “Sigmoid does not squash any number … to 1. A unit "
        "says yes.”, which is .40 alike and reads as saying it (.62)"
    )
    assert [pair.passage for pair in met.pairs if pair.carries] == [
        "Sigmoid does not squash any number into the range from 0 to 1. A unit says yes."
    ]


def test_partial_names_both_cuts() -> None:
    assert of(try_(MIXED), "formula").why == (
        "P(met) .21 is under the cut .40, and P(met or partial) .88 is over the cut .34, by “ReLU "
        "outputs the larger of zero and its input.”, which is 1.00 alike and reads as saying it "
        "(1.00)"
    )


def test_contradicted_quotes_what_says_the_opposite() -> None:
    assert of(try_(MIXED), "range").why == (
        "P(contradicted) .41 is over the cut .35, and P(met) .02 is under the cut .40, by “Sigmoid "
        "does not squash any number … the range from 0 to 1.”, which is .84 alike and reads as "
        "saying the opposite (.91)"
    )


def test_missed_tells_the_nearest_passage_and_that_nothing_says_it() -> None:
    missed = of(try_(MIXED), "hidden")
    assert missed.why == (
        "P(met or partial) .05 is under the cut .34; the nearest passage, “ReLU outputs the larger "
        "of zero and its input.”, is .25 alike, and nothing was read as saying it (.29 at most)"
    )
    assert not any(pair.carries for pair in missed.pairs)


def test_words_that_repeat_a_reject_name_it_and_what_the_cuts_alone_had() -> None:
    refuted = of(try_(WRONG), "formula")
    assert (refuted.label, refuted.unsure) == ("contradicted", True)
    assert refuted.why == (
        "“ReLU outputs the absolute value.” is nearer to the reject “ReLU outputs the absolute "
        "value.” than to any right wording (alike 1.00 is over the cut .80) and reads as it at "
        "least as surely as the claim; the cuts alone had P(met) .98"
    )
    assert refuted.read is not None
    assert refuted.probabilities is not None
    assert (refuted.read.met, refuted.probabilities.contradicted) == (0.9785, 0.9785)


def test_a_reject_that_reads_as_surely_as_the_claim_makes_it_partial_and_says_so() -> None:
    def spoil(_: Data, rubric: Data) -> None:
        rubric["keypoints"][2]["reject"] = ["ReLU default."]

    torn = of(try_("ReLU is the default for hidden layers.", item(spoil)), "hidden")
    assert (torn.label, torn.unsure) == ("partial", True)
    assert torn.why == (
        "P(met) .99 is over the cut .40, but “ReLU is the default for hidden layers.” reads as the "
        "reject “ReLU default.” at least as surely as the claim: 1.00 to 1.00"
    )


def test_each_pair_has_the_three_readings_and_the_wording_that_it_is_nearest_to() -> None:
    pair = of(try_(ALOUD), "hidden").pairs[0]
    assert pair.model_dump() == {
        "passage": ALOUD,
        "start": 0,
        "end": 59,
        "against": "text",
        "statement": "ReLU is the default for hidden layers.",
        "similarity": 0.6794,
        "nearest": "so hidden, you know, said aloud",
        "entails": 0.4286,
        "neither": 0.5714,
        "contradicts": 0.0,
        "reads_as": "neither",
        "carries": False,
    }


def test_a_near_miss_is_tried_with_the_passage_as_an_accept() -> None:
    accept = of(try_(ALOUD), "hidden").accept
    assert accept is not None
    assert (accept.passage, accept.met, accept.label) == (ALOUD, 0.3697, "partial")


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (MIXED, "output"),  # met already
        (MIXED, "hidden"),  # nothing near
        (ALOUD, "formula"),  # nearer to another keypoint
        (MIXED, "formula"),  # the claim's own words
    ],
)
def test_no_accept_is_tried_where_none_would_teach(answer: str, name: str) -> None:
    assert of(try_(answer), name).accept is None


def test_a_misconception_tells_what_it_lacked() -> None:
    linear, sums = try_(WRONG).misconceptions
    assert (linear.label, linear.why) == (
        "absent",
        "P(held) .10 is under the cut .85; the nearest passage, “ReLU is linear.”, is 1.00 alike "
        "and reads as saying it (1.00), which is not enough",
    )
    assert sums.why.endswith("is .00 alike, and nothing was read as saying it (.00 at most)")


@pytest.mark.parametrize(
    ("answer", "why"),
    [("", "the answer is blank"), ("idk", "the answer says that its author does not know")],
)
def test_where_a_rule_decides_nothing_was_read(answer: str, why: str) -> None:
    trial = try_(answer)
    assert {(k.why, k.read, k.pairs, k.accept) for k in trial.keypoints} == {(why, None, (), None)}
    assert {(m.why, m.probability) for m in trial.misconceptions} == {(why, None)}


def test_a_trial_survives_json() -> None:
    trial = try_(MIXED)
    assert Trial.model_validate_json(trial.model_dump_json()) == trial


def _with(change: Callable[[Data], Any]) -> Item:
    return item(lambda _, rubric: change(rubric))


def test_a_saved_rubric_that_says_the_same_changes_nothing() -> None:
    assert changes(try_(MIXED), try_(MIXED, _with(lambda r: r.update(version=2)))) == []


def test_changes_tell_labels_and_probabilities_before_and_after() -> None:
    after = _with(lambda r: r["keypoints"][2].update(text="A unit says yes."))
    found = changes(try_(MIXED), try_(MIXED, after))
    assert Change("hidden", "met", "missed", "met", 0.0464, 0.7518) in found
    assert [change.id for change in found] == ["formula", "hidden", "output", "dying"]


def test_a_keypoint_that_is_new_or_gone_is_told() -> None:
    def rename(rubric: Data) -> None:
        rubric["keypoints"][1]["id"] = "interval"
        rubric["examples"] = []

    found = {change.id: change for change in changes(try_(MIXED), try_(MIXED, _with(rename)))}
    assert (found["interval"].before, found["interval"].after) == (None, "contradicted")
    assert (found["range"].before, found["range"].after) == ("contradicted", None)


def test_a_remembering_matcher_reads_each_pair_once_and_the_same() -> None:
    behind = FakeMatcher()
    matcher = RememberingMatcher(behind)
    pairs = [Pair("a b", "a b c", "why"), Pair("a", "b", "why"), Pair("a b", "a b c", "why")]
    assert matcher.read(pairs).tolist() == FakeMatcher().read(pairs).tolist()
    assert matcher.read(pairs[1:]).tolist() == FakeMatcher().read(pairs[1:]).tolist()
    assert behind.asked == pairs[:2]
    assert matcher.read([]).shape == (0, 3)
    assert (matcher.name, matcher.sha256) == (behind.name, behind.sha256)


def test_a_remembering_grader_grades_the_same_to_the_byte() -> None:
    plain, again = fake_grader(), remembering(fake_grader())
    for answer in (MIXED, WRONG, ALOUD, MIXED):
        assert again.grade(item(), answer) == plain.grade(item(), answer)
