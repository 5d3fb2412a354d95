"""Whose labels side with which of two versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from interviewer.agreement.measures import cohens_kappa, mcnemar
from interviewer.agreement.series import figures_over
from interviewer.analysis.estimate import P_PLACES, estimate
from interviewer.authoring.against_people import DRAWS
from interviewer.authoring.difference.results import Sided, SideName


class Both(NamedTuple):
    """A person's label of one keypoint of one answer, and the verdicts of both sides."""

    answer_id: str
    keypoint_id: str
    people: str
    old: str
    new: str


def sided(both: Sequence[Both], right: Sequence[SideName | None]) -> Sided:
    """Return how both sides agree with people; ``right`` has the side of each flip."""
    truth = [row.people == "met" for row in both]
    called = {
        "old": [row.old == "met" for row in both],
        "new": [row.new == "met" for row in both],
    }

    def kappa(side: str) -> Callable[[Sequence[int]], float | None]:
        ours = called[side]
        return lambda at: cohens_kappa([ours[p] for p in at], [truth[p] for p in at])

    before, after = kappa("old"), kappa("new")

    def change(at: Sequence[int]) -> float | None:
        was, now = before(at), after(at)
        return None if was is None or now is None else now - was

    answers = [row.answer_id for row in both]
    measured = {"old": before, "new": after, "change": change}
    found = {
        f.measure: estimate(f.value, f.low, f.high, f.rows)
        for f in (figures_over(measured, answers, draws=DRAWS) if both else ())
    }
    p = mcnemar(right.count("old"), right.count("new"))
    return Sided(
        answers=len({*answers}),
        labels=len(both),
        old=found.get("old"),
        new=found.get("new"),
        change=found.get("change"),
        old_right=right.count("old"),
        new_right=right.count("new"),
        neither=right.count("neither"),
        p=None if p is None else round(p, P_PLACES),
    )
