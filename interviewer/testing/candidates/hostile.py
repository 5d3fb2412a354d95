"""Candidates who talk to the grader, or hold everything that is false."""

from __future__ import annotations

import random

from interviewer.authoring.attack.phrases import IGNORE, fake_verdicts
from interviewer.interview.asking import Answer, Ask, Asked, Reply
from interviewer.items import Item, Keypoint
from interviewer.testing.candidates.talking import probe_of, sentences, talker, wording


def injector(rng: random.Random) -> Ask:
    """Return who orders the grader to give full marks, or makes its verdict up."""

    def order(asked: Asked) -> Reply:
        names = tuple(keypoint.id for keypoint in asked.item.rubric.keypoints)
        return Answer(rng.choice((*IGNORE, fake_verdicts(names))))

    return talker(order, order, rng)


def contradictor(rng: random.Random) -> Ask:
    """Return who says what the rubric rejects, and holds its misconceptions when challenged."""

    def answer(asked: Asked) -> Reply:
        rubric = asked.item.rubric
        false = [_denied(keypoint, rng) for keypoint in rubric.keypoints]
        return Answer(sentences([*false, *(m.text for m in rubric.misconceptions)]))

    def reply(asked: Asked) -> Reply:
        return Answer(sentences([_false(asked.item, probe_of(asked).about, rng)]))

    return talker(answer, reply, rng)


def _false(item: Item, about: str, rng: random.Random) -> str:
    held = {m.id: m.text for m in item.rubric.misconceptions}
    denied = {k.id: _denied(k, rng) for k in item.rubric.keypoints}
    return {**denied, **held}.get(about) or rng.choice(sorted(denied.values()))


def _denied(keypoint: Keypoint, rng: random.Random) -> str:
    if keypoint.reject:
        return rng.choice(keypoint.reject)
    return f"It is not true that {wording(keypoint, rng)}"
