"""Turns made by hand, keypoint by keypoint, for the tests of what answers tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interviewer.grades import DecidedBy, Grade, Label, Probabilities, Score, Verdict
from interviewer.items import Item
from interviewer.rules import Rules
from interviewer.sessions import Disputed, Hinted, ProbeStep, Probing, ReplyStatus, Session, Turn

AT = "2026-01-01T09:00:00+00:00"
CREDIT: Mapping[Label, float] = {"met": 1.0, "partial": 0.5}


def question(
    keypoints: Sequence[str] | Mapping[str, Mapping[str, object]],
    *,
    name: str = "s/q",
    topic: str = "t",
    difficulty: float = 0.0,
    groups: Sequence[Mapping[str, object]] = (),
) -> Item:
    """Return a question with these keypoints, of 1 point each where no group names them."""
    grouped = {member for group in groups for member in group["of"]}  # type: ignore[attr-defined]
    given = keypoints if isinstance(keypoints, Mapping) else {each: {} for each in keypoints}
    return Item.model_validate(
        {
            "id": name,
            "question": {
                "prompt": "Tell me.",
                "topic": topic,
                "level": "beginner",
                "difficulty": difficulty,
            },
            "rubric": {
                "version": 1,
                "reference": "All of it.",
                "keypoints": tuple(
                    {
                        "id": each,
                        "text": each,
                        "points": None if each in grouped else 1.0,
                        **more,
                    }
                    for each, more in given.items()
                ),
                "groups": tuple(groups),
            },
        }
    )


def group(*of: str, need: int = 1, tier: str = "standard") -> dict[str, object]:
    """Return a group of one point that wants some of these keypoints."""
    return {"id": "g", "need": need, "points": 1.0, "tier": tier, "of": of}


def verdict(
    keypoint_id: str, label: Label, met: float | None = None, partial: float = 0.0
) -> Verdict:
    """Return a verdict; ``met`` and ``partial`` are its probabilities, where it has some."""
    by: DecidedBy = "matcher"
    likely = None
    if met is not None:
        likely = Probabilities(met=met, partial=partial, missed=1 - met - partial, contradicted=0.0)
    return Verdict(
        keypoint_id=keypoint_id,
        label=label,
        credit=CREDIT.get(label, 0.0),
        points=1.0,
        probabilities=likely,
        decided_by=by,
        reason="for a test",
    )


def turn(
    verdicts: Mapping[str, Label] | Sequence[Verdict],
    *,
    name: str = "s/q",
    at: str = AT,
    status: ReplyStatus = "answered",
    hinted: Sequence[str] = (),
    replies: Mapping[str, Label] | None = None,
    disputed: Sequence[str] = (),
) -> Turn:
    """Return a graded turn; ``replies`` are the labels of the replies to a probe."""
    rows = (
        [verdict(each, label) for each, label in verdicts.items()]
        if isinstance(verdicts, Mapping)
        else verdicts
    )
    step: ProbeStep = "pump"
    return Turn(
        question_id=name,
        prompt="Tell me.",
        rubric_sha256="0" * 64,
        reason="for a test",
        shown_at=at,
        status=status,
        answered_at=at,
        grade=Grade(
            question_id=name,
            status="graded",
            score=Score(points=0.0, possible=1.0, fraction=0.0),
            verdicts=tuple(rows),
        ),
        hints=tuple(Hinted(at=at, keypoint_id=each, step=step, text="?") for each in hinted),
        probes=tuple(
            Probing(
                about=each, step=step, text="?", status="answered", verdict=verdict(each, label)
            )
            for each, label in (replies or {}).items()
        ),
        disputes=tuple(Disputed(at=at, keypoint_id=each, because="no") for each in disputed),
        closed=True,
    )


def session(*turns: Turn, at: str = AT) -> Session:
    """Return a session of these turns that took no time."""
    return Session(
        id=at, interviewer="0.1.0", started_at=at, last_at=at, seed=1, rules=Rules(), turns=turns
    )
