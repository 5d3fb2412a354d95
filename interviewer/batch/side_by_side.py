"""Grade several answers at once, each distinct one once, and hand the grades on in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from interviewer.batch.keys import key_of
from interviewer.batch.settled import Settled
from interviewer.grades import Grade
from interviewer.items import Item
from interviewer.summing import Given, still_holds

if TYPE_CHECKING:
    from interviewer.grader import Grader

WINDOW = 128
"""So many rows are taken up together: enough that a question comes several times, few enough that
the first record does not wait long. A choice."""


class Work(NamedTuple):
    """A row to grade."""

    item: Item
    given: Given


class _Slot(NamedTuple):
    """A row under way: what there is of it already, or what is being made of it."""

    work: Work | None
    key: str = ""
    grade: Grade | None = None
    future: Future[Grade] | None = None


def side_by_side(
    things: Iterable[Work | Grade],
    grader: Grader,
    settled: Settled,
    *,
    jobs: int,
    window: int = WINDOW,
) -> Iterator[Grade]:
    """Yield a grade a thing, in order; one that is a grade already passes through.

    With one job everything happens in the caller's thread, row by row. The first error ends it;
    what was graded by then is kept in ``settled``.
    """
    if jobs == 1:
        yield from _one_by_one(things, grader, settled)
        return
    crew = _Crew(grader, settled, jobs)
    try:
        rest = iter(things)
        ahead: list[_Slot] = []
        while slots := crew.begin(list(islice(rest, window))):
            yield from crew.finish(ahead)
            ahead = slots
        yield from crew.finish(ahead)
    finally:
        crew.leave()


def _one_by_one(
    things: Iterable[Work | Grade], grader: Grader, settled: Settled
) -> Iterator[Grade]:
    for thing in things:
        if isinstance(thing, Grade):
            yield thing
            continue
        key = _key(thing, grader)
        stored = settled.find(key)
        if stored is not None and still_holds(stored, thing.item):
            yield grader.regrade(stored, thing.item, thing.given)
            continue
        grade = _graded(thing, grader)
        _keep(settled, key, grade)
        yield grade


class _Crew:
    """Threads that grade, and the one that keeps what they made: the caller's."""

    def __init__(self, grader: Grader, settled: Settled, jobs: int) -> None:
        self._grader = grader
        self._settled = settled
        self._pool = ThreadPoolExecutor(jobs)
        self._open: dict[Future[Grade], str] = {}
        self._by_key: dict[str, Future[Grade]] = {}

    def begin(self, things: list[Work | Grade]) -> list[_Slot]:
        """Take up some rows; those of one question are handed out together."""
        slots = [self._slot(thing) for thing in things]
        open_ = [(at, s.work) for at, s in enumerate(slots) if s.work and s.grade is None]
        for at, work in sorted(open_, key=lambda one: (one[1].item.id, one[0])):
            key = slots[at].key
            future = self._by_key.get(key)
            if future is None:
                future = self._by_key[key] = self._pool.submit(_graded, work, self._grader)
                self._open[future] = key
            slots[at] = slots[at]._replace(future=future)
        return slots

    def finish(self, slots: list[_Slot]) -> Iterator[Grade]:
        """Yield the grades of rows that were taken up, each when those before it are there."""
        for slot in slots:
            if slot.future is None or slot.work is None:
                assert slot.grade is not None
                yield slot.grade
                continue
            while slot.future in self._open:
                self._keep_what_is_done()
            grade = slot.future.result()
            is_own = grade.row == slot.work.given.row
            yield grade if is_own else self._again(grade, slot.work)
        for slot in slots:
            self._by_key.pop(slot.key, None)

    def leave(self) -> None:
        """Begin nothing more, and keep what is finished by now."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for future, key in self._open.items():
            if future.done() and not future.cancelled() and future.exception() is None:
                _keep(self._settled, key, future.result())

    def _slot(self, thing: Work | Grade) -> _Slot:
        if isinstance(thing, Grade):
            return _Slot(None, grade=thing)
        key = _key(thing, self._grader)
        if key in self._by_key:
            return _Slot(thing, key)
        stored = self._settled.find(key)
        if stored is None or not still_holds(stored, thing.item):
            return _Slot(thing, key)
        return _Slot(thing, key, self._grader.regrade(stored, thing.item, thing.given))

    def _keep_what_is_done(self) -> None:
        done, _ = wait(self._open, return_when=FIRST_COMPLETED)
        for future in done:
            key = self._open.pop(future)
            _keep(self._settled, key, future.result())

    def _again(self, grade: Grade, work: Work) -> Grade:
        """Return the grade of a row whose answer was graded for another row."""
        if grade.status != "graded":
            return _graded(work, self._grader)
        return self._grader.regrade(grade, work.item, work.given)


def _graded(work: Work, grader: Grader) -> Grade:
    given = work.given
    return grader.grade(
        work.item, given.answer, row=given.row, flags=given.flags, keep_text=given.keep_text
    )


def _key(work: Work, grader: Grader) -> str:
    fingerprint = grader.fingerprint(work.item, work.given.sha256)
    return key_of(fingerprint, keep_text=work.given.keep_text)


def _keep(settled: Settled, key: str, grade: Grade) -> None:
    if grade.status == "graded":
        settled.keep(key, grade)
