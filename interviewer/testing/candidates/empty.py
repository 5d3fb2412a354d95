"""Candidates who have nothing to say."""

from __future__ import annotations

import random

from interviewer.interview.asking import Answer, Ask, Asked, Idk, Reply
from interviewer.testing.candidates.talking import sentences, talker

_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_SENTENCES, _WORDS, _SYLLABLES = 4, 9, 5
"""The most of each that a heap of gibberish has."""

_FEWEST = 3
"""A word of fewer syllables could be one that there is."""


def silent(rng: random.Random) -> Ask:
    """Return who sends blank texts."""

    def blank(asked: Asked) -> Reply:
        return Answer(rng.choice(("", " ", "\n\n", "…")))

    return talker(blank, blank, rng)


def always_idk(rng: random.Random) -> Ask:
    """Return who does not know, whatever is asked."""

    def gives_up(asked: Asked) -> Reply:
        return Idk()

    return talker(gives_up, gives_up, rng)


def gibberish(rng: random.Random) -> Ask:
    """Return who makes words up."""

    def babble(asked: Asked) -> Reply:
        return Answer(sentences(_babbled(rng) for _ in range(rng.randint(1, _SENTENCES))))

    return talker(babble, babble, rng)


def _babbled(rng: random.Random) -> str:
    return " ".join(_word(rng) for _ in range(rng.randint(2, _WORDS)))


def _word(rng: random.Random) -> str:
    syllables = range(rng.randint(_FEWEST, _SYLLABLES))
    return "".join(rng.choice(_CONSONANTS) + rng.choice(_VOWELS) for _ in syllables)
