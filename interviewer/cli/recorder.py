"""Make events and drafts durable; what cannot be kept waits in memory for the next try."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from interviewer.sessions import Event


class Keeps(Protocol):
    """Where events and drafts go; SessionError where they cannot be kept."""

    def append(self, session_id: str, seq: int, event: Event) -> None:
        """Keep one event."""

    def keep_draft(self, session_id: str, text: str, seconds: float) -> None:
        """Keep what is typed, in place of what was typed before."""

    def drop_draft(self, session_id: str) -> None:
        """Forget what was typed."""


class Recorder:
    """Append a session's events to its journal, from ``seq`` on."""

    def __init__(
        self, journal: Keeps, session_id: str, seq: int, warn: Callable[[str], None]
    ) -> None:
        self._journal = journal
        self._session_id = session_id
        self._seq = seq
        self._warn = warn
        self._waiting: list[Event] = []
        self.failure: str | None = None

    def __call__(self, event: Event) -> None:
        """Keep the event; on failure it waits in memory, and ``failure`` says why."""
        self._waiting.append(event)
        self.flush()

    def flush(self) -> None:
        """Try to keep what waits."""
        from interviewer.errors import SessionError

        try:
            while self._waiting:
                self._journal.append(self._session_id, self._seq, self._waiting[0])
                self._waiting.pop(0)
                self._seq += 1
        except SessionError as error:
            if self.failure is None:
                self._warn(f"{error}; it is tried again after the next answer")
            self.failure = str(error)
        else:
            self.failure = None


class Keeper:
    """Keep the draft of one session; a disk that fails costs the draft, not the interview."""

    def __init__(self, journal: Keeps, session_id: str) -> None:
        self._journal = journal
        self._session_id = session_id
        self._waiting: Callable[[], None] | None = None

    def __call__(self, text: str, seconds: float) -> None:
        """Keep what is typed, and how many seconds were spent on it."""
        self._try(lambda: self._journal.keep_draft(self._session_id, text, seconds))

    def drop(self) -> None:
        """Forget the draft: it was sent, and must not come back as if it had not been."""
        self._try(lambda: self._journal.drop_draft(self._session_id))

    def flush(self) -> None:
        """Try once more what failed last."""
        if self._waiting is not None:
            self._try(self._waiting)

    def _try(self, change: Callable[[], None]) -> None:
        from interviewer.errors import SessionError

        self._waiting = change
        try:
            change()
        except SessionError:
            return
        self._waiting = None
