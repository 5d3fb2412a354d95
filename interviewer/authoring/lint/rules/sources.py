"""R012: a core keypoint without ``see``.

A candidate wants to read on, and a reviewer wants to check: a paper, a section of a book, or a page
of documentation that exists.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given

CODE = "R012"


def find(given: Given) -> Iterator[Finding]:
    """Find core keypoints, grouped or not, that name no source."""
    rubric = given.item.rubric
    for at, keypoint in enumerate(rubric.keypoints):
        if rubric.tier_of(keypoint) == "core" and not keypoint.see:
            told = "core, without `see`; name a paper, a section of a book or a documentation page"
            yield Finding(CODE, "warning", ("keypoints", at), told)
