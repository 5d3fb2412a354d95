"""What the interviews so far say, and how it reads."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from interviewer.cli.app import app
from interviewer.errors import SessionError
from interviewer.interview.asking import Answer, Next, Rate, Reply, Skip
from interviewer.interview.progress import Progress, progress_of
from interviewer.report.progress import shown
from interviewer.sessions import Session
from interviewer.store.journal import Journal
from tests.interview.interviews import held, started
from tests.interview.items import bank, probed

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
    assert shown(_progress(), width=40).splitlines() == [
        "Nothing was answered yet; `interviewer",
        "practice` begins.",
    ]


def test_one_answer_shows_its_score_and_what_is_missing() -> None:
    assert (
        shown(_progress(_session(Answer(HALF), Next())))
        == """\
1 interview, 1 answer.
unaided 40%

An ability is shown from 3 answered questions on; so far 1."""
    )


def test_a_sitting_has_its_own_numbers_and_one_without_answers_is_none() -> None:
    whole = f"{HALF}, regularization curbs overfitting"
    first = _session(Answer(HALF), Next(), Answer(whole), Next())
    found = _progress(
        first, _session(at="2026-01-02"), _session(Answer(""), Next(), at="2026-01-03")
    )
    rows = [(each.started_at[:10], each.answered, each.fraction) for each in found.sittings]
    assert rows == [("2026-01-01", 2, 0.7), ("2026-01-03", 1, 0.0)]
    assert [each.ability is None for each in found.sittings] == [True, False]
    assert found.answered == 3
    assert found.ability == found.sittings[-1].ability
    assert found.deviation == found.sittings[-1].deviation


def test_concepts_are_due_in_time_and_the_most_forgotten_comes_first() -> None:
    items = {"deep-learning/dropout": probed()}
    session = held(Answer(HALF), Next(), items=items, questions=1, probes=False)[-1].session

    def at(now: str, until: str | None = None) -> Progress:
        return progress_of([session], items, now=now, interview_date=until)

    soon, late = at("2026-01-01T00:01:00+00:00"), at("2026-06-01T00:00:00+00:00", "2026-07-01")
    assert sorted(each.concept for each in soon.concepts) == ["curbs-overfitting", "zeroes-units"]
    assert "of 2 concepts" in shown(soon)
    assert [each.concept for each in late.concepts] == ["curbs-overfitting", "zeroes-units"]
    assert "2 of 2 concepts are due.\n- curbs-overfitting: " in shown(late)
    assert "On 2026-07-01, without more practice, you would recall" in shown(late)
    for each in late.concepts:
        assert each.on_the_day is not None
        assert each.on_the_day < each.retrievability < 1


def test_a_topic_near_the_middle_has_no_sign_before_a_zero() -> None:
    found = _progress(_session(*[Answer(HALF), Next()] * 4))
    assert found.ability is not None
    none = found.model_copy(
        update={
            "ability": -0.01,
            "topics": (found.topics[0].model_copy(update={"difference": -0.04}),),
        }
    )
    assert "ability 0.0 ±" in shown(none)
    assert ": +0.0 ±" in shown(none)


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


def test_ratings_that_are_off_both_ways_lean_neither_way() -> None:
    shares = (0.3, 0.5, 0.2, 0.6, 0.4, 0.4)
    rated = [_session(Answer(HALF), Rate(each), Next(), rate=True) for each in shares]
    assert "You rated yourself 6 times: off by 10 points on average, neither way over all." in (
        shown(_progress(*rated))
    )


def test_it_survives_json() -> None:
    found = _progress(_session(Answer(HALF), Next()), until="2026-02-01")
    assert Progress.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize("width", [40, 60, 100])
def test_every_line_fits(width: int) -> None:
    sessions = [_session(*[Answer(HALF), Next()] * 4, at=f"2026-01-{n:02d}") for n in range(1, 9)]
    text = shown(_progress(*sessions, until="2026-02-01"), width=width)
    assert max(map(len, text.splitlines())) <= width


def test_nothing_in_it_moves_a_cursor() -> None:
    items = {name: item for name, item in bank().items() if name != "deep-learning/dropout"}
    evil = items["deep-learning/relu"].question.model_copy(update={"topic": "\x1b[2J\u202e"})
    items["deep-learning/relu"] = items["deep-learning/relu"].model_copy(update={"question": evil})
    session = held(*[Answer(HALF), Next()] * 3, items=items, questions=3, probes=False)[-1].session
    text = shown(progress_of([session], items, now=NOW), width=40)
    assert "- \\x1b[2J\\u202e: " in text
    assert text.replace("\n", "").isprintable()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INTERVIEWER_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["progress", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_command_makes_no_journal_to_look_into(home: Path) -> None:
    assert _run() == "Nothing was answered yet; `interviewer practice` begins.\n"
    assert Progress.model_validate_json(_run("--format", "json")).sittings == ()
    assert not home.exists()


def test_the_command_tells_what_the_journal_holds(home: Path) -> None:
    steps = held(Answer(HALF), Next(), questions=1, probes=False)
    events = [started(questions=1, probes=False), *(each.event for each in steps if each.event)]
    with Journal.open(home / "journal.sqlite") as journal:
        for seq, event in enumerate(events):
            journal.append("s1", seq, event)
    assert _run().startswith("1 interview, 1 answer.\nunaided 40%\n")
    found = Progress.model_validate_json(_run("--format", "json", "--interview-date", "2999-12-24"))
    assert [each.fraction for each in found.sittings] == [0.4]
    assert found.interview_date == "2999-12-24"
    with pytest.raises(SessionError, match="is no day; 2026-12-24 would be"):
        _run("--interview-date", "soon")
