"""Progress bars on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from interviewer.grades import Grade

if TYPE_CHECKING:
    from rich.console import Console

Counted = TypeVar("Counted")


def counted(things: Sequence[Counted], words: str) -> Iterator[Counted]:
    """Yield the things and show how many of them are done."""
    console = _terminal()
    if console is None:
        yield from things
        return
    from rich.progress import track

    yield from track(things, words, console=console, transient=True)


def with_progress(grades: Iterable[Grade]) -> Iterator[Grade]:
    """Yield the grades and show how many there are, how fast, and how many failed."""
    console = _terminal()
    if console is None:
        yield from grades
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} answers graded, {task.fields[failed]} failed,"),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, failed=0, rate="")
        failed = 0
        for grade in grades:
            failed += grade.status == "failed"
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            rate = "" if speed is None else f"{speed:.1f} answers/s"
            bar.update(task, advance=1, failed=failed, rate=rate)
            yield grade


def _terminal() -> Console | None:
    """Return standard error where it can show a bar."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    from rich.console import Console

    console = Console(stderr=True)
    return None if console.is_dumb_terminal else console
