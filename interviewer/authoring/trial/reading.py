"""The pairs that were read of an answer, as an author sees them."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.authoring.trial.account import Against, PairRead, ReadsAs
from interviewer.grader import Seen
from interviewer.scoring.match import Candidate, Claim
from interviewer.seams import Embedder

_READS: tuple[ReadsAs, ...] = ("entails", "neither", "contradicts")


def pairs_of(
    seen: Seen,
    claim: int,
    looked_for: Claim,
    wrong: Against,
    behind: Candidate | None,
    embedder: Embedder,
) -> tuple[PairRead, ...]:
    """Return the pairs of one claim, nearest first, the one ``behind`` the verdict marked.

    ``wrong`` is what the claim's rejects are in the rubric.
    """
    found = []
    for candidate, row in zip(seen.listed.candidates, seen.rows, strict=True):
        if candidate.claim != claim:
            continue
        shares = [round(float(share), 4) for share in row]
        statement = candidate.wording
        nearest = (
            statement
            if candidate.is_reject
            else _nearest(candidate.passage.text, looked_for.wordings, embedder)
        )
        found.append(
            PairRead(
                passage=candidate.passage.text,
                start=candidate.passage.start,
                end=candidate.passage.end,
                against=wrong if candidate.is_reject else "text",
                statement=statement,
                similarity=candidate.similarity,
                nearest=nearest,
                entails=shares[0],
                neither=shares[1],
                contradicts=shares[2],
                reads_as=_READS[max(range(3), key=lambda at: shares[at])],
                carries=candidate is behind,
            )
        )
    return tuple(sorted(found, key=lambda pair: (pair.against != "text", -pair.similarity)))


def _nearest(passage: str, wordings: Sequence[str], embedder: Embedder) -> str:
    """Return the wording that a passage is most alike to; ties to the first."""
    import numpy as np

    if len(wordings) == 1:
        return wordings[0]
    (own, *others) = embedder.embed([passage, *wordings])
    cosines = np.einsum("nd,d->n", np.stack(others), own, optimize=False)
    return wordings[int(np.argmax(np.round(cosines, 4)))]
