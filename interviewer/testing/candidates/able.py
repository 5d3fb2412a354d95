"""Candidates of a given ability, by the same model that estimates it.

What they know is a draw from the Rasch model with an effect that a whole answer shares; so an
estimate made from their interviews can be held against the truth.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from interviewer.interview.ability import chance
from interviewer.interview.asking import Answer, Ask, Asked, Idk, Reply
from interviewer.interview.observations import difficulty_of
from interviewer.interview.rasch import ANSWER_SPREAD
from interviewer.items import Item
from interviewer.sessions import ProbeStep
from interviewer.testing.candidates.talking import (
    probe_of,
    remembering,
    right,
    talker,
    telling,
)

SECOND_CHANCE: Mapping[ProbeStep, float] = {
    "clarify": 0.2,
    "pump": 0.2,
    "hint": 0.3,
    "lead": 0.4,
    "challenge": 0.4,
    "followup": 0.0,
}
"""How often what did not come by itself comes when it is asked for. A choice, not a fit: the more
a probe leads, the more it brings."""

GIVES_UP = 0.5
"""How often who still has not got it says so, instead of something else that they know. A choice,
not a fit."""


def irt(theta: float, rng: random.Random) -> Ask:
    """Return who knows each keypoint with the chance that an ability of ``theta`` logits gives.

    They say a right wording of what they know, and of what a probe brings back.
    """

    def choose(item: Item) -> list[str]:
        able = theta + rng.gauss(0.0, ANSWER_SPREAD)
        return [
            keypoint.id
            for keypoint in item.rubric.keypoints
            if rng.random() < chance(able, difficulty_of(item, keypoint))
        ]

    knows = remembering(choose)

    def answer(asked: Asked) -> Reply:
        return telling(asked.item, knows(asked.item), rng)

    def reply(asked: Asked) -> Reply:
        probe, known = probe_of(asked), knows(asked.item)
        comes = rng.random() < SECOND_CHANCE[probe.step]
        said = right(asked, rng) if comes or probe.about in known else None
        if said is not None:
            return Answer(said)
        if not known or rng.random() < GIVES_UP:
            return Idk()
        return telling(asked.item, [rng.choice(sorted(known))], rng)

    return talker(answer, reply, rng)
