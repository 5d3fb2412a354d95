"""The journal: durable, append only, and a clear line where it cannot be."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from interviewer.errors import SessionError
from interviewer.interview.asking import Answer, Next, Pause, Quit
from interviewer.sessions import Answered, Drafted, Event, Shown
from interviewer.store.journal import Journal
from interviewer.store.migrations import MIGRATIONS, migrate, version_of
from interviewer.store.place import data_folder, journal_file, obstacle
from tests.interview.interviews import held, started

ROOT = Path(__file__).parents[2]
PAGE = 4096


def events_of(name: str = "s1", at: str = "2026-01-01T00:00:00+00:00") -> list[Event]:
    steps = held(Answer("dropout zeroes random units"), Next(), questions=1, probes=False)
    begun = started(questions=1, probes=False).model_copy(update={"session_id": name, "at": at})
    return [begun, *(step.event for step in steps if step.event is not None)]


def keep(journal: Journal, events: Sequence[Event], name: str = "s1") -> None:
    for seq, event in enumerate(events):
        journal.append(name, seq, event)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "journal.sqlite"


@pytest.fixture
def journal(path: Path):  # type: ignore[no-untyped-def]
    with Journal.open(path) as opened:
        yield opened


def test_what_is_appended_is_there_for_whoever_opens_it_next(path: Path) -> None:
    with Journal.open(path) as first:
        keep(first, events_of())
        with Journal.read_only(path) as second:
            assert second.events("s1") == events_of()
            assert second.session("s1").ended_because == "finished"


def test_only_the_owner_can_read_it(journal: Journal, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    keep(journal, events_of())
    beside = list(path.parent.iterdir())
    assert len(beside) == 3
    assert {stat.S_IMODE(file.stat().st_mode) for file in beside} == {0o600}


def test_a_place_is_taken_once(journal: Journal) -> None:
    keep(journal, events_of())
    with pytest.raises(SessionError, match="was gone on with in another process"):
        journal.append("s1", 2, Drafted(at="2026-01-01", text="other"))
    assert journal.events("s1") == events_of()


def test_an_event_is_never_changed(journal: Journal, path: Path) -> None:
    keep(journal, events_of())
    with closing(sqlite3.connect(path)) as file, pytest.raises(sqlite3.IntegrityError):
        file.execute("update events set event = '{}'")
    assert journal.events("s1") == events_of()


def test_two_threads_write_at_once(journal: Journal) -> None:
    def draft() -> None:
        for number in range(30):
            journal.keep_draft("s1", f"word {number}", float(number))

    typing = threading.Thread(target=draft)
    typing.start()
    for number in range(20):
        journal.append(f"t{number}", 0, started())
    typing.join()
    assert journal.draft("s1") == ("word 29", 29.0)
    assert len(journal.sessions()) == 20


def test_two_processes_open_a_new_file_at_once(path: Path) -> None:
    program = (
        "import sys, pathlib; from interviewer.store.journal import Journal;"
        "journal = Journal.open(pathlib.Path(sys.argv[1]));"
        "journal.keep_draft(sys.argv[2], 'there', 1.0)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(path), str(number)], env=env)
        for number in range(4)
    ]
    assert [each.wait(60) for each in running] == [0] * 4
    with Journal.open(path) as journal:
        assert [journal.draft(str(number)) for number in range(4)] == [("there", 1.0)] * 4


def test_a_draft_is_replaced_and_dropped(journal: Journal) -> None:
    assert journal.draft("s1") is None
    journal.keep_draft("s1", "half", 1.0)
    journal.keep_draft("s1", "half a \ud800", 2.5)
    assert journal.draft("s1") == ("half a \ufffd", 2.5)
    journal.drop_draft("s1")
    assert journal.draft("s1") is None


def test_sessions_come_by_their_start_and_the_latest_unfinished_first(journal: Journal) -> None:
    keep(journal, events_of("late", "2026-01-03T00:00:00+00:00"), "late")
    for name, at in (("one", "2026-01-01T00:00:00+00:00"), ("two", "2026-01-02T00:00:00+00:00")):
        keep(journal, events_of(name, at)[:3], name)
    assert [session.id for session in journal.sessions()] == ["one", "two", "late"]
    assert [session.id for session in journal.unfinished()] == ["two", "one"]


def test_a_session_is_found_by_the_beginning_of_its_id(journal: Journal) -> None:
    with pytest.raises(SessionError, match="there is no interview yet"):
        journal.find("last")
    for name in ("abc1", "abd2"):
        keep(journal, events_of(name), name)
    assert journal.find("abc") == "abc1"
    assert journal.find("last") == "abd2"
    with pytest.raises(SessionError, match="2 sessions begin with 'ab': abc1, abd2"):
        journal.find("ab")
    for name in ("x", ""):
        with pytest.raises(SessionError, match="no session"):
            journal.find(name)
    keep(journal, events_of("ab"), "ab")
    assert journal.find("ab") == "ab"


def test_a_deleted_session_is_gone_and_no_other(journal: Journal) -> None:
    for name in ("one", "two"):
        keep(journal, events_of(name), name)
        journal.keep_draft(name, "x", 1.0)
    journal.delete_session("one")
    assert [session.id for session in journal.sessions()] == ["two"]
    assert (journal.draft("one"), journal.draft("two")) == (None, ("x", 1.0))


def test_the_words_of_a_deleted_session_are_in_no_file(journal: Journal, path: Path) -> None:
    journal.append("one", 0, Drafted(at="2026-01-01", text="secret words " * 1000))
    journal.keep_draft("one", "secret draft", 1.0)
    assert _bytes_beside(path).count(b"secret") > 1000
    journal.delete_session("one")
    assert b"secret" not in _bytes_beside(path)


def _bytes_beside(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_a_lone_surrogate_is_kept_as_a_sign_that_a_file_can_hold(journal: Journal) -> None:
    journal.append("s1", 0, Answered(at="2026-01-01", text="half \ud800 é"))
    assert journal.events("s1") == [Answered(at="2026-01-01", text="half \ufffd é")]


def test_a_wrong_byte_costs_its_own_session_only(path: Path) -> None:
    with Journal.open(path) as journal:
        for name in ("bad", "good"):
            keep(journal, events_of(name), name)
    data = bytearray(path.read_bytes())
    for place in (found.start() for found in re.finditer(b'"session_id":"bad"', bytes(data))):
        data[place] = 0xFF
    path.write_bytes(data)
    with Journal.open(path) as journal:
        assert [session.id for session in journal.sessions()] == ["good"]
        assert "holds an event that is damaged; nothing was changed" in journal.broken()["bad"]


def test_a_journal_that_is_only_read_takes_nothing(path: Path) -> None:
    Journal.open(path).close()
    with (
        Journal.read_only(path) as journal,
        pytest.raises(SessionError, match=r"cannot be written to \(attempt to write a readonly"),
    ):
        journal.append("s1", 0, started())
    with Journal.read_only(path) as journal:
        assert journal.sessions() == []


def test_a_session_that_makes_no_sense_hides_no_other(journal: Journal) -> None:
    keep(journal, events_of("good"), "good")
    keep(journal, events_of("bad")[2:], "bad")
    assert [session.id for session in journal.sessions()] == ["good"]
    assert journal.broken() == {"bad": "an interview begins with its start, and there is none"}


def test_an_event_of_a_newer_version_is_told_and_kept(journal: Journal, path: Path) -> None:
    keep(journal, events_of("good"), "good")
    with closing(sqlite3.connect(path)) as file:
        row = ("new", 0, "2026", "sung", '{"kind": "sung", "at": "2026"}')
        file.execute("insert into events values (?, ?, ?, ?, ?)", row)
        file.commit()
    with pytest.raises(SessionError, match="upgrade, a newer version of interviewer may"):
        journal.session("new")
    assert list(journal.broken()) == ["new"]
    with closing(sqlite3.connect(path)) as file:
        wanted = "select event from events where session_id = 'new'"
        assert file.execute(wanted).fetchall() == [('{"kind": "sung", "at": "2026"}',)]


def test_a_file_of_a_newer_schema_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as file:
        file.execute("create table songs (text)")
        file.execute("pragma user_version = 99")
    before = path.read_bytes()
    for opened in (Journal.open, Journal.read_only):
        with pytest.raises(SessionError, match="newer version of interviewer; upgrade"):
            opened(path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_full_disk_costs_nothing_that_was_kept(journal: Journal) -> None:
    keep(journal, events_of())
    journal._file.execute("pragma max_page_count = 1")
    big = Drafted(at="2026-01-01", text="x" * 100_000)
    with pytest.raises(SessionError, match="what was kept before is there still, so make room"):
        journal.append("s2", 0, big)
    assert journal.events("s1") == events_of()


def test_a_lock_that_nobody_gives_back_is_told(path: Path) -> None:
    Journal.open(path).close()
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as other,
        Journal.open(path, busy_seconds=0.05) as journal,
    ):
        other.execute("begin immediate")
        with pytest.raises(SessionError, match="another process is writing to it"):
            journal.append("s1", 0, started())


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"\x00" * 5000])
def test_a_damaged_file_is_told_and_not_overwritten(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(SessionError, match="interviewer sessions repair"):
        Journal.open(path)
    assert path.read_bytes() == content


def test_a_page_that_was_overwritten_is_told_and_left_as_it_is(path: Path) -> None:
    with Journal.open(path) as journal:
        for number in range(40):
            keep(journal, events_of(f"s{number:02d}"), f"s{number:02d}")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // PAGE * PAGE
    data[middle : middle + PAGE] = b"\xff" * PAGE
    path.write_bytes(data)
    with Journal.open(path) as journal:
        with pytest.raises(SessionError, match=r"it is damaged .*`interviewer sessions repair`"):
            journal.sessions()
        assert journal.session("s00").ended_because == "finished"
    assert path.read_bytes() == bytes(data)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes into any folder")
def test_a_folder_that_cannot_be_written_to_is_told(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o500)
    try:
        with pytest.raises(SessionError, match=r"cannot be written to \(Permission denied\); set"):
            Journal.open(path)
        assert list(path.parent.iterdir()) == []
    finally:
        path.parent.chmod(0o700)


def test_what_is_no_file_is_told(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(SessionError) as folder:
        Journal.open(path)
    assert str(folder.value) == (
        f"interviews cannot be kept: {path} is a folder, and would be a file; "
        "set INTERVIEWER_HOME to a folder that you can write to"
    )
    home = path.parent.parent / "file"
    home.write_text("precious")
    for journal in (home / "journal.sqlite", home / "below" / "journal.sqlite"):
        with pytest.raises(SessionError) as file:
            Journal.open(journal)
        assert str(file.value) == (
            f"interviews cannot be kept: {home} is no folder; "
            "set INTERVIEWER_HOME to a folder that you can write to"
        )
    assert home.read_text() == "precious"


def test_a_folder_is_tried_without_a_trace(tmp_path: Path) -> None:
    assert obstacle(tmp_path) == ""
    assert obstacle(tmp_path / "not" / "yet") == ""
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert obstacle(tmp_path / "dangling") == f"{tmp_path / 'dangling'} is no folder"


def test_the_environment_moves_the_folder(tmp_path: Path) -> None:
    assert journal_file({"INTERVIEWER_HOME": str(tmp_path)}) == tmp_path / "journal.sqlite"
    assert data_folder({}).name == "interviewer"


def _version_1(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.executescript(
            "create table events (session_id text not null, seq integer not null,"
            " at text not null, kind text not null, event text not null,"
            " primary key (session_id, seq)) without rowid;"
            "create table drafts (session_id text primary key, text text not null,"
            " seconds real not null) without rowid;"
            "create trigger events_are_never_changed before update on events"
            " begin select raise(abort, 'events are never changed'); end;"
            "pragma user_version = 1;"
        )
        for seq, event in enumerate(events_of()):
            row = ("s1", seq, event.at, event.kind, event.model_dump_json())
            file.execute("insert into events values (?, ?, ?, ?, ?)", row)
        file.execute("insert into drafts values ('s1', 'half', 1.5)")
        file.commit()


def test_a_file_of_every_earlier_version_is_brought_up_to_date(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite"
    _version_1(file)
    with Journal.open(file) as journal:
        assert journal.events("s1") == events_of()
        assert journal.draft("s1") == ("half", 1.5)
        journal.append("s2", 0, started())
    with closing(sqlite3.connect(file)) as opened:
        assert version_of(opened) == len(MIGRATIONS)


def test_a_longer_list_of_steps_keeps_every_row(tmp_path: Path) -> None:
    def mark(file: sqlite3.Connection) -> None:
        file.execute("alter table drafts add column mark text not null default 'old'")

    path = tmp_path / "journal.sqlite"
    _version_1(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        before = file.execute("select * from events").fetchall()
        migrate(file, [*MIGRATIONS, mark])
        migrate(file, [*MIGRATIONS, mark])
        assert version_of(file) == len(MIGRATIONS) + 1
        assert file.execute("select * from events").fetchall() == before
        assert len(before) == len(events_of())
        assert file.execute("select * from drafts").fetchall() == [("s1", "half", 1.5, "old")]
        with pytest.raises(SessionError, match="newer version of interviewer; upgrade"):
            migrate(file)


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def fine(file: sqlite3.Connection) -> None:
        file.execute("create table more (x)")

    def fails(file: sqlite3.Connection) -> None:
        file.execute("create table never (x)")
        raise sqlite3.OperationalError("no")

    path = tmp_path / "journal.sqlite"
    _version_1(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        with pytest.raises(sqlite3.OperationalError):
            migrate(file, [*MIGRATIONS, fine, fails])
        assert version_of(file) == 2
        names = {row[0] for row in file.execute("select name from sqlite_master")}
        assert "more" in names
        assert "never" not in names
        assert file.execute("select count(*) from events").fetchone() == (len(events_of()),)


def test_a_session_that_was_left_stays_open(journal: Journal) -> None:
    steps = held(Pause("half"), questions=1)
    kept = [step.event for step in steps if step.event is not None]
    keep(journal, [started(questions=1), *kept])
    (session,) = journal.unfinished()
    assert session.draft == "half"
    assert isinstance(kept[0], Shown)
    assert held(Quit(), session=session)[-1].session.ended_because == "quit"
