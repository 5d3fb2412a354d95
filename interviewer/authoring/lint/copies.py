"""R003: an ``accept`` that says what ``text`` says, in the same words, or that stands twice."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding
from interviewer.authoring.lint.wording import folded
from interviewer.items import Item

CODE = "R003"


def copies(item: Item) -> Iterator[Finding]:
    """Find wordings that add nothing."""
    for at, keypoint in enumerate(item.rubric.keypoints):
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
