"""The first keypoints of a rubric: what the reference says, sentence by sentence."""

from __future__ import annotations

from interviewer.authoring.new_item.naming import id_of
from interviewer.items import Keypoint
from interviewer.scoring.segment import segment

POINTS = 1.0
"""What a first keypoint is worth: nobody has weighed it yet."""


def first_keypoints(reference: str) -> list[Keypoint]:
    """Return one keypoint for each sentence and list entry of a reference, marked as a draft.

    A sentence says more than one claim as often as not, and leans on the one before it: whoever
    wrote it splits and rewords it. `interviewer rubric draft` makes better ones.
    """
    made: list[Keypoint] = []
    taken: set[str] = set()
    for number, sentence in enumerate(segment(reference), start=1):
        name = id_of(sentence.text, taken, f"keypoint-{number}")
        taken.add(name)
        text = " ".join(sentence.text.split())
        made.append(Keypoint(id=name, text=text, points=POINTS, draft=True))
    return made
