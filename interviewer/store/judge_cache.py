"""Replies that settled what was asked, kept by what was asked: a second run pays for none of them.

A SQLite file in write-ahead mode, so that two processes may use it. Its key is a hash of the whole
request body, the endpoint and the version of our reader. Neither a key nor a header gets here.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import ValidationError

from interviewer.errors import JudgeError
from interviewer.judge.exchange import Exchange
from interviewer.judge.openai.capability import Capability

_BUSY_SECONDS = 30.0
_AGAIN_SECONDS = 0.05
_SCHEMA = """
create table if not exists replies (
    key text primary key, model text not null, at text not null, exchange text not null
) without rowid;
create table if not exists capabilities (
    place text primary key, at text not null, told text not null
) without rowid
"""
KNOWN_FOR = timedelta(days=7)
"""So long what an endpoint was found to take is believed: servers are updated."""


class JudgeCache:
    """Exchanges by key, on disk; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._file = sqlite3.connect(path, timeout=_BUSY_SECONDS, check_same_thread=False)
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error

    def _prepare(self) -> None:
        """Set up a new file; where another process does so too, SQLite does not wait by itself."""
        until = time.monotonic() + _BUSY_SECONDS
        while True:
            try:
                self._file.execute("pragma journal_mode=wal")
                self._file.execute("pragma synchronous=normal")  # a power cut costs a reply or two
                self._file.executescript(_SCHEMA)
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(_AGAIN_SECONDS)
            else:
                return

    def get(self, key: str) -> Exchange | None:
        """Return what is kept under the key, marked as such; None where nothing is."""
        with self._using() as file:
            row = file.execute("select exchange from replies where key = ?", (key,)).fetchone()
        if row is None:
            return None
        try:
            return Exchange.model_validate_json(row[0]).model_copy(update={"cached": True})
        except ValidationError:  # of another version; the next reply takes its place
            with self._using() as file:
                file.execute("delete from replies where key = ?", (key,))
            return None

    def put(self, key: str, model: str, exchange: Exchange) -> None:
        """Keep an exchange; the first one under a key stays."""
        row = (
            key,
            model,
            datetime.now(UTC).isoformat(timespec="seconds"),
            exchange.model_dump_json(),
        )
        with self._using() as file:
            file.execute("insert or ignore into replies values (?, ?, ?, ?)", row)

    def capability(self, place: str) -> Capability | None:
        """Return what an endpoint was lately found to take; None where nothing is known."""
        since = (datetime.now(UTC) - KNOWN_FOR).isoformat(timespec="seconds")
        with self._using() as file:
            row = file.execute(
                "select told from capabilities where place = ? and at > ?", (place, since)
            ).fetchone()
        try:
            return None if row is None else Capability.model_validate_json(row[0])
        except ValidationError:  # of another version
            return None

    def keep_capability(self, place: str, capability: Capability) -> None:
        """Keep what an endpoint takes, unless that is known already."""
        if self.capability(place) == capability:
            return
        row = (place, datetime.now(UTC).isoformat(timespec="seconds"), capability.model_dump_json())
        with self._using() as file:
            file.execute("insert or replace into capabilities values (?, ?, ?)", row)

    def __len__(self) -> int:
        with self._using() as file, closing(file.execute("select count(*) from replies")) as rows:
            (count,) = rows.fetchone()
        return int(count)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._file.close()

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._lock, self._file:
                yield self._file
        except sqlite3.Error as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> JudgeError:
        return JudgeError(
            f"{self._path}: cannot keep the judge's replies there: {error}; "
            "name another file with --judge-cache"
        )
