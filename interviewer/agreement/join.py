"""Set each label of a person beside our verdict on the same keypoint of the same answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from interviewer.errors import RecordsError
from interviewer.grades import Grade, Probabilities
from interviewer.records.labels import HumanLabel, KeypointLabel, Labels, ScoreLabel

_NO_GRADE = "no grade of that answer"
_NOTHING = Probabilities(met=0.0, partial=0.0, missed=1.0, contradicted=0.0)


class Judged(NamedTuple):
    """One keypoint of one answer: the person's label, another person's, and our verdict.

    ``shares`` are our probabilities; None where the verdict has none. A verdict by rule is certain.
    """

    question: str
    answer_id: str
    keypoint_id: str
    human: HumanLabel
    second: HumanLabel | None
    ours: str
    shares: Probabilities | None
    unsure: bool
    decided_by: str = "matcher"

    @property
    def met(self) -> float | None:
        """Our P(met)."""
        return None if self.shares is None else self.shares.met


class Scored(NamedTuple):
    """One answer: the person's score and ours, all 0..1."""

    question: str
    answer_id: str
    human: float
    ours: float
    low: float | None
    high: float | None


class Joined(NamedTuple):
    """What could be compared, and how many labels could not and why."""

    judged: list[Judged]
    scored: list[Scored]
    left_out: Counter[str]


def join(grades: Iterable[Grade], labels: Labels) -> Joined:
    """Return every label with its verdict; what has none is counted by reason.

    RecordsError where no label at all finds its answer: the files do not belong together.
    """
    by_id: dict[str, list[Grade]] = {}
    for grade in grades:
        by_id.setdefault(grade.answer_id or "", []).append(grade)
    joined = Joined([], [], Counter())
    for label in labels.keypoints:
        _join_keypoint(by_id, label, joined)
    for score in labels.scores:
        _join_score(by_id, score, joined)
    if {*joined.left_out} == {_NO_GRADE} and not joined.judged and not joined.scored:
        first = (labels.keypoints or labels.scores)[0]
        known = ", ".join(repr(name) for name in list(by_id)[:3]) or "none"
        raise RecordsError(
            f"{first.place}: no label fits a grade; the first names answer {first.answer_id!r}, "
            f"the grades have {known}"
        )
    return joined


def _join_keypoint(by_id: Mapping[str, list[Grade]], label: KeypointLabel, joined: Joined) -> None:
    grade = _found(by_id, label.answer_id, label.question_id, label.place)
    if grade is None:
        joined.left_out[_NO_GRADE] += 1
        return
    verdict = next((v for v in grade.verdicts if v.keypoint_id == label.keypoint_id), None)
    if verdict is None:
        why = "failed to grade" if grade.status == "failed" else "no keypoint of that id"
        joined.left_out[why] += 1
        return
    if verdict.label == "unscored":
        joined.left_out["unscored"] += 1
        return
    shares = _NOTHING if verdict.decided_by == "rule" else verdict.probabilities
    joined.judged.append(
        Judged(
            grade.question_id or "",
            label.answer_id,
            label.keypoint_id,
            label.label,
            label.second,
            verdict.label,
            shares,
            verdict.unsure,
            verdict.decided_by,
        )
    )


def _join_score(by_id: Mapping[str, list[Grade]], label: ScoreLabel, joined: Joined) -> None:
    grade = _found(by_id, label.answer_id, label.question_id, label.place)
    if grade is None:
        joined.left_out[_NO_GRADE] += 1
    elif grade.score is None or grade.score.fraction is None:
        joined.left_out["no score"] += 1
    else:
        score = grade.score
        joined.scored.append(
            Scored(
                grade.question_id or "",
                label.answer_id,
                label.score,
                grade.score.fraction,
                score.low,
                score.high,
            )
        )


def _found(
    by_id: Mapping[str, list[Grade]], answer: str, question: str | None, place: str
) -> Grade | None:
    found = [g for g in by_id.get(answer, []) if question is None or g.question_id == question]
    if len(found) > 1:
        raise RecordsError(
            f"{place}: {len(found)} grades have the answer_id {answer!r}; "
            "give answers ids of their own, or name the question_id"
        )
    return found[0] if found else None
