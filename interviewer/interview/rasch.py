"""The model that ability is measured with: how likely a candidate has a keypoint.

A Rasch model with keypoints as items: who is of ability ``theta`` has one with the chance
``logistic(theta + u - difficulty)``. The luck ``u`` is the same for all keypoints of one answer, so
ten of them are not ten independent questions; whoever reads an answer integrates it out. A group's
places are easier than its members, since any of these may take them. No number here is fitted yet.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import mul
from typing import NamedTuple

from interviewer.interview.observations import TIER_DIFFICULTY, Evidence
from interviewer.items import Item

ANSWER_SPREAD = 0.7
"""The standard deviation of an answer's luck, in logits. A choice: two keypoints of one answer then
correlate by about .13 (in log-odds) beyond what ability explains."""

SENSITIVITY = 0.85
SPECIFICITY = 0.85
"""How often a grader finds what is there, and finds nothing where nothing is. Choices near the
accuracy of verdicts on the bank's own examples (README); only `information` reads them."""

EDGE = 4.0
STEP = 0.1
"""The grid of abilities: from -`EDGE` to `EDGE` by `STEP`, in logits. A choice: wide enough for a
standard normal prior, and finer than any difference that could be measured."""

_REACH = 3.0  # standard deviations of an answer's luck that are looked at
_INNER = round(EDGE / STEP)
_LUCKS = round(_REACH * ANSWER_SPREAD / STEP)
GRID = tuple(i * STEP for i in range(-_INNER, _INNER + 1))
_WIDER = tuple(i * STEP for i in range(-_INNER - _LUCKS, _INNER + _LUCKS + 1))


class _Wanted(NamedTuple):
    """``need`` of ``of`` keypoints of one difficulty."""

    difficulty: float
    need: int
    of: int


def chance(theta: float, difficulty: float) -> float:
    """Return how likely a candidate has a keypoint in an answer of ordinary luck."""
    return 0.5 * (1 + math.tanh((theta - difficulty) / 2))


def expected(item: Item, theta: float) -> float:
    """Return the share of the question's points that is expected, from 0 to 1.

    An answer's luck is integrated out. Members of a group are taken to be had independently of each
    other at the same luck. Bonuses and misconceptions are left out, as if they were even. Beyond
    the grid of abilities nothing changes any more.
    """
    parts = list(_parts(item))
    possible = sum(points for _, points in parts)
    earned = sum(points * _between(_earned(wanted), theta) for wanted, points in parts)
    return earned / possible if possible else 0.0


def information(item: Item, theta: float) -> float:
    """Return the Fisher information of a question's grade about this ability, in 1 / logits².

    The grader's errors are in it, and the luck that its keypoints share: however many they are, it
    stays below ``1 / ANSWER_SPREAD²``. A bonus counts nothing.
    """
    alone = sum(_informs(wanted, theta) for wanted, _ in _parts(item))
    return alone / (1 + ANSWER_SPREAD**2 * alone)


@lru_cache(maxsize=4096)  # more answers than a candidate gives in a year
def fit(evidence: tuple[Evidence, ...]) -> tuple[float, ...]:
    """Return how well each ability of `GRID` fits one answer, up to a factor.

    A keypoint that is had with the chance ``p``, and that the grade has by the share ``h``, fits by
    ``h * p + (1 - h) * (1 - p)``. Of a group a candidate is taken to say as many as they have and
    no more than are wanted, any of them alike: so one right guess among many misses weighs little,
    and what is left unsaid of a full group weighs nothing.
    """
    fits = [1.0] * len(_WIDER)
    for difficulty, need, shares in evidence:
        looks = _looks(need, shares)
        rows = _counts(_Wanted(difficulty, need, len(shares)))
        fits = [each * sum(map(mul, looks, row)) for each, row in zip(fits, rows, strict=True)]
    return _over_luck(fits)


def _parts(item: Item) -> Iterator[tuple[_Wanted, float]]:
    """Yield what earns a question's points, bonuses aside, with the points."""
    difficulty, grouped = item.question.difficulty, item.rubric.group_of()
    for group in item.rubric.groups:
        if group.tier != "bonus":
            hard = difficulty + TIER_DIFFICULTY[group.tier]
            yield _Wanted(hard, group.need, len(group.of)), group.points
    for keypoint in item.rubric.keypoints:
        tier = keypoint.tier or "standard"
        if keypoint.id not in grouped and tier != "bonus" and keypoint.points is not None:
            yield _Wanted(difficulty + TIER_DIFFICULTY[tier], 1, 1), keypoint.points


def _looks(need: int, shares: Sequence[float]) -> list[float]:
    """Return how well the grade fits 0, 1, … ``need`` keypoints that were said, any alike."""
    sums = _how_many(shares)
    return [sums[said] / math.comb(len(shares), said) for said in range(need + 1)]


def _how_many(chances: Sequence[float]) -> list[float]:
    """Return how likely it is that 0, 1, … all of some things hold, each with its own chance."""
    odds = [1.0]
    for each in chances:
        no, yes = [far * (1 - each) for far in odds], [far * each for far in odds]
        odds = [a + b for a, b in zip([*no, 0.0], [0.0, *yes], strict=True)]
    return odds


def _said(wanted: _Wanted, theta: float) -> tuple[float, ...]:
    """Return how likely it is that 0, 1, … ``need`` of the keypoints are said."""
    odds = _how_many([chance(theta, wanted.difficulty)] * wanted.of)
    return (*odds[: wanted.need], sum(odds[wanted.need :]))


@lru_cache(maxsize=1024)
def _counts(wanted: _Wanted) -> tuple[tuple[float, ...], ...]:
    return tuple(_said(wanted, theta) for theta in _WIDER)


@lru_cache(maxsize=1024)
def _earned(wanted: _Wanted) -> tuple[float, ...]:
    """Return the share of the points that each ability of the grid is expected to earn."""
    rows = _counts(wanted)
    return _over_luck([sum(k * p for k, p in enumerate(row)) / wanted.need for row in rows])


def _over_luck(values: Sequence[float]) -> tuple[float, ...]:
    """Return the average over an answer's luck of what the wider grid has, on the grid itself."""
    lucks = _luck()
    width = len(lucks)
    return tuple(sum(map(mul, lucks, values[i : i + width])) for i in range(len(GRID)))


@lru_cache(maxsize=1)
def _luck() -> tuple[float, ...]:
    """Return how likely each luck of an answer is, from the worst to the best by `STEP`."""
    size = [math.exp(-((i * STEP / ANSWER_SPREAD) ** 2) / 2) for i in range(-_LUCKS, _LUCKS + 1)]
    total = sum(size)
    return tuple(each / total for each in size)


def _between(values: Sequence[float], theta: float) -> float:
    """Return the value at an ability between those of the grid."""
    at = min(max((theta + EDGE) / STEP, 0.0), len(GRID) - 1.0)
    low = min(int(at), len(GRID) - 2)
    return values[low] + (at - low) * (values[low + 1] - values[low])


@lru_cache(maxsize=4096)
def _informs(wanted: _Wanted, theta: float) -> float:
    """Return what a grader's count of the keypoints informs about ability and luck together."""
    here = _said(wanted, theta)
    low, high = _said(wanted, theta - STEP / 2), _said(wanted, theta + STEP / 2)
    slopes = [(after - before) / STEP for before, after in zip(low, high, strict=True)]
    rows = [_found(said, wanted.of) for said in range(wanted.need + 1)]
    found = [sum(map(mul, here, column)) for column in zip(*rows, strict=True)]
    moves = [sum(map(mul, slopes, column)) for column in zip(*rows, strict=True)]
    return math.fsum(move**2 / share for move, share in zip(moves, found, strict=True))


@lru_cache(maxsize=1024)
def _found(said: int, of: int) -> tuple[float, ...]:
    """Return how likely a grader finds 0, 1, … ``of`` keypoints where so many were said."""
    hits = [SENSITIVITY] * said + [1 - SPECIFICITY] * (of - said)
    return tuple(_how_many(hits))
