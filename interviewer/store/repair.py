"""Save what a damaged journal still gives; nothing is ever deleted.

The damaged file is read from a copy: opening a journal folds its log into it, and what is kept for
another attempt has to stay as it was found.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from interviewer.errors import SessionError
from interviewer.sessions import event_of
from interviewer.store.holding import hold
from interviewer.store.journal import Journal
from interviewer.store.salvage import Row, drafts, rows

_LOG_FIRST = ("-wal", "-shm", "")
"""A log must not lie where the fresh file comes: SQLite would take it for that file's own."""

_UNKNOWN = "union_tag_invalid"
"""What pydantic calls an event of a kind that this version does not know."""


class Repaired(NamedTuple):
    """How many sessions and events were saved, how many were unreadable, where the old file is."""

    sessions: int
    events: int
    lost: int
    kept_at: Path


def repair(path: Path) -> Repaired:
    """Make a fresh journal of every event and draft that can be read; move the damaged one aside.

    A session is saved up to its first event that is missing or damaged. SessionError where there is
    no file, where an interview is going on, or where the folder cannot be written to; the journal
    is then as it was.
    """
    from tempfile import TemporaryDirectory

    if not path.is_file():
        raise SessionError(f"{path}: there is no journal to repair")
    _nobody_at(path.parent)
    try:
        with TemporaryDirectory(prefix=".repair-", dir=path.parent) as folder:
            copy, fresh = Path(folder, "damaged.sqlite"), Path(folder, "fresh.sqlite")
            _copied(path, copy)
            whole, lost = _whole(rows(copy))
            _written(fresh, whole, drafts(copy))
            aside = _moved(path)
            fresh.rename(path)
    except (OSError, sqlite3.Error) as error:
        told = error.strerror if isinstance(error, OSError) else str(error)
        raise SessionError(
            f"{path}: cannot be repaired: {told}; nothing was deleted, so make room or rights in "
            "its folder and try again"
        ) from error
    return Repaired(len({row.session_id for row in whole}), len(whole), lost, aside)


def _nobody_at(folder: Path) -> None:
    """Raise SessionError where a process holds a session: its next words would go astray."""
    for lock in folder.glob(".session-*.lock"):
        with hold(folder, lock.name.removeprefix(".session-").removesuffix(".lock")):
            pass


def _copied(path: Path, copy: Path) -> None:
    import shutil

    for suffix in ("-wal", ""):
        there = path.with_name(path.name + suffix)
        if there.exists():
            shutil.copyfile(there, copy.with_name(copy.name + suffix))


def _whole(found: Iterable[Row]) -> tuple[list[Row], int]:
    """Return the rows before the first gap of each session, and how many others there are."""
    whole: list[Row] = []
    due: dict[str, int] = {}
    lost = 0
    for row in sorted(found):
        if row.seq == due.get(row.session_id, 0) and _is_event(row.event):
            whole.append(row)
            due[row.session_id] = row.seq + 1
        else:
            lost += 1
    return whole, lost


def _is_event(text: bytes) -> bool:
    """Return whether the text is an event; one of a newer version is, too."""
    try:
        event_of.validate_json(text)
    except ValidationError as error:
        return error.errors()[0]["type"] == _UNKNOWN
    return True


def _written(fresh: Path, whole: Iterable[Row], kept: Iterable[tuple[str, str, float]]) -> None:
    Journal.open(fresh).close()
    with closing(sqlite3.connect(fresh)) as file, file:
        file.executemany(
            "insert into events values (?, ?, ?, ?, ?)",
            [(*row[:4], row.event.decode()) for row in whole],
        )
        file.executemany("insert into drafts values (?, ?, ?)", kept)


def _moved(path: Path) -> Path:
    """Move a journal and its log to the next free name; return that."""
    number = 1
    while any((aside := _aside(path, number, each)).exists() for each in _LOG_FIRST):
        number += 1
    for suffix in _LOG_FIRST:
        there = path.with_name(path.name + suffix)
        if there.exists():
            there.rename(_aside(path, number, suffix))
    return aside


def _aside(path: Path, number: int, suffix: str) -> Path:
    return path.with_name(f"{path.stem}.damaged-{number}{path.suffix}{suffix}")
