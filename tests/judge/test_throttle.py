"""Threads are held back until they may go: by how many are out, and by the first for a prefix."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, suppress
from threading import Barrier, Event, Lock, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.judge.openai.throttle import Throttle, Warming

MUST_HAPPEN = 5.0
"""Seconds after which a thread that should have gone on is stuck."""

WOULD_HAVE = 0.03
"""Seconds in which a thread that nobody holds back has long gone on."""


class Caller:
    """A thread that enters a block as soon as it may and stays until it is told to leave."""

    def __init__(self, block: Callable[[], AbstractContextManager[None]]) -> None:
        self._block = block
        self._entered = Event()
        self._may_leave = Event()
        self._fails = False
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        with suppress(ConnectionError), self._block():
            self._entered.set()
            self._may_leave.wait(2 * MUST_HAPPEN)  # nobody goes because we gave up
            if self._fails:
                raise ConnectionError

    def goes(self) -> bool:
        return self._entered.wait(MUST_HAPPEN)

    def waits(self) -> bool:
        return not self._entered.wait(WOULD_HAVE)

    def leave(self, *, fails: bool = False) -> None:
        self._fails = fails
        self._may_leave.set()
        self._thread.join(MUST_HAPPEN)


def most_at_once(throttle: Throttle, together: int, calls: int) -> int:
    """Return how many of some calls were ever out at once; each waits until ``together`` are."""
    lock, met = Lock(), Barrier(together, timeout=MUST_HAPPEN)
    out = most = 0

    def call(_: int) -> None:
        nonlocal out, most
        with throttle.slot():
            with lock:
                out += 1
                most = max(most, out)
            met.wait()
            with lock:
                out -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(call, range(calls)))
    return most


def test_as_many_calls_as_jobs_are_out_at_once_and_no_more() -> None:
    assert most_at_once(Throttle(3), together=3, calls=12) == 3


def test_fewer_are_out_at_once_after_a_429() -> None:
    throttle = Throttle(4)
    throttle.slowed()
    assert most_at_once(throttle, together=2, calls=12) == 2


def test_calls_that_are_out_when_the_limit_falls_are_counted_against_it() -> None:
    throttle = Throttle(2)
    first, second = Caller(throttle.slot), Caller(throttle.slot)
    assert first.goes()
    assert second.goes()
    throttle.slowed()
    third = Caller(throttle.slot)
    first.leave()
    assert third.waits()
    second.leave()
    assert third.goes()
    third.leave()


def test_a_call_that_fails_gives_its_slot_back() -> None:
    throttle = Throttle(1)
    first = Caller(throttle.slot)
    assert first.goes()
    first.leave(fails=True)
    second = Caller(throttle.slot)
    assert second.goes()
    second.leave()


def test_a_429_halves_the_limit_down_to_one() -> None:
    throttle = Throttle(9)
    for limit in (4, 2, 1, 1, 1):
        with throttle.slot():
            throttle.slowed()
        assert throttle.limit == limit


def test_a_burst_that_is_refused_as_a_whole_halves_once() -> None:
    throttle = Throttle(8)
    with ExitStack() as burst:
        for _ in range(8):
            burst.enter_context(throttle.slot())
        for _ in range(8):
            throttle.slowed()
    throttle.slowed()  # told after the slot was given back, but still of that burst
    assert throttle.limit == 4
    with throttle.slot():
        throttle.slowed()
    assert throttle.limit == 2


def test_a_call_that_set_out_after_the_halving_halves_again_while_old_ones_are_out() -> None:
    throttle = Throttle(8)
    old = Caller(throttle.slot)
    assert old.goes()
    throttle.slowed()

    def newcomer() -> None:
        with throttle.slot():
            throttle.slowed()

    thread = Thread(target=newcomer)
    thread.start()
    thread.join()
    assert throttle.limit == 2
    old.leave()


def test_the_limit_comes_back_by_one_after_as_many_successes_as_it_is() -> None:
    throttle = Throttle(4)
    throttle.slowed()
    limits = []
    for _ in range(8):
        throttle.went_well()
        limits.append(throttle.limit)
    assert limits == [2, 3, 3, 3, 4, 4, 4, 4]


def test_a_429_forgets_the_successes_before_it() -> None:
    throttle = Throttle(8)
    throttle.slowed()
    for _ in range(3):
        throttle.went_well()
    with throttle.slot():
        throttle.slowed()
    throttle.went_well()
    assert throttle.limit == 2
    throttle.went_well()
    assert throttle.limit == 3


def test_who_waits_goes_when_the_limit_comes_back() -> None:
    throttle = Throttle(2)
    throttle.slowed()
    first = Caller(throttle.slot)
    assert first.goes()
    second = Caller(throttle.slot)
    assert second.waits()
    throttle.went_well()
    assert second.goes()
    first.leave()
    second.leave()


@pytest.mark.parametrize("jobs", [0, -1])
def test_nobody_could_ever_go_without_a_job(jobs: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Throttle(jobs)


@settings(deadline=None)
@given(st.integers(1, 20), st.lists(st.sampled_from(("slowed", "well", "server error"))))
def test_the_limit_stays_between_one_and_jobs(jobs: int, outcomes: list[str]) -> None:
    throttle = Throttle(jobs)
    for outcome in outcomes:
        before = throttle.limit
        with throttle.slot():
            if outcome == "slowed":
                throttle.slowed()
            elif outcome == "well":
                throttle.went_well()
        assert 1 <= throttle.limit <= jobs
        assert outcome != "server error" or throttle.limit == before


def test_the_first_for_a_prefix_goes_alone_and_then_all_go() -> None:
    warming = Warming()
    first = Caller(lambda: warming.turn("dropout"))
    assert first.goes()
    second = Caller(lambda: warming.turn("dropout"))
    third = Caller(lambda: warming.turn("dropout"))
    assert second.waits()
    assert third.waits()
    first.leave()
    assert second.goes()
    assert third.goes()
    second.leave()
    third.leave()


def test_another_prefix_waits_for_nobody() -> None:
    warming = Warming()
    first = Caller(lambda: warming.turn("dropout"))
    assert first.goes()
    other = Caller(lambda: warming.turn("attention"))
    assert other.goes()
    first.leave()
    other.leave()


def test_after_a_first_that_failed_the_next_goes_alone() -> None:
    warming = Warming()
    first = Caller(lambda: warming.turn("dropout"))
    assert first.goes()
    waiting = [Caller(lambda: warming.turn("dropout")) for _ in range(2)]
    first.leave(fails=True)
    next_one = _first_to_go(waiting)
    waiting.remove(next_one)
    assert waiting[0].waits()
    next_one.leave()
    assert waiting[0].goes()
    waiting[0].leave()


def test_a_warm_prefix_stays_warm_when_a_later_call_fails() -> None:
    warming = Warming()
    with warming.turn("dropout"):
        pass
    second = Caller(lambda: warming.turn("dropout"))
    assert second.goes()
    second.leave(fails=True)
    with warming.turn("dropout"):
        third = Caller(lambda: warming.turn("dropout"))
        assert third.goes()
    third.leave()


def _first_to_go(callers: list[Caller]) -> Caller:
    for _ in range(int(MUST_HAPPEN / WOULD_HAVE)):
        for caller in callers:
            if not caller.waits():
                return caller
    raise AssertionError("nobody went")
