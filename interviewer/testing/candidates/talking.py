"""What all simulated candidates share: how they take part, and how they put a keypoint in words.

A family says what it answers and what it replies to a probe; `talker` makes an `Ask` of that. It
is never stuck: what follows a grade is the next question.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

from interviewer.interview.asking import Answer, Ask, Asked, Idk, Next, Rate, Reply
from interviewer.items import Item, Keypoint
from interviewer.sessions import Probing, Turn

Speak = Callable[[Asked], Reply]
Family = Callable[[random.Random], Ask]

RATES = 0.5
"""How often a candidate who is asked to rate their answer does. A choice, not a fit."""

_SHARES = 9
"""A rating is one key, from 0 of 9 to 9 of 9, as at the terminal."""


def talker(answer: Speak, reply: Speak, rng: random.Random) -> Ask:
    """Return who answers questions and replies to probes so, and goes on after each grade."""

    def ask(asked: Asked) -> Reply:
        match asked.step:
            case "question":
                return answer(asked)
            case "probe":
                return reply(asked)
            case "rate" if rng.random() < RATES:
                return Rate(rng.randint(0, _SHARES) / _SHARES)
        return Next()

    return ask


def remembering(choose: Callable[[Item], Iterable[str]]) -> Callable[[Item], frozenset[str]]:
    """Return what ``choose`` says of an item: made up when first asked, the same ever after."""
    known: dict[str, frozenset[str]] = {}

    def knows(item: Item) -> frozenset[str]:
        if item.id not in known:
            known[item.id] = frozenset(choose(item))
        return known[item.id]

    return knows


def half(rng: random.Random) -> Callable[[Item], frozenset[str]]:
    """Return who knows half of each question's keypoints, at least one, by their ids."""

    def choose(item: Item) -> list[str]:
        names = [keypoint.id for keypoint in item.rubric.keypoints]
        return rng.sample(names, max(1, len(names) // 2))

    return remembering(choose)


def wording(keypoint: Keypoint, rng: random.Random) -> str:
    """Return a right wording of a keypoint: never its own text where the rubric has another."""
    return rng.choice(keypoint.accept) if keypoint.accept else keypoint.text


def telling(item: Item, known: Iterable[str], rng: random.Random) -> Reply:
    """Return an answer that says these keypoints, in the rubric's order; `Idk` for none."""
    names = set(known)
    said = [wording(k, rng) for k in item.rubric.keypoints if k.id in names]
    return Answer(sentences(said)) if said else Idk()


def right(asked: Asked, rng: random.Random) -> str | None:
    """Return what the open probe wants to hear; None where the rubric does not tell."""
    about = probe_of(asked).about
    for keypoint in asked.item.rubric.keypoints:
        if keypoint.id == about:
            return wording(keypoint, rng)
    for false in asked.item.rubric.misconceptions:
        if false.id == about:
            return false.correct or None
    return None


def sentences(parts: Iterable[str]) -> str:
    """Return the parts as sentences in a row."""
    return " ".join(_sentence(part) for part in parts if part.strip())


def turn_of(asked: Asked) -> Turn:
    """Return the question on the screen, as far as it has come."""
    return asked.session.turns[-1]


def probe_of(asked: Asked) -> Probing:
    """Return the probe that is to be replied to."""
    return turn_of(asked).probes[-1]


def _sentence(text: str) -> str:
    words = " ".join(text.split())
    ended = words if words.endswith((".", "!", "?", "…")) else f"{words}."
    return ended[:1].upper() + ended[1:]
