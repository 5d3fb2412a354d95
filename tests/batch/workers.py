"""What workers on Ray build in tests: a module that they can import, as a user's would be."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from pathlib import Path

from numpy.typing import NDArray

from interviewer.batch.on_ray import Equipped, Seat
from interviewer.errors import MatcherError
from interviewer.fusion import Refiner
from interviewer.grader import Grader
from interviewer.judge.openai.client import Client, Endpoint
from interviewer.judge.openai.transport import Limits, Transport
from interviewer.judge.prices import Price
from interviewer.judge.ruling import LlmJudge
from interviewer.seams import Pair
from interviewer.testing.fakes import FakeEmbedder, FakeMatcher, fake_calibration
from tests.judge.judged import KEY, MODEL

PRICE = Price(input=Decimal(2), output=Decimal(8))


class Mortal(FakeMatcher):
    """Kills its process at the words "dies", once for each text in which they stand."""

    def __init__(self, graves: Path) -> None:
        super().__init__()
        self._graves = graves

    def read(self, pairs: Sequence[Pair]) -> NDArray[object]:  # type: ignore[override]
        for pair in pairs:
            if "dies" in pair.passage:
                grave = self._graves / pair.passage
                if not grave.exists():
                    grave.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
        return super().read(pairs)  # type: ignore[return-value]


@contextmanager
def mortal(graves: Path, _: Seat) -> Iterator[Equipped]:
    matcher = Mortal(graves)
    yield Equipped(Grader(embedder=FakeEmbedder(), matcher=matcher, calibration=fake_calibration()))


def broken(_: Seat) -> AbstractContextManager[Equipped]:
    raise MatcherError("the weights are not there")


@contextmanager
def judged(url: str, graves: Path, seat: Seat) -> Iterator[Equipped]:
    """A grader that asks an endpoint about everything, as the command line would make it."""
    transport = Transport(
        Client(Endpoint(MODEL, url, KEY)),
        budget=seat.budget,
        price=PRICE,
        limits=Limits(attempt=5.0, deadline=10.0, jobs=seat.calls_at_once),
    )
    grader = Grader(
        embedder=FakeEmbedder(),
        matcher=Mortal(graves),
        calibration=fake_calibration(),
        refiner=Refiner(LlmJudge(MODEL, transport), "always"),
    )
    try:
        yield Equipped(grader, 2 * seat.calls_at_once)
    finally:
        transport.close()
