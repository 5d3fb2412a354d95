"""What people said of verdicts becomes examples and wordings, once, and for a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from interviewer.authoring.absorb.absorbing import absorbed, fared
from interviewer.authoring.absorb.passages import nearest_passage
from interviewer.authoring.absorb.proposals import (
    ANOTHER_CLAIM,
    ANSWER_THERE,
    DIFFERING,
    NO_WORDING,
    NOT_FALSE,
    OF_AN_EXAMPLE,
    WORDS_THERE,
    Proposals,
    Wording,
    proposals,
    reviewed,
)
from interviewer.bank.check import check
from interviewer.bank.document import read_document
from interviewer.grader import Grader
from interviewer.grades import Grade
from interviewer.items import Example, Item, Question, Rubric
from interviewer.overrides import Marked, Override, about, replay
from interviewer.testing.fakes import fake_grader
from tests.test_overrides import NOON

TEXT = """\
version: 1
reference: alpha beta. gamma delta
keypoints:
  - id: first
    text: alpha beta
    points: 1
  - id: second
    text: gamma delta
    points: 1
    accept: [gamma epsilon]   # said aloud
misconceptions:
  - id: wrong
    text: zeta eta theta
    points: 1
examples:
  - answer: alpha beta
    labels: {first: met, second: missed}
    kind: partial
"""
CLAIMS = {"first": "alpha beta", "second": "gamma delta", "wrong": "zeta eta theta"}


def rubric() -> Rubric:
    made, flaws = check(read_document(TEXT), Rubric)
    assert made is not None, flaws
    return made


def item() -> Item:
    question = Question(prompt="Why?", topic="t", level="beginner")
    return Item(id="s/q", question=question, rubric=rubric())


def graded(answer: str) -> Grade:
    return fake_grader().grade(item(), answer, row=1)


def marked(grade: Grade, name: str, label: str, reviewer: str = "ann", claim: str = "") -> Marked:
    return Marked.model_validate(
        {
            **about(grade, name)._asdict(),
            "seq": 1,
            "at": NOON,
            "reviewer": reviewer,
            "label": label,
            "was": "missed",
            "claim": claim or CLAIMS[name],
            "reason": "that is what it says",
        }
    )


def proposed(
    grade: Grade, *events: Override, nearest: str | None = "iota kappa", wordings: bool = False
) -> Proposals:
    left_out: Counter[str] = Counter()
    answers = [*reviewed([grade, grade], replay(events), left_out)]
    found = proposals(item(), answers, lambda answer, place: nearest, wordings_of_examples=wordings)
    return found._replace(left_out=found.left_out + left_out)


def all_of(grade: Grade, labels: Mapping[str, str]) -> list[Override]:
    return [marked(grade, name, label) for name, label in labels.items()]


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        ({"first": "met", "second": "met"}, "strong"),
        ({"first": "met", "second": "partial"}, "partial"),
        ({"first": "missed", "second": "missed"}, "weak"),
        ({"first": "contradicted", "second": "missed"}, "wrong"),
        ({"first": "met", "second": "missed", "wrong": "held"}, "weak"),
    ],
)
def test_an_answer_that_is_settled_whole_becomes_an_example_of_its_kind(
    labels: dict[str, str], kind: str
) -> None:
    grade = graded("iota kappa")
    found = proposed(grade, *all_of(grade, labels))
    held = [name for name, label in labels.items() if label == "held"]
    assert found.examples == (
        Example.model_validate(
            {
                "answer": "iota kappa",
                "labels": {n: label for n, label in labels.items() if n != "wrong"},
                "misconceptions": tuple(held),
                "kind": kind,
            }
        ),
    )
    assert found.wordings == ()


def test_an_answer_that_is_settled_in_part_becomes_none() -> None:
    grade = graded("iota kappa")
    assert proposed(grade, marked(grade, "first", "missed")).examples == ()


def test_a_misconception_that_the_grader_sees_must_be_settled_too() -> None:
    grade = graded("zeta eta theta")
    assert grade.misconceptions[0].label == "held"
    labels = {"first": "missed", "second": "missed"}
    assert proposed(grade, *all_of(grade, labels)).examples == ()
    (example,) = proposed(grade, *all_of(grade, {**labels, "wrong": "absent"})).examples
    assert example.misconceptions == ()


def test_an_answer_that_is_an_example_already_teaches_nothing() -> None:
    grade = graded("alpha beta\n")
    found = proposed(grade, *all_of(grade, {"first": "met", "second": "met"}))
    assert found == Proposals((), (), Counter({ANSWER_THERE: 1}))


def test_words_that_a_person_calls_met_become_an_accept() -> None:
    grade = graded("iota kappa")
    found = proposed(grade, marked(grade, "first", "met"))
    assert found == Proposals((), (Wording("first", "accept", "iota kappa"),), Counter())


def test_credited_words_that_a_person_calls_contradicted_become_a_reject() -> None:
    grade = graded("gamma delta")
    assert grade.verdict("second").label == "met"
    found = proposed(grade, marked(grade, "second", "contradicted"))
    assert found.left_out == {WORDS_THERE: 1}  # the claim's own words
    grade = graded("gamma lambda delta")
    assert grade.verdict("second").label == "met"
    found = proposed(grade, marked(grade, "second", "contradicted"))
    assert found.wordings == (Wording("second", "reject", "gamma lambda delta"),)


def test_credited_words_that_a_person_calls_missed_are_no_reject() -> None:
    grade = graded("gamma delta")
    found = proposed(grade, marked(grade, "second", "missed"))
    assert found == Proposals((), (), Counter({NOT_FALSE: 1}))


def test_an_answer_that_becomes_an_example_gives_no_wordings_unless_asked_to() -> None:
    grade = graded("iota kappa")
    events = all_of(grade, {"first": "met", "second": "missed"})
    found = proposed(grade, *events)
    assert (len(found.examples), found.wordings) == (1, ())
    assert found.left_out == {OF_AN_EXAMPLE: 1}
    assert proposed(grade, *events, wordings=True).wordings == (
        Wording("first", "accept", "iota kappa"),
    )


@pytest.mark.parametrize(
    "passage",
    [None, "", "word " * 27, "It lowers the loss, and it raises the accuracy of the model."],
    ids=["none", "empty", "long", "two claims"],
)
def test_a_passage_that_is_no_short_claim_is_no_wording(passage: str | None) -> None:
    grade = graded("iota kappa")
    found = proposed(grade, marked(grade, "first", "met"), nearest=passage)
    assert found == Proposals((), (), Counter({NO_WORDING: 1}))


def test_words_that_are_there_in_the_same_letters_are_left_out() -> None:
    grade = graded("iota kappa")
    found = proposed(grade, marked(grade, "second", "met"), nearest="Gamma  Epsilon!")
    assert found == Proposals((), (), Counter({WORDS_THERE: 1}))


def test_what_reviewers_differ_about_or_read_in_another_claim_is_left_out() -> None:
    grade = graded("iota kappa")
    found = proposed(
        grade,
        marked(grade, "first", "met"),
        marked(grade, "first", "missed", "bob"),
        marked(grade, "second", "met", claim="what it once said"),
    )
    assert found == Proposals((), (), Counter({DIFFERING: 1, ANOTHER_CLAIM: 1}))


def test_what_is_absorbed_is_in_the_text_and_the_rest_is_as_it_was() -> None:
    example = Example.model_validate(
        {"answer": "iota: kappa", "labels": {"first": "met", "second": "missed"}, "kind": "partial"}
    )
    wordings = (Wording("first", "accept", "iota"), Wording("second", "reject", "mu"))
    made = absorbed(TEXT, Proposals((example,), wordings, Counter()))
    assert made.refused == ()
    added = [line for line in made.text.splitlines() if line not in TEXT.splitlines()]
    assert added == [
        "    accept:",
        "      - iota",
        "    reject:",
        "      - mu",
        '  - answer: "iota: kappa"',
        "    labels:",
        "      first: met",
        "      second: missed",
        "    misconceptions: []",
    ]
    assert [line for line in TEXT.splitlines() if line not in made.text.splitlines()] == []


def test_what_no_file_can_hold_is_left_out_and_said() -> None:
    example = Example.model_validate(
        {"answer": "a\x85b", "labels": {"first": "met", "second": "missed"}, "kind": "weak"}
    )
    made = absorbed(TEXT, Proposals((example,), (), Counter()))
    assert made.text == TEXT
    assert made.refused == (
        "the answer holds the character U+0085, which no file of a bank may hold",
    )


def test_figures_of_the_examples_that_were_there_stand_beside_those_of_all() -> None:
    example = Example.model_validate(
        {"answer": "iota", "labels": {"first": "met", "second": "missed"}, "kind": "partial"}
    )
    more = rubric().model_copy(update={"examples": (*rubric().examples, example)})
    found = fared(item(), item().model_copy(update={"rubric": more}), fake_grader())
    assert (found.before.examples, found.after.examples, found.with_new.examples) == (1, 1, 2)
    assert (found.before.accuracy, found.after.accuracy) == (1.0, 1.0)
    assert found.with_new.accuracy == 0.75


def test_the_passage_of_a_keypoint_is_the_one_nearest_to_it() -> None:
    grader: Grader = fake_grader()
    answer = "One thing is gamma omega delta. And then alpha beta sigma."
    assert nearest_passage(item(), grader, answer, 0) == "And then alpha beta sigma."
    assert nearest_passage(item(), grader, answer, 1) == "One thing is gamma omega delta."
    both = "It lowers alpha beta and it raises sigma."
    assert nearest_passage(item(), grader, both, 0) == "It lowers alpha beta"
    assert nearest_passage(item(), grader, "I don't know", 0) is None
    assert nearest_passage(item(), grader, "something else entirely was said", 0) is None
