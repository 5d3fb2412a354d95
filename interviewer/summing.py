"""The last step of a grade: verdicts become a score, its interval and feedback.

It is done for a fresh answer, and again for a stored grade whose verdicts still hold while points,
tiers, groups or explanations have changed: no model is asked for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from interviewer.grades import (
    Answer,
    Grade,
    MisconceptionVerdict,
    Provenance,
    Score,
    Verdict,
)
from interviewer.items import Item
from interviewer.overrides import Marked
from interviewer.redaction import without_words
from interviewer.scoring.aggregate import aggregate
from interviewer.scoring.feedback import feedback
from interviewer.scoring.intervals import interval, seed_of

ROW_FLAGS = ("text-repaired", "repeated-answer-id")
"""Flags that a row brings along, whatever its answer earns."""


class Ruled(NamedTuple):
    """What was found out about an answer; ``degraded`` where a judge could not rule on some."""

    verdicts: tuple[Verdict, ...]
    misconceptions: tuple[MisconceptionVerdict, ...]
    marks: tuple[str, ...] = ()
    degraded: bool = False


class Given(NamedTuple):
    """One row: the answer, the hash of its text, its number and its flags, and what to keep."""

    answer: Answer
    sha256: str
    row: int | None = None
    flags: tuple[str, ...] = ()
    keep_text: bool = True


def summed(
    item: Item, given: Given, ruled: Ruled, provenance: Provenance, spread: float | None
) -> Grade:
    """Return the grade of a row; no interval where ``spread`` is None."""
    score = _score(item, given, ruled, provenance, spread)
    return _grade(item, given, ruled, provenance, score)


def _grade(item: Item, given: Given, ruled: Ruled, provenance: Provenance, score: Score) -> Grade:
    answer, keep_text = given.answer, given.keep_text
    said = feedback(item, score, ruled.verdicts, ruled.misconceptions, quote=keep_text)
    verdicts, misconceptions = ruled.verdicts, ruled.misconceptions
    if not keep_text:
        verdicts = tuple(map(without_words, verdicts))
        misconceptions = tuple(map(without_words, misconceptions))
    return Grade(
        row=given.row,
        answer_id=answer.answer_id,
        candidate_id=answer.candidate_id,
        question_id=item.id,
        status="degraded" if ruled.degraded or score.fraction is None else "graded",
        answer=answer.text if keep_text else None,
        answer_sha256=None if keep_text else given.sha256,
        score=score,
        verdicts=verdicts,
        misconceptions=misconceptions,
        feedback=said,
        flags=tuple(dict.fromkeys((*given.flags, *ruled.marks))),
        extra=answer.extra,
        provenance=provenance,
    )


def still_holds(stored: Grade, item: Item) -> bool:
    """Return whether a stored grade has a verdict on everything that the item asks for."""
    rubric = item.rubric
    verdicts = {verdict.keypoint_id for verdict in stored.verdicts}
    misconceptions = {verdict.misconception_id for verdict in stored.misconceptions}
    return {k.id for k in rubric.keypoints} <= verdicts and {
        m.id for m in rubric.misconceptions
    } <= misconceptions


def summed_again(
    stored: Grade, item: Item, given: Given, provenance: Provenance, spread: float | None
) -> Grade:
    """Return what grading this row anew would, from a grade with the same verdicts.

    Points, credit for partial ones and the price of misconceptions are the item's present ones.
    The stored grade must still hold: see `still_holds`.
    """
    rubric = item.rubric
    verdicts = {verdict.keypoint_id: verdict for verdict in stored.verdicts}
    misconceptions = {verdict.misconception_id: verdict for verdict in stored.misconceptions}
    half = {keypoint.id: rubric.partial_credit(keypoint) for keypoint in rubric.keypoints}

    def worth(verdict: Verdict, points: float | None) -> Verdict:
        credit = half[verdict.keypoint_id] if verdict.label == "partial" else verdict.credit
        return verdict.model_copy(update={"points": points, "credit": credit})

    ruled = Ruled(
        tuple(worth(verdicts[k.id], k.points) for k in rubric.keypoints),
        tuple(
            misconceptions[m.id].model_copy(update={"points": m.points})
            for m in rubric.misconceptions
        ),
        tuple(flag for flag in stored.flags if flag not in ROW_FLAGS),
        _was_not_ruled_on(stored),
    )
    if stored.provenance == provenance and stored.score is not None:  # the same points as well
        return _grade(item, given, ruled, provenance, stored.score)
    return summed(item, given, ruled, provenance, spread)


def overruled(
    grade: Grade, item: Item, given: Given, words: Mapping[str, Marked], spread: float | None
) -> Grade:
    """Return the grade with a person's word on some keypoints or misconceptions, summed again.

    A person's verdict is certain and has no probabilities; what it ``was`` stays with it, and so
    does evidence where it still shows something. The fingerprint is gone: another run with the same
    models would not come to these verdicts.
    """
    if grade.provenance is None or not words:
        return grade
    half = {keypoint.id: item.rubric.partial_credit(keypoint) for keypoint in item.rubric.keypoints}

    def ruled_on(verdict: Verdict) -> Verdict:
        word = words.get(verdict.keypoint_id)
        if word is None:
            return verdict
        credit = {"met": 1.0, "partial": half[verdict.keypoint_id]}.get(word.label, 0.0)
        update = {"credit": credit, "unsure": False, "probabilities": None}
        return verdict.model_copy(update={**update, **_by_person(verdict, word)})

    def held_or_not(verdict: MisconceptionVerdict) -> MisconceptionVerdict:
        word = words.get(verdict.misconception_id)
        if word is None:
            return verdict
        return verdict.model_copy(update={"probability": None, **_by_person(verdict, word)})

    verdicts = tuple(map(ruled_on, grade.verdicts))
    misconceptions = tuple(map(held_or_not, grade.misconceptions))
    labels = [*(verdict.label for verdict in verdicts), *(held.label for held in misconceptions)]
    ruled = Ruled(
        verdicts,
        misconceptions,
        tuple(flag for flag in grade.flags if flag not in ROW_FLAGS),
        "unscored" in labels and _was_not_ruled_on(grade),
    )
    made = grade.provenance.model_copy(update={"fingerprint": None})
    return summed(item, given, ruled, made, spread)


def _by_person(verdict: Verdict | MisconceptionVerdict, word: Marked) -> dict[str, object]:
    shows_nothing = word.label in ("missed", "absent")
    return {
        "label": word.label,
        "was": verdict.label if verdict.was is None else verdict.was,
        "decided_by": "person",
        "reason": word.reason,
        "evidence": () if shows_nothing else verdict.evidence,
    }


def _was_not_ruled_on(stored: Grade) -> bool:
    """Say whether a judge left something open, and not only that nothing was worth a point."""
    decidable = stored.score is not None and stored.score.fraction is not None
    unscored = any(verdict.label == "unscored" for verdict in stored.verdicts)
    return stored.status == "degraded" and (decidable or unscored)


def _score(
    item: Item, given: Given, ruled: Ruled, provenance: Provenance, spread: float | None
) -> Score:
    score = aggregate(item.rubric, ruled.verdicts, ruled.misconceptions)
    if spread is None or score.fraction is None:
        return score
    found = interval(
        item.rubric,
        ruled.verdicts,
        ruled.misconceptions,
        spread=spread,
        seed=seed_of(given.sha256, provenance.rubric_sha256 or ""),
    )
    return score if found is None else score.model_copy(update=found._asdict())
