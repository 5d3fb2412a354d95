"""Make events and drafts durable; what cannot be kept waits in memory for the next try.

Here all words come by, whichever way they came in: so here it is told where some were lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from interviewer.sessions import Event


_NOT_UTF_8 = (
    "what you wrote holds bytes that are not UTF-8; each is kept as U+FFFD, so set your terminal, "
    "or save your file, in UTF-8"
)


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
        self._has_warned = False
        self.failure: str | None = None

    def __call__(self, event: Event) -> None:
        """Keep the event; on failure it waits in memory, and ``failure`` says why.

        Warns once of words with bytes that no letter was.
        """
        if not self._has_warned and _has_lost_letters(event):
            self._has_warned = True
            self._warn(_NOT_UTF_8)
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
    """Keep the draft of one session; a disk that fails costs the draft, not the interview.

    ``failure`` says why the last one could not be kept; None where it was.
    """

    def __init__(self, journal: Keeps, session_id: str) -> None:
        self._journal = journal
        self._session_id = session_id
        self._waiting: Callable[[], None] | None = None
        self.failure: str | None = None

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
        except SessionError as error:
            self.failure = str(error)
            return
        self._waiting = self.failure = None


def _has_lost_letters(event: Event) -> bool:
    """Return whether a reader put U+FFFD, or a lone surrogate, where it could not read a letter."""
    from interviewer.sessions import Answered, Drafted, Replied, Revised

    if not isinstance(event, Answered | Drafted | Replied | Revised):
        return False
    return any(sign == "\ufffd" or "\ud800" <= sign <= "\udfff" for sign in event.text)
