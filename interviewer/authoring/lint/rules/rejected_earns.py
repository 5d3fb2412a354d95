"""R201: a ``reject`` that earns its keypoint.

Each ``reject`` is graded as if a candidate had said it, with that one line taken out of the rubric.
If it earns credit, fluent wrong answers in words like these will too. Reword it if it is in fact
right; else it is the matcher's failing, and belongs on the list of known misses.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.grader import Grader
from interviewer.items import Item

CODE = "R201"


def find(given: Given, grader: Grader, /) -> Iterator[Finding]:
    """Find rejects with credit."""
    for at, keypoint in enumerate(given.item.rubric.keypoints):
        for number, reject in enumerate(keypoint.reject):
            verdict = grader.verdict(_without(given.item, at, number), keypoint.id, reject)
            if verdict.credit > 0:
                told = f"graded {verdict.label}, as if it were right"
                yield Finding(CODE, "warning", ("keypoints", at, "reject", number), told)


def _without(item: Item, at: int, number: int) -> Item:
    """Return the item without one reject of one keypoint."""
    keypoints = [*item.rubric.keypoints]
    kept = [r for place, r in enumerate(keypoints[at].reject) if place != number]
    keypoints[at] = keypoints[at].model_copy(update={"reject": tuple(kept)})
    rubric = item.rubric.model_copy(update={"keypoints": tuple(keypoints)})
    return item.model_copy(update={"rubric": rubric})
