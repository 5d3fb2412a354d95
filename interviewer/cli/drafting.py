"""Keep what is typed while it is typed, in a thread of its own: no key waits for the disk."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType

KEEP_SECONDS = 1.0
"""So long is the most that can be lost to a kill -9; a choice, from the interview's promise."""


class Drafting:
    """Hand the last text to ``keep`` at most once in ``every`` seconds, and at once on leaving.

    ``spent`` tells the seconds that go with it. A text that did not change is not kept again.
    """

    def __init__(
        self,
        keep: Callable[[str, float], None],
        spent: Callable[[], float],
        kept: str = "",
        *,
        every: float = KEEP_SECONDS,
    ) -> None:
        self._keep = keep
        self._spent = spent
        self._every = every
        self._text = self._kept = kept
        self._changed = threading.Event()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Drafting:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._changed.set()
        if self._thread is not None:
            self._thread.join()
        self._flush()

    def typed(self, text: str) -> None:
        """Take note of the text as it stands; never waits."""
        self._text = text
        self._changed.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while not self._over.is_set():
            self._changed.wait()
            self._changed.clear()
            self._flush()
            self._over.wait(self._every)

    def _flush(self) -> None:
        text = self._text
        if text != self._kept:
            self._keep(text, self._spent())
            self._kept = text
