"""R023: a keypoint of more than 25 words.

What takes that many words is mostly two claims, or a claim with its reason. The reason belongs into
``explain``.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given

CODE = "R023"
_MOST = 25


def find(given: Given) -> Iterator[Finding]:
    """Find texts of more than 25 words."""
    for at, keypoint in enumerate(given.item.rubric.keypoints):
        words = len(keypoint.text.split())
        if words > _MOST:
            told = f"{words} words; claim one thing in {_MOST} or fewer"
            yield Finding(CODE, "warning", ("keypoints", at, "text"), told)
