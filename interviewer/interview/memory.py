"""How well each concept is remembered, and when it is due again: an FSRS card a concept.

Cards are folded out of the turns and never stored, so a better scheduler needs no migration. The
model is FSRS-6 with its published parameters (package ``fsrs``), in whole days: no learning steps,
no random spread of the dates. Ratings are set by the grade and not by the candidate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from interviewer.interview.observations import Observation, observations
from interviewer.items import Item
from interviewer.sessions import Session, Turn

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

Rating = Literal["again", "hard", "good"]

RETENTION = 0.9
"""A concept is due when the chance of recalling it has fallen to this. FSRS's own default."""

LONGEST_DAYS = 36500
"""The longest interval where no interview sets an end. FSRS's own default."""

_WORST_FIRST: tuple[Rating, ...] = ("again", "hard", "good")
_CARD_ID = 0  # fsrs would make one of the clock
_PLACES = 4


class Memory(NamedTuple):
    """How a concept stands.

    ``due`` and ``reviewed_at`` are times as text; ``stability_days`` is how long it takes until the
    chance of recall falls to 90 %. ``lapses`` counts the reviews after the first in which it was
    missed. ``seen_in`` holds the ids of the questions that asked for it, each once, latest last.
    """

    concept: str
    due: str
    stability_days: float
    reviews: int
    lapses: int
    seen_in: tuple[str, ...]
    reviewed_at: str

    def retrievability(self, now: str) -> float:
        """Return the chance of recalling it now, from 0 to 1, by whole days since the review."""
        from fsrs import Card

        card = Card(
            card_id=_CARD_ID,
            due=_time(self.due),
            stability=self.stability_days,
            last_review=_time(self.reviewed_at),
        )
        return _scheduler(LONGEST_DAYS).get_card_retrievability(card, _time(now))


class _Held(NamedTuple):
    """A concept's card, and what the card does not hold."""

    card: Card
    reviews: int = 0
    lapses: int = 0
    seen_in: tuple[str, ...] = ()


def ratings(turn: Turn, item: Item) -> dict[str, Rating]:
    """Return how each concept of a question went in a turn, by its worst keypoint.

    What was not observed has no rating.
    """
    found: dict[str, Rating] = {}
    for seen in observations(turn, item):
        for concept in seen.concepts:
            both = (_rating(seen), found.get(concept, "good"))
            found[concept] = min(both, key=_WORST_FIRST.index)
    return found


def memories(
    sessions: Sequence[Session], items: Mapping[str, Item], *, interview_date: str | None = None
) -> dict[str, Memory]:
    """Return how each concept stands after all turns of these sessions, by its name.

    Turns count in the order in which they were answered. With a day (``2026-12-24``) for the
    interview, nothing that is reviewed before it falls due after it.
    """
    last_day = None if interview_date is None else date.fromisoformat(interview_date)
    held: dict[str, _Held] = {}
    for at, turn in sorted(_answered(sessions), key=lambda pair: pair[0]):
        item = items.get(turn.question_id)
        if item is None:
            continue
        for concept, rating in ratings(turn, item).items():
            before = held.get(concept)
            held[concept] = _reviewed(before, rating, at, turn.question_id, _longest(at, last_day))
    return {concept: _memory(concept, held[concept]) for concept in sorted(held)}


def due(memories: Mapping[str, Memory], now: str) -> list[Memory]:
    """Return what is due by now, most forgotten first."""
    time = _time(now)
    waiting = [memory for memory in memories.values() if _time(memory.due) <= time]
    return sorted(
        waiting, key=lambda memory: (memory.retrievability(now), memory.due, memory.concept)
    )


def _rating(seen: Observation) -> Rating:
    if seen.helped or seen.label == "partial":
        return "hard"
    return "good" if seen.label == "met" else "again"


def _answered(sessions: Sequence[Session]) -> Iterator[tuple[datetime, Turn]]:
    for session in sessions:
        for turn in session.turns:
            if turn.answered_at is not None:
                yield _time(turn.answered_at), turn


def _reviewed(
    held: _Held | None, rating: Rating, at: datetime, question_id: str, longest: int
) -> _Held:
    from fsrs import Card
    from fsrs import Rating as Rated

    names = {"again": Rated.Again, "hard": Rated.Hard, "good": Rated.Good}
    before = held or _Held(Card(card_id=_CARD_ID, due=at))
    card, _ = _scheduler(longest).review_card(before.card, names[rating], review_datetime=at)
    others = tuple(name for name in before.seen_in if name != question_id)
    lapsed = before.reviews > 0 and rating == "again"
    return _Held(card, before.reviews + 1, before.lapses + lapsed, (*others, question_id))


def _memory(concept: str, held: _Held) -> Memory:
    card = held.card
    reviewed_at = card.last_review
    if card.stability is None or reviewed_at is None:
        raise ValueError(f"the card of {concept!r} was never reviewed")
    return Memory(
        concept=concept,
        due=_text(card.due),
        stability_days=round(card.stability, _PLACES),
        reviews=held.reviews,
        lapses=held.lapses,
        seen_in=held.seen_in,
        reviewed_at=_text(reviewed_at),
    )


def _longest(at: datetime, last_day: date | None) -> int:
    """Return the longest interval in days: until the interview, no longer than none at all."""
    if last_day is None or at.date() > last_day:
        return LONGEST_DAYS
    return max(1, (last_day - at.date()).days)


@lru_cache(maxsize=512)
def _scheduler(longest: int) -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=longest,
        enable_fuzzing=False,
    )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _text(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
