"""R101: two keypoints of a rubric that claim nearly the same.

One sentence of an answer then earns twice, and a candidate who misses it loses twice. Their texts
are compared by the embedding model; merge them, or say in both what sets them apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.seams import Embedder

CODE = "R101"
NEAREST = 0.9
"""Above every pair of distinct keypoints of the shipped bank; see `benchmarks/lint.py`."""


def find(given: Given, embedder: Embedder, /) -> Iterator[Finding]:
    """Find pairs of texts with a cosine of .9 or more."""
    keypoints = given.item.rubric.keypoints
    vectors = embedder.embed([keypoint.text for keypoint in keypoints])
    for one, other in combinations(range(len(keypoints)), 2):
        cosine = round(float(vectors[one] @ vectors[other]), 4)
        if cosine >= NEAREST:
            told = (
                f"nearly the same claim as {keypoints[one].id!r} (cosine {cosine:.2f}); "
                "merge them or say what sets them apart"
            )
            yield Finding(CODE, "warning", ("keypoints", other, "text"), told)
