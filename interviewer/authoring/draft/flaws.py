"""What lint would say of proposed keypoints, before they are in a file; its rules, not copies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from interviewer.authoring.lint.finding import Given
from interviewer.authoring.lint.rules import (
    by_meaning_given_away,
    by_meaning_probe_tells,
    compound,
    dangling,
    given_away,
    long_text,
    probe_tells,
    rejects,
    vague,
)
from interviewer.items import Item, Keypoint
from interviewer.seams import Embedder

_TOLD = (compound, vague, dangling, long_text)
_FATAL = (given_away,)


class Looked(NamedTuple):
    """One keypoint after lint has looked: without what tells, and what an author has to mend.

    ``fatal`` is why it cannot be one; empty where it can.
    """

    keypoint: Keypoint
    doubts: tuple[str, ...]
    fatal: str


def looked_at(item: Item, keypoints: Sequence[Keypoint], embedder: Embedder) -> list[Looked]:
    """Return what the rules find in each of the keypoints alone, as part of the item."""
    return [_looked(item, keypoint, embedder) for keypoint in keypoints]


def _looked(item: Item, keypoint: Keypoint, embedder: Embedder) -> Looked:
    given = _alone(item, keypoint)
    doubts = tuple(found.message for rule in _TOLD for found in rule.find(given))
    fatal = [found.message for rule in _FATAL for found in rule.find(given)]
    fatal += [found.message for found in by_meaning_given_away.find(given, embedder)]
    telling = [*probe_tells.find(given), *by_meaning_probe_tells.find(given, embedder)]
    if keypoint.probe is not None and telling:
        silent = {str(found.place[-1]): "" for found in telling}
        probe = keypoint.probe.model_copy(update=silent)
        left = probe if any((probe.pump, probe.hint, probe.lead)) else None
        keypoint = keypoint.model_copy(update={"probe": left})
    wrong = {found.place[-1] for found in rejects.find(given)}
    kept = tuple(text for at, text in enumerate(keypoint.reject) if at not in wrong)
    keypoint = keypoint.model_copy(update={"reject": kept})
    return Looked(keypoint, doubts, "; ".join(fatal))


def _alone(item: Item, keypoint: Keypoint) -> Given:
    """Return the item with this keypoint and no other, nor anything that names another."""
    whole = keypoint if keypoint.points is not None else keypoint.model_copy(update={"points": 1.0})
    parts = {"keypoints": (whole,), "groups": (), "examples": (), "misconceptions": ()}
    return Given(item.model_copy(update={"rubric": item.rubric.model_copy(update=parts)}))
