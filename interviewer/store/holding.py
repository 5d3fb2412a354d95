"""One process at a session at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from interviewer.errors import SessionError
from interviewer.store.place import ELSEWHERE, obstacle


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
        why = obstacle(folder) or f"{lock.lock_file} cannot be locked ({error.strerror})"
        raise SessionError(f"interviews cannot be kept: {why}; {ELSEWHERE}") from error
    try:
        yield
    finally:
        # While it is still ours: once released it may be another's, which would then hold nothing.
        with suppress(OSError):
            Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()
