"""What simulated interviews came to: scores without and with help, and what probing brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, quantiles
from typing import NamedTuple

from interviewer.interview.standing import standing
from interviewer.items import Item
from interviewer.sessions import Turn
from interviewer.testing.simulation import Held

_TENTHS = 10


class Spread(NamedTuple):
    """A mean over interviews, and where the middle 80 % of them lie."""

    mean: float
    low: float
    high: float


class Summary(NamedTuple):
    """What so many interviews came to.

    ``unaided`` and ``assisted`` are shares of the points, None where no interview has one.
    ``probed`` counts the keypoints and misconceptions that were asked about, ``recovered`` those of
    them that a reply brought more of.
    """

    interviews: int
    questions: int
    unaided: Spread | None
    assisted: Spread | None
    probes: int
    probed: int
    recovered: int


class Tally(NamedTuple):
    """What one interview adds to a summary."""

    questions: int
    unaided: float | None
    assisted: float | None
    probes: int
    probed: int
    recovered: int


def tally(held: Held, items: Mapping[str, Item]) -> Tally:
    """Return what an interview adds to a summary."""
    turns = held.session.turns
    stands = standing(turns, items)
    gains = [gain for turn in turns for gain in _gains(turn)]
    return Tally(
        questions=len(turns),
        unaided=stands.fraction,
        assisted=stands.assisted,
        probes=sum(len(turn.probes) for turn in turns),
        probed=len(gains),
        recovered=sum(gains),
    )


def summary(tallies: Iterable[Tally]) -> Summary:
    """Return what these interviews came to."""
    rows = list(tallies)
    return Summary(
        interviews=len(rows),
        questions=sum(row.questions for row in rows),
        unaided=_spread([row.unaided for row in rows if row.unaided is not None]),
        assisted=_spread([row.assisted for row in rows if row.assisted is not None]),
        probes=sum(row.probes for row in rows),
        probed=sum(row.probed for row in rows),
        recovered=sum(row.recovered for row in rows),
    )


def _gains(turn: Turn) -> list[bool]:
    """Return for each thing that was asked about whether a reply had more of it than the answer."""
    had = {} if turn.grade is None else {v.keypoint_id: v.credit for v in turn.grade.verdicts}
    best: dict[str, float] = {}
    for probe in turn.probes:
        if probe.about:
            credit = 0.0 if probe.verdict is None else probe.verdict.credit
            best[probe.about] = max(credit, best.get(probe.about, 0.0))
    return [credit > had.get(about, 0.0) for about, credit in best.items()]


def _spread(shares: Sequence[float]) -> Spread | None:
    if not shares:
        return None
    if len(shares) == 1:
        return Spread(shares[0], shares[0], shares[0])
    tenths = quantiles(shares, n=_TENTHS, method="inclusive")
    return Spread(fmean(shares), tenths[0], tenths[-1])
