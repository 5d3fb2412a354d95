"""What one more `accept` would do for a keypoint that is not met."""

from __future__ import annotations

from interviewer.authoring.trial.account import AcceptTried
from interviewer.authoring.trial.changes import SHOWN
from interviewer.grader import Grader, Seen
from interviewer.items import Item
from interviewer.scoring import verdicts as ruling

NEAR = 0.45
"""How near a passage must be to be worth an `accept`: a choice. In the examples of the first thirty
items, 94 % of the 658 nearest passages that are a keypoint's own and were labelled met are nearer;
but so are 81 % of the 340 that were labelled missed: what it says, the author knows."""


def accept_tried(
    item: Item, answer: str, place: int, seen: Seen, grader: Grader
) -> AcceptTried | None:
    """Return what the nearest passage would do as an ``accept``; None where there is none to try.

    Only where the keypoint is missed, partial or lost to a ``reject``, the passage is nearer to it
    than to any other keypoint, and it would do something.
    """
    cuts = grader.calibration.cuts
    now = ruling.rule(seen.readings[place], seen.decisions[place], cuts)
    if now.label == "met" or (now.label == "contradicted" and not now.refuted):
        return None
    keypoints = item.rubric.keypoints
    own = [c for c in seen.listed.candidates if c.claim == place and not c.is_reject]
    nearest = max(own, key=lambda candidate: candidate.similarity, default=None)
    if nearest is None or nearest.similarity < NEAR:
        return None
    nearness = seen.listed.nearness[nearest.passage][: len(keypoints)]
    passage = " ".join(nearest.passage.text.split())
    keypoint = keypoints[place]
    known = (keypoint.text, *keypoint.accept, *keypoint.reject)
    if max(nearness) > nearness[place] or passage in known:
        return None
    again = grader.seen(with_accept(item, place, passage), answer)
    if again is None:
        return None
    ruled = ruling.rule(again.readings[place], again.decisions[place], cuts)
    rise = ruled.probabilities.met - now.probabilities.met
    if ruled.label == now.label and rise < SHOWN:
        return None
    return AcceptTried(passage=passage, met=ruled.probabilities.met, label=ruled.label)


def with_accept(item: Item, place: int, passage: str) -> Item:
    """Return the item with one more ``accept`` on one of its keypoints."""
    rubric = item.rubric
    keypoint = rubric.keypoints[place]
    more = keypoint.model_copy(update={"accept": (*keypoint.accept, passage)})
    keypoints = (*rubric.keypoints[:place], more, *rubric.keypoints[place + 1 :])
    return item.model_copy(update={"rubric": rubric.model_copy(update={"keypoints": keypoints})})
