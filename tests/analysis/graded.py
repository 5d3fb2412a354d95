"""Grades of a batch, written out small."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from interviewer.grades import (
    Grade,
    Label,
    MatcherProvenance,
    MisconceptionVerdict,
    Provenance,
    Score,
    Verdict,
)

_CREDIT = {"met": 1.0, "partial": 0.5}


def verdict(
    name: str, label: Label, *, points: float | None = 1.0, unsure: bool = False
) -> Verdict:
    return Verdict(
        keypoint_id=name,
        label=label,
        credit=_CREDIT.get(label, 0.0),
        points=points,
        unsure=unsure,
        decided_by="matcher",
        reason="-",
    )


def misconception(name: str, *, held: bool) -> MisconceptionVerdict:
    return MisconceptionVerdict(
        misconception_id=name,
        label="held" if held else "absent",
        points=1.0,
        decided_by="matcher",
        reason="-",
    )


def made_with(
    *, rubric: str = "a" * 64, matcher: str = "fake", judge: str | None = None
) -> Provenance:
    return Provenance(
        interviewer="0",
        embedder="fake",
        matcher=MatcherProvenance(name=matcher, sha256="0" * 64),
        calibration="fitted",
        judge=judge,
        rubric_version=1,
        rubric_sha256=rubric,
    )


def graded(
    candidate: str | None = None,
    question: str = "dl/relu",
    fraction: float | None = 0.5,
    *,
    answer_id: str | None = None,
    answer: str | None = None,
    verdicts: Sequence[Verdict] = (),
    misconceptions: Sequence[MisconceptionVerdict] = (),
    possible: float = 8.0,
    bounds: tuple[float, float, float] | None = None,
    extra: Mapping[str, JsonValue] | None = None,
    provenance: Provenance | None = None,
) -> Grade:
    low, expected, high = bounds or (None, None, None)
    points = 0.0 if fraction is None else fraction * possible
    return Grade(
        answer_id=answer_id,
        candidate_id=candidate,
        question_id=question,
        status="degraded" if fraction is None else "graded",
        answer=answer,
        score=Score(
            points=points,
            possible=0.0 if fraction is None else possible,
            fraction=fraction,
            expected=expected,
            low=low,
            high=high,
        ),
        verdicts=tuple(verdicts),
        misconceptions=tuple(misconceptions),
        extra=dict(extra or {}),
        provenance=provenance or made_with(),
    )


def failed(candidate: str | None = None, question: str | None = "dl/relu") -> Grade:
    return Grade(candidate_id=candidate, question_id=question, status="failed", score=None)
