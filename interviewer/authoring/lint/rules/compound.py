"""R006: a keypoint that makes two claims.

Whoever makes one of the two deserves half, and a verdict has no way to say which half. Two
sentences, a semicolon, or an "and", "but" or "whereas" with a verb on either side make two claims.
An "and" inside one claim ("a mean and a variance") is none of this.

Instead of: "Dropout zeroes random units and reduces overfitting."
Write: two keypoints, "Dropout zeroes random units." and "Dropout reduces overfitting."
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.clauses import second_claim
from interviewer.authoring.lint.finding import Finding, Given

CODE = "R006"


def find(given: Given) -> Iterator[Finding]:
    """Find texts of two clauses that each assert something."""
    for at, keypoint in enumerate(given.item.rubric.keypoints):
        second = second_claim(keypoint.text)
        if second is not None:
            told = f"a second claim begins at {second!r}; make it a keypoint of its own"
            yield Finding(CODE, "warning", ("keypoints", at, "text"), told)
