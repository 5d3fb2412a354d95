"""What the interviews so far say, and how it reads."""

from __future__ import annotations

import pytest

from interviewer.interview.asking import Answer, Next, Rate, Reply, Skip
from interviewer.interview.progress import Progress, progress_of
from interviewer.report.progress import shown
from interviewer.sessions import Session
from tests.interview.interviews import held
from tests.interview.items import bank

HALF = "dropout zeroes random units"
NOW = "2026-01-20T00:00:00+00:00"


def _session(*replies: Reply, at: str = "2026-01-01", **rules: object) -> Session:
    rest = [Skip()] * 9
    steps = held(*replies, *rest, items=bank(), questions=4, probes=False, **rules)
    return steps[-1].session.model_copy(update={"started_at": f"{at}T00:00:00+00:00"})


def _progress(*sessions: Session, until: str | None = None) -> Progress:
    return progress_of(sessions, bank(), now=NOW, interview_date=until)


def test_before_anything_was_answered_there_is_nothing_to_show() -> None:
    assert shown(_progress()) == "Nothing was answered yet; `interviewer practice` begins."
    assert _progress(_session()).sittings == ()


def test_no_ability_is_shown_before_three_answers() -> None:
    once = _progress(_session(Answer(HALF), Next()))
    assert (once.ability, once.topics) == (None, ())
    assert "An ability is shown from 3 answered questions on; so far 1." in shown(once)
    thrice = _progress(_session(*[Answer(HALF), Next()] * 3))
    assert thrice.ability is not None
    assert f"ability {thrice.ability:.1f} ± {thrice.deviation:.1f} after 3 questions" in shown(
        thrice
    )
    assert [topic.topic for topic in thrice.topics] != []


def test_scores_of_several_interviews_come_as_a_line() -> None:
    text = shown(
        _progress(
            _session(Answer(HALF), Next()),
            _session(Answer(f"{HALF}, regularization curbs overfitting"), Next(), at="2026-01-02"),
        )
    )
    assert "2 interviews, 2 answers." in text
    assert "unaided ▄█ 40% → 100%" in text


def test_ratings_of_oneself_are_held_against_the_scores() -> None:
    rated = [_session(Answer(HALF), Rate(0.9), Next(), rate=True) for _ in range(5)]
    assert "You rated yourself 5 times: off by 50 points on average, 50 too high over all." in (
        shown(_progress(*rated))
    )
    assert "rated yourself" not in shown(_progress(*rated[:4]))


def test_it_survives_json() -> None:
    found = _progress(_session(Answer(HALF), Next()), until="2026-02-01")
    assert Progress.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize("width", [40, 60, 100])
def test_every_line_fits(width: int) -> None:
    sessions = [_session(*[Answer(HALF), Next()] * 4, at=f"2026-01-{n:02d}") for n in range(1, 9)]
    text = shown(_progress(*sessions, until="2026-02-01"), width=width)
    assert max(map(len, text.splitlines())) <= width
