"""What may be asked at all: what matches, was not asked yet, fits the time and is no sibling."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple, get_args

from interviewer.consistency import nearest
from interviewer.errors import SessionError
from interviewer.items import Item, Level
from interviewer.rules import Filters
from interviewer.sessions import Session

MOST_SHARED = 0.5
"""A question with more than this share of its concepts in one that was asked is its sibling.
A choice, not a fit."""

_SECONDS = 60


class Left(NamedTuple):
    """The questions that may be asked now, by id, and what the last one left is the only one of."""

    items: tuple[Item, ...]
    only: str


def check_filters(items: Mapping[str, Item], filters: Filters) -> None:
    """Raise SessionError where no question matches; it says what there is."""
    if not items:
        raise SessionError("the bank has no question to ask")
    if matching(items, filters):
        return
    given = _given(filters)
    if set(given) == {"question"}:
        name = given["question"]
        slugs = {id_.rpartition("/")[2]: id_ for id_ in sorted(items)}
        known = f"did you mean {slugs[name]!r}?" if name in slugs else nearest(name, sorted(items))
        raise SessionError(f"no question {name!r}; {known}")
    questions = [item.question for item in items.values()]
    levels = {question.level for question in questions}
    raise SessionError(
        f"no question with {_told(given)}; "
        f"there are levels {_listed(level for level in get_args(Level) if level in levels)}; "
        f"topics {_listed(sorted({question.topic for question in questions}))}; "
        f"tags {_listed(sorted({tag for question in questions for tag in question.tags}))}"
    )


def matching(items: Mapping[str, Item], filters: Filters) -> list[Item]:
    """Return the questions that match every filter given, by id."""
    given = _given(filters)
    return [items[name] for name in sorted(items) if _matches(items[name], given)]


def left_to_ask(items: Mapping[str, Item], session: Session) -> Left:
    """Return what may be asked now; empty where the interview has nothing more to ask.

    A question that takes longer than the time left is left out; at the very start, where none
    fits, the shortest stay. Siblings of what was asked are left out while others remain.
    """
    given = _given(session.rules.filters)
    found = matching(items, session.rules.filters)
    only = f"the only question with {_told(given)}" if given else "the only question there is"
    asked = [turn.question_id for turn in session.turns]

    unasked = [item for item in found if item.id not in asked]
    if len(unasked) < len(found):
        only = "the only question left" + (f" with {_told(given)}" if given else "")
    in_time = _in_time(unasked, session)
    if len(in_time) < len(unasked):
        only = "the only question left that fits the time"
    new = _without_siblings(in_time, [items[name] for name in asked if name in items])
    if len(new) < len(in_time):
        only = "the only question left about something new"
    return Left(tuple(new), only)


def concepts_of(item: Item) -> frozenset[str]:
    """Return the concepts that the keypoints of a question carry."""
    return frozenset(k.concept for k in item.rubric.keypoints if k.concept is not None)


def _in_time(found: Sequence[Item], session: Session) -> list[Item]:
    if session.rules.seconds is None:
        return list(found)
    minutes = (session.rules.seconds - session.seconds) / _SECONDS
    fitting = [item for item in found if item.question.minutes <= minutes]
    if fitting or session.turns or not found:
        return fitting
    shortest = min(item.question.minutes for item in found)
    return [item for item in found if item.question.minutes == shortest]


def _without_siblings(found: Sequence[Item], asked: Sequence[Item]) -> list[Item]:
    seen = [concepts_of(item) for item in asked]
    new = [item for item in found if not any(_share(item, other) > MOST_SHARED for other in seen)]
    return new or list(found)


def _share(item: Item, other: frozenset[str]) -> float:
    mine = concepts_of(item)
    return len(mine & other) / len(mine) if mine else 0.0


def _matches(item: Item, given: Mapping[str, str]) -> bool:
    have = {
        "level": item.question.level == given.get("level"),
        "topic": item.question.topic == given.get("topic"),
        "tag": given.get("tag") in item.question.tags,
        "question": fnmatchcase(item.id, given.get("question", "")),
    }
    return all(have[name] for name in given)


def _given(filters: Filters) -> dict[str, str]:
    told = {
        "level": filters.level,
        "topic": filters.topic,
        "tag": filters.tag,
        "question": filters.question,
    }
    return {name: value for name, value in told.items() if value is not None}


def _told(given: Mapping[str, str]) -> str:
    return " and ".join(f"{name} {value!r}" for name, value in given.items())


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names)) or "none"
