"""R005: a ``reject`` in the very words that earn the keypoint."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding
from interviewer.authoring.lint.wording import folded
from interviewer.items import Item

CODE = "R005"


def rejects(item: Item) -> Iterator[Finding]:
    """Find rejects that equal ``text`` or an ``accept``."""
    for at, keypoint in enumerate(item.rubric.keypoints):
        right = {folded(wording) for wording in (keypoint.text, *keypoint.accept)}
        for number, reject in enumerate(keypoint.reject):
            if folded(reject) in right:
                yield Finding(
                    CODE,
                    "error",
                    ("keypoints", at, "reject", number),
                    "the same words earn this keypoint; write the wrong statement, or remove it",
                )
