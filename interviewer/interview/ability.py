"""How able a candidate is, as far as their answers tell: one number in logits, with its error.

The ability is the mean of its posterior on a grid (EAP), under the model of `rasch`. How surely the
grader found a keypoint goes in as soft evidence. Between sessions ability wanders, so what was seen
months ago weighs less. The numbers below are choices; none is fitted yet.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import mul
from typing import NamedTuple

from interviewer.interview.observations import Evidence, evidence
from interviewer.interview.rasch import GRID, STEP, chance, expected, fit, information
from interviewer.items import Item
from interviewer.sessions import Session

__all__ = ["Ability", "Difference", "ability", "by_topic", "chance", "expected", "information"]

PRIOR_MEAN = 0.0
PRIOR_SPREAD = 1.0
"""What is believed of a candidate who has said nothing: normal, in logits. A choice that sets the
scale: half of the candidates have a keypoint of difficulty 0."""

DRIFT = 0.05
"""How far ability wanders in a day, as a standard deviation in logits: .5 in a hundred days. A
choice."""

LONGEST_DRIFT_DAYS = 730.0
"""Days between two sessions beyond this do not count. A choice: by then ability has wandered
further than candidates differ."""

TOPIC_SPREAD = 0.5
"""How much a candidate's topics differ before anything is known, as a standard deviation in logits.
A choice."""

LEAST_SHOWN = 3
"""From so many answered questions on an ability is worth showing. A choice."""

_DAY = 86400.0
_PLACES = 4


class Ability(NamedTuple):
    """An ability in logits with its standard deviation, and from how many answered questions."""

    mean: float
    deviation: float
    answered: int

    @property
    def shown(self) -> str | None:
        """Return it in words, ``0.4 ± 0.5 after 6 questions``; None where that is not earned."""
        if self.answered < LEAST_SHOWN:
            return None
        mean = round(self.mean, 1) + 0.0  # no -0.0
        return f"{mean:.1f} ± {self.deviation:.1f} after {self.answered} questions"


class Difference(NamedTuple):
    """How much abler in one topic than over all, in logits, with its standard deviation."""

    mean: float
    deviation: float
    answered: int


class _Sitting(NamedTuple):
    """What one session told: its time, and for each question the topic and the evidence."""

    began: datetime
    ended: datetime
    told: list[tuple[str, tuple[Evidence, ...]]]


def ability(
    sessions: Sequence[Session], items: Mapping[str, Item], *, topic: str | None = None
) -> Ability:
    """Return the ability at the last of these sessions, oldest first, from all of their turns.

    With a ``topic``, only its questions are read. Questions that are no longer among the items say
    nothing.
    """
    sittings = _of_topic(_sittings(sessions, items), topic)
    mean, deviation = _moments(_likelihood(sittings), PRIOR_MEAN, PRIOR_SPREAD)
    return Ability(mean, deviation, sum(len(sitting.told) for sitting in sittings))


def by_topic(sessions: Sequence[Session], items: Mapping[str, Item]) -> dict[str, Difference]:
    """Return how each topic that was answered at least once differs from the ability over all.

    Differences are shrunk: each is believed to be normal around 0 (`TOPIC_SPREAD`) before the
    topic's own answers are read, with the ability over all taken for known.
    """
    sittings = _sittings(sessions, items)
    over_all, _ = _moments(_likelihood(sittings), PRIOR_MEAN, PRIOR_SPREAD)
    differences = {}
    for topic in sorted({topic for sitting in sittings for topic, _ in sitting.told}):
        own = _of_topic(sittings, topic)
        mean, deviation = _moments(_likelihood(own), over_all, TOPIC_SPREAD)
        answered = sum(len(sitting.told) for sitting in own)
        differences[topic] = Difference(round(mean - over_all, _PLACES), deviation, answered)
    return differences


def _sittings(sessions: Sequence[Session], items: Mapping[str, Item]) -> list[_Sitting]:
    found = []
    for session in sessions:
        told = []
        for turn in session.turns:
            item = items.get(turn.question_id)
            if item is None:
                continue
            seen = evidence(turn, item)
            if seen:
                told.append((item.question.topic, seen))
        began, ended = session.started_at, session.last_at
        found.append(_Sitting(datetime.fromisoformat(began), datetime.fromisoformat(ended), told))
    return found


def _of_topic(sittings: Sequence[_Sitting], topic: str | None) -> list[_Sitting]:
    """Return the sittings with what they told about one topic, where one is named."""
    return [
        sitting._replace(told=[each for each in sitting.told if topic in (None, each[0])])
        for sitting in sittings
    ]


def _likelihood(sittings: Sequence[_Sitting]) -> list[float]:
    """Return how well each ability of the grid, held now, fits what was told, up to a factor."""
    fits = [1.0] * len(GRID)
    before: datetime | None = None
    for sitting in sittings:
        if before is not None:
            fits = _drifted(fits, (sitting.began - before).total_seconds() / _DAY)
        for _, seen in sitting.told:
            fits = list(map(mul, fits, fit(seen)))
            most = max(fits)
            fits = [each / most for each in fits]
        before = sitting.ended
    return fits


def _drifted(fits: list[float], days: float) -> list[float]:
    """Return the likelihood some days later: spread by a random walk that the edges throw back."""
    variance = DRIFT**2 * min(max(days, 0.0), LONGEST_DRIFT_DAYS) / STEP**2
    steps = math.ceil(2 * variance)
    for _ in range(steps):
        moved = variance / steps / 2  # to each side; at most a quarter
        below, above = [fits[0], *fits[:-1]], [*fits[1:], fits[-1]]
        fits = [
            (1 - 2 * moved) * here + moved * (low + high)
            for here, low, high in zip(fits, below, above, strict=True)
        ]
    return fits


def _moments(fits: Sequence[float], mean: float, spread: float) -> tuple[float, float]:
    """Return mean and standard deviation of the posterior under a normal prior."""
    masses = [
        each * math.exp(-(((theta - mean) / spread) ** 2) / 2)
        for theta, each in zip(GRID, fits, strict=True)
    ]
    total = sum(masses)
    at = sum(map(mul, GRID, masses)) / total
    variance = (
        sum(mass * (theta - at) ** 2 for theta, mass in zip(GRID, masses, strict=True)) / total
    )
    return round(at, _PLACES), round(math.sqrt(variance), _PLACES)
