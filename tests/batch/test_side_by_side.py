"""Grades are made side by side, each distinct answer once, and come out in order."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from interviewer.batch.keys import key_of
from interviewer.batch.settled import Settled
from interviewer.batch.side_by_side import Work, side_by_side
from interviewer.errors import MatcherError
from interviewer.grader import Grader
from interviewer.grades import Answer, Grade
from interviewer.items import Item, Keypoint, Question, Rubric
from interviewer.redaction import sha256_of
from interviewer.seams import Pair
from interviewer.summing import Given
from interviewer.testing.fakes import FakeEmbedder, FakeMatcher, fake_calibration

MUST_HAPPEN = 5.0
TEXTS = ("alpha beta", "alpha", "beta gamma", "not alpha beta", "", "I don't know")


def item(name: str) -> Item:
    return Item(
        id=f"s/{name}",
        question=Question(prompt="Why?", topic="t", level="beginner"),
        rubric=Rubric(
            version=1, reference="r", keypoints=(Keypoint(id="k", text="alpha beta", points=2),)
        ),
    )


ITEMS = {name: item(name) for name in "abc"}


def work(row: int, text: str, name: str = "a", *flags: str, keep_text: bool = True) -> Work:
    answer = Answer(question_id=f"s/{name}", text=text, answer_id=str(row), candidate_id=f"c{row}")
    return Work(ITEMS[name], Given(answer, sha256_of(text), row, flags, keep_text))


class Watched(FakeMatcher):
    """A matcher that says what was read, in threads; ``hold`` may make it wait or fail."""

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.Lock()
        self.at_once = self.most = 0
        self.all_here = threading.Barrier(2, timeout=MUST_HAPPEN)
        self.meet = self.fail_on = ""

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        with self.lock:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        try:
            if self.meet and pairs and self.meet in pairs[0].passage:
                self.all_here.wait()
            if self.fail_on and pairs and self.fail_on in pairs[0].passage:
                raise MatcherError("it broke")
            return super().read(pairs)
        finally:
            with self.lock:
                self.at_once -= 1


def grader(matcher: FakeMatcher | None = None) -> Grader:
    return Grader(
        embedder=FakeEmbedder(), matcher=matcher or FakeMatcher(), calibration=fake_calibration()
    )


def graded(
    things: Sequence[Work | Grade],
    matcher: FakeMatcher | None = None,
    *,
    jobs: int = 3,
    window: int = 4,
) -> list[Grade]:
    with Settled() as settled:
        return list(side_by_side(things, grader(matcher), settled, jobs=jobs, window=window))


def alone(one: Work) -> Grade:
    given = one.given
    return grader().grade(
        one.item, given.answer, row=given.row, flags=given.flags, keep_text=given.keep_text
    )


ROWS = st.lists(
    st.tuples(st.sampled_from(TEXTS), st.sampled_from("abc"), st.booleans()), max_size=14
)


@settings(max_examples=80, deadline=None)
@given(ROWS, st.integers(1, 4), st.integers(1, 6))
def test_grades_are_those_of_each_row_alone_in_order_whatever_the_jobs_and_the_window(
    rows: list[tuple[str, str, bool]], jobs: int, window: int
) -> None:
    things = [
        work(
            number, text, name, *(["repeated-answer-id"] if flagged else []), keep_text=not flagged
        )
        for number, (text, name, flagged) in enumerate(rows, start=1)
    ]
    expected = [alone(thing).model_dump_json() for thing in things]
    assert [g.model_dump_json() for g in graded(things, jobs=jobs, window=window)] == expected


@pytest.mark.parametrize("jobs", [1, 3])
def test_the_same_answer_to_the_same_question_is_read_once(jobs: int) -> None:
    matcher = Watched()
    things = [work(row, "alpha beta") for row in range(1, 12)]
    grades = graded([*things, work(12, "alpha beta", "b")], matcher, jobs=jobs)
    assert [g.candidate_id for g in grades] == [f"c{row}" for row in range(1, 13)]
    assert len(matcher.asked) == 2
    assert len({g.model_dump_json(include={"score", "verdicts"}) for g in grades}) == 1


def test_two_answers_are_read_at_the_same_time_and_no_more_than_there_are_jobs() -> None:
    matcher = Watched()
    matcher.meet = "alpha"
    graded([work(row, f"alpha {row}") for row in range(1, 5)], matcher, jobs=2)
    assert matcher.most == 2


def test_what_is_a_grade_already_passes_through_in_its_place() -> None:
    done = alone(work(2, "alpha"))
    things = [work(1, "beta"), done, work(3, "gamma")]
    assert [grade.row for grade in graded(things)] == [1, 2, 3]


def test_no_more_rows_are_taken_than_two_windows() -> None:
    taken: list[int] = []

    def endless() -> Iterator[Work]:
        row = 0
        while True:
            row += 1
            taken.append(row)
            yield work(row, f"alpha {row}")

    with Settled() as settled:
        grades = side_by_side(endless(), grader(), settled, jobs=2, window=4)
        assert next(grades).row == 1
        assert len(taken) <= 8
        grades.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_ends_it_and_what_was_graded_by_then_is_kept(jobs: int) -> None:
    matcher = Watched()
    matcher.fail_on = "gamma"
    things = [work(1, "alpha"), work(2, "beta"), work(3, "gamma"), work(4, "alpha beta")]
    with Settled() as settled:
        grades = side_by_side(things, grader(matcher), settled, jobs=jobs)
        with pytest.raises(MatcherError, match="it broke"):
            list(grades)
        kept = len(settled)
    assert kept >= 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_settled_is_not_read_again_and_gets_the_rows_own_place(jobs: int) -> None:
    first, again = work(1, "alpha beta"), work(7, "alpha beta", "a", "text-repaired")
    with Settled() as settled:
        list(side_by_side([first], grader(), settled, jobs=jobs))
        matcher = Watched()
        (found,) = side_by_side([again], grader(matcher), settled, jobs=jobs)
    assert matcher.asked == []
    assert found == alone(again)


def test_a_record_without_words_is_no_record_with_words() -> None:
    bare = work(1, "alpha beta", keep_text=False)
    with Settled() as settled:
        list(side_by_side([bare], grader(), settled, jobs=1))
        (found,) = side_by_side([work(2, "alpha beta")], grader(), settled, jobs=1)
        key = grader().fingerprint(bare.item, bare.given.sha256)
        assert settled.find(key_of(key, keep_text=False)) == alone(bare)
    assert found.answer == "alpha beta"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_record_that_lacks_a_verdict_is_graded_anew(jobs: int) -> None:
    one = work(1, "alpha beta")
    key = key_of(grader().fingerprint(one.item, one.given.sha256), keep_text=True)
    with Settled() as settled:
        settled.keep(key, alone(one).model_copy(update={"verdicts": ()}))
        (found,) = side_by_side([one], grader(), settled, jobs=jobs)
    assert found == alone(one)
