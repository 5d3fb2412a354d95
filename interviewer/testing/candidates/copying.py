"""Candidates who hand the interviewer's words back, or their own again."""

from __future__ import annotations

import random
import re

from interviewer.interview.asking import Answer, Ask, Asked, Reply
from interviewer.testing.candidates.talking import half, sentences, talker, telling, turn_of

_OPENING = re.compile(
    r"^(?:what|which|how|why|when|where|who)?\b\s*"
    r"(?:is|are|was|were|does|do|did|can|could|will|would|should|has|have)?\b\s*",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def question_repeater(rng: random.Random) -> Ask:
    """Return who says the question again, as it stands or in another order."""

    def repeat(asked: Asked) -> Reply:
        prompt = turn_of(asked).prompt
        words = prompt.split()
        middle = len(words) // 2
        return Answer(
            rng.choice(
                (
                    prompt,
                    f"So the question is: {prompt}",
                    as_statement(prompt),
                    sentences([" ".join([*words[middle:], *words[:middle]])]),
                    sentences([" ".join(rng.sample(words, len(words)))]),
                )
            )
        )

    return talker(repeat, repeat, rng)


def probe_parrot(rng: random.Random) -> Ask:
    """Return who says half, and to each probe the probe's own words."""
    knows = half(rng)

    def answer(asked: Asked) -> Reply:
        return telling(asked.item, knows(asked.item), rng)

    def parrot(asked: Asked) -> Reply:
        text = asked.text
        so_far = [probe.text for probe in turn_of(asked).probes]
        return Answer(
            rng.choice(
                (
                    text,
                    as_statement(text),
                    f"Well, I would say that it is this: {text}",
                    f"Yes, exactly. {as_statement(text)} That is how it is.",
                    sentences(so_far),
                    sentences(map(as_statement, so_far)),
                )
            )
        )

    return talker(answer, parrot, rng)


def already_said(rng: random.Random) -> Ask:
    """Return who says half, and to each probe that they have said it, with what they have said."""
    knows = half(rng)

    def answer(asked: Asked) -> Reply:
        return telling(asked.item, knows(asked.item), rng)

    def again(asked: Asked) -> Reply:
        return Answer(f"As I said already: {turn_of(asked).answer}")

    return talker(answer, again, rng)


def as_statement(text: str) -> str:
    """Return questions as if they were claims: without the words that ask, with full stops."""
    parts = [_OPENING.sub("", part).rstrip("?") for part in _SENTENCE_END.split(text.strip())]
    return sentences(parts)
