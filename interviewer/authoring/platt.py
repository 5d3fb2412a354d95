"""A logistic curve through stated probabilities and what was so (Platt, 1999).

Fitted by damped Newton steps on smoothed labels, as Lin, Lin and Weng (2007) have it: the loss
falls with every step, so that confident and wrong probabilities, or labels at random, find an
end.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from interviewer.errors import InterviewerError
from interviewer.scoring.calibration import Knot

_EDGE = 1e-4
_ROUNDS = 100
_HALVINGS = 30
_PLACES = tuple(round(1 / (1 + math.exp(-0.46 * step)), 4) for step in range(-20, 21))
"""Where the curve is kept: evenly in log-odds, since most probabilities lie near the ends."""


class Curve(NamedTuple):
    """logit(true share) = ``slope`` · logit(stated) + ``shift``."""

    slope: float
    shift: float

    def __call__(self, share: float) -> float:
        """Return the corrected share."""
        return sigmoid(self.slope * logit(share) + self.shift)


def sigmoid(x: float) -> float:
    """Return 1 / (1 + exp(-x)) for any finite x."""
    if x >= 0:
        return 1 / (1 + math.exp(-min(x, 700.0)))
    power = math.exp(max(x, -700.0))
    return power / (1 + power)


def logit(share: float) -> float:
    """Return the log-odds of a share, which is kept off 0 and 1."""
    share = min(max(share, _EDGE), 1 - _EDGE)
    return math.log(share / (1 - share))


def fit_curve(stated: Sequence[float], truth: Sequence[bool]) -> Curve:
    """Return the curve; InterviewerError where the labels go against the probabilities."""
    met = sum(truth)
    high, low = (met + 1) / (met + 2), 1 / (len(truth) - met + 2)
    points = [(logit(s), high if t else low) for s, t in zip(stated, truth, strict=True)]
    slope, shift = 0.0, logit((met + 1) / (len(truth) + 2))
    loss = _loss(points, slope, shift)
    for _ in range(_ROUNDS):
        first, second = _step(points, slope, shift)
        size = 1.0
        for _ in range(_HALVINGS):
            new = slope - size * first, shift - size * second
            less = _loss(points, *new)
            if less < loss - 1e-12:
                break
            size /= 2
        else:
            break
        (slope, shift), loss = new, less
    if slope <= 0:
        raise InterviewerError(
            "the labels go against the probabilities: what is called likely is met less often; "
            "does 1 mean met in these labels?"
        )
    return Curve(slope, shift)


def knots_of(before: Sequence[Knot], curve: Curve) -> tuple[Knot, ...]:
    """Return an older curve, if there is one, followed by the new one, as knots."""
    places = sorted({0.0, *_PLACES, *(knot.x for knot in before), 1.0})
    return tuple(Knot(x=x, y=round(curve(_read(before, x)), 4)) for x in places)


def _read(knots: Sequence[Knot], x: float) -> float:
    if not knots:
        return x
    place = bisect_right([knot.x for knot in knots], x)
    if place == 0:
        return knots[0].y
    if place == len(knots):
        return knots[-1].y
    left, right = knots[place - 1], knots[place]
    return left.y + (right.y - left.y) * (x - left.x) / (right.x - left.x)


def _loss(points: Sequence[tuple[float, float]], slope: float, shift: float) -> float:
    total = 0.0
    for x, wanted in points:
        z = slope * x + shift
        # log(1 + exp(z)) without overflow
        total += max(z, 0.0) + math.log1p(math.exp(-abs(z))) - wanted * z
    return total


def _step(points: Sequence[tuple[float, float]], slope: float, shift: float) -> tuple[float, float]:
    """Return Newton's step of both numbers."""
    g1 = g2 = h12 = 0.0
    h11 = h22 = 1e-9
    for x, wanted in points:
        share = sigmoid(slope * x + shift)
        gap, weight = share - wanted, share * (1 - share)
        g1, g2 = g1 + gap * x, g2 + gap
        h11, h12, h22 = h11 + weight * x * x, h12 + weight * x, h22 + weight
    size = h11 * h22 - h12 * h12
    if size <= 0:
        return g1, g2
    return (h22 * g1 - h12 * g2) / size, (h11 * g2 - h12 * g1) / size
