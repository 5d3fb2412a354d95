"""R005: a ``reject`` in the very words that earn the keypoint.

A ``reject`` is a near miss: what somebody says who has it wrong. If it equals ``text`` or an
``accept``, one and the same sentence is right and wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.authoring.lint.wording import folded

CODE = "R005"


def find(given: Given) -> Iterator[Finding]:
    """Find rejects that equal ``text`` or an ``accept``."""
    for at, keypoint in enumerate(given.item.rubric.keypoints):
        right = {folded(wording) for wording in (keypoint.text, *keypoint.accept)}
        for number, reject in enumerate(keypoint.reject):
            if folded(reject) in right:
                yield Finding(
                    CODE,
                    "error",
                    ("keypoints", at, "reject", number),
                    "the same words earn this keypoint; write the wrong statement, or remove it",
                )
