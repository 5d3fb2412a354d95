"""R004: a keypoint that the question itself gives away."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding
from interviewer.items import Item
from interviewer.scoring.words import read_words

CODE = "R004"


def given_away(item: Item) -> Iterator[Finding]:
    """Find keypoints all of whose content words stand in the prompt.

    One that denies what the prompt only asks is not given away, and one of symbols alone has no
    words to tell by.
    """
    asked = read_words(item.question.prompt)
    for at, keypoint in enumerate(item.rubric.keypoints):
        words = read_words(keypoint.text)
        said = words.content <= asked.content and words.numbers <= asked.numbers
        if said and words.content and words.negations <= asked.negations:
            yield Finding(
                CODE,
                "error",
                ("keypoints", at, "text"),
                "every word of it stands in the prompt; ask without it or claim something more",
            )
