"""Grade the reply to a probe: alone, against the one thing that was asked about.

What the interviewer has said (the question, and each probe so far) is worth nothing in it: it
stands where the question stands, so that words repeated from it carry no claim.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.grader import Grader
from interviewer.grades import Verdict
from interviewer.items import Item, Keypoint


def heard(grader: Grader, item: Item, about: str, said: Sequence[str], reply: str) -> Verdict:
    """Return the verdict on a reply, under the id of what was asked about.

    For a misconception it is the verdict on what is right in its place. ``said`` holds the probes
    about it so far. KeyError where the rubric has neither keypoint nor misconception of that id.
    """
    asked = _asked(item, about, said)
    verdict = grader.verdict(asked, about, reply)
    if grader.refiner is None or verdict.decided_by == "rule":
        return verdict
    (refined,) = grader.refiner.refine(asked, reply, (verdict,), ()).verdicts
    return refined


def settled(grader: Grader, item: Item, keypoint_id: str, answer: str) -> Verdict | None:
    """Return a judge's verdict on one keypoint of an answer; None where it gives none."""
    if grader.refiner is None:
        return None
    before = grader.alone().verdict(item, keypoint_id, answer)
    always = grader.refiner._replace(when="always", on_failure="unscored")
    (verdict,) = always.refine(item, answer, (before,), ()).verdicts
    return verdict if verdict.decided_by == "judge" and verdict.label != "unscored" else None


def _asked(item: Item, about: str, said: Sequence[str]) -> Item:
    """Return the item as if everything that was said had been its question."""
    rubric = item.rubric
    right = [
        Keypoint(id=false.id, text=false.correct, points=false.points)
        for false in rubric.misconceptions
        if false.id == about and false.correct
    ]
    rubric = rubric.model_copy(update={"keypoints": (*rubric.keypoints, *right)})
    prompt = "\n".join([item.question.prompt, *said])
    question = item.question.model_copy(update={"prompt": prompt})
    return item.model_copy(update={"question": question, "rubric": rubric})
