"""Repair: what can be read is saved, and the damaged file stays as it was found."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from interviewer.errors import SessionError
from interviewer.sessions import Drafted
from interviewer.store.holding import hold
from interviewer.store.journal import Journal
from interviewer.store.repair import left_behind, repair
from tests.store.test_journal import events_of, keep

_PAGE = 4096
_LEAF = 10
"""How a page with rows of a table without row ids begins, in SQLite's file format (1.6)."""
_SESSIONS = 60
_EVENTS_EACH = 6


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the bytes of a journal of 60 finished sessions."""
    path = tmp_path_factory.mktemp("sound") / "journal.sqlite"
    Journal.open(path).close()
    with closing(sqlite3.connect(path)) as file, file:
        for number in range(_SESSIONS):
            name = f"s{number:03d}"
            for seq, event in enumerate(events_of(name)):
                row = (name, seq, event.at, event.kind, event.model_dump_json())
                file.execute("insert into events values (?, ?, ?, ?, ?)", row)
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    return home / "journal.sqlite"


def _without_pages(sound: bytes, *shares: float) -> bytes:
    """Return the bytes with pages wiped that hold rows: SQLite cannot read on behind one."""
    data = bytearray(sound)
    starts = range(_PAGE, len(data), _PAGE)
    leaves = [start for start in starts if data[start] == _LEAF]
    for share in shares:
        start = leaves[int(len(leaves) * share)]
        data[start : start + _PAGE] = b"\xff" * _PAGE
    return bytes(data)


def test_a_sound_file_is_left_as_it_is(path: Path, sound: bytes) -> None:
    path.write_bytes(sound)
    with Journal.open(path) as journal:
        journal.keep_draft("s007", "typed and not sent", 3.5)
    before = path.read_bytes()
    done = repair(path)
    assert done == (_SESSIONS, _SESSIONS * _EVENTS_EACH, 0, None)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["journal.sqlite"]


@pytest.mark.parametrize(
    "harm",
    [
        "drop table drafts",
        "insert into drafts values ('s1', cast(x'ff' as text), 1.0)",
        "insert into drafts values ('s1', x'ff', 1.0)",
        "insert into events values ('s1', 0, '2026', 'closed', '{')",
        "insert into events values (cast(x'ff' as text), 0, '2026', 'sung', '{\"kind\":\"sung\"}')",
    ],
)
def test_a_file_with_anything_that_cannot_be_read_is_not_sound(
    path: Path, sound: bytes, harm: str
) -> None:
    path.write_bytes(sound)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(harm)
    done = repair(path)
    assert done.kept_at == path.with_name("journal.damaged-1.sqlite")
    assert done.sessions >= _SESSIONS
    assert path.stat().st_mode & 0o777 == 0o600
    assert repair(path).kept_at is None
    with Journal.open(path) as journal:
        assert len(journal.sessions()) == _SESSIONS
        assert journal.events("s007") == events_of("s007")


def test_a_sound_file_of_a_newer_version_is_left_to_that_version(path: Path, sound: bytes) -> None:
    path.write_bytes(sound)
    with closing(sqlite3.connect(path)) as file:
        file.execute("pragma user_version = 99")
    before = path.read_bytes()
    with pytest.raises(SessionError, match="was written by a newer version of interviewer"):
        repair(path)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["journal.sqlite"]


def test_what_repairs_leave_behind_is_found(path: Path, sound: bytes) -> None:
    assert left_behind(path) == []
    path.write_bytes(_without_pages(sound, 0.5))
    repair(path)
    killed = path.with_name(".repair-x1y2")
    killed.mkdir()
    log = path.with_name("journal.damaged-1.sqlite-wal")
    log.write_bytes(b"words")
    aside = path.with_name("journal.damaged-1.sqlite")
    assert left_behind(path) == [killed, aside, log]


@pytest.mark.parametrize("shares", [(0.5,), (0.3, 0.7), (0.2, 0.4, 0.6, 0.8)])
def test_only_what_lies_on_a_damaged_page_is_lost(
    path: Path, sound: bytes, shares: tuple[float, ...]
) -> None:
    damaged = _without_pages(sound, *shares)
    path.write_bytes(damaged)
    done = repair(path)
    assert _SESSIONS - 3 * len(shares) <= done.sessions < _SESSIONS
    assert done.events >= (_SESSIONS - 4 * len(shares)) * _EVENTS_EACH
    assert done.kept_at is not None
    assert done.kept_at.read_bytes() == damaged
    with Journal.open(path) as journal:
        assert journal.broken() == {}
        assert len(journal.sessions()) == done.sessions


def test_a_wrong_byte_costs_the_rest_of_its_session_only(path: Path, sound: bytes) -> None:
    data = bytearray(sound)
    data[sound.index(b"dropout zeroes random", len(sound) // 2)] = 0xFF
    path.write_bytes(data)
    done = repair(path)
    assert done.sessions == _SESSIONS
    assert done.events + done.lost == _SESSIONS * _EVENTS_EACH
    assert 1 <= done.lost < _EVENTS_EACH


def test_bytes_that_are_wrong_anywhere_break_no_repair(path: Path, sound: bytes) -> None:
    for seed in range(12):
        rng = random.Random(seed)
        data = bytearray(sound)
        for _ in range(rng.choice((1, 30, 3000))):
            data[rng.randrange(100, len(data))] = rng.randrange(256)
        path.write_bytes(data)
        done = repair(path)
        assert (done.kept_at or path).read_bytes() == bytes(data)
        with Journal.open(path) as journal:
            # Bytes may be wrong and still make an event: such a session may not fold.
            assert len(journal.sessions()) + len(journal.broken()) == done.sessions


def test_a_log_that_was_not_folded_in_is_read_and_kept_as_it_was(path: Path) -> None:
    with Journal.open(path) as journal:
        keep(journal, events_of("s1"))
        journal.append("headless", 1, events_of("headless")[1])
        journal.keep_draft("s1", "typed and not sent", 3.5)
        cut_off = path.parent.parent / "cut-off"
        shutil.copytree(path.parent, cut_off)
    damaged = {file.name: file.read_bytes() for file in cut_off.iterdir()}
    assert len(damaged["journal.sqlite-wal"]) > _PAGE
    done = repair(cut_off / "journal.sqlite")
    assert (done.sessions, done.events, done.lost) == (1, _EVENTS_EACH, 2)
    for name, content in damaged.items():
        aside = name.replace("journal.sqlite", "journal.damaged-1.sqlite")
        assert (cut_off / aside).read_bytes() == content
    with Journal.open(cut_off / "journal.sqlite") as journal:
        assert journal.events("s1") == events_of("s1")
        assert journal.draft("s1") == ("typed and not sent", 3.5)


def test_nothing_that_was_put_aside_before_is_overwritten(path: Path, sound: bytes) -> None:
    path.write_bytes(_without_pages(sound, 0.5))
    log = path.with_name("journal.damaged-1.sqlite-wal")
    log.write_bytes(b"precious")
    assert repair(path).kept_at == path.with_name("journal.damaged-2.sqlite")
    assert log.read_bytes() == b"precious"


def test_a_session_is_saved_up_to_its_first_gap(path: Path) -> None:
    with Journal.open(path) as journal:
        events = events_of("s1")
        for seq in (0, 1, 3, 4):
            journal.append("s1", seq, events[seq])
        journal.append("headless", 1, events[1])
    done = repair(path)
    assert (done.sessions, done.events, done.lost) == (1, 2, 5)
    with Journal.open(path) as journal:
        assert journal.events("s1") == events[:2]


def test_an_event_of_a_newer_version_is_saved_word_for_word(path: Path) -> None:
    sung = '{"kind": "sung", "at": "2026", "song": "é"}'
    with Journal.open(path) as journal:
        keep(journal, events_of("s1")[:2])
        journal.append("headless", 1, events_of("headless")[1])
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("insert into events values (?, ?, ?, ?, ?)", ("s1", 2, "2026", "sung", sung))
    done = repair(path)
    assert (done.events, done.lost) == (3, 2)
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("select event from events where seq = 2").fetchone() == (sung,)


def test_a_repaired_journal_takes_new_events_and_no_changes(path: Path, sound: bytes) -> None:
    path.write_bytes(_without_pages(sound, 0.5))
    repair(path)
    with Journal.open(path) as journal:
        journal.append("new", 0, Drafted(at="2026-01-01", text="x"))
        with pytest.raises(SessionError, match="was gone on with in another process"):
            journal.append("s000", 0, Drafted(at="2026-01-01", text="x"))
    with closing(sqlite3.connect(path)) as file, pytest.raises(sqlite3.IntegrityError):
        file.execute("update events set event = '{}'")


def test_nothing_is_repaired_while_an_interview_goes_on(path: Path, sound: bytes) -> None:
    path.write_bytes(sound)
    with (
        hold(path.parent, "s007"),
        pytest.raises(SessionError, match="session 's007' is open in another process"),
    ):
        repair(path)
    assert path.read_bytes() == sound
    assert [file.name for file in path.parent.iterdir()] == ["journal.sqlite"]


def test_what_is_no_database_saves_nothing_and_is_kept(path: Path) -> None:
    path.write_bytes(b"nothing of the kind" * 500)
    done = repair(path)
    assert (done.sessions, done.events) == (0, 0)
    assert done.kept_at is not None
    assert done.kept_at.read_bytes() == b"nothing of the kind" * 500
    with Journal.open(path) as journal:
        assert journal.sessions() == []


def test_there_must_be_something_to_repair(path: Path) -> None:
    with pytest.raises(SessionError, match="there is no journal to repair"):
        repair(path)
