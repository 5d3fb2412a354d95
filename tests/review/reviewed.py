"""A question, its rubric and grades of answers to it, written out small."""

from __future__ import annotations

from interviewer.grades import (
    Evidence,
    Grade,
    MisconceptionVerdict,
    Probabilities,
    Score,
    Verdict,
)
from interviewer.items import Item, Keypoint, Misconception, Question, Rubric

QUESTION = "sql/isolation"
ITEM = Item(
    id=QUESTION,
    question=Question(
        prompt="What does serializable isolation promise?", topic="isolation", level="beginner"
    ),
    rubric=Rubric(
        version=1,
        reference="It is as if the transactions ran one after the other; it costs waiting.",
        keypoints=(
            Keypoint(id="as-if-serial", text="It is as if transactions ran in turn.", points=2),
            Keypoint(id="costs-waiting", text="It costs waiting or retries.", points=1),
        ),
        misconceptions=(
            Misconception(id="no-locks", text="Serializable needs no locks at all.", points=1),
        ),
    ),
)
ANSWER = "As if one ran after the other. It is slower."


def keypoint(
    name: str, label: str, *, unsure: bool = False, at: tuple[int, int] | None = None
) -> Verdict:
    """Return a verdict; its evidence is a slice of `ANSWER`."""
    quotes = () if at is None else (Evidence(quote=ANSWER[slice(*at)], start=at[0], end=at[1]),)
    return Verdict(
        keypoint_id=name,
        label=label,  # type: ignore[arg-type]
        credit=1.0 if label == "met" else 0.0,
        points=1.0,
        unsure=unsure,
        probabilities=Probabilities(met=0.75, partial=0.05, missed=0.15, contradicted=0.05),
        decided_by="matcher",
        reason="these words make the claim",
        evidence=quotes,
    )


def grade(
    row: int = 1,
    first: str = "met",
    second: str = "missed",
    *,
    unsure: bool = False,
    answer: str | None = ANSWER,
    question: str = QUESTION,
    flags: tuple[str, ...] = (),
) -> Grade:
    """Return the grade of an answer with two keypoints and a misconception."""
    is_ours = answer == ANSWER
    return Grade(
        row=row,
        answer_id=f"a{row}",
        question_id=question,
        status="graded",
        answer=answer,
        answer_sha256="0" * 64 if answer is None else None,
        score=Score(points=2.0, possible=3.0, fraction=0.6667),
        verdicts=(
            keypoint("as-if-serial", first, at=(0, 30) if is_ours else None),
            keypoint("costs-waiting", second, unsure=unsure, at=(31, 44) if is_ours else None),
        ),
        misconceptions=(
            MisconceptionVerdict(
                misconception_id="no-locks",
                label="absent",
                probability=0.1,
                points=1.0,
                decided_by="matcher",
                reason="the answer does not claim this",
            ),
        ),
        flags=flags,
    )
