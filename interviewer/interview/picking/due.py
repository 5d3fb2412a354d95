"""What is due by memory: which questions bring forgotten concepts back, and how much of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from interviewer.interview.memory import Memory, due
from interviewer.interview.picking.filters import concepts_of
from interviewer.items import Item
from interviewer.sessions import Session

CLASS_WIDTH = 0.25
"""Due values this near are alike: a concept about to be forgotten in one question does not outweigh
that the other was never asked. A choice, not a fit."""

NEW = 0.5
"""What a question is worth beside due ones when all of its concepts are new: as much as half a
concept forgotten. So what is slipping comes before what is new, and what is new before what was
just reviewed. A choice, tried in `benchmarks/retention.py`."""

LATELY_DAYS = 14
"""A question shown within so many days was shown lately. A choice, not a fit."""


class Due(NamedTuple):
    """What a question brings back: ``value`` is the expected number of concepts forgotten.

    ``concept`` is the one forgotten most, ``last_seen`` the question that it was last seen in.
    """

    value: float
    concept: str
    last_seen: str


def due_values(found: Sequence[Item], memories: Mapping[str, Memory], now: str) -> dict[str, Due]:
    """Return what is due in each question, by id; a question with nothing due has no entry.

    A concept counts in the question that it was last seen in only where no other carries it.
    """
    waiting = {memory.concept: memory for memory in due(memories, now)}
    carriers = Counter(concept for item in found for concept in concepts_of(item))
    values = {}
    for item in found:
        forgotten = {
            concept: 1 - waiting[concept].retrievability(now)
            for concept in sorted(concepts_of(item) & waiting.keys())
            if waiting[concept].seen_in[-1] != item.id or carriers[concept] == 1
        }
        if forgotten:
            most = max(forgotten, key=lambda concept: forgotten[concept])
            value = sum(forgotten.values())
            values[item.id] = Due(value, most, waiting[most].seen_in[-1])
    return values


def worth_asking(item: Item, due: Due | None, memories: Mapping[str, Memory]) -> int:
    """Return the class of what a question brings back or brings first; higher comes first."""
    concepts = concepts_of(item)
    new = len(concepts - memories.keys()) / len(concepts) if concepts else 1.0
    value = NEW * new + (0.0 if due is None else due.value)
    return math.ceil(value / CLASS_WIDTH)


def last_shown(sessions: Sequence[Session]) -> dict[str, str]:
    """Return when each question was shown last, by id."""
    last: dict[str, str] = {}
    for session in sessions:
        for turn in session.turns:
            last[turn.question_id] = max(turn.shown_at, last.get(turn.question_id, ""))
    return last


def days_since(at: str, now: str) -> int:
    """Return the whole days since then; none where a clock was set back."""
    return max(0, (datetime.fromisoformat(now) - datetime.fromisoformat(at)).days)


def staleness(at: str | None, now: str) -> int:
    """Return 0 for a question never shown, 1 for one shown long ago, 2 for one shown lately."""
    if at is None:
        return 0
    return 1 if days_since(at, now) > LATELY_DAYS else 2
