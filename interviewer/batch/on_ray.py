"""Grade with many processes, on this machine or on many, by Ray Data.

Each worker is a stateful actor that builds its grader once and is told names of parts, one at a
time (`interviewer.batch.parts`). Ray hands them out, starts a worker that died anew and gives it
its part again; only names and counts go through it. A worker that comes to grief on purpose, over a
full disk or a refused key, says so as a value, for Ray would try it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any, NamedTuple

from interviewer.batch.cluster import cluster, ray_data
from interviewer.batch.ledger import Ledger, SharedBudget, share
from interviewer.batch.one_part import Done, Equipped, Sheet, grade_part
from interviewer.batch.parts import PART_ROWS, cut, holding, remove_others
from interviewer.batch.rows import flagged
from interviewer.errors import InterviewerError
from interviewer.frozen import Frozen
from interviewer.judge.budget import Budget, Spent
from interviewer.records import Row
from interviewer.settings import JudgeSettings

NEEDED = "every machine needs the same Python, keypoint-interviewer[ray] and models"


class Seat(NamedTuple):
    """What a worker has of the run: some of the judge's calls at once, and the one budget."""

    calls_at_once: int
    budget: Budget


Equip = Callable[[Seat], AbstractContextManager[Equipped]]
"""Builds what a worker grades with, open as long as the worker lives. It travels by name: it is a
function of a module, or a `partial` of one."""


class Told(NamedTuple):
    """Where a run stands: parts done of how many, the last of them, and what it took so far."""

    parts: int
    of: int
    workers: int
    done: Done | None
    troubles: Counter[str]
    spent: Spent
    died: int


class _Heard(Frozen):
    """What a worker says of a part: that it stands, or why it can do no more."""

    done: Done | None = None
    error: str | None = None
    troubles: dict[str, int] = {}


def grade_on_ray(
    rows: Iterable[Row],
    sheet: Sheet,
    equip: Equip,
    *,
    source: Path | None = None,
    judge: JudgeSettings | None = None,
    address: str | None = None,
    workers: int | None = None,
    most: int = PART_ROWS,
    force: bool = False,
) -> Iterator[Told]:
    """Grade rows into the sheet's folder; yield how it stands, at first and after each part.

    Records are those of `grade_rows`. ``address`` names a cluster that is up, else one is started
    on this machine and ended; there are ``workers``, or one a processor, and never more than the
    judge may have calls at once. A part that stands and was made from the same is left alone.
    InterviewerError where Ray is missing or the cluster cannot be had, and what a worker raised.
    """
    ray = ray_data()
    with holding(sheet.place, source, force=force) as seen:
        names = list(cut(flagged(rows, seen), sheet.place, most=most))
        with cluster(address, workers) as processors:
            crew = min(workers or processors, max(1, len(names)))
            crew = crew if judge is None else min(crew, judge.jobs)
            ledger = ray.remote(num_cpus=0)(Ledger).remote(judge)
            plan = _Plan(sheet, equip, 1 if judge is None else judge.jobs, crew)
            troubles: Counter[str] = Counter()
            yield Told(0, len(names), crew, None, troubles, *ray.get(ledger.told.remote()))
            for number, heard in enumerate(_heard(ray, names, plan, ledger), start=1):
                if heard.done is None:
                    raise InterviewerError(heard.error)
                troubles.update(heard.troubles)
                so_far = ray.get(ledger.told.remote())
                yield Told(number, len(names), crew, heard.done, troubles, *so_far)
        remove_others(sheet.place, names)


class _Plan(NamedTuple):
    """What every worker is given."""

    sheet: Sheet
    equip: Equip
    calls_at_once: int
    workers: int


class _Worker:
    """Grades part after part, with a grader that it builds for the first."""

    def __init__(self, plan: _Plan, ledger: Any) -> None:
        self._plan = plan
        self._ledger = ledger
        self._open = ExitStack()
        self._equipped: Equipped | None = None
        self._told: Counter[str] = Counter()

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[str]]:
        try:
            heard = self._grade(str(batch["name"][0]))
        except OSError as error:
            heard = _Heard(
                error=f"{error.filename or self._plan.sheet.place.out}: {error.strerror}"
            )
        except InterviewerError as error:
            heard = _Heard(error=str(error))
        return {"heard": [heard.model_dump_json()]}

    def _grade(self, name: str) -> _Heard:
        if self._equipped is None:
            self._equipped = self._open.enter_context(self._plan.equip(self._seat()))
        done = grade_part(self._plan.sheet, name, self._equipped)
        troubles = self._equipped.troubles()
        new, self._told = troubles - self._told, troubles.copy()
        return _Heard(done=done, troubles=dict(new))

    def _seat(self) -> Seat:
        ray = ray_data()
        worker = ray.get_runtime_context().get_actor_id()
        number = ray.get(self._ledger.seat.remote(worker)) % self._plan.workers
        mine = share(self._plan.calls_at_once, self._plan.workers, number)
        return Seat(mine, SharedBudget(self._ledger, worker, ray.get))


def _heard(ray: Any, names: Sequence[str], plan: _Plan, ledger: Any) -> Iterator[_Heard]:
    """Yield what workers say of each part, in the order in which they are done."""
    if not names:
        return
    data = ray.data
    rows = data.from_items([{"name": name} for name in names], override_num_blocks=len(names))
    told = rows.map_batches(
        _Worker,
        batch_size=1,
        fn_constructor_args=(plan, ledger),
        num_cpus=1,
        compute=data.ActorPoolStrategy(size=plan.workers, max_tasks_in_flight_per_actor=1),
    )
    try:
        for row in told.iter_rows():
            yield _Heard.model_validate_json(row["heard"])
    except ray.exceptions.RayActorError as error:
        why = str(error).strip().splitlines()[-1]
        raise InterviewerError(f"Ray: no worker can start: {why}; {NEEDED}") from error
