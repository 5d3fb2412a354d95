"""What cannot be kept waits, is told once, and is kept with the next."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest

from interviewer.cli.interviewing import MadeWith, Output, finish, say_where
from interviewer.cli.recorder import Keeper, Recorder
from interviewer.cli.screen import Screen
from interviewer.errors import SessionError
from interviewer.interview import asking
from interviewer.sessions import Answered, Closed, Event, Paused, Resumed, Revised, Session
from tests.interview.interviews import fresh, held


class Disk:
    """A journal in memory that is full while ``full`` says so."""

    def __init__(self) -> None:
        self.full = False
        self.rows: list[tuple[int, Event]] = []
        self.drafts: list[tuple[str, float] | None] = []

    def _check(self) -> None:
        if self.full:
            raise SessionError("the disk is full")

    def append(self, session_id: str, seq: int, event: Event) -> None:
        self._check()
        self.rows.append((seq, event))

    def keep_draft(self, session_id: str, text: str, seconds: float) -> None:
        self._check()
        self.drafts.append((text, seconds))

    def drop_draft(self, session_id: str) -> None:
        self._check()
        self.drafts.append(None)


ONE, TWO, THREE = Resumed(at="1"), Closed(at="2"), Paused(at="3")


def test_events_wait_while_the_disk_is_full_and_keep_their_order_and_places() -> None:
    disk, told = Disk(), []
    record = Recorder(disk, "s", 7, told.append)
    record(ONE)
    disk.full = True
    record(TWO)
    record(THREE)
    assert record.failure == "the disk is full"
    assert told == ["the disk is full; it is tried again after the next answer"]
    disk.full = False
    record.flush()
    assert record.failure is None
    assert disk.rows == [(7, ONE), (8, TWO), (9, THREE)]


def test_what_waits_is_kept_before_the_event_that_comes_next() -> None:
    disk, told = Disk(), []
    record = Recorder(disk, "s", 0, told.append)
    disk.full = True
    record(ONE)
    disk.full = False
    record(TWO)
    assert disk.rows == [(0, ONE), (1, TWO)]
    disk.full = True
    record(THREE)
    assert len(told) == 2


@pytest.mark.parametrize("lost", ["caf\ufffd", "\udce9cole"])
def test_bytes_that_are_no_letter_are_told_once(lost: str) -> None:
    disk, told = Disk(), []
    record = Recorder(disk, "s", 0, told.append)
    record(Answered(at="1", text="caf\u00e9 \u6a21"))
    assert told == []
    record(Answered(at="2", text=lost))
    record(Revised(at="3", text=lost))
    (line,) = told
    assert line.startswith("what you wrote holds bytes that are not UTF-8; each is kept as U+FFFD")
    assert len(disk.rows) == 3


def test_a_draft_that_could_not_be_kept_is_tried_again_once() -> None:
    disk = Disk()
    keep = Keeper(disk, "s")
    disk.full = True
    keep("ha", 0.5)
    keep("half", 1.0)
    disk.full = False
    keep.flush()
    keep.flush()
    assert disk.drafts == [("half", 1.0)]


def test_a_draft_that_was_sent_is_forgotten_as_soon_as_it_can_be() -> None:
    disk = Disk()
    keep = Keeper(disk, "s")
    keep("half", 1.0)
    disk.full = True
    keep("half a", 2.0)
    keep.drop()
    disk.full = False
    keep.flush()
    keep.flush()
    assert disk.drafts == [("half", 1.0), None]


def _by_saying(session: Session, record: Recorder, keep: Keeper, screen: Screen) -> None:
    say_where(session, record, keep, screen)


def _by_finishing(session: Session, record: Recorder, keep: Keeper, screen: Screen) -> None:
    finish(session, record, keep, screen, Output())


LEFT = held(asking.Pause(), questions=1)[-1].session
LEAVE = pytest.mark.parametrize("leave", [_by_saying, _by_finishing])
Leave = Callable[[Session, Recorder, Keeper, Screen], None]


@LEAVE
def test_what_was_typed_last_is_kept_before_it_is_said_that_all_is(leave: Leave) -> None:
    disk, err = Disk(), io.StringIO()
    keep = Keeper(disk, "s")
    disk.full = True
    keep("half a sentence", 1.0)
    disk.full = False
    screen = Screen(io.StringIO(), err, color=False, columns=lambda: 80)
    leave(
        held(asking.Pause(), questions=1)[-1].session,
        Recorder(disk, "s", 0, screen.warn),
        keep,
        screen,
    )
    assert disk.drafts == [("half a sentence", 1.0)]
    assert err.getvalue() == "Everything is kept. To go on: interviewer resume s1\n"


@LEAVE
def test_a_draft_that_cannot_be_kept_is_told_on_leaving(leave: Leave) -> None:
    disk, err = Disk(), io.StringIO()
    keep = Keeper(disk, "s")
    disk.full = True
    keep("half a sentence", 1.0)
    screen = Screen(io.StringIO(), err, color=False, columns=lambda: 80)
    leave(
        held(asking.Pause(), questions=1)[-1].session,
        Recorder(disk, "s", 0, screen.warn),
        keep,
        screen,
    )
    assert err.getvalue() == "warning: not everything could be kept: the disk is full\n"


def test_the_session_is_printed_in_ascii_that_reads_back(
    capsys: pytest.CaptureFixture[str],
) -> None:
    session = held(asking.Pause("caf\u00e9 \x9b2J"), questions=1)[-1].session
    disk, screen = Disk(), Screen(io.StringIO(), io.StringIO(), color=False, columns=lambda: 80)
    keep, record = Keeper(disk, "s"), Recorder(disk, "s", 0, screen.warn)
    finish(session, record, keep, screen, Output(as_json=True))
    printed = capsys.readouterr().out
    assert printed.isascii()
    assert Session.model_validate(json.loads(printed), strict=False) == session


def test_what_only_a_later_version_grades_with_is_told() -> None:
    made = {"bank": "", "matcher": "similarity"}
    assert MadeWith.of(fresh().model_copy(update={"made_with": made})).matcher == "similarity"
    later = fresh().model_copy(update={"made_with": {**made, "rounds": "3"}})
    with pytest.raises(SessionError, match="begun with 'rounds', which this version does not know"):
        MadeWith.of(later)
