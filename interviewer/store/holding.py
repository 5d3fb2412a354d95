"""One process at a session at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interviewer.errors import SessionError
from interviewer.store.locking import locked
from interviewer.store.place import ELSEWHERE, obstacle


@contextmanager
def hold(folder: Path, session_id: str) -> Iterator[None]:
    """Hold a session; SessionError where another process does.

    The system lets go when the process ends, however it ends.
    """
    file = folder / f".session-{session_id}.lock"

    def broken(error: OSError) -> SessionError:
        why = obstacle(folder) or f"{file} cannot be locked ({error.strerror})"
        return SessionError(f"interviews cannot be kept: {why}; {ELSEWHERE}")

    with locked(
        file,
        taken=lambda: SessionError(f"session {session_id[:8]!r} is open in another process"),
        broken=broken,
    ):
        yield
