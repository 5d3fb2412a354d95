"""Simulated candidates: try a bank on them before you try it on people.

Each is an `Ask` as any other: the engine cannot tell. All chance comes from the seed, so the same
seed and the same questions bring the same replies.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from functools import partial

from interviewer.errors import SessionError
from interviewer.interview.asking import Ask
from interviewer.testing.candidates import copying, empty, helped, honest, hostile, leaving
from interviewer.testing.candidates.able import irt
from interviewer.testing.candidates.talking import Family

Seeded = Callable[[int], Ask]

MOST_ABLE = 6.0
"""The ablest candidate there is, in logits: as far as a question's difficulty goes."""

_IRT = "irt:"


def _seeded(family: Family) -> Seeded:
    return lambda seed: family(random.Random(seed))


CANDIDATES: Mapping[str, Seeded] = {
    "strong": _seeded(honest.strong),
    "partial": _seeded(honest.partial),
    "terse": _seeded(honest.terse),
    "rambling": _seeded(honest.rambling),
    "silent": _seeded(empty.silent),
    "always-idk": _seeded(empty.always_idk),
    "gibberish": _seeded(empty.gibberish),
    "question-repeater": _seeded(copying.question_repeater),
    "probe-parrot": _seeded(copying.probe_parrot),
    "injector": _seeded(hostile.injector),
    "already-said": _seeded(copying.already_said),
    "contradictor": _seeded(hostile.contradictor),
    "quitter": _seeded(leaving.quitter),
    "hint-taker": _seeded(helped.hint_taker),
    "irt": _seeded(partial(irt, 0.0)),
}
"""Every family by its name; ``irt`` is of average ability, and `candidate` knows all others."""

EARN_NOTHING_BY_PROBES = frozenset({"silent", "question-repeater", "probe-parrot"})
"""Who never says in a reply what the interviewer has not said: no probe may be worth a point."""


def candidate(name: str) -> Seeded:
    """Return who makes the named candidate of a seed; ``irt:0.5`` is one of ability 0.5.

    SessionError where there is no such candidate; it says which there are.
    """
    if name in CANDIDATES:
        return CANDIDATES[name]
    if name.startswith(_IRT):
        return _seeded(partial(irt, _ability(name)))
    raise SessionError(f"no candidate {name!r}; there are {', '.join(CANDIDATES)} and irt:ABILITY")


def _ability(name: str) -> float:
    told = name.removeprefix(_IRT)
    try:
        theta = float(told)
    except ValueError:
        theta = math.nan
    if not abs(theta) <= MOST_ABLE:
        raise SessionError(
            f"candidate {name!r} has no ability; irt:0.5 has, from {-MOST_ABLE:g} to {MOST_ABLE:g}"
        )
    return theta
