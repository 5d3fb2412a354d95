"""Who may call now: fewer at once after a 429, and the first call of a question alone.

Both hold a thread back until it may go. Who needs both takes the turn first and the slot inside it,
so that nobody who waits for a turn keeps a slot from others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, local


class Throttle:
    """Let at most ``limit`` calls be out at once: ``jobs`` at first, fewer when told to slow down.

    Additive increase, multiplicative decrease (Chiu and Jain 1989, "Analysis of the Increase and
    Decrease Algorithms for Congestion Avoidance in Computer Networks"). A server error says nothing
    about the rate: tell neither ``slowed`` nor ``went_well`` of it.
    """

    def __init__(self, jobs: int) -> None:
        if jobs < 1:
            raise ValueError(f"jobs must be at least 1, got {jobs}")
        self._jobs = jobs
        self._limit = jobs
        self._out = 0
        self._halvings = 0
        self._successes = 0
        self._changed = Condition()
        self._mine = local()

    @property
    def limit(self) -> int:
        """How many calls may be out at once now."""
        with self._changed:
            return self._limit

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Wait until a call may go, and count it as out until the block ends.

        Each try takes a slot of its own: one kept while waiting to try again keeps others out.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._out < self._limit)
            self._out += 1
            self._mine.halvings = self._halvings
        try:
            yield
        finally:
            with self._changed:
                self._out -= 1
                self._changed.notify_all()

    def slowed(self) -> None:
        """Halve the limit for a 429, unless the call was already out when it was last halved.

        A burst that is refused as a whole is one piece of news. The call is the one that this
        thread last took a slot for, so tell it in the thread that made it.
        """
        with self._changed:
            if getattr(self._mine, "halvings", self._halvings) == self._halvings:
                self._limit = max(1, self._limit // 2)
                self._halvings += 1
                self._successes = 0

    def went_well(self) -> None:
        """Regain one, up to ``jobs``, after as many successes as the limit is now."""
        with self._changed:
            if self._limit == self._jobs:
                return
            self._successes += 1
            if self._successes >= self._limit:
                self._limit += 1
                self._successes = 0
                self._changed.notify_all()


class Warming:
    """Let the first call for a prefix go alone, so that the others find it in the cache.

    It has failed when an exception leaves its block; then the next that waits goes alone.
    """

    def __init__(self) -> None:
        self._alone: set[str] = set()
        self._warm: set[str] = set()
        self._changed = Condition()

    @contextmanager
    def turn(self, prefix: str) -> Iterator[None]:
        """Wait while the first call for the same prefix is out; other prefixes wait for nobody."""
        with self._changed:
            self._changed.wait_for(lambda: prefix not in self._alone)
            first = prefix not in self._warm
            if first:
                self._alone.add(prefix)
        went_well = False
        try:
            yield
            went_well = True
        finally:
            if first:
                self._ended(prefix, went_well=went_well)

    def _ended(self, prefix: str, *, went_well: bool) -> None:
        with self._changed:
            self._alone.remove(prefix)
            if went_well:
                self._warm.add(prefix)
            self._changed.notify_all()
