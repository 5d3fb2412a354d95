"""Which claims of a reference are proposed: what the rubric lacks, distinct, the best first.

A keypoint that a person has accepted covers whatever is near to it. One that is itself a draft
covers only its own words, so that a sentence taken whole can be proposed in parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from interviewer.authoring.draft import worth
from interviewer.authoring.draft.asks import Ask, asks_of, belonging
from interviewer.authoring.draft.claims import Claim, claims_of
from interviewer.authoring.draft.naming import named, topic_of
from interviewer.authoring.draft.support import Said, shares
from interviewer.authoring.lint.rules.by_meaning_duplicates import NEAREST
from interviewer.items import Keypoint, Question
from interviewer.seams import Embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

COVERED = 0.75
"""From this cosine to an accepted keypoint on, a claim is there already: a choice, below lint's cut
for twins, since an author who is shown what is there reads on less carefully."""


class Chosen(NamedTuple):
    """A claim to propose, the part of the prompt that it answers, and how many answers make it.

    ``text`` names the topic where the claim does not. ``ask`` is that part's number; ``support``
    None where no answers were given.
    """

    claim: Claim
    text: str
    ask: int
    support: int | None


class Choice(NamedTuple):
    """The claims to propose in the reference's order, and the parts of the prompt."""

    chosen: list[Chosen]
    asks: list[Ask]


def choose(
    question: Question,
    reference: str,
    known: Sequence[Keypoint],
    embedder: Embedder,
    said: Said | None = None,
    *,
    room: int = worth.MOST,
) -> Choice:
    """Return the claims of a reference that no known keypoint makes, ``room`` of them at most."""
    topic = topic_of(question.prompt)
    claims = claims_of(reference)
    asks = asks_of(question.prompt)
    if not claims:
        return Choice([], asks)
    texts = [named(claim.text, topic) for claim in claims]
    bare = embedder.embed([claim.text for claim in claims])
    vectors = embedder.embed(texts)
    asked = embedder.embed([ask.text for ask in asks])
    whole = embedder.embed([reference])[0]
    counts = None if said is None else shares(bare, said)
    share = [0.0] * len(claims)
    if said is not None and counts is not None and said.answers:
        share = [count / said.answers for count in counts]
    is_known = [
        one or other
        for one, other in zip(
            _known(vectors, known, embedder), _known(bare, known, embedder), strict=True
        )
    ]
    kept: list[int] = []
    for at in worth.ranked(claims, bare, asked, whole, share):
        if len(kept) == room:
            break
        if not is_known[at] and all(_cosine(vectors, at, one) < NEAREST for one in kept):
            kept.append(at)
    parts = belonging(bare, asks, asked)
    kept.sort()
    supports = [None] * len(claims) if counts is None else counts
    return Choice([Chosen(claims[at], texts[at], parts[at], supports[at]) for at in kept], asks)


def _known(
    vectors: NDArray[np.float32], known: Sequence[Keypoint], embedder: Embedder
) -> list[bool]:
    found = [False] * len(vectors)
    for keypoint in known:
        cut = NEAREST if keypoint.draft else COVERED
        rows = embedder.embed([keypoint.text, *keypoint.accept])
        for at, cosine in enumerate((vectors @ rows.T).max(axis=1)):
            found[at] = found[at] or round(float(cosine), 4) >= cut
    return found


def _cosine(vectors: NDArray[np.float32], one: int, other: int) -> float:
    return round(float(vectors[one] @ vectors[other]), 4)
