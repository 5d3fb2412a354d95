"""R003: an ``accept`` that says what ``text`` says, in the same words, or that stands twice.

An ``accept`` is there to catch the same claim in other words. A copy catches nothing new.

Instead of: accept "ReLU outputs max(0, x)." under the text "ReLU outputs max(0, x)."
Write: accept "Negative inputs come out as zero, positive ones unchanged."
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.authoring.lint.wording import folded

CODE = "R003"


def find(given: Given) -> Iterator[Finding]:
    """Find wordings that add nothing."""
    for at, keypoint in enumerate(given.item.rubric.keypoints):
        seen = {folded(keypoint.text): "text"}
        for number, accept in enumerate(keypoint.accept):
            first = seen.setdefault(folded(accept), f"accept[{number}]")
            if first != f"accept[{number}]":
                yield Finding(
                    CODE,
                    "warning",
                    ("keypoints", at, "accept", number),
                    f"the same words as {first}; say it as a candidate would, or remove it",
                )
