"""Candidates who answer once they were helped."""

from __future__ import annotations

import random

from interviewer.interview.asking import Answer, Ask, Asked, Hint, Idk, Reply
from interviewer.testing.candidates.talking import half, right, talker, telling, turn_of


def hint_taker(rng: random.Random) -> Ask:
    """Return who takes every hint there is, and then says half and what was hinted at."""
    knows = half(rng)
    wanted: set[tuple[str, str, str, int]] = set()

    def is_new(asked: Asked) -> bool:
        """Return whether no hint was asked for here: a hint that came has moved the turn on."""
        turn = turn_of(asked)
        told = len(turn.hints) + len(turn.probes)
        place = (asked.session.id, turn.question_id, asked.step, told)
        if place in wanted:
            return False
        wanted.add(place)
        return True

    def answer(asked: Asked) -> Reply:
        if is_new(asked):
            return Hint()
        hinted = {hint.keypoint_id for hint in turn_of(asked).hints}
        return telling(asked.item, knows(asked.item) | hinted, rng)

    def reply(asked: Asked) -> Reply:
        if is_new(asked):
            return Hint()
        said = right(asked, rng)
        return Idk() if said is None else Answer(said)

    return talker(answer, reply, rng)
