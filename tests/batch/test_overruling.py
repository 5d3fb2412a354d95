"""What people said takes the place of verdicts, the sum is done again, and no model is asked."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.batch.overruling import ANOTHER_CLAIM, APPLIED, DIFFERING, NOT_THERE
from interviewer.batch.regrading import READ, SUMMED, Regrading
from interviewer.batch.settled import Settled
from interviewer.grades import Grade
from interviewer.items import Item
from interviewer.overrides import Accepted, Marked, Override, about, replay
from interviewer.testing.fakes import FakeMatcher
from tests.batch.test_regrading import grader, item, spread
from tests.test_overrides import NOON

CLAIMS = {"a": "alpha beta", "b": "gamma delta", "c": "delta epsilon", "m": "zeta eta"}


def said(
    grade: Grade, name: str, label: str, reviewer: str = "ann", claim: str | None = None
) -> Marked:
    place = about(grade, name)
    return Marked.model_validate(
        {
            **place._asdict(),
            "seq": 1,
            "at": NOON,
            "reviewer": reviewer,
            "label": label,
            "was": "missed",
            "claim": CLAIMS[name] if claim is None else claim,
            "reason": "it is there in other words",
        }
    )


def regraded(
    records: Sequence[Grade], now: Item, events: Sequence[Override], matcher: FakeMatcher
) -> tuple[list[Grade], Regrading]:
    again = Regrading({now.id: now}, {}, grader(matcher), spread, replay(events))
    with Settled() as settled:
        return list(again.grades(records, settled, jobs=1)), again


def test_a_verdict_becomes_the_persons_and_keeps_what_it_was() -> None:
    record = grader().grade(item(), "alpha beta", row=1)
    assert record.score is not None
    assert record.score.fraction == 0.1667
    matcher = FakeMatcher()
    (found,), again = regraded([record], item(), [said(record, "b", "met")], matcher)
    verdict = found.verdict("b")
    assert verdict.model_dump() == {
        "keypoint_id": "b",
        "label": "met",
        "credit": 1.0,
        "points": 2.0,
        "unsure": False,
        "probabilities": None,
        "decided_by": "person",
        "was": "missed",
        "reason": "it is there in other words",
        "evidence": (),
    }
    assert found.score is not None
    assert (found.score.points, found.score.possible, found.score.fraction) == (3.0, 6.0, 0.5)
    assert found.feedback is not None
    assert any("gamma delta" in text for text in found.feedback.strengths)
    assert matcher.asked == []
    assert again.counts == {SUMMED: 1}
    assert again.overruling.counts() == {APPLIED: 1}


def test_the_same_words_get_the_same_in_every_row() -> None:
    records = [grader().grade(item(), "alpha beta", row=row) for row in (1, 2)]
    found, again = regraded(records, item(), [said(records[0], "b", "partial")], FakeMatcher())
    assert [grade.verdict("b").credit for grade in found] == [0.5, 0.5]
    assert again.overruling.counts() == {APPLIED: 2}


def test_a_misconception_that_a_person_finds_costs_its_points() -> None:
    record = grader().grade(item(), "alpha beta", row=1)
    (found,), _ = regraded([record], item(), [said(record, "m", "held")], FakeMatcher())
    (false,) = found.misconceptions
    assert (false.label, false.was, false.probability) == ("held", "absent", None)
    assert found.score is not None
    assert found.score.points == 0.0


def test_a_person_s_verdicts_are_no_longer_what_the_models_would_come_to() -> None:
    record = grader().grade(item(), "alpha beta", row=1)
    (found,), _ = regraded([record], item(), [said(record, "b", "met")], FakeMatcher())
    assert record.provenance is not None
    assert record.provenance.fingerprint is not None
    assert found.provenance == record.provenance.model_copy(update={"fingerprint": None})


def test_grades_without_overrides_stay_byte_for_byte() -> None:
    record = grader().grade(item(), "alpha beta", row=1)
    assert '"was"' not in record.model_dump_json()
    other = grader().grade(item(), "gamma delta", row=2)
    (found, touched), _ = regraded(
        [record, other], item(), [said(other, "a", "met")], FakeMatcher()
    )
    assert found.model_dump_json() == record.model_dump_json()
    assert touched.model_dump_json().count('"was"') == 1
    assert Grade.model_validate_json(touched.model_dump_json()) == touched


def test_nothing_is_applied_where_reviewers_differ_until_a_word_is_accepted() -> None:
    record = grader().grade(item(), "alpha beta", row=1)
    events: list[Override] = [said(record, "b", "met"), said(record, "b", "partial", "bob")]
    (found,), again = regraded([record], item(), events, FakeMatcher())
    assert found == record
    assert again.overruling.counts() == {DIFFERING: 1}
    accepted = Accepted.model_validate(
        {
            **about(record, "b")._asdict(),
            "seq": 3,
            "at": NOON,
            "reviewer": "eve",
            "of": "bob",
            "label": "partial",
        }
    )
    (found,), _ = regraded([record], item(), [*events, accepted], FakeMatcher())
    assert found.verdict("b").label == "partial"


def test_a_word_on_a_claim_that_has_changed_is_left_out_and_one_on_another_stays() -> None:
    record = grader().grade(item(), "alpha beta", row=1)
    events = [said(record, "b", "met"), said(record, "c", "met")]
    (found,), again = regraded([record], item(text="theta iota"), events, FakeMatcher())
    assert [(v.label, v.decided_by) for v in found.verdicts] == [
        ("met", "matcher"),
        ("missed", "matcher"),
        ("met", "person"),
    ]
    assert again.counts == {READ: 1}
    assert again.overruling.counts() == {APPLIED: 1, ANOTHER_CLAIM: 1}


def test_what_fits_no_verdict_is_counted() -> None:
    record = grader().grade(item(), "alpha beta", row=1)
    other = grader().grade(item(), "another answer", row=1)
    misnamed = said(record, "b", "held")
    (found,), again = regraded([record], item(), [said(other, "a", "met"), misnamed], FakeMatcher())
    assert found == record
    assert again.overruling.counts() == {NOT_THERE: 1, ANOTHER_CLAIM: 1}


def test_a_record_without_text_gets_no_reviewers_words() -> None:
    record = grader().grade(item(), "alpha beta", row=1, keep_text=False)
    (found,), _ = regraded([record], item(), [said(record, "b", "met")], FakeMatcher())
    assert found.verdict("b").decided_by == "person"
    assert "in other words" not in found.model_dump_json()


def test_regrading_again_keeps_what_a_verdict_first_was() -> None:
    record = grader().grade(item(), "alpha beta", row=1)
    (once,), _ = regraded([record], item(), [said(record, "b", "met")], FakeMatcher())
    (twice,), _ = regraded([once], item(), [said(record, "b", "partial")], FakeMatcher())
    assert (twice.verdict("b").label, twice.verdict("b").was) == ("partial", "missed")
    (kept,), _ = regraded([once], item(), [], FakeMatcher())
    assert kept == once
