"""R004: a keypoint all of whose content words stand in the prompt.

Words of the question earn nothing, so a keypoint made of them cannot be met, or is met by whoever
repeats the question. A keypoint that denies what the prompt only asks is not given away, and one of
symbols alone has no words to tell by.

Instead of: "Why do deep sigmoid networks have vanishing gradients?" with the keypoint "Deep sigmoid
networks have vanishing gradients." Write: "The slope of sigmoid is at most a quarter."
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.scoring.words import read_words

CODE = "R004"


def find(given: Given) -> Iterator[Finding]:
    """Find keypoints that the prompt says in its own words."""
    asked = read_words(given.item.question.prompt)
    for at, keypoint in enumerate(given.item.rubric.keypoints):
        words = read_words(keypoint.text)
        said = words.content <= asked.content and words.numbers <= asked.numbers
        if said and words.content and words.negations <= asked.negations:
            yield Finding(
                CODE,
                "error",
                ("keypoints", at, "text"),
                "every word of it stands in the prompt; ask without it or claim something more",
            )
