"""R018: a keypoint with fewer than two ``accept``.

The same claim is made in many words. Two further wordings, one of them as a candidate would say it
aloud, keep the grade from hanging on the author's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given

CODE = "R018"
_FEWEST = 2


def find(given: Given) -> Iterator[Finding]:
    """Find keypoints that can be said in one or two ways only."""
    for at, keypoint in enumerate(given.item.rubric.keypoints):
        if len(keypoint.accept) < _FEWEST:
            told = f"{len(keypoint.accept)} `accept`; write {_FEWEST} or more, one as spoken"
            yield Finding(CODE, "warning", ("keypoints", at), told)
