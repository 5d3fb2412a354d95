"""One process at a session at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interviewer.errors import SessionError


@contextmanager
def hold(folder: Path, session_id: str) -> Iterator[None]:
    """Hold a session; SessionError where another process does.

    The system lets go when the process ends, however it ends.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / f".session-{session_id}.lock", timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise SessionError(f"session {session_id[:8]!r} is open in another process") from error
    except OSError as error:
        raise SessionError(f"{folder}: cannot be written to: {error.strerror}") from error
    try:
        yield
    finally:
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)
