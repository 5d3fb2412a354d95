"""Hold a lock file; the system lets go when the process ends, however it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from interviewer.errors import InterviewerError


@contextmanager
def locked(
    file: Path,
    *,
    taken: Callable[[], InterviewerError],
    broken: Callable[[OSError], InterviewerError],
) -> Iterator[None]:
    """Hold a file of its own, private to the user, that is gone afterwards.

    Raises what ``taken`` returns where another process holds it, and what ``broken`` makes of the
    system's error where it cannot be made.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(file, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise taken() from error
    except OSError as error:
        raise broken(error) from error
    try:
        yield
    finally:
        # While it is still ours: once released it may be another's, which would then hold nothing.
        with suppress(OSError):
            Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()
