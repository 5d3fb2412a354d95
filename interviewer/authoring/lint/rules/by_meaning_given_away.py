"""R102: a keypoint that the prompt says in other words.

Whoever reads the question then knows the answer to that part. The text is compared with each
sentence of the prompt by the embedding model; a sentence that only names the subject is not near
enough to be found.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.scoring.segment import segment
from interviewer.seams import Embedder

CODE = "R102"
NEAREST = 0.85
"""Above every keypoint and sentence of the shipped prompts; see `benchmarks/lint.py`."""


def find(given: Given, embedder: Embedder, /) -> Iterator[Finding]:
    """Find texts with a cosine of .85 or more to a part of the prompt."""
    keypoints = given.item.rubric.keypoints
    parts = [part.text for part in segment(given.item.question.prompt)]
    nearest = (
        embedder.embed([keypoint.text for keypoint in keypoints]) @ embedder.embed(parts).T
    ).max(axis=1)
    for at, cosine in enumerate(nearest):
        if round(float(cosine), 4) >= NEAREST:
            told = f"the prompt all but says it (cosine {cosine:.2f}); ask without it"
            yield Finding(CODE, "warning", ("keypoints", at, "text"), told)
