"""How far a batch is, in one line that holds no more than is known."""

from __future__ import annotations

import pytest

from interviewer.batch.progress import Pace, with_progress
from interviewer.grades import Grade

GOOD = Grade(question_id="s/q", status="graded", score=None)
BAD = Grade(question_id="s/q", status="failed", score=None)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_line_has_speed_and_time_left_once_both_are_known() -> None:
    clock = Clock()
    pace = Pace(1000, lambda: "cost 0.10", clock)
    assert pace.line() == "0 of about 1,000 answers graded, 0 failed, cost 0.10"
    for number in range(100):
        clock.now = number / 10
        pace.count(BAD if number == 7 else GOOD)
    clock.now = 10
    assert pace.line() == (
        "100 of about 1,000 answers graded, 1 failed, 10.0 answers/s, about 1:30 left, cost 0.10"
    )


def test_the_speed_is_that_of_the_last_half_minute() -> None:
    clock = Clock()
    pace = Pace(None, str, clock)
    for _ in range(10_000):
        pace.count(GOOD)
    for second in range(1, 101):
        clock.now = second
        pace.count(GOOD)
        pace.count(GOOD)
    assert pace.line() == "10,200 answers graded, 0 failed, 2.0 answers/s"


def test_more_rows_than_were_expected_are_no_time_left() -> None:
    pace = Pace(1, str, Clock())
    pace.count(GOOD)
    pace.count(GOOD)
    assert pace.line() == "2 answers graded, 0 failed"


def test_without_a_terminal_a_line_comes_every_five_seconds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = Clock()
    for grade in with_progress([GOOD] * 12, total=12, seconds=clock):
        assert grade is GOOD
        clock.now += 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(" answers")[0] for line in lines] == ["6 of about 12", "11 of about 12"]
