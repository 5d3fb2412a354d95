"""A reply is read alone, and without the words that the interviewer had said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.fusion import Refiner
from interviewer.grader import Grader
from interviewer.judge.ruling import Ids
from interviewer.judge.rulings import JudgeReply, KeypointRuling
from interviewer.replies import heard, settled, unrepeated
from interviewer.testing.fakes import FakeEmbedder, FakeMatcher, fake_calibration, fake_grader
from tests.interview.items import probed

LEAD = "Does dropout curb the overfitting of a large network?"


def test_what_is_repeated_word_for_word_becomes_spaces_and_offsets_stay() -> None:
    reply = "Yes: dropout curb the overfitting of a large network, by noise."
    own = unrepeated(reply, [LEAD])
    assert own.split() == ["Yes:", ",", "by", "noise."]
    assert len(own) == len(reply)
    assert own.index("noise") == reply.index("noise")


def test_a_few_words_of_the_question_may_be_used() -> None:
    reply = "It curbs the overfitting of networks that are large."
    assert unrepeated(reply, [LEAD]) == reply
    assert unrepeated("a b c", ["a b c"]) == "a b c"


@given(st.text(), st.lists(st.text(), max_size=3))
def test_only_letters_that_are_repeated_change_and_only_to_spaces(
    reply: str, said: list[str]
) -> None:
    own = unrepeated(reply, said)
    assert len(own) == len(reply)
    assert all(a == b or b == " " for a, b in zip(reply, own, strict=True))
    assert unrepeated(reply, []) == reply


def test_a_parrot_gains_nothing_and_an_own_word_counts() -> None:
    grader, item = fake_grader(), probed()
    claim = "regularization curbs overfitting"
    said = f"So regularization curbs overfitting, does it not, {claim} or what?"
    parrot = heard(grader, item, "curbs-overfitting", [said], f"Yes, {said}")
    assert (parrot.label, parrot.credit) == ("missed", 0)
    own = heard(grader, item, "curbs-overfitting", ["What is it for?"], claim)
    assert (own.label, own.credit) == ("met", 1)


def test_a_reply_of_nothing_but_repeated_words_says_so() -> None:
    verdict = heard(fake_grader(), probed(), "curbs-overfitting", [LEAD], LEAD)
    assert verdict.reason == "the reply only repeats the interviewer's words"
    assert verdict.evidence == ()


def test_the_quote_is_what_the_reply_has_there() -> None:
    reply = "Well, regularization curbs overfitting"
    verdict = heard(fake_grader(), probed(), "curbs-overfitting", ["Why?"], reply)
    (evidence,) = verdict.evidence
    assert evidence.quote == reply[evidence.start : evidence.end]


def test_a_misconception_is_repaired_by_what_is_right_in_its_place() -> None:
    grader, item = fake_grader(), probed()
    right = heard(grader, item, "always-on", ["And at inference?"], "every unit is kept")
    assert (right.keypoint_id, right.credit) == ("always-on", 1)
    wrong = heard(grader, item, "always-on", ["And at inference?"], "inference drops units too")
    assert wrong.credit == 0


def test_an_unknown_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        heard(fake_grader(), probed(), "nope", [], "x")


class SaysPartial:
    """A judge that rules partial on everything; ``asked`` remembers the answers."""

    name = "test"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def rule(self, item: object, answer: str, ids: Ids) -> JudgeReply:
        self.asked.append(answer)
        ruling = KeypointRuling(label="partial", reason="half", evidence=())
        return JudgeReply(by="judge", keypoints=dict.fromkeys(ids.keypoints, ruling))


def _judged(judge: SaysPartial) -> Grader:
    return Grader(
        embedder=FakeEmbedder(),
        matcher=FakeMatcher(),
        calibration=fake_calibration(),
        refiner=Refiner(judge, "always", "matcher"),
    )


def test_a_judge_rules_on_a_reply_without_the_interviewers_words() -> None:
    judge = SaysPartial()
    verdict = heard(
        _judged(judge), probed(), "curbs-overfitting", [LEAD], "Yes. Does dropout curb the gap"
    )
    assert (verdict.label, verdict.decided_by) == ("partial", "judge")
    assert [" ".join(asked.split()) for asked in judge.asked] == ["Yes. gap"]


def test_a_dispute_is_settled_by_the_judge_where_there_is_one() -> None:
    assert settled(fake_grader(), probed(), "ensemble", "x") is None
    verdict = settled(_judged(SaysPartial()), probed(), "ensemble", "bagging of networks")
    assert verdict is not None
    assert (verdict.keypoint_id, verdict.label) == ("ensemble", "partial")
