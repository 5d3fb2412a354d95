"""An item's grades beside people's labels: figures, false verdicts with words, older grades."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from interviewer.authoring.against_people import AgainstPeople, Cell, Said, against_people
from interviewer.authoring.examples import example_answers, example_labels
from interviewer.authoring.older import Older, older
from interviewer.errors import RecordsError
from interviewer.grades import Evidence, Grade, MatcherProvenance, Provenance, Verdict
from interviewer.records.labels import KeypointLabel, Labels
from interviewer.report.rubrics.people import COLUMNS, people_rows, people_text
from interviewer.testing import fake_grader
from tests.authoring.items import item

ITEM = item()
WORDS = "It is max(0, x), nothing else."


def grade(
    answer: str, *labels: str, question: str = ITEM.id, made: Provenance | None = None
) -> Grade:
    """Return a grade with a label for each of the first keypoints; what is met is quoted."""
    quote = Evidence(quote="max(0, x)", start=6, end=15)
    return Grade(
        answer_id=answer,
        question_id=question,
        status="graded",
        answer=WORDS,
        score=None,
        verdicts=tuple(
            Verdict(
                keypoint_id=keypoint.id,
                label=label,  # type: ignore[arg-type]
                credit=1.0 if label == "met" else 0.0,
                points=1.0,
                decided_by="matcher",
                reason="-",
                evidence=(quote,) if label == "met" else (),
            )
            for keypoint, label in zip(ITEM.rubric.keypoints, labels, strict=False)
        ),
        provenance=made or by(),
    )


def by(version: int = 1, meaning: str | None = None) -> Provenance:
    return Provenance(
        interviewer="0",
        embedder="fake",
        matcher=MatcherProvenance(name="fake", sha256="0" * 64),
        calibration="fitted",
        rubric_version=version,
        rubric_sha256="b" * 64,
        meaning_sha256=meaning or ITEM.meaning_sha256(),
    )


def labels(*rows: tuple[str, str, str], question: str | None = None) -> Labels:
    return Labels(
        [KeypointLabel("l:1", answer, question, name, label, None) for answer, name, label in rows],  # type: ignore[arg-type]
        [],
    )


def four() -> AgainstPeople:
    grades = [
        grade("a", "met", "met"),
        grade("b", "met", "missed"),
        grade("c", "missed", "missed"),
        grade("d", "missed", "partial"),
        grade("e", "met", question="dl/other"),
    ]
    people: Sequence[tuple[str, str, str]] = (
        *(("a", "formula", "met"), ("a", "range", "met")),
        *(("b", "formula", "missed"), ("b", "range", "missed")),
        *(("c", "formula", "missed"), ("c", "range", "missed")),
        *(("d", "formula", "missed"), ("d", "range", "met")),
        *(("a", "gone", "met"), ("e", "formula", "met")),
    )
    return against_people(ITEM, grades, labels(*people))


def test_agreement_is_told_over_all_and_by_keypoint() -> None:
    found = four()
    # met: people 3 of 8, we 3 of 8, equal in 6: chance is (3/8)² + (5/8)² = 34/64.
    assert found.kappa is not None
    assert (found.kappa.value, found.kappa.n) == (0.4667, 8)
    assert found.kappa.low is not None
    assert found.kappa.low < 0.4667
    assert (found.accuracy.value, found.majority) == (0.75, 0.625)
    assert (found.answers, found.labels) == (4, 8)
    assert dict(found.left_out) == {"no keypoint of that id": 1}
    first = found.keypoints[0]
    assert (first.keypoint_id, first.labels, first.accuracy) == ("formula", 4, 0.75)
    assert first.cells == (
        Cell(people="met", ours="met", count=1),
        Cell(people="missed", ours="met", count=1),
        Cell(people="missed", ours="missed", count=2),
    )


def test_false_verdicts_come_with_the_words_behind_them() -> None:
    told = [(f.keypoint_id, f.people, f.ours, f.answers) for f in four().false_verdicts]
    assert told == [
        ("formula", "missed", "met", (Said(answer_id="b", words="max(0, x)"),)),
        ("range", "met", "partial", (Said(answer_id="d", words=WORDS),)),
    ]


def test_a_keypoint_without_variation_has_no_kappa_and_not_a_perfect_one() -> None:
    found = against_people(ITEM, [grade("a", "met")], labels(("a", "formula", "met")))
    assert (found.kappa, found.accuracy.value) == (None, 1.0)
    text = people_text(found, source="x", width=80)
    assert "κ cannot be told" in text
    assert "1 answer says little" in text
    assert "no verdict differs from its label" in text


def test_grades_of_older_wordings_are_told_as_such() -> None:
    grades = [
        grade("a", "met"),
        grade("b", "met", made=by(meaning="c" * 64)),
        grade("c", "met", made=by(3, meaning="d" * 64)),
        grade("d", "met", made=by(3, meaning="d" * 64)),
        grade("e", "met", made=by(7)),
    ]
    assert older(grades, ITEM) == (
        Older(version=3, sha256="d" * 12, answers=2),
        Older(version=1, sha256="c" * 12, answers=1),
    )
    found = against_people(ITEM, grades, labels(*((n, "formula", "met") for n in "abcde")))
    text = " ".join(people_text(found, source="x", width=100).split())
    assert "2 answers were graded by version 3, the bank has version 1" in text
    assert "1 answer was graded by version 1 with other words (cccccccccccc)" in text


def test_a_record_without_a_hash_of_its_meaning_is_told_by_that_of_its_rubric() -> None:
    old = by().model_copy(update={"meaning_sha256": None})
    same = old.model_copy(update={"rubric_sha256": ITEM.rubric_sha256()})
    assert older([grade("a", made=same)], ITEM) == ()
    assert older([grade("a", made=old)], ITEM) == (Older(version=1, sha256="b" * 12, answers=1),)


def test_what_cannot_be_compared_says_what_there_is() -> None:
    some = labels(("a", "formula", "met"))
    with pytest.raises(RecordsError, match=r"no grade of .dl/relu. .* .dl/other."):
        against_people(ITEM, [grade("a", question="dl/other")], some)
    with pytest.raises(RecordsError, match="no label of a keypoint fits"):
        against_people(ITEM, [grade("a", "met")], labels(("a", "formula", "met"), question="dl/x"))
    with pytest.raises(RecordsError, match=r"has a verdict beside it: 1 \(unscored\)"):
        against_people(ITEM, [grade("a", "unscored")], some)


def test_the_rubrics_own_examples_are_answers_with_labels() -> None:
    grader = fake_grader()
    graded = [grader.grade(ITEM, answer) for answer in example_answers(ITEM)]
    found = against_people(ITEM, graded, example_labels(ITEM))
    assert (found.answers, found.labels) == (10, 60)
    assert found.false_verdicts[0].answers[0] == Said(answer_id="examples[0]", words="one")


def test_hostile_words_reach_the_screen_spelt_out() -> None:
    evil = grade("\x1b]0;id\x07", "missed").model_copy(update={"answer": "\x1b[2Jmax\u202e"})
    found = against_people(ITEM, [evil], labels(("\x1b]0;id\x07", "formula", "met")))
    text = people_text(found, source="\x1bx", width=60)
    assert "\\x1b[2Jmax\\u202e" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    text = people_text(four(), source="grades.jsonl and labels.csv", width=width)
    assert max(map(len, text.splitlines())) <= width


def test_rows_hold_figures_and_counts_and_no_word_of_an_answer() -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in people_rows(four())]
    assert [row["keypoint_id"] for row in rows] == ["all", "formula", "range"]
    assert rows[0]["labels"] == 8
    assert rows[1]["people_missed_graded_met"] == 1
    assert rows[2]["people_met_graded_partial"] == 1
