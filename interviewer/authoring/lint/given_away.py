"""R004: a keypoint that the question itself gives away."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding
from interviewer.items import Item
from interviewer.scoring.words import read_words

CODE = "R004"


def given_away(item: Item) -> Iterator[Finding]:
    """Find keypoints all of whose content words stand in the prompt."""
    asked = read_words(item.question.prompt)
    for at, keypoint in enumerate(item.rubric.keypoints):
        words = read_words(keypoint.text)
        if words.content <= asked.content and words.numbers <= asked.numbers:
            yield Finding(
                CODE,
                "error",
                ("keypoints", at, "text"),
                "every word of it stands in the prompt; ask without it or claim something more",
            )
