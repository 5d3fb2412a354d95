"""Candidates who do not stay to the end."""

from __future__ import annotations

import random

from interviewer.interview.asking import Answer, Ask, Asked, Pause, Quit, Reply
from interviewer.testing.candidates.honest import partial

LEAVES = 0.15
"""How often a quitter leaves when something is asked; every other time they come back. A choice."""


def quitter(rng: random.Random) -> Ask:
    """Return who knows half, and quits or pauses at any point, with half a reply typed."""
    stays = partial(rng)

    def ask(asked: Asked) -> Reply:
        reply = stays(asked)
        if rng.random() >= LEAVES:
            return reply
        typed = reply.text[: len(reply.text) // 2] if isinstance(reply, Answer) else ""
        return rng.choice((Quit(), Pause(typed)))

    return ask
