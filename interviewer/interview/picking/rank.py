"""Rank what may be asked next, best first, and draw one of the best."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from interviewer.interview.ability import ability
from interviewer.interview.memory import memories
from interviewer.interview.picking.aim import aim_of
from interviewer.interview.picking.due import due_values, last_shown, staleness, worth_asking
from interviewer.interview.picking.filters import left_to_ask
from interviewer.interview.picking.quotas import coverage
from interviewer.interview.picking.reasons import Why, reason
from interviewer.items import Item
from interviewer.sessions import Candidate, Session

BEST = 5
"""The question asked is drawn from at most so many of the best. A choice, not a fit."""

EXAM_FADES = 0.5
"""In an exam each of the best is drawn half as often as the one before it: it measures better than
an even draw, and still no two exams are the same. A choice, tried in `benchmarks/picking.py`."""

EXPLORATION = 0.25
"""How often a practice question may come from any topic. A choice, not a fit."""


class Ranking(NamedTuple):
    """What could be asked, best first, and which of them is: ``candidates[draw]``."""

    candidates: tuple[Candidate, ...]
    draw: int


class _Pool(NamedTuple):
    """What is ranked, and by how many questions each topic is short."""

    items: list[Item]
    short: Mapping[str, int] = MappingProxyType({})
    exploring: bool = False


def generator(session: Session) -> random.Random:
    """Return the random numbers that a session's next question is drawn with."""
    return random.Random(f"{session.seed}/{len(session.turns)}")


def rank(
    items: Mapping[str, Item],
    session: Session,
    history: Sequence[Session],
    *,
    now: str,
    rng: random.Random,
) -> Ranking | None:
    """Return what could be asked next, each with the reason; None where nothing is left.

    ``history`` holds the sessions that began before this one, oldest first; ``now`` is a time as
    text. In a drill only questions with a concept that is due may come. The draw is among those of
    the best five that are like the best: as due or as new, of a topic as short, as long not shown,
    and a warm-up or a stretch where it is one. The order of the items does not matter.
    """
    left = left_to_ask(items, session)
    everything = [*history, session]
    remembered = memories(everything, items, interview_date=session.rules.interview_date)
    due = due_values(left.items, remembered, now)
    found = list(left.items)
    if session.rules.mode == "drill":
        found = [item for item in found if item.id in due]
    if not found:
        return None

    able = ability(everything, items)
    aim = aim_of(session, able.mean)
    shown = last_shown(everything)
    pool = _pool(found, items, session, history, rng)

    def kind(item: Item) -> tuple[bool, int, int, int]:
        short = pool.short.get(item.question.topic, 0)
        again = due.get(item.id)
        is_exam = session.rules.mode == "exam"
        first = (again is not None) if is_exam else worth_asking(item, again, remembered)
        return aim.misses(item), -first, -short, staleness(shown.get(item.id), now)

    def worth(item: Item) -> tuple[bool, int, int, int, float]:
        return *kind(item), aim.distance(item)

    ordered = list(pool.items)
    rng.shuffle(ordered)  # so that no name comes first among equals
    ordered.sort(key=worth)
    best = [kind(item) for item in ordered[:BEST]]
    alike = [place for place, each in enumerate(best) if each == best[0]]
    fading = EXAM_FADES if session.rules.mode == "exam" else 1.0
    (draw,) = rng.choices(alike, [fading**place for place in alike])
    if len(found) == 1 and not due:
        return Ranking((Candidate(question_id=found[0].id, reason=left.only),), draw)
    why = Why(aim, able.shown is not None, len(ordered), pool.exploring, pool.short)
    candidates = tuple(
        Candidate(question_id=i.id, reason=reason(i, why, due.get(i.id), shown, now))
        for i in ordered
    )
    return Ranking(candidates, draw)


def _pool(
    found: Sequence[Item],
    items: Mapping[str, Item],
    session: Session,
    history: Sequence[Session],
    rng: random.Random,
) -> _Pool:
    """Return the questions of topics short of their quota, in an exam furthest short, or of any.

    Any topic may come in a drill, where no topic is short, and now and then in practice, as long
    as the rest of the interview has room for every minimum. Where it has room for nothing else,
    only topics below their minimum come.
    """
    if session.rules.mode == "drill":
        return _Pool(list(found))
    covered = {row.topic: row for row in coverage(items, session, history)}
    owed = sum(max(0, row.minimum - row.asked) for row in covered.values())
    left = session.rules.questions - len(session.turns)
    explores = rng.random() < EXPLORATION
    if session.rules.mode == "practice" and explores and left > owed:
        return _Pool(list(found), exploring=True)
    if left <= owed:
        lacking = {row.topic for row in covered.values() if row.minimum > row.asked}
        found = [item for item in found if item.question.topic in lacking] or found
    short = {item.question.topic: covered[item.question.topic].deficit for item in found}
    most = max(short.values())
    least = min(1, most) if session.rules.mode == "practice" else most
    return _Pool([i for i in found if short[i.question.topic] >= least], short)
