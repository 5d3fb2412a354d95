"""The passage of an answer that a keypoint could be read in, by the grader's own search."""

from __future__ import annotations

from interviewer.authoring.absorb.proposals import is_short_claim
from interviewer.authoring.trial.accept import NEAR
from interviewer.grader import Grader
from interviewer.items import Item


def nearest_passage(item: Item, grader: Grader, answer: str, place: int) -> str | None:
    """Return the short claim nearest to a keypoint, if it is near and nearer to no other keypoint.

    None where there is none, or a rule decides the answer unread.
    """
    seen = grader.seen(item, answer)
    if seen is None:
        return None
    count = len(item.rubric.keypoints)
    own = [
        candidate
        for candidate in seen.listed.candidates
        if candidate.claim == place
        and not candidate.is_reject
        and candidate.similarity >= NEAR
        and max(seen.listed.nearness[candidate.passage][:count]) <= candidate.similarity
        and is_short_claim(candidate.passage.text)
    ]
    nearest = max(own, key=lambda candidate: candidate.similarity, default=None)
    return None if nearest is None else nearest.passage.text
