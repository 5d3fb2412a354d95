"""Save what a damaged journal still gives; nothing is ever deleted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from interviewer.errors import SessionError
from interviewer.sessions import event_of
from interviewer.store.journal import Journal

_WITH = ("", "-wal", "-shm")
_WANTED = "select session_id, seq, event from events order by session_id {way}, seq {way}"


class Repaired(NamedTuple):
    """How many sessions and events were saved, how many were unreadable, where the old file is."""

    sessions: int
    events: int
    lost: int
    kept_at: Path


def repair(path: Path) -> Repaired:
    """Copy every event that can be read into a fresh journal, and move the damaged one aside.

    A session is saved up to its first event that is missing. SessionError where there is no file,
    or where another one is in the way.
    """
    if not path.is_file():
        raise SessionError(f"{path}: there is no journal to repair")
    aside = _free(path)
    try:
        for suffix in _WITH:
            there = path.with_name(path.name + suffix)
            if there.exists():
                there.rename(aside.with_name(aside.name + suffix))
    except OSError as error:
        raise SessionError(f"{path}: cannot be moved aside: {error.strerror}") from error
    rows = _read(aside)
    sessions, saved, lost = set(), 0, 0
    with Journal.open(path) as fresh:
        for (session_id, seq), text in sorted(rows.items()):
            whole = seq == 0 or (session_id, seq - 1) in rows
            try:
                event = event_of.validate_json(text)
            except ValidationError:
                whole = False
            if not whole:
                rows.pop((session_id, seq), None)
                lost += 1
                continue
            fresh.append(session_id, seq, event)
            sessions.add(session_id)
            saved += 1
    return Repaired(len(sessions), saved, lost, aside)


def _read(path: Path) -> dict[tuple[str, int], str]:
    """Return the events that can be read, from both ends of the file up to the damage."""
    found: dict[tuple[str, int], str] = {}
    for way in ("asc", "desc"):
        found.update(_rows(path, _WANTED.format(way=way)))
    return found


def _rows(path: Path, wanted: str) -> Iterator[tuple[tuple[str, int], str]]:
    try:
        with closing(sqlite3.connect(path)) as file:
            for session_id, seq, text in file.execute(wanted):
                yield (str(session_id), int(seq)), str(text)
    except (sqlite3.Error, ValueError):
        return


def _free(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists():
        number += 1
    return aside
