"""Grades and labels to compare, written out small."""

from __future__ import annotations

from interviewer.grades import Grade, Probabilities, Provenance, Score, Verdict
from interviewer.grades import MatcherProvenance as Matcher


def verdict(name: str, met: float, *, label: str | None = None, rule: bool = False) -> Verdict:
    found = label or ("met" if met >= 0.5 else "missed")
    rest = round(1 - met, 4)
    return Verdict(
        keypoint_id=name,
        label=found,  # type: ignore[arg-type]
        credit=1.0 if found == "met" else 0.0,
        points=1.0,
        probabilities=None
        if rule
        else Probabilities(met=met, partial=0.0, missed=rest, contradicted=0.0),
        decided_by="rule" if rule else "matcher",
        reason="-",
    )


def grade(
    answer_id: str,
    *verdicts: Verdict,
    question: str = "dl/relu",
    fraction: float | None = 0.5,
    bounds: tuple[float, float] | None = None,
    calibration: str = "fitted",
) -> Grade:
    low, high = bounds or (None, None)
    return Grade(
        answer_id=answer_id,
        question_id=question,
        status="graded",
        answer="It is max(0, x).",
        score=Score(points=1.0, possible=2.0, fraction=fraction, low=low, high=high),
        verdicts=verdicts,
        provenance=Provenance(
            interviewer="0",
            embedder="fake",
            matcher=Matcher(name="fake", sha256="0" * 64),
            calibration=calibration,
        ),
    )
