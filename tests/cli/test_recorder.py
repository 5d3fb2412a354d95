"""What cannot be kept waits, is told once, and is kept with the next."""

from __future__ import annotations

from interviewer.cli.recorder import Keeper, Recorder
from interviewer.errors import SessionError
from interviewer.sessions import Closed, Event, Paused, Resumed


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
