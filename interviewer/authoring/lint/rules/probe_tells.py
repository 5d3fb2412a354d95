"""R024: a probe that says the keypoint before its last step.

``pump`` and ``hint`` lead towards the point; if they hold all of its content words, the candidate
has only to nod. The last step, ``lead``, may come near it, as a question.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.scoring.words import read_words

CODE = "R024"


def find(given: Given) -> Iterator[Finding]:
    """Find pumps and hints with every content word of the text that the prompt does not have."""
    asked = read_words(given.item.question.prompt).content
    for at, keypoint in enumerate(given.item.rubric.keypoints):
        new = read_words(keypoint.text).content - asked
        if keypoint.probe is None or not new:
            continue
        for step in ("pump", "hint"):
            if new <= read_words(getattr(keypoint.probe, step)).content:
                told = "every word that the keypoint adds stands in it; leave that to `lead`"
                yield Finding(CODE, "warning", ("keypoints", at, "probe", step), told)
