"""Try an answer on a rubric: the grade, and beside each verdict what it was made of."""

from __future__ import annotations

from interviewer.authoring.trial.accept import accept_tried
from interviewer.authoring.trial.account import KeypointTried, MisconceptionTried, Trial
from interviewer.authoring.trial.reading import pairs_of
from interviewer.authoring.trial.why import against, keypoint_why, misconception_why, quoted
from interviewer.grader import Grader, Seen
from interviewer.grades import Grade
from interviewer.items import Item
from interviewer.scoring import verdicts as ruling


def tried(item: Item, answer: str, grader: Grader) -> Trial:
    """Return one answer's trial: its verdicts are those of the grade, to the last digit.

    What was read is asked for again: a grader whose embedder and matcher remember
    (`interviewer.authoring.trial.remembering`) reads nothing twice.
    """
    grade = grader.grade(item, answer)
    seen = grader.seen(item, answer)
    return Trial(
        question_id=item.id,
        rubric_version=item.rubric.version,
        answer=grade.answer or "",
        calibrated=grader.calibrated,
        cuts=grader.calibration.cuts,
        flags=grade.flags,
        keypoints=_keypoints(item, grade, seen, grader),
        misconceptions=_misconceptions(item, grade, seen, grader),
        score=grade.score,
    )


def _keypoints(
    item: Item, grade: Grade, seen: Seen | None, grader: Grader
) -> tuple[KeypointTried, ...]:
    claims = ruling.claims_of(item.rubric)
    group_of = item.rubric.group_of()
    found = []
    for at, (keypoint, verdict) in enumerate(
        zip(item.rubric.keypoints, grade.verdicts, strict=True)
    ):
        tried_one = KeypointTried(
            id=keypoint.id,
            text=keypoint.text,
            group=group_of[keypoint.id].id if keypoint.id in group_of else None,
            label=verdict.label,
            credit=verdict.credit,
            points=verdict.points,
            unsure=verdict.unsure,
            decided_by=verdict.decided_by,
            read=None,
            probabilities=None,
            why=verdict.reason,
        )
        if seen is not None:
            reading, decision = seen.readings[at], seen.decisions[at]
            cuts = grader.calibration.cuts
            ruled = ruling.rule(reading, decision, cuts)
            behind = {
                "met": reading.support,
                "partial": reading.support,
                "contradicted": reading.rival if ruled.refuted else reading.denial,
            }.get(ruled.label)
            pairs = pairs_of(seen, at, claims[at], "reject", behind, grader.embedder)
            tried_one = tried_one.model_copy(
                update={
                    "read": decision.probabilities,
                    "probabilities": ruled.probabilities,
                    "why": keypoint_why(ruled, decision.probabilities, cuts, pairs),
                    "pairs": pairs,
                    "accept": accept_tried(item, grade.answer or "", at, seen, grader),
                }
            )
        found.append(tried_one)
    return tuple(found)


def _misconceptions(
    item: Item, grade: Grade, seen: Seen | None, grader: Grader
) -> tuple[MisconceptionTried, ...]:
    claims = ruling.claims_of(item.rubric)
    first = len(item.rubric.keypoints)
    found = []
    for at, (false, verdict) in enumerate(
        zip(item.rubric.misconceptions, grade.misconceptions, strict=True), start=first
    ):
        tried_one = MisconceptionTried(
            id=false.id,
            text=false.text,
            label=verdict.label,
            points=verdict.points,
            decided_by=verdict.decided_by,
            probability=None,
            why=verdict.reason,
        )
        if seen is not None:
            likely = seen.decisions[at].probabilities.met
            held = verdict.label == "held"
            behind = seen.readings[at].support if held else None
            pairs = pairs_of(seen, at, claims[at], "correct", behind, grader.embedder)
            cuts = grader.calibration.cuts
            why = misconception_why(held, likely, cuts, pairs, _nearer(item, seen, at))
            update = {"probability": likely, "why": why, "pairs": pairs}
            tried_one = tried_one.model_copy(update=update)
        found.append(tried_one)
    return tuple(found)


def _nearer(item: Item, seen: Seen, at: int) -> str:
    """Return what took the words of a misconception away: its correction, or a keypoint."""
    reading = seen.readings[at]
    if reading.support is None:
        return "nothing was read"
    if reading.rival is not None:
        return f"its correction {quoted(reading.rival.wording)} is nearer to these words"
    keypoints = item.rubric.keypoints
    nearness = seen.listed.nearness[reading.support.passage][: len(keypoints)]
    nearest = max(range(len(keypoints)), key=lambda place: nearness[place])
    return (
        f"the keypoint {keypoints[nearest].id} is as near to these words or nearer: "
        f"{against(nearness[nearest], reading.support.similarity)}"
    )
