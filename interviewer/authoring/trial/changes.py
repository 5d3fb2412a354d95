"""What a saved rubric changed in the verdicts on the same answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from interviewer.authoring.trial.account import Trial

SHOWN = 0.01
"""The least difference of a probability that is told: a choice, what two places show."""


class Change(NamedTuple):
    """One keypoint or misconception before and after; a label is None where it was not there.

    ``likely`` is P of ``what``; None where a rule decided.
    """

    id: str
    what: Literal["met", "held"]
    before: str | None
    after: str | None
    likely_before: float | None
    likely_after: float | None


def changes(before: Trial, after: Trial) -> list[Change]:
    """Return what differs, in the order of the rubric, what is gone last."""
    return [*_between(_told(before), _told(after))]


class _State(NamedTuple):
    """A label, and how likely what the label is about."""

    what: Literal["met", "held"]
    label: str
    likely: float | None


def _told(trial: Trial) -> dict[str, _State]:
    found = {
        k.id: _State("met", k.label, None if k.probabilities is None else k.probabilities.met)
        for k in trial.keypoints
    }
    return found | {m.id: _State("held", m.label, m.probability) for m in trial.misconceptions}


def _between(before: dict[str, _State], after: dict[str, _State]) -> Iterator[Change]:
    for name, now in after.items():
        was = before.get(name)
        if was is None:
            yield Change(name, now.what, None, now.label, None, now.likely)
        elif was.label != now.label or _apart(was.likely, now.likely):
            yield Change(name, now.what, was.label, now.label, was.likely, now.likely)
    for name, was in before.items():
        if name not in after:
            yield Change(name, was.what, was.label, None, was.likely, None)


def _apart(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is not other
    return abs(one - other) >= SHOWN
