"""The journal's schema, as the list of steps that lead to it.

A step that was once shipped is never edited: a new one is appended. Each runs in a transaction of
its own, so a step that fails leaves the file at the version before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from interviewer.errors import SessionError

Migration = Callable[[sqlite3.Connection], None]


def _events_and_drafts(file: sqlite3.Connection) -> None:
    file.execute(
        "create table events (session_id text not null, seq integer not null, at text not null,"
        " kind text not null, event text not null, primary key (session_id, seq)) without rowid"
    )
    file.execute(
        "create trigger events_are_never_changed before update on events"
        " begin select raise(abort, 'events are never changed'); end"
    )
    file.execute(
        "create table drafts (session_id text primary key, text text not null,"
        " seconds real not null) without rowid"
    )


MIGRATIONS: Sequence[Migration] = (_events_and_drafts,)


def migrate(file: sqlite3.Connection, steps: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring a journal to the newest schema; SessionError where it is of a newer one.

    Two processes may do so at once: whoever is second finds it done.
    """
    while version_of(file) < len(steps):
        file.execute("begin immediate")
        try:
            version = version_of(file)
            if version < len(steps):
                steps[version](file)
                file.execute(f"pragma user_version = {version + 1}")
        except BaseException:
            file.execute("rollback")
            raise
        file.execute("commit")
    check(file, steps)


def check(file: sqlite3.Connection, steps: Sequence[Migration] = MIGRATIONS) -> None:
    """Raise SessionError where the journal is of a newer schema than this version knows."""
    if version_of(file) > len(steps):
        raise SessionError(
            "the journal was written by a newer version of interviewer; upgrade to read it "
            "(nothing was changed)"
        )


def version_of(file: sqlite3.Connection) -> int:
    """Return how many steps a journal has had."""
    (version,) = file.execute("pragma user_version").fetchone()
    return int(version)
