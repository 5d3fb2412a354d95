"""Why this question, in one line of plain words: what decided, and nothing that was not weighed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from interviewer.interview.picking.aim import PRACTICE, Aim
from interviewer.interview.picking.due import Due, days_since
from interviewer.items import Item

RIGHT = 0.15
"""A question is about right where the share expected is this near to the aim. A choice."""


class Why(NamedTuple):
    """What was weighed for the whole pool.

    ``knows`` says that enough was answered to speak of the candidate's ability. ``short`` is by how
    many questions each of the pool's topics is short, empty where no topic decided.
    """

    aim: Aim
    knows: bool
    pool: int
    exploring: bool = False
    short: Mapping[str, int] = MappingProxyType({})


def reason(item: Item, why: Why, due: Due | None, shown: Mapping[str, str], now: str) -> str:
    """Return why this question would be asked."""
    share = why.aim.expected(item)
    if why.aim.kind in ("warm-up", "stretch") and not why.aim.misses(item):
        return _warmth(share, why)
    if due is not None:
        return _returns(item, due, shown, now)
    if why.exploring:
        return f"exploring: one of {why.pool} from any topic"
    parts = []
    short = why.short.get(item.question.topic, 0)
    if short:
        more = "once more" if short == 1 else f"{short} more times"
        parts.append(f"topic {item.question.topic!r} is to come {more}")
    if why.aim.kind == "information":
        parts.append("tells much about where you stand")
    elif why.knows:
        parts.append(_fit(share))
    return "; ".join(parts) or f"drawn from {why.pool} questions"


def _warmth(share: float, why: Why) -> str:
    if why.aim.kind == "warm-up":
        told = "you should know most of it" if why.knows else "one of the easier questions"
        return f"a warm-up: {told}"
    told = f"{_percent(share)} expected" if why.knows else "one of the harder questions"
    return f"a stretch to end with: {told}"


def _returns(item: Item, due: Due, shown: Mapping[str, str], now: str) -> str:
    where = "this question" if due.last_seen == item.id else "another question"
    at = shown.get(due.last_seen)
    if at is None:
        return f"{due.concept!r} is due again"
    return f"{due.concept!r} is due again (last seen {_ago(days_since(at, now))} in {where})"


def _ago(days: int) -> str:
    if days == 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"


def _fit(share: float) -> str:
    if abs(share - PRACTICE) <= RIGHT:
        return f"about right for you: {_percent(share)} expected"
    side = "easy" if share > PRACTICE else "hard"
    return f"on the {side} side for you: {_percent(share)} expected"


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"
