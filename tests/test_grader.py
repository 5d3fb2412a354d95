"""One answer in, one grade out: evidence, provenance, rules, and independence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.cli.wiring import build_grader
from interviewer.embedders.onnx import OnnxEmbedder
from interviewer.errors import MatcherError
from interviewer.grader import Grader
from interviewer.grades import Answer, Grade
from interviewer.items import Item, Keypoint, Misconception, Question, Rubric
from interviewer.matchers.bundled import BundledMatcher
from interviewer.matchers.reader import Reader
from interviewer.matchers.similarity import SimilarityMatcher
from interviewer.scoring.calibration import LABELS
from interviewer.scoring.shipped import read_calibration, shipped_calibration
from interviewer.testing import FakeEmbedder, FakeMatcher, fake_calibration, fake_grader

ITEM = Item(
    id="deep-learning/dropout",
    question=Question(prompt="What is dropout?", topic="regularization", level="beginner"),
    rubric=Rubric(
        version=3,
        reference="Dropout zeroes random units during training.",
        keypoints=(
            Keypoint(
                id="random-units",
                text="Dropout sets randomly chosen units to zero during training.",
                points=2,
                accept=("it switches off a random part of the neurons at each training step",),
                reject=("Dropout removes randomly chosen training examples.",),
            ),
            Keypoint(
                id="less-overfitting",
                text="Dropout reduces overfitting.",
                points=1,
                reject=("Dropout increases overfitting.",),
            ),
        ),
        misconceptions=(
            Misconception(
                id="at-test-time",
                text="Dropout must also be active when the finished model is used.",
                points=1,
                correct="Dropout is switched off at test time.",
            ),
        ),
    ),
)
GOOD = "During training, it zeroes out units that are picked at random. That way it overfits less."


@pytest.fixture(scope="module")
def grader() -> Grader:
    return build_grader()


def every_quote_is_the_candidates(grade: Grade) -> bool:
    assert grade.answer is not None
    evidence = [e for v in (*grade.verdicts, *grade.misconceptions) for e in v.evidence]
    return all(grade.answer[e.start : e.end] == e.quote for e in evidence)


@pytest.mark.model
def test_a_right_answer_earns_its_keypoints_with_its_own_words(grader: Grader) -> None:
    grade = grader.grade(ITEM, GOOD)
    assert [v.label for v in grade.verdicts] == ["met", "met"]
    assert grade.score is not None
    assert (grade.score.points, grade.score.possible, grade.score.fraction) == (3.0, 3.0, 1.0)
    assert all(verdict.evidence for verdict in grade.verdicts)
    assert every_quote_is_the_candidates(grade)
    assert grade.flags == ()


@pytest.mark.model
def test_a_grade_says_what_it_was_made_with(grader: Grader) -> None:
    made = grader.grade(ITEM, GOOD).provenance
    assert made is not None
    assert made.embedder == "all-MiniLM-L6-v2"
    assert made.embedder_sha256 is not None
    assert made.embedder_sha256.startswith("53aa5117")
    assert made.calibration == shipped_calibration(grader.matcher.name).name
    assert len(made.matcher.sha256) == 64
    assert (made.rubric_version, made.rubric_sha256) == (3, ITEM.rubric_sha256())
    assert made.judge is None


@pytest.mark.model
def test_a_grade_does_not_depend_on_what_was_graded_before_or_on_threads() -> None:
    answers = [
        GOOD,
        "No idea what to say, units perhaps.",
        "",
        "Dropout increases overfitting.",
        GOOD,
    ]
    one, many = OnnxEmbedder(threads=1), OnnxEmbedder(threads=3)
    forward = Grader(embedder=one, matcher=BundledMatcher(one, reader=Reader(threads=1)))
    backward = Grader(embedder=many, matcher=BundledMatcher(many, reader=Reader(threads=2)))
    there = [forward.grade(ITEM, answer).model_dump_json() for answer in answers]
    back = [backward.grade(ITEM, answer).model_dump_json() for answer in reversed(answers)]
    assert there == list(reversed(back))
    assert there[0] == there[-1]


@pytest.mark.model
def test_a_megabyte_is_graded_and_flagged(grader: Grader) -> None:
    grade = grader.grade(ITEM, "The weather is nice today, so we go out. " * 25_000 + GOOD)
    assert "narrowed" in grade.flags
    assert grade.status == "graded"
    assert every_quote_is_the_candidates(grade)


@pytest.mark.parametrize(
    ("answer", "flag"),
    [("", "blank"), (" \n\u200b", "blank"), ("I don't know.", "idk"), ("What is dropout?", "echo")],
)
def test_an_answer_that_says_nothing_is_missed_by_rule(answer: str, flag: str) -> None:
    grade = fake_grader().grade(ITEM, answer)
    assert flag in grade.flags
    assert grade.status == "graded"
    assert grade.score is not None
    assert grade.score.fraction == 0.0
    assert {v.decided_by for v in grade.verdicts} == {"rule"}
    assert {v.label for v in grade.verdicts} == {"missed"}
    assert {m.label for m in grade.misconceptions} == {"absent"}


@pytest.mark.parametrize("answer", [GOOD, "Dropout increases overfitting.", "", "What is dropout?"])
def test_one_verdict_alone_is_the_one_in_the_grade(answer: str) -> None:
    grade = fake_grader().grade(ITEM, answer)
    for verdict in grade.verdicts:
        assert fake_grader().verdict(ITEM, verdict.keypoint_id, answer) == verdict


def test_an_empty_answer_asks_no_model_anything() -> None:
    embedder, matcher = FakeEmbedder(), FakeMatcher()
    Grader(embedder=embedder, matcher=matcher, calibration=fake_calibration()).grade(ITEM, "")
    assert (embedder.asked, matcher.asked) == ([], [])


def test_without_a_calibration_of_its_own_a_grade_gives_no_probabilities() -> None:
    grade = fake_grader().grade(ITEM, GOOD)
    assert "uncalibrated" in grade.flags
    assert {v.probabilities for v in grade.verdicts} == {None}
    assert {m.probability for m in grade.misconceptions} == {None}
    assert grade.provenance is not None
    assert grade.provenance.calibration == "uncalibrated"


def test_no_credit_without_a_quote() -> None:
    for answer in (GOOD, "Dropout sets randomly chosen units to zero during training.", "units"):
        for verdict in fake_grader().grade(ITEM, answer).verdicts:
            assert verdict.credit == 0 or verdict.evidence


def test_without_text_no_word_of_the_answer_is_kept() -> None:
    answer = "Zanzibar: dropout sets randomly chosen units to zero during training, Zanzibar."
    grade = fake_grader().grade(ITEM, answer, keep_text=False)
    text = grade.model_dump_json()
    assert "Zanzibar" not in text
    assert '"answer":' not in text
    assert grade.answer_sha256 is not None
    assert len(grade.answer_sha256) == 64
    assert any(v.evidence and v.evidence[0].quote is None for v in grade.verdicts)


def test_lone_surrogates_are_repaired_and_flagged() -> None:
    grade = fake_grader().grade(ITEM, "zero \ud800 units")
    assert grade.answer == "zero \ufffd units"
    assert "text-repaired" in grade.flags
    assert Grade.model_validate_json(grade.model_dump_json()) == grade


def test_what_came_with_the_answer_is_kept() -> None:
    answer = Answer(
        question_id=ITEM.id, text="x", answer_id="7", candidate_id="c", extra={"cohort": "b"}
    )
    grade = fake_grader().grade(ITEM, answer, row=4, flags=("repeated-answer-id",))
    assert (grade.row, grade.answer_id, grade.candidate_id) == (4, "7", "c")
    assert grade.extra == {"cohort": "b"}
    assert grade.flags[0] == "repeated-answer-id"


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200))
def test_any_text_is_graded_and_its_record_survives_json(answer: str) -> None:
    grade = fake_grader().grade(ITEM, answer)
    assert Grade.model_validate_json(grade.model_dump_json()) == grade
    assert every_quote_is_the_candidates(grade)
    assert grade.score is not None
    assert grade.score.fraction is not None


def test_what_cannot_change_a_grade_is_not_in_the_rubrics_hash() -> None:
    keypoint = ITEM.rubric.keypoints[0]
    explained = keypoint.model_copy(update={"explain": "Because.", "see": ("A book",)})
    dearer = keypoint.model_copy(update={"points": 5.0})

    def with_first(first: Keypoint) -> Item:
        rubric = ITEM.rubric.model_copy(update={"keypoints": (first, *ITEM.rubric.keypoints[1:])})
        return ITEM.model_copy(update={"rubric": rubric})

    assert with_first(explained).rubric_sha256() == ITEM.rubric_sha256()
    assert with_first(dearer).rubric_sha256() != ITEM.rubric_sha256()


def test_the_shipped_calibration_says_where_it_came_from() -> None:
    for matcher in (BundledMatcher(FakeEmbedder()), SimilarityMatcher(FakeEmbedder())):
        calibration = shipped_calibration(matcher.name)
        assert calibration.matcher == matcher.name
        assert calibration.spread is not None
        assert calibration.map.classes == LABELS
        assert "khan" in str(calibration.fitted["never_fitted_on"])
        cuts = calibration.cuts
        assert 0 < cuts.unsure_above <= cuts.met <= cuts.unsure_below


@pytest.mark.parametrize("content", [None, b"", b"{}", b"\xff", b'{"map": 3}'])
def test_a_damaged_fit_is_one_clear_error(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "fit.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(MatcherError, match=r"fit\.json: (cannot be read|no calibration as)"):
        read_calibration(file)
    with pytest.raises(MatcherError, match=r"^fit\.json: cannot be used"):
        SimilarityMatcher(FakeEmbedder(), file)
