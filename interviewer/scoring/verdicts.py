"""From a decision and the passages behind it to a verdict with evidence and a reason.

A reason repeats no word of the answer: quotes live in the evidence alone, so that a record written
without text has none of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.grades import Evidence, MisconceptionVerdict, Verdict
from interviewer.items import Keypoint, Misconception, Rubric
from interviewer.scoring.calibration import Calibration, Decision
from interviewer.scoring.match import Candidate, Claim, Reading

_REASONS = {
    "met": "these words make the claim",
    "partial": "these words come near the claim without making all of it",
    "missed": "nothing in the answer says this",
    "contradicted": "these words say something incompatible",
}


def claims_of(rubric: Rubric) -> list[Claim]:
    """Return what is looked for: the keypoints in order, then the misconceptions."""
    keypoints = [Claim((k.text, *k.accept), k.reject) for k in rubric.keypoints]
    false = [Claim((m.text,), (m.correct,) if m.correct else ()) for m in rubric.misconceptions]
    return [*keypoints, *false]


def verdict(
    rubric: Rubric,
    keypoint: Keypoint,
    reading: Reading,
    decision: Decision,
    calibration: Calibration,
    *,
    calibrated: bool,
) -> Verdict:
    """Return the verdict on one keypoint. No credit without a passage to quote.

    Words that all but repeat an authored ``reject`` contradict, whatever else they look like.
    """
    label = decision.label if reading.support is not None else "missed"
    reason = _REASONS[label]
    behind = {"met": reading.support, "partial": reading.support, "contradicted": reading.denial}
    rival = reading.rival
    refuted = rival is not None and rival.similarity >= calibration.cuts.reject
    if refuted and rival is not None:
        label = "contradicted"
        reason = f"these words make a known wrong statement: {rival.wording}"
        behind[label] = rival
    credit = {"met": 1.0, "partial": rubric.partial_credit(keypoint)}.get(label, 0.0)
    return Verdict(
        keypoint_id=keypoint.id,
        label=label,
        credit=credit,
        points=keypoint.points,
        unsure=decision.unsure or refuted,
        probabilities=decision.probabilities if calibrated else None,
        decided_by="matcher",
        reason=reason,
        evidence=evidence(behind.get(label)),
    )


def by_rule(keypoint: Keypoint, reason: str) -> Verdict:
    """Return the verdict on an answer that says nothing: missed, with no probability to it."""
    return Verdict(
        keypoint_id=keypoint.id,
        label="missed",
        credit=0.0,
        points=keypoint.points,
        decided_by="rule",
        reason=reason,
    )


def misconception(
    false: Misconception,
    reading: Reading,
    decision: Decision,
    calibration: Calibration,
    nearest: float,
    *,
    calibrated: bool,
) -> MisconceptionVerdict:
    """Return whether a false claim is held.

    It is held where the answer asserts it by the same measure as any claim, and no keypoint or
    correction is nearer to those words (``nearest``, a cosine).
    """
    support = reading.support
    likely = decision.probabilities.met
    held = (
        support is not None
        and likely >= calibration.cuts.held
        and support.similarity > nearest
        and reading.rival is None
    )
    return MisconceptionVerdict(
        misconception_id=false.id,
        label="held" if held else "absent",
        points=false.points,
        probability=likely if calibrated else None,
        decided_by="matcher",
        reason="these words make the false claim" if held else "the answer does not claim this",
        evidence=evidence(support) if held else (),
    )


def absent(false: Misconception, reason: str) -> MisconceptionVerdict:
    """Return that an answer which says nothing holds no false claim."""
    return MisconceptionVerdict(
        misconception_id=false.id,
        label="absent",
        points=false.points,
        decided_by="rule",
        reason=reason,
    )


def nearest_to(passage: Candidate | None, others: Sequence[Candidate]) -> float:
    """Return the highest similarity that any right wording has to the same words, or -1."""
    if passage is None:
        return -1.0
    same = [c.similarity for c in others if _overlaps(c, passage) and not c.is_reject]
    return max(same, default=-1.0)


def evidence(candidate: Candidate | None) -> tuple[Evidence, ...]:
    """Return the quote behind a verdict, with its place in the answer."""
    if candidate is None:
        return ()
    text, start, end = candidate.passage
    return (Evidence(quote=text, start=start, end=end, similarity=candidate.similarity),)


def _overlaps(one: Candidate, other: Candidate) -> bool:
    return one.passage.start < other.passage.end and other.passage.start < one.passage.end
