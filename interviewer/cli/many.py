"""``grade --engine ray``: what a worker builds, and what a user is told of its parts."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from interviewer.batch.on_ray import Seat, Told, grade_on_ray
from interviewer.batch.one_part import Equipped, Sheet
from interviewer.batch.parts import Place
from interviewer.batch.progress import LINE_SECONDS
from interviewer.batch.totals import Totals
from interviewer.cli.batch import Target, bank_of, say_counts
from interviewer.cli.judging import judging, told, trouble_lines
from interviewer.cli.wiring import build_grader
from interviewer.errors import RecordsError
from interviewer.records import Row, read_answers
from interviewer.settings import JudgeSettings


class Models(NamedTuple):
    """Which models grade."""

    embedder: str
    matcher: str
    calibration: Path | None


class Cluster(NamedTuple):
    """Which cluster, and how many workers of it; None is one of our own, and one a processor."""

    address: str | None = None
    workers: int | None = None


def grade_many(
    source: Path | None,
    target: Target,
    *,
    bank: Path | None,
    models: Models,
    judge: JudgeSettings,
    cluster: Cluster,
) -> Totals:
    """Grade every row on a Ray cluster, into a folder of parts; return what it comes to."""
    out, form = target.out, target.form
    if out is None:
        raise RecordsError("--engine ray writes a folder of parts; name it with -o")
    if form.format == "csv" or form.packing is not None:
        raise RecordsError("--engine ray writes JSON lines or Parquet; see --format")
    if source is not None and not source.exists():
        raise RecordsError(f"{source}: no such file or folder")
    if judge.model is not None and judge.model.split(":")[0] in ("person", "record"):
        raise RecordsError(f"--engine ray cannot work with the judge {judge.model!r}")
    asks = judge.model is not None and judge.when != "never"
    found = bank_of(bank)
    stdin = sys.stdin.buffer if source is None else None
    rows = read_answers(source or Path("-"), stdin, columns=target.columns)
    calibration = None if models.calibration is None else models.calibration.resolve()
    steps = grade_on_ray(
        _reading(rows),
        Sheet(Place(out.resolve(), form.format), found.items, found.broken, target.keep_text),
        partial(equip, models._replace(calibration=calibration), _absolute(judge)),
        source=source,
        judge=judge if asks else None,
        address=cluster.address,
        workers=cluster.workers,
        force=target.force,
    )
    totals = Totals()
    try:
        for step in _progress(steps):
            if step.done is not None:
                totals.add_part(step.done.counts, step.done.fractions, step.done.scored)
    except BaseException:
        if Place(out).work.is_dir():
            _say(f"what is graded is in {out}; run it again to go on")
        raise
    if asks:
        for line in (*trouble_lines(step.troubles), told(step.spent)):
            _say(line)
    say_counts(totals.counts)
    return totals


@contextmanager
def equip(models: Models, judge: JudgeSettings, seat: Seat) -> Iterator[Equipped]:
    """Yield what a worker grades with: a grader on one thread, or as many as its calls need."""
    mine = judge.model_copy(update={"jobs": seat.calls_at_once})
    with judging(mine, seat.budget) as judged:
        if judged is None:
            yield Equipped(build_grader(*models, side_by_side=True))
        else:
            grader = build_grader(*models, judged.refiner, side_by_side=True)
            yield Equipped(grader, judged.jobs, lambda: judged.heard.troubles)


def _absolute(judge: JudgeSettings) -> JudgeSettings:
    """Return the settings with whole paths: a worker has another working folder."""
    paths = {name: value for name, value in judge if isinstance(value, Path)}
    return judge.model_copy(update={name: path.resolve() for name, path in paths.items()})


def _reading(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows, and say now and then how many were read."""
    last = time.monotonic()
    for row in rows:
        yield row
        if time.monotonic() - last >= LINE_SECONDS:
            last = time.monotonic()
            _say(f"{row.number:,} rows read")


def _progress(steps: Iterable[Told]) -> Iterator[Told]:
    """Yield the steps, and say now and then how it stands."""
    began = last = time.monotonic()
    answers = new = parts = failed = 0
    for step in steps:
        now = time.monotonic()
        if step.done is None:
            began = now
            _say(f"parts to grade: {step.of:,}; workers: {step.workers:,}")
        else:
            rows = step.done.counts.values()
            answers, failed = answers + sum(rows), failed + step.done.counts.get("failed", 0)
            new, parts = (new, parts) if step.done.kept else (new + sum(rows), parts + 1)
        if step.done is not None and (now - last >= LINE_SECONDS or step.parts == step.of):
            last = now
            said = [f"{step.parts:,} of {step.of:,} parts", f"{answers:,} answers graded"]
            said.append(f"{failed:,} failed")
            if parts and now > began:
                said.append(f"{new / (now - began):,.1f} answers/s")
                left = (step.of - step.parts) * (now - began) / parts
                said += [f"about {left:,.0f} s left"] if step.parts < step.of else []
            said += [f"{step.spent.calls:,} calls of the judge"] if step.spent.calls else []
            said += [f"workers that died and were replaced: {step.died:,}"] if step.died else []
            _say(", ".join(said))
        yield step


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
