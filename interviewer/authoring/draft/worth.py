"""Which claims are worth a keypoint, best first: near to what is asked and to the whole reference.

A remark on the side is far from both. Support in sample answers raises a claim, a doubt lowers it.
The weights are choices, made on the tuning half of `benchmarks/draft.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interviewer.authoring.draft.claims import Claim

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 10
"""Keypoints of a whole rubric: one more than lint lets be earned (R017), to have one to delete."""
LONG_WORDS = 25
"""A claim of more words is a doubt too, as it is for lint (R023)."""
DOUBT = 0.2
"""By so much of a cosine a claim with a doubt stands behind one without."""
SUPPORT = 0.3
"""By so much of a cosine a claim that all sample answers make stands before one that none does."""


def ranked(
    claims: Sequence[Claim],
    vectors: NDArray[np.float32],
    asked: NDArray[np.float32],
    whole: NDArray[np.float32],
    supported: Sequence[float],
) -> list[int]:
    """Return the places of claims, best first; ties in their order.

    ``vectors`` is a row a claim, ``asked`` a row a part of the prompt, ``whole`` the reference's.
    ``supported`` is the share of sample answers that make the claim, 0 without any.
    """
    near = (vectors @ asked.T).max(axis=1) + vectors @ whole
    worth = [
        round(float(near[at]) - DOUBT * _is_doubtful(claim) + SUPPORT * supported[at], 4)
        for at, claim in enumerate(claims)
    ]
    return sorted(range(len(claims)), key=lambda at: (-worth[at], at))


def _is_doubtful(claim: Claim) -> bool:
    return bool(claim.doubts) or len(claim.text.split()) > LONG_WORDS
