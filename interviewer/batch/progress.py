"""How far long work is, on standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from interviewer.grades import Grade

if TYPE_CHECKING:
    from rich.console import Console

Counted = TypeVar("Counted")

LINE_SECONDS = 5.0
"""So often a line is printed where no bar can be: a choice, seldom enough for a log."""

RATE_SECONDS = 30.0
"""The speed is that of the last so many seconds: what was kept from before goes by in a flash."""


def counted(things: Sequence[Counted], words: str) -> Iterator[Counted]:
    """Yield the things and show how many of them are done."""
    console = _terminal()
    if console is None:
        yield from things
        return
    from rich.progress import track

    yield from track(things, words, console=console, transient=True)


def with_progress(
    grades: Iterable[Grade],
    *,
    total: int | None = None,
    also: Callable[[], str] = str,
    seconds: Callable[[], float] = time.monotonic,
) -> Iterator[Grade]:
    """Yield the grades and show how many there are, how fast, how many failed, and what is left.

    ``total`` is about how many there will be, None where nobody knows; ``also`` says what else is
    worth saying, such as what a judge has cost. ``seconds`` tells seconds from any point on.
    """
    told = Pace(total, also, seconds)
    console = _terminal()
    if console is None:
        yield from _with_lines(grades, told, seconds)
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("grading the first answers", total=None)
        for grade in grades:
            told.count(grade)
            bar.update(task, description=told.line())
            yield grade


def _with_lines(
    grades: Iterable[Grade], told: Pace, seconds: Callable[[], float]
) -> Iterator[Grade]:
    last = seconds()
    for grade in grades:
        told.count(grade)
        if seconds() - last >= LINE_SECONDS and sys.stderr is not None:
            last = seconds()
            print(told.line(), file=sys.stderr, flush=True)
        yield grade


class Pace:
    """How many answers are graded, how fast it goes, and how long it will take."""

    def __init__(
        self, total: int | None, also: Callable[[], str], seconds: Callable[[], float]
    ) -> None:
        self._total = total
        self._also = also
        self._seconds = seconds
        self._past: deque[tuple[float, int]] = deque([(seconds(), 0)])
        self._done = self._failed = 0

    def count(self, grade: Grade) -> None:
        """Take note of one more."""
        self._done += 1
        self._failed += grade.status == "failed"
        now = self._seconds()
        if now - self._past[-1][0] >= 1:
            self._past.append((now, self._done))
        while len(self._past) > 1 and now - self._past[1][0] >= RATE_SECONDS:
            self._past.popleft()

    def line(self) -> str:
        """Return how it stands in one line."""
        total = self._total
        of = "" if total is None or total < self._done else f" of about {total:,}"
        parts = [f"{self._done:,}{of} answers graded", f"{self._failed:,} failed"]
        then, before = self._past[0]
        passed = self._seconds() - then
        if passed >= 1 and self._done > before:
            rate = (self._done - before) / passed
            parts.append(f"{rate:,.1f} answers/s")
            if of and total is not None:
                parts.append(f"about {_duration((total - self._done) / rate)} left")
        return ", ".join([*parts, *filter(None, [self._also()])])


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _terminal() -> Console | None:
    """Return standard error where it can show a bar."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    from rich.console import Console

    console = Console(stderr=True)
    return None if console.is_dumb_terminal else console
