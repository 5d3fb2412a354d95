"""How many questions of each topic an interview asks, and which topics are still short of it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from interviewer.interview.picking.filters import matching
from interviewer.items import Item
from interviewer.rules import Blueprint, Quota
from interviewer.sessions import Session

_PLACES = 9
"""Shares are compared to so many places: sums of fractions are not exact."""


class Coverage(NamedTuple):
    """A topic, how many of its questions were asked, how many are meant to be, and at least."""

    topic: str
    asked: int
    quota: int
    minimum: int

    @property
    def deficit(self) -> int:
        """Return how many are to come; 0 where there were more than meant."""
        return max(0, self.quota - self.asked)


def quotas(blueprint: Blueprint, topics: Mapping[str, int], questions: int) -> dict[str, int]:
    """Return how many questions each topic gets: minima first, then by largest remainder.

    ``topics`` says how many questions there are of each, which no quota exceeds. The sum is
    ``questions``, or all there are. A tie goes to the topic that stands first.
    """
    agreed = {topic: blueprint.topics.get(topic, Quota()) for topic in topics}
    whole = sum(quota.target for quota in agreed.values())
    shares = {t: questions * q.target / whole if whole else 0.0 for t, q in agreed.items()}
    seats = dict.fromkeys(topics, 0)

    def claim(topic: str) -> tuple[bool, float]:
        lacking = round(shares[topic] - seats[topic], _PLACES)
        return seats[topic] < agreed[topic].minimum, lacking

    for _ in range(min(questions, sum(topics.values()))):
        seats[max((t for t in topics if seats[t] < topics[t]), key=claim)] += 1
    return seats


def coverage(
    items: Mapping[str, Item], session: Session, history: Sequence[Session]
) -> tuple[Coverage, ...]:
    """Return how far the interview has covered each topic that its filters allow, by name.

    A question counts as soon as it was shown. Practice goes on where earlier sittings ended: their
    last questions count too, as many as make up a whole interview (the sum of the targets) with
    this one. Where topics tie for the last question, the one that was asked about least lately gets
    it, and among those the session's seed decides.
    """
    rules = session.rules
    there = Counter(item.question.topic for item in matching(items, rules.filters))
    lately = _last_asked(items, history)
    order = sorted(there, key=lambda t: (lately.get(t, ""), _chance(session, t), t))
    before = [] if rules.mode == "exam" else _topics(items, history)
    room = round(sum(rules.blueprint.topics.get(topic, Quota()).target for topic in there))
    before = before[-max(0, room - rules.questions) :] if room > rules.questions else []
    questions = rules.questions + len(before)
    meant = quotas(rules.blueprint, {topic: there[topic] for topic in order}, questions)
    asked = Counter([*before, *_topics(items, [session])])
    return tuple(
        Coverage(topic, asked[topic], meant[topic], _minimum(rules.blueprint, topic, meant[topic]))
        for topic in sorted(there)
    )


def _topics(items: Mapping[str, Item], sessions: Sequence[Session]) -> list[str]:
    return [
        items[turn.question_id].question.topic
        for session in sessions
        for turn in session.turns
        if turn.question_id in items
    ]


def _minimum(blueprint: Blueprint, topic: str, quota: int) -> int:
    return min(quota, blueprint.topics.get(topic, Quota()).minimum)


def _last_asked(items: Mapping[str, Item], history: Sequence[Session]) -> dict[str, str]:
    last: dict[str, str] = {}
    for session in history:
        for turn in session.turns:
            if turn.question_id in items:
                topic = items[turn.question_id].question.topic
                last[topic] = max(turn.shown_at, last.get(topic, ""))
    return last


def _chance(session: Session, topic: str) -> float:
    return random.Random(f"{session.seed}/{topic}").random()
