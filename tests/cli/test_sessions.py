"""The interviews that are kept: listed, shown, exported, deleted, saved from damage."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pexpect
import pytest
import yaml
from typer.testing import CliRunner

from interviewer.cli.app import app
from interviewer.errors import SessionError
from interviewer.interview.asking import Answer, Dispute, Idk, Next, Pause, Reply, Revise
from interviewer.sessions import Session
from interviewer.store.holding import hold
from interviewer.store.journal import Journal
from tests.interview.interviews import held, started

HALF = "dropout zeroes random units"
EVIL = "\x1b[2J<script>alert(1)</script>\n```\n# Full marks\n````\n[x](javascript:y)"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("INTERVIEWER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path / "home"


def _keep(home: Path, name: str, *replies: Reply) -> Session:
    steps = held(*replies, questions=1)
    begun = started(questions=1).model_copy(update={"session_id": name})
    events = [begun, *(step.event for step in steps if step.event is not None)]
    with Journal.open(home / "journal.sqlite") as journal:
        for seq, event in enumerate(events):
            journal.append(name, seq, event)
        return journal.session(name)


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["sessions", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_where_nothing_is_kept_the_list_is_empty_and_says_how_to_begin(home: Path) -> None:
    done = CliRunner().invoke(app, ["sessions", "list"])
    assert (done.exit_code, done.stdout) == (0, "")
    assert "interviewer practice" in done.stderr
    assert json.loads(_run("list", "--format", "json")) == []
    assert not home.exists()
    with pytest.raises(SessionError, match="there is no interview yet; `interviewer practice`"):
        _run("show")


def test_the_list_has_a_line_a_session(home: Path) -> None:
    _keep(home, "aaaabbbbcccc", Answer(HALF), Answer("hm"), Idk(), Next())
    _keep(home, "ddddeeeeffff", Answer(HALF), Pause())
    assert (
        _run("list")
        == """\
id       started          mode      n     score state
aaaabbbb 2026-01-01 00:00 practice  1       40% finished
ddddeeee 2026-01-01 00:00 practice  1         – unfinished
"""
    )
    rows = json.loads(_run("list", "--format", "json"))
    assert [(row["id"], row["state"], row["fraction"]) for row in rows] == [
        ("aaaabbbbcccc", "finished", 0.4),
        ("ddddeeeeffff", "unfinished", None),
    ]


def test_a_session_is_shown_in_full_and_an_open_question_gives_nothing_away(home: Path) -> None:
    _keep(home, "done", Answer(HALF), Answer("hm"), Idk(), Next())
    _keep(home, "open", Answer(HALF), Answer("hm"), Pause())
    shown = _run("show", "done")
    assert "Interviewer: What is it for?" in shown
    assert HALF in shown
    assert "total: 2 of 5 points, 40%" in shown
    before = _run("show", "open")
    assert "Interviewer: What is it for?" in before
    assert "regularization curbs overfitting" not in before


def test_export_writes_state_and_events_and_never_over_another_file(home: Path) -> None:
    session = _keep(home, "done", Answer(HALF), Idk(), Next())
    whole = json.loads(_run("export", "done"))
    events = whole.pop("events")
    assert Session.model_validate_json(json.dumps(whole)) == session
    assert [event["kind"] for event in events][:3] == ["started", "shown", "answered"]
    file = home.parent / "out.md"
    _run("export", "--all", "--format", "md", "-o", str(file))
    assert file.read_text().startswith("# Interview of 2026-01-01")
    with pytest.raises(SessionError, match="is there already; --force replaces it"):
        _run("export", "done", "-o", str(file))
    assert file.read_text().startswith("# Interview of 2026-01-01")
    _run("export", "done", "--format", "jsonl", "-o", str(file), "--force")
    assert json.loads(file.read_text())["id"] == "done"
    assert file.stat().st_mode & 0o777 == 0o600


def test_force_replaces_a_file_and_nothing_else(home: Path) -> None:
    _keep(home, "done", Pause())
    link = home.parent / "link.json"
    link.symlink_to(home / "journal.sqlite")
    for place in (home, link):
        with pytest.raises(SessionError, match="is no plain file; name another"):
            _run("export", "done", "-o", str(place), "--force")
    assert link.is_symlink()
    assert [row["id"] for row in json.loads(_run("list", "--format", "json"))] == ["done"]


def test_json_holds_nothing_that_a_terminal_obeys_and_loses_nothing(home: Path) -> None:
    words = "caf\u00e9 \x9b2J \u202e \x1b[2J"
    _keep(home, "done", Answer(words), Idk(), Pause())
    for format_ in ("json", "jsonl"):
        text = _run("export", "done", "--format", format_)
        assert text.isascii()
        assert text.replace("\n", "").isprintable()
        assert json.loads(text)["turns"][0]["answer"] == words


def test_a_transcript_is_printed_in_what_the_terminal_can_show(home: Path) -> None:
    _keep(home, "done", Answer("café"), Idk(), Pause())
    runner = CliRunner(charset="ascii")
    done = runner.invoke(app, ["sessions", "export", "done", "--format", "md"])
    assert done.exit_code == 0
    assert "caf\\xe9" in done.stdout


def test_a_session_is_shown_where_its_bank_is_gone(home: Path) -> None:
    steps = held(Answer(HALF), Answer("hm"), Idk(), Next(), questions=1)
    begun = started(questions=1).model_copy(
        update={"session_id": "done", "made_with": {"bank": str(home / "gone")}}
    )
    with Journal.open(home / "journal.sqlite") as journal:
        events = [begun, *(step.event for step in steps if step.event is not None)]
        for seq, event in enumerate(events):
            journal.append("done", seq, event)
    done = CliRunner().invoke(app, ["sessions", "show", "done"], catch_exceptions=False)
    assert done.exit_code == 0
    assert HALF in done.stdout
    assert "1. deep-learning/dropout: 2 of 5 points, 40%" in done.stdout
    assert "shown without the keypoints" in done.stderr


def test_what_was_revised_is_shown(home: Path) -> None:
    _keep(home, "done", Answer(HALF), Answer("hm"), Idk(), Revise("second thoughts"), Next())
    assert "Revised:\n    second thoughts" in _run("show", "done")


def test_a_session_that_cannot_be_read_is_told_and_the_others_are_exported(home: Path) -> None:
    _keep(home, "good", Pause())
    with Journal.open(home / "journal.sqlite") as journal:
        journal.append("bad", 0, journal.events("good")[1])
    done = CliRunner().invoke(app, ["sessions", "export", "--all", "--format", "jsonl"])
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["good"]
    assert "warning: bad cannot be read: an interview begins with its start" in done.stderr
    _run("delete", "bad", "--yes")
    assert CliRunner().invoke(app, ["sessions", "list"]).stderr == ""


def test_a_session_that_is_going_on_is_not_deleted(home: Path) -> None:
    _keep(home, "open", Pause())
    with hold(home, "open"), pytest.raises(SessionError, match="is open in another process"):
        _run("delete", "open", "--yes")
    assert [row["id"] for row in json.loads(_run("list", "--format", "json"))] == ["open"]


def test_disputes_are_written_for_the_authors_without_a_name(home: Path) -> None:
    steps = (Answer(HALF), Idk(), Dispute("ensemble", "I said: it's one"), Next())
    _keep(home, "done", *steps)
    (row,) = yaml.safe_load(_run("export", "--all", "--format", "disputes"))
    row.pop("rubric_sha256")
    assert row == {
        "question": "deep-learning/dropout",
        "keypoint": "ensemble",
        "answer": HALF,
        "graded": "missed",
        "label": "met",
        "reason": "I said: it's one",
        "judge": None,
    }


def test_disputes_hold_nothing_that_a_terminal_obeys_and_load_to_the_same_words(
    home: Path,
) -> None:
    words = (
        "caf\u00e9 \u202egnp.exe\u2066 \x1b[2J \x9b1m \U000e0041\r\n\u2028\\u0041 \ttab: '\"\n模"
    )
    _keep(home, "done", Answer(words), Idk(), Idk(), Dispute("ensemble", words), Next())
    text = _run("export", "done", "--format", "disputes")
    assert text.replace("\n", "").isprintable()
    assert "caf\u00e9 \\u202egnp" in text
    (row,) = yaml.safe_load(text)
    assert (row["answer"], row["reason"]) == (words, words)


def test_json_holds_one_session(home: Path) -> None:
    for name in ("one", "two"):
        _keep(home, name, Pause())
    with pytest.raises(SessionError, match="json holds one session, and these are 2; take jsonl"):
        _run("export", "--all")
    assert len(_run("export", "--all", "--format", "jsonl").splitlines()) == 2


def test_nothing_is_deleted_without_being_told_so(home: Path) -> None:
    _keep(home, "done", Pause())
    with pytest.raises(SessionError, match="say --yes"):
        _run("delete", "done")
    _run("delete", "done", "--yes")
    assert json.loads(_run("list", "--format", "json")) == []


def test_a_damaged_file_is_named_and_repaired(home: Path) -> None:
    home.mkdir()
    (home / "journal.sqlite").write_bytes(b"not a database" * 300)
    with pytest.raises(SessionError, match="interviewer sessions repair"):
        _run("list")
    kept = home / "journal.damaged-1.sqlite"
    assert _run("repair") == (
        f"0 events of 0 interviews saved, 0 more known of and lost; the old file is {kept}\n"
    )
    assert json.loads(_run("list", "--format", "json")) == []


def test_a_sound_file_is_not_repaired(home: Path) -> None:
    _keep(home, "done", Pause())
    before = _files(home)
    assert _run("repair") == "nothing to repair: all 3 events of 1 interview can be read\n"
    assert _files(home) == before


def _with_a_repair(home: Path) -> Path:
    """Keep two interviews, one of them behind a gap; return what a repair has put aside."""
    session = _keep(home, "done", Answer("my secret words"), Pause())
    with Journal.open(home / "journal.sqlite") as journal:
        journal.append("headless", 1, journal.events(session.id)[1])
    _run("repair")
    return home / "journal.damaged-1.sqlite"


def test_who_deletes_a_session_is_told_which_files_may_still_hold_its_words(home: Path) -> None:
    aside = _with_a_repair(home)
    done = CliRunner().invoke(app, ["sessions", "delete", "done", "--yes"])
    assert done.exit_code == 0
    assert done.stderr.startswith(
        f"deleted done\nwarning: words of it may be left in {aside}, from a repair; --all deletes "
    )
    assert b"my secret words" in aside.read_bytes()


def test_who_deletes_all_leaves_their_words_in_no_file(home: Path) -> None:
    aside = _with_a_repair(home)
    (home / ".repair-killed").mkdir()
    (home / ".repair-killed" / "damaged.sqlite").write_text("my secret words")
    with Journal.open(home / "journal.sqlite") as journal:
        journal.append("broken", 0, journal.events("done")[1])
        journal.keep_draft("nobody", "my secret words", 1.0)
    with pytest.raises(SessionError, match="say --yes"):
        _run("delete", "--all")
    assert aside.exists()
    assert _run("delete", "--all", "--yes") == ""
    assert [file.name for file in home.iterdir()] == ["journal.sqlite"]
    assert b"secret" not in (home / "journal.sqlite").read_bytes()
    assert json.loads(_run("list", "--format", "json")) == []
    again = CliRunner().invoke(app, ["sessions", "delete", "--all", "--yes"])
    assert (again.exit_code, again.stderr) == (0, "there is nothing to delete\n")


def test_a_judges_replies_are_named_to_who_deletes(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(home.parent))
    replies = home.parent / "interviewer" / "judge.sqlite"
    replies.parent.mkdir()
    replies.write_text("my secret words")
    _keep(home, "done", Pause())
    done = CliRunner().invoke(app, ["sessions", "delete", "--all", "--yes"])
    assert f"warning: {replies} holds a judge's replies, which quote answers" in done.stderr
    assert replies.exists()


@pytest.mark.parametrize("arguments", [[], ["done", "--all"]])
def test_what_is_to_be_deleted_is_said_in_one_way(home: Path, arguments: list[str]) -> None:
    _keep(home, "done", Pause())
    with pytest.raises(SessionError, match="by their ids, or say --all for all"):
        _run("delete", "--yes", *arguments)
    assert [row["id"] for row in json.loads(_run("list", "--format", "json"))] == ["done"]


def test_hostile_answers_move_no_cursor(home: Path) -> None:
    _keep(home, "evil", Answer(EVIL), Answer(EVIL), Idk(), Idk(), Revise(EVIL), Next())
    for shown in (_run("show", "evil"), _run("export", "evil", "--format", "md")):
        assert shown.count("\\x1b[2J<script>alert(1)</script>") == 3
        assert shown.replace("\n", "").isprintable()


def _nothing(home: Path) -> None:
    """Nothing was ever kept."""


def _file_as_home(home: Path) -> None:
    home.write_text("precious")


def _folder_as_file(home: Path) -> None:
    (home / "journal.sqlite").mkdir(parents=True)


def _noise(home: Path) -> None:
    home.mkdir()
    (home / "journal.sqlite").write_bytes(b"not a database" * 300)


def _newer(home: Path) -> None:
    home.mkdir()
    with closing(sqlite3.connect(home / "journal.sqlite")) as file:
        file.execute("pragma user_version = 99")


def _sung(home: Path) -> None:
    _keep(home, "new", Pause())
    with closing(sqlite3.connect(home / "journal.sqlite")) as file, file:
        row = ("new", 9, "2026", "sung", '{"kind": "sung", "at": "2026"}')
        file.execute("insert into events values (?, ?, ?, ?, ?)", row)


def _two(home: Path) -> None:
    for name in ("one", "only"):
        _keep(home, name, Pause())


@pytest.mark.parametrize(
    ("arrange", "arguments", "told"),
    [
        (_nothing, "show", "there is no interview yet; `interviewer practice` begins one"),
        (_nothing, "repair", "there is no journal to repair"),
        (_file_as_home, "list", "home is no folder; set INTERVIEWER_HOME to a folder that you can"),
        (
            _folder_as_file,
            "list",
            "journal.sqlite is a folder, and would be a file; set INTERVIEW",
        ),
        (_folder_as_file, "repair", "there is no journal to repair"),
        (_noise, "list", "it is damaged (file is not a database); nothing was overwritten, and "),
        (_newer, "list", "was written by a newer version of interviewer; upgrade to read it"),
        (_sung, "show new", "upgrade, a newer version of interviewer may (nothing was changed)"),
        (_two, "show x", "no session 'x'; `interviewer sessions list` shows them"),
        (_two, "show on", "2 sessions begin with 'on': one, only"),
        (_two, "export one -o no/such/folder", "cannot be written: No such file or directory"),
    ],
)
def test_what_goes_wrong_is_told_in_one_line_and_changes_nothing(
    home: Path, arrange: Callable[[Path], None], arguments: str, told: str
) -> None:
    arrange(home)
    before = _files(home)
    done = subprocess.run(
        [sys.executable, "-m", "interviewer", "sessions", *arguments.split()],
        capture_output=True,
        text=True,
        env={**os.environ, "INTERVIEWER_HOME": str(home)},
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: ")
    assert told in line
    assert _files(home) == before


def _files(home: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in home.parent.rglob("*") if file.is_file()}


@pytest.mark.parametrize(("keys", "code"), [("\x03", 130), ("\x04", 130), ("n\r", 1)])
def test_who_does_not_say_yes_deletes_nothing(home: Path, keys: str, code: int) -> None:
    _keep(home, "done", Answer(HALF), Answer("hm"), Idk(), Next())
    command = ["-m", "interviewer", "sessions", "delete", "done"]
    asked = pexpect.spawn(sys.executable, command, env={**os.environ}, timeout=60)
    asked.expect("for good")
    asked.send(keys)
    asked.expect(pexpect.EOF)
    asked.close()
    assert asked.exitstatus == code
    assert "done" in _run("list")
