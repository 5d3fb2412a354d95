"""A grader for tests that loads nothing: a claim is met where the answer has it word for word."""

from __future__ import annotations

from interviewer.grades import (
    Evidence,
    Grade,
    Label,
    MatcherProvenance,
    MisconceptionVerdict,
    Provenance,
    Verdict,
)
from interviewer.items import Item, Keypoint
from interviewer.scoring.aggregate import aggregate
from interviewer.scoring.feedback import feedback

_REASONS = {
    "met": "these words make the claim",
    "partial": "these words come near",
    "missed": "nothing in the answer says this",
    "contradicted": "these words say the opposite",
    "unscored": "nobody could tell",
}


def grade(item: Item, answer: str) -> Grade:
    """Grade by plain search: "TEXT" met, "maybe TEXT" partial, "no TEXT" contradicted,
    "unclear TEXT" unscored."""
    verdicts = tuple(_verdict(keypoint, answer) for keypoint in item.rubric.keypoints)
    misconceptions = tuple(
        MisconceptionVerdict(
            misconception_id=false.id,
            label="held" if false.text in answer else "absent",
            points=false.points,
            decided_by="matcher",
            reason="these words make the false claim"
            if false.text in answer
            else "the answer does not claim this",
            evidence=_found(answer, false.text),
        )
        for false in item.rubric.misconceptions
    )
    score = aggregate(item.rubric, verdicts, misconceptions)
    return Grade(
        question_id=item.id,
        status="degraded" if score.fraction is None else "graded",
        answer=answer,
        score=score,
        verdicts=verdicts,
        misconceptions=misconceptions,
        feedback=feedback(item, score, verdicts, misconceptions),
        provenance=Provenance(
            interviewer="0.1.0",
            embedder="none",
            matcher=MatcherProvenance(name="word-for-word", sha256="0" * 64),
            calibration="none",
        ),
    )


def _verdict(keypoint: Keypoint, answer: str) -> Verdict:
    label: Label = "missed"
    words = keypoint.text
    for mark, found in (("no", "contradicted"), ("maybe", "partial"), ("unclear", "unscored")):
        if f"{mark} {keypoint.text}" in answer:
            label, words = found, f"{mark} {keypoint.text}"  # type: ignore[assignment]
            break
    else:
        if keypoint.text in answer:
            label = "met"
    return Verdict(
        keypoint_id=keypoint.id,
        label=label,
        credit={"met": 1.0, "partial": 0.5}.get(label, 0.0),
        points=keypoint.points,
        decided_by="matcher",
        reason=_REASONS[label],
        evidence=() if label in ("missed", "unscored") else _found(answer, words),
    )


def _found(answer: str, words: str) -> tuple[Evidence, ...]:
    start = answer.find(words)
    if start < 0:
        return ()
    return (Evidence(quote=words, start=start, end=start + len(words), similarity=0.9),)
