"""R010: a core keypoint without ``explain``.

Feedback that only says what is missing teaches nothing. One or two sentences give the reason, the
nuance, or what is often taught wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given

CODE = "R010"


def find(given: Given) -> Iterator[Finding]:
    """Find core keypoints, grouped or not, that explain nothing."""
    rubric = given.item.rubric
    for at, keypoint in enumerate(rubric.keypoints):
        if rubric.tier_of(keypoint) == "core" and not keypoint.explain.strip():
            told = "core, without `explain`; say in a sentence or two why it is so"
            yield Finding(CODE, "warning", ("keypoints", at), told)
