"""Save what a damaged journal still gives; a sound one is left alone, and nothing is deleted.

The damaged file is read from a copy: opening a journal folds its log into it, and what is kept for
another attempt has to stay as it was found.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import ValidationError

from interviewer.errors import SessionError
from interviewer.sessions import event_of
from interviewer.store.holding import hold
from interviewer.store.journal import Journal
from interviewer.store.migrations import check

_LOG_FIRST = ("-wal", "-shm", "")
"""A log must not lie where the fresh file comes: SQLite would take it for that file's own."""

_WITH_WORDS = ("-wal", "")
"""The files that hold something; the third, shared memory, is made anew."""

_WORKING = ".repair-"
"""How the folder of a repair begins that is under way, or was killed."""

_HALVINGS = 10
"""So often a stretch between two damaged places is halved in search of sound rows: a choice."""

_KEY_BYTES = 12
"""So many bytes of a session's id tell where the middle of a stretch is: a choice."""

_WANTED = (
    "select cast(session_id as blob), seq, cast(at as blob), cast(kind as blob),"
    " cast(event as blob) from events"
    " where session_id > cast(? as text) and session_id <= cast(? as text)"
    " and typeof(session_id) || typeof(seq) || typeof(at) || typeof(kind) || typeof(event)"
    " = 'textintegertexttexttext'"
    " order by session_id {way}, seq {way}"
)
_DRAFTS = (
    "select cast(session_id as blob), cast(text as blob), seconds from drafts"
    " where typeof(session_id) || typeof(text) || typeof(seconds) = 'texttextreal'"
    " order by session_id {way}"
)
_Way = Literal["asc", "desc"]


class Repaired(NamedTuple):
    """How many sessions and events were saved, how many of these are lost, where the old file is.

    ``lost`` counts up to the last event that was seen of each session; a session of which nothing
    can be read is in no count. ``kept_at`` is None where there was nothing to repair.
    """

    sessions: int
    events: int
    lost: int
    kept_at: Path | None


class _Row(NamedTuple):
    session_id: bytes
    seq: int
    at: bytes
    kind: bytes
    event: bytes


def repair(path: Path) -> Repaired:
    """Make a fresh journal of every event and draft that can be read; move the damaged one aside.

    A session is saved up to its first event that is missing or damaged. Where all can be read, the
    file is left as it is. SessionError where there is no file, where an interview is going on,
    where the folder cannot be written to, or where a newer version wrote the file and it is sound.
    """
    from tempfile import TemporaryDirectory

    if not path.is_file():
        raise SessionError(f"{path}: there is no journal to repair")
    _nobody_at(path.parent)
    try:
        with TemporaryDirectory(prefix=_WORKING, dir=path.parent) as folder:
            copy, fresh = Path(folder, "damaged.sqlite"), Path(folder, "fresh.sqlite")
            _copy(path, copy)
            with closing(sqlite3.connect(copy)) as file:
                whole, lost = _whole(set(_between(file, b"", b"\xff" * _KEY_BYTES, _HALVINGS)))
                drafts = set(_drafts(file))
                is_sound = _is_sound(file, len(whole), len(drafts))
            aside = None
            if not is_sound:
                _write(fresh, whole, drafts)
                aside = _move(path)
                fresh.rename(path)
    except (OSError, sqlite3.Error) as error:
        told = error.strerror if isinstance(error, OSError) else str(error)
        raise SessionError(
            f"{path}: cannot be repaired: {told}; nothing was deleted, so see to the folder and "
            "try again"
        ) from error
    return Repaired(len({row.session_id for row in whole}), len(whole), lost, aside)


def left_behind(path: Path) -> list[Path]:
    """Return what repairs have left beside a journal: files and folders that may hold its words."""
    asides = path.parent.glob(f"{path.stem}.damaged-*{path.suffix}*")
    return sorted([*asides, *path.parent.glob(f"{_WORKING}*")])


def _is_sound(file: sqlite3.Connection, events: int, drafts: int) -> bool:
    """Return whether these many rows are all that a file holds, and nothing else is wrong with it.

    SessionError where it is sound and of a newer schema.
    """
    try:
        (told,) = file.execute("pragma integrity_check(1)").fetchone()
        rows = file.execute("select session_id, event from events").fetchall()
        texts = file.execute("select session_id, text from drafts").fetchall()
    except sqlite3.DatabaseError:
        return False
    if told == "ok":
        check(file)
    return bool(told == "ok" and len(rows) == events and len(texts) == drafts)


def _nobody_at(folder: Path) -> None:
    """Raise SessionError where a process holds a session: its next words would go astray."""
    for lock in folder.glob(".session-*.lock"):
        with hold(folder, lock.name.removeprefix(".session-").removesuffix(".lock")):
            pass


def _copy(path: Path, copy: Path) -> None:
    import shutil

    for suffix in _WITH_WORDS:
        there = path.with_name(path.name + suffix)
        if there.exists():
            shutil.copyfile(there, copy.with_name(copy.name + suffix))


def _between(file: sqlite3.Connection, low: bytes, high: bytes, halvings: int) -> Iterator[_Row]:
    """Yield the rows that can be read of the sessions after ``low`` and up to ``high``.

    From both ends up to the damage, then likewise in each half of what lies between.
    """
    forward, is_whole = _scan(file, low, high, "asc")
    yield from forward
    if is_whole:
        return
    backward, _ = _scan(file, low, high, "desc")
    yield from backward
    low = forward[-1].session_id if forward else low
    high = backward[-1].session_id if backward else high
    middle = _middle(low, high)
    if halvings and low < middle < high:
        yield from _between(file, low, middle, halvings - 1)
        yield from _between(file, middle, high, halvings - 1)


def _scan(file: sqlite3.Connection, low: bytes, high: bytes, way: _Way) -> tuple[list[_Row], bool]:
    """Return the rows up to the first that cannot be read, and whether there is no such row."""
    found: list[_Row] = []
    try:
        rows = file.execute(_WANTED.format(way=way), (low, high))
        while (row := rows.fetchone()) is not None:
            found.append(_Row(*row))
    except sqlite3.DatabaseError:
        return found, False
    return found, True


def _middle(low: bytes, high: bytes) -> bytes:
    first, last = (int.from_bytes(key[:_KEY_BYTES].ljust(_KEY_BYTES, b"\0")) for key in (low, high))
    return ((first + last) // 2).to_bytes(_KEY_BYTES)


def _drafts(file: sqlite3.Connection) -> Iterator[tuple[str, str, float]]:
    for way in ("asc", "desc"):
        try:
            for session_id, text, seconds in file.execute(_DRAFTS.format(way=way)):
                yield session_id.decode(errors="replace"), text.decode(errors="replace"), seconds
        except sqlite3.DatabaseError:
            continue


def _whole(found: Iterable[_Row]) -> tuple[list[_Row], int]:
    """Return the rows before the first gap of each session, and how many are behind one."""
    whole: list[_Row] = []
    due: dict[bytes, int] = {}
    seen: dict[bytes, int] = {}
    for row in sorted(found):
        seen[row.session_id] = row.seq + 1
        is_next = row.seq == due.get(row.session_id, 0)
        if is_next and _is_event(row.event) and _is_text(row.session_id):
            whole.append(row)
            due[row.session_id] = row.seq + 1
    return whole, sum(seen.values()) - len(whole)


def _is_event(text: bytes) -> bool:
    """Return whether the text is an event, be it of a kind that only a newer version knows."""
    try:
        event_of.validate_json(text)
    except ValidationError as error:
        return error.errors()[0]["type"] == "union_tag_invalid"
    return True


def _is_text(name: bytes) -> bool:
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


def _write(fresh: Path, whole: Iterable[_Row], drafts: Iterable[tuple[str, str, float]]) -> None:
    Journal.open(fresh).close()
    with closing(sqlite3.connect(fresh)) as file, file:
        file.executemany(
            "insert into events values (cast(? as text), ?, cast(? as text), cast(? as text),"
            " cast(? as text))",
            whole,
        )
        file.executemany("insert or ignore into drafts values (?, ?, ?)", drafts)


def _move(path: Path) -> Path:
    """Move a journal and its log to the next free name; return that."""
    number = 1
    while any(_aside(path, number, suffix).exists() for suffix in _LOG_FIRST):
        number += 1
    for suffix in _LOG_FIRST:
        there = path.with_name(path.name + suffix)
        if there.exists():
            there.rename(_aside(path, number, suffix))
    return _aside(path, number, "")


def _aside(path: Path, number: int, suffix: str) -> Path:
    return path.with_name(f"{path.stem}.damaged-{number}{path.suffix}{suffix}")
