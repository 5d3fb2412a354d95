"""R025: a keypoint that was drafted and that nobody has accepted.

`interviewer rubric draft`, `new` and `import` mark what they make. A drafted claim may be half a
sentence, or only nearly right. Read it against the reference, mend it or throw it away, and delete
its line ``draft: true``.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given

CODE = "R025"


def find(given: Given) -> Iterator[Finding]:
    """Find keypoints that are marked as drafts."""
    for at, keypoint in enumerate(given.item.rubric.keypoints):
        if keypoint.draft:
            told = "a draft that nobody has accepted; read it, then delete this line"
            yield Finding(CODE, "warning", ("keypoints", at, "draft"), told)
