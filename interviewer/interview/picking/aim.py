"""How hard the next question should be: easy to begin with, then within reach, hard at the end."""

from __future__ import annotations

from typing import Literal, NamedTuple

from interviewer.interview.ability import expected, information
from interviewer.items import Item
from interviewer.sessions import Session

PRACTICE = 0.7
"""The share of its points expected of a practice question: hard enough to learn from, mostly had.
This and the other numbers here are choices, not fits."""

WARM_UP = 0.85
STRETCH = 0.5

NEAR = 0.1
"""A share expected this near to a warm-up's or a stretch's is one; none other is called so."""

WARM_UP_FROM = 3
"""An interview of so many questions begins with a warm-up."""

STRETCH_FROM = 4
"""An interview of so many questions ends with a stretch."""

_PLACES = 2
"""Distances are compared to so many places: finer differences mean nothing."""

Kind = Literal["warm-up", "stretch", "practice", "information"]
_SHARES: dict[Kind, float] = {"warm-up": WARM_UP, "stretch": STRETCH, "practice": PRACTICE}


class Aim(NamedTuple):
    """What is wanted of the next question, for a candidate of ability ``theta``."""

    kind: Kind
    theta: float

    def expected(self, item: Item) -> float:
        """Return the share of the question's points that is expected."""
        return expected(item, self.theta)

    def misses(self, item: Item) -> bool:
        """Return whether a warm-up or a stretch is wanted and this question is none."""
        wanted = _SHARES.get(self.kind)
        if wanted is None or self.kind == "practice":
            return False
        return round(abs(self.expected(item) - wanted), _PLACES) > NEAR

    def distance(self, item: Item) -> float:
        """Return how far the question is from what is wanted; less is better."""
        wanted = _SHARES.get(self.kind)
        if wanted is None:
            return round(-information(item, self.theta), _PLACES)
        return round(abs(self.expected(item) - wanted), _PLACES)


def aim_of(session: Session, theta: float) -> Aim:
    """Return what the next question of a session is to be like."""
    rules, asked = session.rules, len(session.turns)
    if rules.mode == "exam":
        return Aim("information", theta)
    if rules.mode == "practice" and rules.questions >= WARM_UP_FROM and asked == 0:
        return Aim("warm-up", theta)
    if rules.mode == "practice" and STRETCH_FROM <= rules.questions == asked + 1:
        return Aim("stretch", theta)
    return Aim("practice", theta)
