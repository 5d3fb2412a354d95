"""From a decision and the passages behind it to a verdict with evidence and a reason.

A reason repeats no word of the answer: quotes live in the evidence alone, so that a record written
without text has none of it.
"""

from __future__ import annotations

from typing import NamedTuple

from interviewer.grades import Evidence, MisconceptionVerdict, Probabilities, Verdict
from interviewer.items import Keypoint, Misconception, Rubric
from interviewer.scoring.calibration import Calibration, Cuts, Decided, Decision
from interviewer.scoring.match import Candidate, Claim, Reading, Shortlist

_REASONS = {
    "met": "these words make the claim",
    "partial": "these words come near the claim without making all of it",
    "missed": "nothing in the answer says this",
    "contradicted": "these words say something incompatible",
}
_PERHAPS = "these words may say something incompatible"
_TORN = "these words could make the claim or a known wrong statement; a second look is due"


class Ruling(NamedTuple):
    """A label, the probabilities that fit it, and which rule settled it."""

    label: Decided
    probabilities: Probabilities
    refuted: bool
    torn: bool


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
    """Return the verdict on one keypoint. No credit without a passage to quote."""
    ruling = rule(reading, decision, calibration.cuts)
    behind = {"met": reading.support, "partial": reading.support, "contradicted": reading.denial}
    reason = _REASONS[ruling.label]
    if ruling.label == "contradicted" and decision.unsure:
        reason = _PERHAPS
    if ruling.refuted and reading.rival is not None:
        reason = f"these words make a known wrong statement: {reading.rival.wording}"
        behind["contradicted"] = reading.rival
    elif ruling.torn:
        reason = _TORN
    credit = {"met": 1.0, "partial": rubric.partial_credit(keypoint)}.get(ruling.label, 0.0)
    return Verdict(
        keypoint_id=keypoint.id,
        label=ruling.label,
        credit=credit,
        points=keypoint.points,
        unsure=ruling.torn or (decision.label == "met" if ruling.refuted else decision.unsure),
        probabilities=ruling.probabilities if calibrated else None,
        decided_by="matcher",
        reason=reason,
        evidence=evidence(behind.get(ruling.label)),
    )


def rule(reading: Reading, decision: Decision, cuts: Cuts) -> Ruling:
    """Return what becomes of a decision, given what else was seen of the words.

    Words that all but repeat an authored ``reject`` contradict, whatever else they look like: a
    close call only where they also looked like the claim. Words in which the matcher finds a
    ``reject`` as surely as the claim are not met: a close call. Where a decision is overruled, its
    label and the new one change places among the probabilities.
    """
    label = decision.label if reading.support is not None else "missed"
    refuted = reading.rival is not None and reading.rival.similarity >= cuts.reject
    torn = reading.torn and label == "met" and not refuted
    new: Decided = "contradicted" if refuted else "partial" if torn else label
    shares = decision.probabilities
    if new != label:
        places: dict[str, float] = {new: getattr(shares, label), label: getattr(shares, new)}
        shares = shares.model_copy(update=places)
    return Ruling(new, shares, refuted, torn)


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


def nearest_to(passage: Candidate | None, listed: Shortlist, keypoints: int) -> float:
    """Return the highest similarity of any keypoint, in any right wording, to the same words."""
    if passage is None:
        return -1.0
    return max(listed.nearness[passage.passage][:keypoints], default=-1.0)


def evidence(candidate: Candidate | None) -> tuple[Evidence, ...]:
    """Return the quote behind a verdict, with its place in the answer."""
    if candidate is None:
        return ()
    text, start, end = candidate.passage
    return (Evidence(quote=text, start=start, end=end, similarity=candidate.similarity),)
