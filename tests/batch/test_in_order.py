"""Work goes on side by side and comes out in order, with few in hand."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import count, islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.batch.in_order import AHEAD, in_order

MUST_HAPPEN = 5.0


def doubled(number: int) -> int:
    return 2 * number


def fails_on(bad: int) -> Iterator[tuple[int]]:
    """Yield 0, 1, 2, … and fail in the place of one."""
    for number in range(bad):
        yield (number,)
    raise ConnectionError(str(bad))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(), max_size=40), st.integers(1, 5))
def test_results_come_in_the_order_of_things(numbers: list[int], jobs: int) -> None:
    things = [(number,) for number in numbers]
    assert list(in_order(doubled, things, jobs)) == [2 * number for number in numbers]


@pytest.mark.parametrize("jobs", [1, 3])
def test_a_thing_is_all_arguments_of_its_call(jobs: int) -> None:
    things: list[tuple[object, ...]] = [(1, "a"), (2, None)]
    assert list(in_order(lambda one, other: (other, one), things, jobs)) == [("a", 1), (None, 2)]


def test_a_late_first_result_is_still_the_first_and_stalls_no_other() -> None:
    done: list[int] = []
    others = threading.Event()

    def make(number: int) -> int:
        if number == 0:
            assert others.wait(MUST_HAPPEN)
        done.append(number)
        if len(done) == 2 * AHEAD - 1:
            others.set()
        return number

    assert list(in_order(make, [(n,) for n in range(2 * AHEAD)], 2)) == [*range(2 * AHEAD)]
    assert done[-1] == 0
    assert sorted(done) == [*range(2 * AHEAD)]


@pytest.mark.parametrize("jobs", [2, 3])
def test_as_many_are_worked_on_at_once_as_there_are_jobs_and_no_more(jobs: int) -> None:
    lock, met = threading.Lock(), threading.Barrier(jobs, timeout=MUST_HAPPEN)
    out = most = 0

    def make(number: int) -> None:
        nonlocal out, most
        with lock:
            out += 1
            most = max(most, out)
        met.wait()  # passes when as many are here as there are jobs
        with lock:
            out -= 1

    assert len(list(in_order(make, [(n,) for n in range(4 * jobs)], jobs))) == 4 * jobs
    assert most == jobs


@pytest.mark.parametrize("jobs", [2, 3])
def test_no_more_things_are_taken_than_may_be_in_hand(jobs: int) -> None:
    taken: list[int] = []

    def things() -> Iterator[tuple[int]]:
        for number in count():
            taken.append(number)
            yield (number,)

    results = in_order(doubled, things(), jobs)
    assert taken == []
    assert next(results) == 0
    assert len(taken) == AHEAD * jobs
    assert list(islice(results, 5)) == [2, 4, 6, 8, 10]
    assert len(taken) == AHEAD * jobs + 5
    results.close()  # type: ignore[attr-defined]
    assert len(taken) == AHEAD * jobs + 5


def test_with_one_job_nothing_is_taken_ahead_and_all_happens_here() -> None:
    taken: list[int] = []
    here = threading.get_ident()

    def things() -> Iterator[tuple[int]]:
        for number in count():
            taken.append(number)
            yield (number,)

    def make(number: int) -> tuple[int, int]:
        return number, threading.get_ident()

    results = in_order(make, things(), 1)
    for number in range(3):
        assert next(results) == (number, here)
        assert taken == [*range(number + 1)]


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_things_are_taken_in_the_callers_thread(jobs: int) -> None:
    where: set[int] = set()

    def things() -> Iterator[tuple[int]]:
        for number in range(20):
            where.add(threading.get_ident())
            yield (number,)

    list(in_order(doubled, things(), jobs))
    assert where == {threading.get_ident()}


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_first_error_in_order_ends_it_after_what_came_before(jobs: int) -> None:
    def make(number: int) -> int:
        if number in (5, 7):
            raise ValueError(str(number))
        return number

    found: list[int] = []
    with pytest.raises(ValueError, match=r"^5$"):
        found.extend(in_order(make, [(n,) for n in range(100)], jobs))
    results = in_order(make, [(n,) for n in range(100)], jobs)
    assert [next(results) for _ in range(5)] == [0, 1, 2, 3, 4]
    with pytest.raises(ValueError, match=r"^5$"):
        next(results)
    assert list(results) == []


def all_workers_end() -> None:
    for thread in threading.enumerate():
        if thread.name.startswith("ThreadPoolExecutor"):
            thread.join(MUST_HAPPEN)


def test_after_an_error_nothing_more_is_begun() -> None:
    begun: list[int] = []
    gate = threading.Event()

    def make(number: int) -> None:
        begun.append(number)
        if number == 0:
            raise ValueError(number)
        gate.wait(MUST_HAPPEN)

    with pytest.raises(ValueError, match=r"^0$"):
        next(in_order(make, [(n,) for n in range(2 * AHEAD)], 2))
    gate.set()
    all_workers_end()
    assert len(begun) <= 3  # both workers may hold one by then


def test_who_stops_taking_stops_the_work() -> None:
    begun: list[int] = []
    gate = threading.Event()

    def make(number: int) -> int:
        begun.append(number)
        if number:
            gate.wait(MUST_HAPPEN)
        return number

    results = in_order(make, [(n,) for n in range(2 * AHEAD)], 2)
    assert next(results) == 0
    results.close()  # type: ignore[attr-defined]
    gate.set()
    all_workers_end()
    assert len(begun) <= 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_things_own_ends_it_too(jobs: int) -> None:
    with pytest.raises(ConnectionError, match=r"^3$"):
        list(in_order(doubled, fails_on(3), jobs))


@pytest.mark.parametrize("jobs", [1, 2])
def test_nothing_comes_of_nothing(jobs: int) -> None:
    assert list(in_order(doubled, [], jobs)) == []
