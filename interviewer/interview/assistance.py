"""What help costs: the one place where hints and probes have a price.

The first answer's grade never changes. Beside it stand two scores: *unaided*, in which a keypoint
that was hinted at before the answer earns nothing, and *assisted*, in which a keypoint earns the
most of what it earned unaided and of the share that its help leaves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interviewer.grades import Grade, MisconceptionVerdict, Score, Verdict
from interviewer.items import Item
from interviewer.scoring.aggregate import aggregate
from interviewer.sessions import Hinted, ProbeStep, Probing

FACTORS: Mapping[ProbeStep, float] = {
    "clarify": 0.8,
    "pump": 0.8,
    "challenge": 0.5,
    "hint": 0.5,
    "lead": 0.25,
    "followup": 0.0,
}
"""The share of a keypoint's points that is left after this much help. A choice, not a fit: an open
"what else?" costs little, a question that all but names the answer leaves a quarter. A challenge
gives back half of what the misconception took."""


def unaided(item: Item, grade: Grade, hints: Sequence[Hinted]) -> Score | None:
    """Return the score of the answer alone, in which what was hinted at earns nothing."""
    if grade.score is None or not hints:
        return grade.score
    hinted = {hint.keypoint_id for hint in hints}
    verdicts = [_worth(v, 0.0 if v.keypoint_id in hinted else v.credit) for v in grade.verdicts]
    return aggregate(item.rubric, verdicts, grade.misconceptions)


def assisted(
    item: Item, grade: Grade, hints: Sequence[Hinted], probes: Sequence[Probing]
) -> Score | None:
    """Return the score with what hints and replies brought, each at its price."""
    if grade.score is None or not (hints or any(probe.verdict for probe in probes)):
        return grade.score
    verdicts = [_helped(verdict, hints, probes) for verdict in grade.verdicts]
    misconceptions = [_repaired(false, probes) for false in grade.misconceptions]
    return aggregate(item.rubric, verdicts, misconceptions)


def left_after(keypoint_id: str, hints: Sequence[Hinted]) -> float:
    """Return the share of its points that a keypoint can still earn after these hints."""
    return min((FACTORS[h.step] for h in hints if h.keypoint_id == keypoint_id), default=1.0)


def _helped(verdict: Verdict, hints: Sequence[Hinted], probes: Sequence[Probing]) -> Verdict:
    left = left_after(verdict.keypoint_id, hints)
    best = _worth(verdict, left * verdict.credit)
    for probe in probes:
        said = probe.verdict
        if probe.about != verdict.keypoint_id or said is None or not said.credit:
            continue
        worth = min(left, FACTORS[probe.step]) * said.credit
        if worth > best.credit or best.label == "unscored":
            best = _worth(said, worth)
    return best


def _repaired(false: MisconceptionVerdict, probes: Sequence[Probing]) -> MisconceptionVerdict:
    back = max(
        (
            FACTORS[probe.step] * probe.verdict.credit
            for probe in probes
            if probe.about == false.misconception_id and probe.verdict is not None
        ),
        default=0.0,
    )
    return false.model_copy(update={"points": false.points * (1 - back)})


def _worth(verdict: Verdict, credit: float) -> Verdict:
    return verdict.model_copy(update={"credit": credit})
