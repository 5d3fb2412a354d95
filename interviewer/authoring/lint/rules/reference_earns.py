"""R203: a keypoint that the reference does not earn.

The reference answers in full: every keypoint that is no bonus, and of each group as many as are
needed. Say the point in the reference if it is not there; else it is the matcher's failing, and
belongs on the list of known misses.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.grader import Grader

CODE = "R203"


def find(given: Given, grader: Grader, /) -> Iterator[Finding]:
    """Find keypoints not met, and groups not filled, by the reference."""
    rubric = given.item.rubric
    grade = grader.grade(given.item, rubric.reference)
    label = {verdict.keypoint_id: verdict.label for verdict in grade.verdicts}
    grouped = rubric.group_of()
    for at, keypoint in enumerate(rubric.keypoints):
        is_due = keypoint.id not in grouped and rubric.tier_of(keypoint) != "bonus"
        if is_due and label[keypoint.id] != "met":
            told = f"the reference is graded {label[keypoint.id]} on it; does it say it?"
            yield Finding(CODE, "warning", ("keypoints", at), told)
    for at, group in enumerate(rubric.groups):
        met = sum(label[member] == "met" for member in group.of)
        if group.tier != "bonus" and met < group.need:
            told = f"the reference is graded met on {met} of the {group.need} needed"
            yield Finding(CODE, "warning", ("groups", at), told)
