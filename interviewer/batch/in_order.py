"""Work on several things at once and hand the results on in their order, with few in hand."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

AHEAD = 4
"""So many times ``jobs`` are begun before the oldest is handed on: a slow one holds up no more."""

Given = TypeVar("Given")
Made = TypeVar("Made")


def in_order(
    make: Callable[..., Made], things: Iterable[tuple[Given, ...]], jobs: int
) -> Iterator[Made]:
    """Yield ``make(*thing)`` for each thing, in order; the first error ends it.

    With one job everything happens in the caller's thread.
    """
    if jobs == 1:
        for thing in things:
            yield make(*thing)
        return
    waiting: deque[Future[Made]] = deque()
    pool = ThreadPoolExecutor(jobs)
    try:
        for thing in things:
            waiting.append(pool.submit(make, *thing))
            if len(waiting) >= AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
