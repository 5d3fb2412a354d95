"""Find the passages of an answer that speak for or against each claim, and describe what they say.

Three steps. `shortlist` lets the embedder compare every passage with every wording of a keypoint
(``text`` and each ``accept``, and each ``reject`` as counter-evidence) and keeps the nearest
pairs, at most `MOST` a keypoint. A matcher reads those pairs. `readings` sums up per keypoint: how
strongly the best passage entails it, how strongly one contradicts it, and whether an authored
wrong statement is nearer than every right one. The result is a row of `KEYPOINT_FEATURES`, which a
fitted calibration turns into label probabilities.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from interviewer.scoring.segment import Segment
from interviewer.scoring.words import read_words
from interviewer.seams import Embedder, Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 3
"""Pairs read for each keypoint: reading is what costs time. `benchmarks.agreement --unpruned` reads
all that are near."""

NEAREST = 3
"""Passages read for each wording of a claim where nothing is pruned."""

KEYPOINT_FEATURES = (
    "entails",
    "contradicts",
    "contradicted_where_entailed",
    "cosine",
    "reject_margin",
    "reject_entails",
    "whole_cosine",
    "whole_recall",
    "own_words",
)
_WHOLE_CHARACTERS = 2000
_LOGIT_LIMIT = 6.0


class Claim(NamedTuple):
    """What is looked for: any of the wordings asserts it, any of the rejects does not."""

    wordings: tuple[str, ...]
    rejects: tuple[str, ...] = ()


class Candidate(NamedTuple):
    """One pair to be read, and where it came from.

    ``similarity`` is the passage's to the nearest right wording of the claim, or to the reject.
    """

    claim: int
    is_reject: bool
    passage: Segment
    wording: str
    similarity: float


class Reading(NamedTuple):
    """What an answer says about one claim; no candidates where nothing was said at all.

    ``torn`` says that the matcher finds a reject in the supporting passage at least as surely as
    the claim; ``rival`` is such a reject that is nearer to those words than any right wording.
    """

    features: tuple[float, ...]
    support: Candidate | None
    denial: Candidate | None
    rival: Candidate | None
    torn: bool = False


class Shortlist(NamedTuple):
    """The pairs worth reading, and what was seen of the answer as a whole (a row a claim).

    ``nearness`` maps each passage to its similarity to every claim, in any right wording.
    """

    candidates: tuple[Candidate, ...]
    whole: tuple[tuple[float, float, float], ...]
    nearness: Mapping[Segment, tuple[float, ...]]

    def pairs(self, question: str) -> list[Pair]:
        """Return what a matcher reads, in the order of the candidates."""
        return [Pair(c.passage.text, c.wording, question) for c in self.candidates]


def shortlist(
    answer: str,
    passages: Sequence[Segment],
    claims: Sequence[Claim],
    embedder: Embedder,
    *,
    competing: int | None = None,
    pruned: bool = True,
) -> Shortlist:
    """Pick the pairs to read for every claim, by cosine; ties by place.

    At most `MOST` a claim: its ``text`` against the passages that are nearest to any right wording,
    and the reject that is nearest to some passage against that one. Not pruned, every wording
    against the `NEAREST` passages to it.

    The first ``competing`` claims (all, unless told) compete for passages: words that are nearer
    to another keypoint of the rubric are that keypoint's. See `_own_words`.
    """
    import numpy as np

    if not passages:
        return Shortlist((), tuple((0.0, 0.0, 0.0) for _ in claims), {})
    texts = [passage.text for passage in passages]
    vectors = embedder.embed([*texts, answer[:_WHOLE_CHARACTERS]])
    found: list[Candidate] = []
    whole: list[tuple[float, float]] = []
    nearness = np.full((len(claims), len(texts)), -1.0)
    said = read_words(answer).content
    wordings = list(dict.fromkeys(w for c in claims for w in (*c.wordings, *c.rejects)))
    wanted_by = dict(zip(wordings, embedder.embed(wordings), strict=True))
    for number, claim in enumerate(claims):
        # einsum, not BLAS: a similarity does not depend on how many rows stand beside it.
        by_wording = [
            np.einsum("nd,d->n", vectors, wanted_by[wording], optimize=False)
            for wording in (*claim.wordings, *claim.rejects)
        ]
        right, wrong = by_wording[: len(claim.wordings)], by_wording[len(claim.wordings) :]
        nearness[number] = np.max(np.stack(right), axis=0)[:-1]
        if pruned:
            found += _pruned(number, claim, passages, nearness[number], wrong)
        else:
            for wording, cosines in zip(claim.wordings, right, strict=True):
                found += _nearest(number, False, wording, passages, cosines)[:NEAREST]
            for wording, cosines in zip(claim.rejects, wrong, strict=True):
                found += _nearest(number, True, wording, passages, cosines)[:NEAREST]
        content = read_words(claim.wordings[0]).content
        recall = len(content & said) / len(content) if content else 0.0
        whole.append((float(right[0][-1]), recall))
    own = _own_words(nearness, len(claims) if competing is None else competing)
    near_to = {
        passage: tuple(round(float(share), 4) for share in nearness[:, at])
        for at, passage in enumerate(passages)
    }
    return Shortlist(tuple(found), tuple((*w, o) for w, o in zip(whole, own, strict=True)), near_to)


def _pruned(
    number: int,
    claim: Claim,
    passages: Sequence[Segment],
    right: NDArray[np.float64],
    wrong: Sequence[NDArray[np.float64]],
) -> list[Candidate]:
    """Return at most `MOST` pairs: the text's with the nearest passages, the nearest reject's."""
    rejects = [
        _nearest(number, True, wording, passages, cosines)[0]
        for wording, cosines in zip(claim.rejects, wrong, strict=True)
    ]
    against = sorted(rejects, key=lambda c: -c.similarity)[:1]
    own = _nearest(number, False, claim.wordings[0], passages, right)
    return [*own[: MOST - len(against)], *against]


def _nearest(
    number: int,
    is_reject: bool,
    wording: str,
    passages: Sequence[Segment],
    cosines: NDArray[np.float64],
) -> list[Candidate]:
    """Return the pairs of a wording with all passages, nearest first, ties by place."""
    rounded = [round(float(share), 4) for share in cosines[: len(passages)]]
    order = sorted(range(len(passages)), key=lambda at: (-rounded[at], at))
    return [Candidate(number, is_reject, passages[at], wording, rounded[at]) for at in order]


def _own_words(nearness: NDArray[np.float64], competing: int) -> list[float]:
    """Return for each claim by how much some passage is nearer to it than to any other claim.

    ``nearness`` is ``[claims, passages]``. An answer that speaks of the subject is near to every
    keypoint; what tells them apart is which passage belongs to which. 0 where nothing competes.
    """
    import numpy as np

    margins = []
    for number in range(len(nearness)):
        others = [at for at in range(competing) if at != number]
        if not others:
            margins.append(0.0)
            continue
        gaps = nearness[number] - np.max(nearness[others], axis=0)
        margins.append(round(float(gaps.max()), 4))
    return margins


def readings(listed: Shortlist, rows: NDArray[np.float32], claims: int) -> list[Reading]:
    """Sum up per claim what the matcher read: ``rows`` is ``[candidates, 3]``."""
    own: list[list[int]] = [[] for _ in range(claims)]
    against: list[list[int]] = [[] for _ in range(claims)]
    for place, candidate in enumerate(listed.candidates):
        (against if candidate.is_reject else own)[candidate.claim].append(place)
    return [
        _reading(listed, rows, own[number], against[number], listed.whole[number])
        for number in range(claims)
    ]


def _reading(
    listed: Shortlist,
    rows: NDArray[np.float32],
    own: list[int],
    against: list[int],
    whole: tuple[float, float, float],
) -> Reading:
    if not own:
        return Reading((-_LOGIT_LIMIT,) * 3 + (0.0,) * 6, None, None, None)
    candidates = listed.candidates

    def best(places: list[int], column: int) -> int:
        return min(
            places, key=lambda at: (-round(float(rows[at, column]), 4), _size(candidates[at]))
        )

    support, denial = best(own, 0), best(own, 2)
    cosine = max(candidates[at].similarity for at in own)
    entails = _logit(float(rows[support, 0]))
    margin, reject_entails = 0.0, 0.0
    if against:
        margin = max(candidates[at].similarity for at in against) - cosine
        reject_entails = _logit(float(rows[best(against, 0), 0])) - entails
    features = (
        entails,
        _logit(float(rows[denial, 2])),
        _logit(float(rows[support, 2])),
        cosine,
        margin,
        reject_entails,
        *whole,
    )
    passage = candidates[support].passage
    right = listed.nearness[passage][candidates[support].claim]
    sure = round(float(rows[support, 0]), 4)
    believed = [
        candidates[at]
        for at in against
        if _mostly(candidates[at].passage, passage) and round(float(rows[at, 0]), 4) >= sure
    ]
    nearer = [c for c in believed if c.passage == passage and c.similarity > right]
    rival = min(nearer, key=lambda c: (-c.similarity, c.wording), default=None)
    return Reading(features, candidates[support], candidates[denial], rival, bool(believed))


def _mostly(one: Segment, other: Segment) -> bool:
    """Say whether two passages share more than half of the longer one."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return 2 * shared > max(one.end - one.start, other.end - other.start)


def _size(candidate: Candidate) -> tuple[int, int]:
    return candidate.passage.end - candidate.passage.start, candidate.passage.start


def _logit(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return max(-_LOGIT_LIMIT, min(_LOGIT_LIMIT, math.log(share / (1 - share))))
