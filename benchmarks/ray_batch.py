"""How much more workers on Ray do: two processors against one, and four judges' calls against one.

    python -m benchmarks.ray_batch [--rows 1200] [--part 40] [--only processors|judge]

Both figures are (rate of n workers) / (n times the rate of one), measured in turn in one run on a
cluster on this machine. A rate is that of the parts from the n-th that stands to the last: starting
a cluster, its workers and their models is not in it; ``start`` says how long that took.

- ``processors``: 1 and 2 workers of one thread each, as with ``--matcher similarity``.
- ``judge``: 1 and 4 workers with one call at a time each, a judge on this machine that takes
  0.2 s a call and rules on every answer; models are fakes, so that waiting is the work.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.batch import answers
from interviewer.batch.cluster import cluster
from interviewer.batch.on_ray import Equip, Seat, grade_on_ray
from interviewer.batch.one_part import Equipped, Sheet
from interviewer.batch.parts import Place
from interviewer.cli.judging import THREADS_A_CALL
from interviewer.cli.wiring import build_grader, open_bank
from interviewer.fusion import Refiner
from interviewer.grader import Grader
from interviewer.judge.openai.client import Client, Endpoint
from interviewer.judge.openai.transport import Limits, Transport
from interviewer.judge.ruling import LlmJudge
from interviewer.records.rows import row_of
from interviewer.settings import JudgeSettings
from interviewer.testing.fakes import FakeEmbedder, FakeMatcher, fake_calibration
from interviewer.testing.fault_server import FaultServer
from interviewer.testing.rulers import fair

LATENCY = 0.2
MOST_WORKERS = 4


class Measured(NamedTuple):
    """Rows per second once all work, and the seconds until they did."""

    rate: float
    start: float


@contextmanager
def local(_: Seat) -> Iterator[Equipped]:
    """Yield the bundled embedder with the quick matcher, on one thread."""
    yield Equipped(build_grader("bundled", "similarity", side_by_side=True))


@contextmanager
def judged(url: str, seat: Seat) -> Iterator[Equipped]:
    """Yield fakes and a judge at this address."""
    limits = Limits(jobs=seat.calls_at_once)
    transport = Transport(Client(Endpoint("m", url, "k")), budget=seat.budget, limits=limits)
    refiner = Refiner(LlmJudge("m", transport), "always")
    grader = Grader(
        embedder=FakeEmbedder(),
        matcher=FakeMatcher(),
        calibration=fake_calibration(),
        refiner=refiner,
    )
    yield Equipped(grader, THREADS_A_CALL * seat.calls_at_once)


def measured(
    rows: Sequence[dict[str, str]], equip: Equip, workers: int, part: int, *, judge: bool
) -> Measured:
    """Return how fast so many workers grade these rows."""
    bank = open_bank(None)
    given = [row_of(n, n, dict(row)) for n, row in enumerate(rows, start=1)]
    began = perf_counter()
    times: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        sheet = Sheet(Place(Path(folder) / "out"), bank.items, bank.broken)
        settings = JudgeSettings(jobs=workers) if judge else None
        steps = grade_on_ray(given, sheet, equip, judge=settings, workers=workers, most=part)
        times.extend(perf_counter() for told in steps if told.done is not None)
    first = times[workers - 1]
    return Measured(part * (len(times) - workers) / (times[-1] - first), first - began)


def compare(
    name: str, rows: Sequence[dict[str, str]], equip: Equip, many: int, part: int, *, judge: bool
) -> None:
    """Print what one worker does, what many do, and the ratio."""
    one = measured(rows[: len(rows) // (many if judge else 1)], equip, 1, part, judge=judge)
    all_ = measured(rows, equip, many, part, judge=judge)
    print(
        f"{name}: 1 worker {one.rate:.1f} rows/s, {many} workers {all_.rate:.1f} rows/s, "
        f"efficiency {all_.rate / (many * one.rate):.2f}; start {all_.start:.0f} s"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=1200)
    parser.add_argument("--part", type=int, default=40)
    parser.add_argument("--only", choices=["processors", "judge"])
    options = parser.parse_args()
    rows = answers(list(open_bank(None).items.values()), options.rows, repeated=False)
    with cluster(None, MOST_WORKERS):
        if options.only != "judge":
            compare("processors", rows, local, 2, options.part, judge=False)
        if options.only != "processors":
            with FaultServer("none", ruler=fair, latency=LATENCY) as server:
                equip = partial(judged, server.url)
                compare("judge", rows, equip, MOST_WORKERS, options.part, judge=True)


if __name__ == "__main__":
    main()
