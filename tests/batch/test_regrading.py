"""Records follow a bank that changed: summed anew where words are the same, else read anew."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.batch.regrading import LEFT, READ, SUMMED, Regrading
from interviewer.batch.settled import Settled
from interviewer.errors import Problem
from interviewer.grader import Grader
from interviewer.grades import Grade, Provenance
from interviewer.items import Group, Item, Keypoint, Misconception, Question, Rubric
from interviewer.testing.fakes import FakeEmbedder, FakeMatcher, fake_calibration

CALIBRATION = fake_calibration().model_copy(
    update={"embedder": FakeEmbedder.name, "matcher": FakeMatcher.name, "spread": 0.7}
)
TEXTS = (
    "alpha beta. gamma",
    "alpha. delta epsilon",
    "not alpha beta. zeta eta",
    "gamma delta",
    "",
    "I don't know",
)


def item(
    points: Sequence[float] = (1, 2, 3),
    *,
    partial: float = 0.5,
    price: float = 1,
    bonus: bool = False,
    need: int = 0,
    explain: str = "",
    text: str = "gamma delta",
) -> Item:
    """Return an item of three keypoints, the last two in a group where ``need`` says so."""
    names = ("a", "b", "c")
    texts = ("alpha beta", text, "delta epsilon")
    grouped = names[1:] if need else ()
    keypoints = tuple(
        Keypoint(
            id=name,
            text=words,
            points=None if name in grouped else worth,
            tier="bonus" if bonus and name == "c" and name not in grouped else None,
            explain=explain,
        )
        for name, words, worth in zip(names, texts, points, strict=True)
    )
    groups = (Group(id="g", need=need, points=points[1], of=grouped),) if need else ()
    false = Misconception(id="m", text="zeta eta", points=price, correct="theta")
    return Item(
        id="s/q",
        question=Question(prompt="Why?", topic="t", level="beginner"),
        rubric=Rubric(
            version=1,
            reference="r",
            partial=partial,
            keypoints=keypoints,
            groups=groups,
            misconceptions=(false,),
        ),
    )


def grader(matcher: FakeMatcher | None = None) -> Grader:
    return Grader(
        embedder=FakeEmbedder(), matcher=matcher or FakeMatcher(), calibration=CALIBRATION
    )


def regraded(
    records: Sequence[Grade], now: Item, matcher: FakeMatcher | None = None
) -> tuple[list[Grade], Regrading]:
    broken = {"s/broken": (Problem("rubrics/s/broken.yaml", 3, "points: must be > 0"),)}
    again = Regrading({now.id: now}, broken, grader(matcher), spread)
    with Settled() as settled:
        return list(again.grades(records, settled, jobs=1)), again


def spread(made: Provenance) -> float | None:
    return CALIBRATION.spread if made.calibration == CALIBRATION.name else None


CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "points": st.tuples(*[st.sampled_from([0.5, 1, 2, 4])] * 3),
        "partial": st.sampled_from([0.25, 0.5, 0.9]),
        "price": st.sampled_from([0.5, 2]),
        "bonus": st.booleans(),
        "need": st.sampled_from([0, 1, 2]),
        "explain": st.sampled_from(["", "Because."]),
    },
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TEXTS), CHANGES, CHANGES, st.booleans())
def test_summing_again_gives_what_grading_anew_would_and_reads_nothing(
    text: str, before: dict[str, object], after: dict[str, object], keep_text: bool
) -> None:
    old, new = item(**before), item(**after)  # type: ignore[arg-type]
    record = grader().grade(old, text, row=4, flags=("text-repaired",), keep_text=keep_text)
    matcher = FakeMatcher()
    (found,), again = regraded([record], new, matcher)
    expected = grader().grade(new, text, row=4, flags=("text-repaired",), keep_text=keep_text)
    assert found.model_dump_json() == expected.model_dump_json()
    assert matcher.asked == []
    assert again.counts == {SUMMED: 1}


def test_where_a_claim_says_something_else_the_answer_is_read_again() -> None:
    record = grader().grade(item(), "gamma eta", row=1)
    (found,), again = regraded([record], item(text="gamma eta"))
    assert [v.label for v in found.verdicts] == ["missed", "met", "missed"]
    assert found == grader().grade(item(text="gamma eta"), "gamma eta", row=1)
    assert again.counts == {READ: 1}


def test_without_its_words_it_fails_and_says_why() -> None:
    record = grader().grade(item(), "gamma eta", row=1, keep_text=False)
    (found,), _ = regraded([record], item(text="gamma eta"))
    assert (found.status, found.score, found.answer_sha256) == (
        "failed",
        None,
        record.answer_sha256,
    )
    assert found.error is not None
    assert found.error.code == "no-text"


@pytest.mark.parametrize(
    ("name", "code"), [("s/gone", "unknown-question"), ("s/broken", "broken-item")]
)
def test_a_question_that_is_gone_or_broken_fails_alone(name: str, code: str) -> None:
    record = grader().grade(item(), "gamma", row=1)
    other = record.model_copy(update={"question_id": name})
    grades, _ = regraded([other, record], item())
    assert [grade.status for grade in grades] == ["failed", "graded"]
    assert grades[0].error is not None
    assert (grades[0].error.code, grades[0].answer) == (code, "gamma")


def test_a_judges_verdicts_stay_and_nobody_is_asked() -> None:
    record = grader().grade(item(), "alpha beta", row=1)
    made = record.provenance
    assert made is not None
    ruled = record.verdicts[1].model_copy(
        update={"label": "partial", "credit": 0.5, "decided_by": "judge", "reason": "half"}
    )
    judged = record.model_copy(
        update={
            "verdicts": (record.verdicts[0], ruled, record.verdicts[2]),
            "provenance": made.model_copy(update={"judge": "openai:m"}),
        }
    )
    matcher = FakeMatcher()
    (found,), _ = regraded([judged], item((1, 4, 3), partial=0.25), matcher)
    assert matcher.asked == []
    assert (found.verdicts[1].decided_by, found.verdicts[1].credit) == ("judge", 0.25)
    assert found.score is not None
    assert (found.score.points, found.score.possible) == (2, 8)
    assert found.provenance is not None
    assert found.provenance.judge == "openai:m"


def test_an_interval_is_left_out_where_its_calibration_is_not_at_hand() -> None:
    record = grader().grade(item(), "alpha beta", row=1)
    made = record.provenance
    assert made is not None
    assert record.score is not None
    assert record.score.low is not None
    foreign = made.model_copy(update={"calibration": "somebody's"})
    theirs = record.model_copy(update={"provenance": foreign})
    (found,), _ = regraded([theirs], item((3, 2, 3)))
    assert found.score is not None
    assert (found.score.points, found.score.low) == (record.score.points + 2, None)
    (same,), _ = regraded([theirs], item())
    assert same.score == record.score


def test_a_row_that_failed_is_tried_again_where_its_answer_is_there() -> None:
    graded = grader().grade(item(), "alpha beta", row=1)
    failed = Grade(row=1, question_id="s/q", status="failed", answer="alpha beta", score=None)
    bare = failed.model_copy(update={"answer": None, "row": 2})
    grades, again = regraded([failed, bare], item())
    assert [grade.status for grade in grades] == ["graded", "failed"]
    assert grades[0].score == graded.score
    assert grades[1] == bare
    assert again.counts == {READ: 1, LEFT: 1}


def test_what_a_judge_left_open_stays_open() -> None:
    record = grader().grade(item(), "alpha beta", row=1)
    open_ = record.verdicts[1].model_copy(update={"label": "unscored", "credit": 0.0})
    degraded = record.model_copy(
        update={"verdicts": (record.verdicts[0], open_, record.verdicts[2]), "status": "degraded"}
    )
    (found,), _ = regraded([degraded], item((2, 2, 2)))
    assert found.status == "degraded"
    assert found.score is not None
    assert (found.score.points, found.score.possible, found.score.unscored) == (2, 4, ("b",))


def test_a_record_that_lacks_a_verdict_is_read_again() -> None:
    record = grader().grade(item(), "alpha beta", row=1)
    (found,), again = regraded([record.model_copy(update={"verdicts": ()})], item())
    assert found == record
    assert again.counts == {READ: 1}
