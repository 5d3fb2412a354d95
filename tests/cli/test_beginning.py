"""What is settled before the first question, and what is said where it cannot be."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from interviewer.bank import read_bank
from interviewer.cli.app import app
from interviewer.cli.asker import Situation
from interviewer.cli.beginning import (
    blueprint,
    check_filters,
    check_output,
    is_begun,
    open_one,
    says_yes,
)
from interviewer.cli.durations import told
from interviewer.cli.interviewing import Output
from interviewer.cli.transcribing import write_transcript
from interviewer.errors import InterviewerError, SessionError
from interviewer.interview.asking import Answer, Hint, Next, Pause
from interviewer.rules import Filters
from interviewer.sessions import Session
from interviewer.store.journal import Journal
from tests.cli.askings import Room
from tests.interview.interviews import fresh, held, started
from tests.interview.items import bank


@pytest.fixture
def room() -> Room:
    return Room(40)


def _typed(monkeypatch: pytest.MonkeyPatch, lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))


@pytest.mark.parametrize(
    ("lines", "means"),
    [
        ("\n", True),
        ("y\n", True),
        (" YES \n", True),
        ("n\n", False),
        ("No\n", False),
        ("what\nn\n", False),
        ("q\nw\ny\n", True),
        ("q\nw\ne\ny\n", None),
        ("", None),
    ],
)
def test_a_yes_or_no_is_asked_for_until_it_is_one(
    monkeypatch: pytest.MonkeyPatch, lines: str, means: bool | None
) -> None:
    _typed(monkeypatch, lines)
    assert says_yes("Go on?") is means


def _keep(folder: Path, *replies: object) -> Journal:
    steps = held(*replies, questions=2)  # type: ignore[arg-type]
    events = [started(questions=2), *(step.event for step in steps if step.event is not None)]
    journal = Journal.open(folder / "journal.sqlite")
    for seq, event in enumerate(events):
        journal.append("s1", seq, event)
    return journal


def test_an_unclear_answer_leaves_the_open_interview_as_it_is_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: Room
) -> None:
    _typed(monkeypatch, "a\nb\nc\n")
    with _keep(tmp_path, Answer("words"), Pause()) as journal:
        assert not open_one(journal, room.screen, asks=True)
    assert "neither yes nor no, so it stays as it is" in room.said
    assert "interviewer resume s1" in room.said


def test_an_interview_in_which_nothing_was_typed_is_not_offered(tmp_path: Path, room: Room) -> None:
    with _keep(tmp_path, Pause()) as journal:
        assert not open_one(journal, room.screen, asks=False)
        assert room.said == ""
        journal.keep_draft("s1", "half", 1.0)
        open_one(journal, room.screen, asks=False)
        assert "To go on with it: interviewer resume s1" in room.said


def test_the_interview_that_is_offered_is_the_one_gone_on_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: Room
) -> None:
    with _keep(tmp_path, Answer("words"), Pause()) as journal:
        later = started().model_copy(update={"session_id": "s2", "at": "2026-02-01T00:00:00+00:00"})
        journal.append("s2", 0, later)
        assert journal.unfinished()[0].id == "s2"
        _typed(monkeypatch, "\n")
        assert open_one(journal, room.screen, asks=True) == "s1"


@pytest.mark.parametrize(
    "replies", [[Answer("words"), Pause()], [Pause("half")], [Hint(), Pause()]]
)
def test_whatever_a_candidate_did_begins_an_interview(
    tmp_path: Path, replies: list[object]
) -> None:
    with _keep(tmp_path, *replies) as journal:
        assert is_begun(journal.session("s1"), journal)


def test_an_unknown_topic_is_told_its_nearest_and_the_list_fits_the_screen(room: Room) -> None:
    with pytest.raises(SessionError, match=r"^no topic 'regularisation'; did you mean 'regulariz"):
        check_filters(bank(), Filters(topic="regularisation"), room.screen)
    assert "The topics are " in room.said
    assert max(map(len, room.err.getvalue().splitlines())) <= 40
    with pytest.raises(SessionError, match=r"^no topic 'zzz'$"):
        check_filters(bank(), Filters(topic="zzz"), room.screen)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INTERVIEWER_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_a_hard_end_needs_a_time(home: Path) -> None:
    done = CliRunner().invoke(app, ["practice", "--hard"])
    assert done.exit_code == 2
    assert "so it needs --time" in " ".join(done.stderr.split())
    assert not home.exists()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"question_id": "deep-learning/no-such", "answer": "x"}, ":1: the bank has no question"),
        ({"question_id": "deep-learning/dropout", "answer": " "}, ":1: the answer is empty"),
        ({"question_id": "deep-learning/dropout"}, ":1: no 'answer'"),
    ],
)
def test_answers_that_fit_no_question_record_nothing(
    home: Path, tmp_path: Path, row: dict[str, str], why: str
) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text(json.dumps(row))
    with pytest.raises(InterviewerError, match=why):
        CliRunner().invoke(app, ["practice", "--answers", str(file)], catch_exceptions=False)
    assert not home.exists()


def test_the_help_shows_what_a_file_of_answers_looks_like() -> None:
    shown = " ".join(CliRunner().invoke(app, ["practice", "--help"]).stdout.split())
    assert '{"question_id": "deep-learning/dropout", "answer":' in shown


def _session(*replies: object) -> Session:
    session = fresh()
    for step in held(*replies, questions=1, probes=False):  # type: ignore[arg-type]
        session = step.session
    return session


def test_a_transcript_gives_way_to_its_own_interview_and_to_no_other(tmp_path: Path) -> None:
    file = tmp_path / "friday.md"
    session = _session(Answer("words"), Next())
    write_transcript(file, session)
    check_output(Output(file), session.id)
    check_output(Output(tmp_path / "new.md"))
    for other in ("", "another"):
        with pytest.raises(SessionError, match="there is a file already"):
            check_output(Output(file), other)
    link = tmp_path / "link.md"
    link.symlink_to(file)
    for path, text in ((link, ""), (tmp_path / "notes.md", f"session {session.id}.\n")):
        if text:
            path.write_text(text)
        with pytest.raises(SessionError, match="there is a file already"):
            check_output(Output(path), session.id)


def test_a_transcript_is_replaced_by_what_the_interview_has_become(tmp_path: Path) -> None:
    file = tmp_path / "friday.md"
    write_transcript(file, _session(Pause()))
    assert "words" not in file.read_text()
    write_transcript(file, _session(Answer("words"), Next()))
    assert "words" in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["friday.md"]
    file.write_text("another's words")
    with pytest.raises(SessionError, match="cannot be written: File exists"):
        write_transcript(file, _session(Pause()))
    assert file.read_text() == "another's words"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (40.4, "40 s"), (60, "1 min 0 s"), (185, "3 min 5 s"), (3605, "1 h 0 min 5 s")],
)
def test_a_length_of_time_in_words(seconds: float, words: str) -> None:
    assert told(seconds) == words


@pytest.mark.parametrize(
    ("limit", "words"),
    [(300.0, "1 min 5 s used, 3 min 55 s left."), (None, "1 min 5 s used."), (60.0, "0 s left.")],
)
def test_time_is_told_as_used_and_left(limit: float | None, words: str) -> None:
    session = fresh(seconds=limit).model_copy(update={"seconds": 60.0})
    assert Situation(session, (), {}).time(5.0).endswith(words)


@pytest.mark.model
def test_an_advert_is_told_in_a_line_and_sets_the_quotas(room: Room, tmp_path: Path) -> None:
    advert = tmp_path / "advert.txt"
    advert.write_text("You deploy models to production and monitor drift.")
    there = read_bank()
    quotas = blueprint(there, advert, room.screen).topics
    assert "By advert.txt, most is asked about engineering" in room.said
    assert quotas["engineering"].minimum == 1
    advert.write_text("We sell fresh bread.")
    assert blueprint(there, advert, room.screen) == blueprint(there, None, room.screen)
    assert "Nothing in advert.txt speaks of a topic of the bank" in room.said
