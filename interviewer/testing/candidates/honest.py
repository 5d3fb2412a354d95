"""Candidates who say what they know, in full, in half, in few words or in many."""

from __future__ import annotations

import random
import re

from interviewer.authoring.attack.phrases import PADDING
from interviewer.interview.asking import Answer, Ask, Asked, Idk, Reply, Skip
from interviewer.testing.candidates.talking import (
    half,
    probe_of,
    right,
    sentences,
    talker,
    telling,
    wording,
)

FEW = 4
"""So many words of a claim are all that a terse candidate spends on it."""

_LETTERS = 5
_CONTENT = re.compile(rf"[^\W_]{{{_LETTERS},}}")
"""What a terse candidate keeps: words too long to be mere grammar."""

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_FILLER = (
    *PADDING,
    "So, {topic}: that comes up often.",
    "Now, where was I with {topic}?",
    "There is a lot that one could say here.",
)


def strong(rng: random.Random) -> Ask:
    """Return who says every keypoint, and says it again in other words where asked."""

    def answer(asked: Asked) -> Reply:
        return telling(asked.item, (k.id for k in asked.item.rubric.keypoints), rng)

    def reply(asked: Asked) -> Reply:
        return Answer(right(asked, rng) or _anything(asked, rng))

    return talker(answer, reply, rng)


def partial(rng: random.Random) -> Ask:
    """Return who knows half: asked on about that, they say it again, else that they do not know."""
    knows = half(rng)

    def answer(asked: Asked) -> Reply:
        return telling(asked.item, knows(asked.item), rng)

    def reply(asked: Asked) -> Reply:
        said = right(asked, rng) if probe_of(asked).about in knows(asked.item) else None
        return rng.choice((Idk(), Skip())) if said is None else Answer(said)

    return talker(answer, reply, rng)


def terse(rng: random.Random) -> Ask:
    """Return who knows everything and jots down a few words of it."""

    def answer(asked: Asked) -> Reply:
        keypoints = asked.item.rubric.keypoints
        return Answer("\n".join(f"- {_jotted(wording(k, rng))}" for k in keypoints))

    def reply(asked: Asked) -> Reply:
        return Answer(_jotted(right(asked, rng) or _anything(asked, rng)))

    return talker(answer, reply, rng)


def rambling(rng: random.Random) -> Ask:
    """Return who says what the reference says, between sentences that say nothing."""

    def between(asked: Asked, parts: list[str]) -> Reply:
        topic = asked.item.question.topic.replace("-", " ")
        said: list[str] = []
        for part in parts:
            said += [rng.choice(_FILLER).format(topic=topic), part]
        return Answer(sentences([*said, rng.choice(PADDING)]))

    def answer(asked: Asked) -> Reply:
        return between(asked, _SENTENCE_END.split(asked.item.rubric.reference.strip()))

    def reply(asked: Asked) -> Reply:
        return between(asked, [right(asked, rng) or _anything(asked, rng)])

    return talker(answer, reply, rng)


def _anything(asked: Asked, rng: random.Random) -> str:
    return wording(rng.choice(asked.item.rubric.keypoints), rng)


def _jotted(text: str) -> str:
    return ", ".join(_CONTENT.findall(text)[:FEW]) or text
