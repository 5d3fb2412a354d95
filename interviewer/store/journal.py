"""The journal: every event of every interview, appended and durable before anything else happens.

One SQLite file in write-ahead mode, readable by its owner alone. Events are never changed; the one
line that is replaced instead of appended is the draft, what somebody is typing just now.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from interviewer.errors import SessionError
from interviewer.interview.fold import replay
from interviewer.sessions import Event, Session, event_of
from interviewer.store.migrations import check, migrate
from interviewer.store.place import ELSEWHERE, obstacle

BUSY_SECONDS = 10.0
"""So long another process's write is waited for."""

_AGAIN_SECONDS = 0.05
_REPAIR = "`interviewer sessions repair` saves what can be read"
_EVENT = "cast(event as blob)"  # a wrong byte then costs its own session, not the whole reading


class Journal:
    """Events by session and place; safe to use from several threads."""

    def __init__(self, file: sqlite3.Connection, path: Path) -> None:
        self._file = file
        self._path = path
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path, *, busy_seconds: float = BUSY_SECONDS) -> Self:
        """Open a journal to write, made or brought up to date where it has to be.

        SessionError in one line where it cannot be; nothing is overwritten then.
        """
        with _told(path):
            if not path.parent.is_dir():
                path.parent.mkdir(parents=True, mode=0o700)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            file = sqlite3.connect(
                path, timeout=busy_seconds, isolation_level=None, check_same_thread=False
            )
            try:
                _until_free(lambda: _prepare(file), busy_seconds)
            except BaseException:
                file.close()
                raise
        return cls(file, path)

    @classmethod
    def read_only(cls, path: Path) -> Self:
        """Open a journal that is there, to read it."""
        with _told(path):
            file = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro",
                uri=True,
                timeout=BUSY_SECONDS,
                isolation_level=None,
                check_same_thread=False,
            )
            try:
                check(file)
            except BaseException:
                file.close()
                raise
        return cls(file, path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what was appended is durable already."""
        with self._lock:
            self._file.close()

    def append(self, session_id: str, seq: int, event: Event) -> None:
        """Keep one event, durable on return.

        SessionError where the place is taken: another process has gone on with the session. Lone
        surrogates are kept as U+FFFD.
        """
        text = json.dumps(event.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
        row = (session_id, seq, event.at, event.kind, _sound(text))
        with self._using() as file:
            try:
                file.execute("insert into events values (?, ?, ?, ?, ?)", row)
            except sqlite3.IntegrityError as error:
                raise SessionError(
                    f"session {session_id[:8]!r} was gone on with in another process; "
                    "nothing of it was overwritten"
                ) from error

    def events(self, session_id: str) -> list[Event]:
        """Return the events of a session, in order."""
        wanted = f"select {_EVENT} from events where session_id = ? order by seq"
        with self._using() as file:
            rows = file.execute(wanted, (session_id,)).fetchall()
        return [_event(text, session_id) for (text,) in rows]

    def session(self, session_id: str) -> Session:
        """Return a session as its events make it."""
        return replay(self.events(session_id))

    def sessions(self) -> list[Session]:
        """Return every session that its events make, the earliest first; see `broken`."""
        found = [session for session in self._read().values() if isinstance(session, Session)]
        return sorted(found, key=lambda session: (session.started_at, session.id))

    def broken(self) -> dict[str, str]:
        """Return why sessions cannot be read, by their ids."""
        return {name: found for name, found in self._read().items() if isinstance(found, str)}

    def unfinished(self) -> list[Session]:
        """Return the sessions that have not ended, the latest first."""
        return [session for session in reversed(self.sessions()) if session.ended_at is None]

    def ids(self) -> list[str]:
        """Return the id of every session that has an event or a draft, readable or not."""
        wanted = "select session_id from events union select session_id from drafts"
        with self._using() as file:
            return [row[0] for row in file.execute(wanted)]

    def find(self, name: str) -> str:
        """Return the id that begins with ``name``, or that of the ``last`` session.

        SessionError where there is none, or more than one.
        """
        with self._using() as file:
            ids = [row[0] for row in file.execute("select distinct session_id from events")]
        if name == "last":
            sessions = self.sessions()
            if not sessions:
                raise SessionError("there is no interview yet; `interviewer practice` begins one")
            return sessions[-1].id
        found = [each for each in ids if each.startswith(name)] if name else []
        if name in found:
            return name
        if len(found) == 1:
            return str(found[0])
        if not found:
            raise SessionError(f"no session {name!r}; `interviewer sessions list` shows them")
        several = ", ".join(each[:12] for each in sorted(found)[:5])
        raise SessionError(f"{len(found)} sessions begin with {name!r}: {several}")

    def keep_draft(self, session_id: str, text: str, seconds: float) -> None:
        """Keep what is being typed, in place of what was."""
        with self._using() as file:
            file.execute(
                "insert or replace into drafts values (?, ?, ?)",
                (session_id, _sound(text), seconds),
            )

    def draft(self, session_id: str) -> tuple[str, float] | None:
        """Return what was typed and not sent, and the seconds spent on it; None where nothing."""
        wanted = "select text, seconds from drafts where session_id = ?"
        with self._using() as file:
            row = file.execute(wanted, (session_id,)).fetchone()
        return None if row is None or not row[0] else (row[0], row[1])

    def drop_draft(self, session_id: str) -> None:
        """Forget what was being typed."""
        with self._using() as file:
            file.execute("delete from drafts where session_id = ?", (session_id,))

    def delete_session(self, session_id: str) -> None:
        """Forget a session, all of it: its words are wiped from the file too."""
        with self._using() as file:
            file.execute("begin immediate")
            file.execute("delete from events where session_id = ?", (session_id,))
            file.execute("delete from drafts where session_id = ?", (session_id,))
            file.execute("commit")
            file.execute("pragma wal_checkpoint(truncate)")

    def _read(self) -> dict[str, Session | str]:
        with self._using() as file:
            rows = file.execute(
                f"select session_id, {_EVENT} from events order by session_id, seq"
            ).fetchall()
        texts: dict[str, list[bytes]] = {}
        for session_id, text in rows:
            texts.setdefault(session_id, []).append(text)
        return {name: _replayed(name, events) for name, events in texts.items()}

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _told(self._path):
            try:
                yield self._file
            except BaseException:
                if self._file.in_transaction:
                    self._file.execute("rollback")
                raise


def _replayed(session_id: str, texts: list[bytes]) -> Session | str:
    try:
        return replay(_event(text, session_id) for text in texts)
    except SessionError as error:
        return str(error)


def _event(text: bytes, session_id: str) -> Event:
    try:
        return event_of.validate_json(text)
    except ValidationError as error:
        damaged = error.errors()[0]["type"] == "json_invalid"
        raise SessionError(
            f"session {session_id[:8]!r} holds an event that "
            + (
                f"is damaged; nothing was changed, and {_REPAIR}"
                if damaged
                else "this version cannot read; upgrade, a newer version of interviewer may "
                "(nothing was changed)"
            )
        ) from error


def _prepare(file: sqlite3.Connection) -> None:
    check(file)
    file.execute("pragma journal_mode=wal")
    file.execute("pragma synchronous=full")
    file.execute("pragma secure_delete=on")
    migrate(file)


def _until_free(prepare: Callable[[], None], seconds: float) -> None:
    """Prepare a new file; where another process does so too, SQLite does not wait by itself."""
    until = time.monotonic() + seconds
    while True:
        try:
            return prepare()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
        time.sleep(_AGAIN_SECONDS)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what can go wrong with a file into one line that says what to do."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise SessionError(_reason(path, error)) from error


def _reason(path: Path, error: OSError | sqlite3.Error) -> str:
    told = str(error)
    if isinstance(error, OSError) or "readonly" in told or "unable to open" in told:
        return f"interviews cannot be kept: {_obstacle(path, told)}; {ELSEWHERE}"
    if "locked" in told:
        why = (
            "another process is writing to it and does not end; nothing was overwritten, so try "
            "again once it has"
        )
    elif "full" in told:
        why = "the disk is full; what was kept before is there still, so make room and go on"
    elif isinstance(error, sqlite3.DatabaseError):
        why = f"it is damaged ({told}); nothing was overwritten, and {_REPAIR}"
    else:
        why = told
    return f"{path}: {why}"


def _obstacle(path: Path, told: str) -> str:
    if found := obstacle(path.parent):
        return found
    if path.is_dir():
        return f"{path} is a folder, and would be a file"
    return f"{path} cannot be written to ({told})"


def _sound(text: str) -> str:
    """Return the text without lone surrogates, which a file cannot hold."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
