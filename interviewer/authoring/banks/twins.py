"""Questions that ask nearly the same, and keypoints of different questions that claim it.

A keypoint that stands in two questions is no mistake: the same idea may belong to both. But its
wording, concept and points should then agree, and a question that asks what another one asks is one
too many.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interviewer.authoring.lint.rules.by_meaning_duplicates import NEAREST
from interviewer.frozen import Frozen
from interviewer.items import Item
from interviewer.seams import Embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

QUESTIONS_ALIKE = 0.75
"""Questions with a cosine of this or more are shown as twins: a choice for the bundled embedder. No
two questions of the shipped bank, which all ask something else, are nearer than .64."""

KEYPOINTS_ALIKE = NEAREST
"""Keypoints of two items are twins where lint would call those of one item so (R101)."""

_PLACES = 4


class Twins(Frozen):
    """Two places with nearly the same text: ids of items, or ``item:keypoint``."""

    one: str
    other: str
    cosine: float


class TwinsFound(Frozen):
    """The twins of a bank, the nearest first, and the cosines from which on they count."""

    questions: tuple[Twins, ...]
    keypoints: tuple[Twins, ...]
    questions_alike: float = QUESTIONS_ALIKE
    keypoints_alike: float = KEYPOINTS_ALIKE


def twins(items: Sequence[Item], embedder: Embedder) -> TwinsFound:
    """Return the pairs of questions, and of keypoints of two items, that are nearly the same."""
    keypoints = [(item.id, k.id, k.text) for item in items for k in item.rubric.keypoints]
    prompts = [item.question.prompt for item in items]
    rows = embedder.embed([*prompts, *(text for *_, text in keypoints)])
    ids = [item.id for item in items]
    names = [f"{item}:{keypoint}" for item, keypoint, _ in keypoints]
    owners = [item for item, *_ in keypoints]
    return TwinsFound(
        questions=_pairs(ids, ids, rows[: len(ids)], QUESTIONS_ALIKE),
        keypoints=_pairs(names, owners, rows[len(ids) :], KEYPOINTS_ALIKE),
    )


def _pairs(
    names: Sequence[str], owners: Sequence[str], rows: NDArray[np.float32], least: float
) -> tuple[Twins, ...]:
    """Return pairs with different owners; row by row, so that a large bank takes little memory."""
    found = []
    for at in range(len(names) - 1):
        for after, cosine in enumerate((rows[at + 1 :] @ rows[at]).tolist(), start=at + 1):
            near = round(min(1.0, cosine), _PLACES)
            if near >= least and owners[at] != owners[after]:
                found.append(Twins(one=names[at], other=names[after], cosine=near))
    return tuple(sorted(found, key=lambda pair: (-pair.cosine, pair.one, pair.other)))
