"""R103: a probe that says the keypoint, in other words, before its last step.

``pump`` and ``hint`` are compared with the text by the embedding model: a question about a subject
is always near to a claim about it, a question that contains the claim is nearer still.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.seams import Embedder

CODE = "R103"
NEAREST = 0.9
"""Above every pump and hint of the shipped bank; see `benchmarks/lint.py`."""


def find(given: Given, embedder: Embedder, /) -> Iterator[Finding]:
    """Find pumps and hints with a cosine of .9 or more to their keypoint."""
    for at, keypoint in enumerate(given.item.rubric.keypoints):
        if keypoint.probe is None:
            continue
        for step in ("pump", "hint"):
            words = getattr(keypoint.probe, step)
            if not words.strip():
                continue
            text, probe = embedder.embed([keypoint.text, words])
            cosine = round(float(text @ probe), 4)
            if cosine >= NEAREST:
                told = f"all but says the keypoint (cosine {cosine:.2f}); leave that to `lead`"
                yield Finding(CODE, "warning", ("keypoints", at, "probe", step), told)
