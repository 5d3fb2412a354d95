"""What a candidate's interviews say so far, as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interviewer.frozen import Frozen, Share
from interviewer.interview.ability import LEAST_SHOWN, ability, by_topic
from interviewer.interview.memory import memories
from interviewer.interview.standing import standing
from interviewer.items import Item
from interviewer.sessions import Session


class Sitting(Frozen):
    """One interview: its scores, and the ability after it, None before enough was answered."""

    started_at: str
    answered: int
    fraction: Share | None
    assisted: Share | None
    ability: float | None
    deviation: float | None


class TopicProgress(Frozen):
    """How a topic differs from the ability over all, in logits, with its deviation."""

    topic: str
    difference: float
    deviation: float
    answered: int


class Due(Frozen):
    """A concept: when it is due, how likely it is remembered now and on the interview's day."""

    concept: str
    due: str
    retrievability: Share
    on_the_day: Share | None


class Rating(Frozen):
    """What candidates think they had of a question, against what they had."""

    rated: Share
    scored: Share


class Progress(Frozen):
    """Everything that `interviewer progress` shows."""

    now: str
    interview_date: str | None
    sittings: tuple[Sitting, ...]
    ability: float | None
    deviation: float | None
    answered: int
    topics: tuple[TopicProgress, ...]
    concepts: tuple[Due, ...]
    ratings: tuple[Rating, ...]


def progress_of(
    sessions: Sequence[Session],
    items: Mapping[str, Item],
    *,
    now: str,
    interview_date: str | None = None,
) -> Progress:
    """Return the progress over these interviews, oldest first; interviews without answers say none.

    Concepts come most forgotten first.
    """
    held = [each for each in sessions if any(turn.grade is not None for turn in each.turns)]
    sittings = []
    for place, session in enumerate(held, start=1):
        after = ability(held[:place], items)
        earned = after.answered >= LEAST_SHOWN
        stands = standing(session.turns, items)
        sittings.append(
            Sitting(
                started_at=session.started_at,
                answered=stands.answered,
                fraction=stands.fraction,
                assisted=stands.assisted,
                ability=after.mean if earned else None,
                deviation=after.deviation if earned else None,
            )
        )
    whole = ability(held, items)
    earned = whole.answered >= LEAST_SHOWN
    return Progress(
        now=now,
        interview_date=interview_date,
        sittings=tuple(sittings),
        ability=whole.mean if earned else None,
        deviation=whole.deviation if earned else None,
        answered=whole.answered,
        topics=_topics(held, items) if earned else (),
        concepts=_concepts(held, items, now, interview_date),
        ratings=tuple(
            Rating(rated=turn.rating, scored=turn.unaided.fraction)
            for session in held
            for turn in session.turns
            if turn.rating is not None
            and turn.unaided is not None
            and turn.unaided.fraction is not None
        ),
    )


def _topics(held: Sequence[Session], items: Mapping[str, Item]) -> tuple[TopicProgress, ...]:
    found = [
        TopicProgress(
            topic=topic, difference=each.mean, deviation=each.deviation, answered=each.answered
        )
        for topic, each in by_topic(held, items).items()
    ]
    return tuple(sorted(found, key=lambda each: (each.difference, each.topic)))


def _concepts(
    held: Sequence[Session], items: Mapping[str, Item], now: str, interview_date: str | None
) -> tuple[Due, ...]:
    day = None if interview_date is None else f"{interview_date}T00:00:00+00:00"
    found = [
        Due(
            concept=concept,
            due=memory.due,
            retrievability=round(memory.retrievability(now), 4),
            on_the_day=None if day is None else round(memory.retrievability(max(day, now)), 4),
        )
        for concept, memory in memories(held, items, interview_date=interview_date).items()
    ]
    return tuple(sorted(found, key=lambda each: (each.retrievability, each.due, each.concept)))
