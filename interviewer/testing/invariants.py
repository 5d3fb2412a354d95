"""What must hold of every interview, whoever answers: read off its events and nothing else.

Each check yields a sentence for what it finds wrong. A bank that fails one gives away answers in
its probes, or has a question that a candidate can talk points out of.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from interviewer.interview.fold import apply, begin, replay
from interviewer.interview.picking import BEST, rank
from interviewer.interview.probing import MOST_PROBED
from interviewer.items import Item
from interviewer.rules import Mode
from interviewer.sessions import (
    Event,
    Hinted,
    Probed,
    ProbeStep,
    Session,
    Shown,
    Started,
    Turn,
    event_of,
)
from interviewer.testing.candidates import EARN_NOTHING_BY_PROBES
from interviewer.testing.simulation import MOST_ASKED, Held

MOST_STEPS = 3
"""So many probes are spent on one keypoint."""

MOST_EVENTS = 32
"""A question makes so many events at most: shown, answered, graded, rated and closed; six hints;
and two keypoints with three probes each, asked, replied to and graded. The rest is room to spare.
Being left and taken up again does not count."""

IN_EXAM: frozenset[ProbeStep] = frozenset({"pump", "clarify"})
"""All that may be asked in an exam: nothing that leads."""

_OF_LEAVING = ("drafted", "paused", "resumed")


class _Moment(NamedTuple):
    """An event, and the session just before it."""

    before: Session
    event: Event


def violations(held: Held, items: Mapping[str, Item]) -> list[str]:
    """Return what is wrong with an interview that was held on these items, a sentence each."""
    moments = list(_moments(held.events))
    mode = held.session.rules.mode
    return [
        *_budget(held),
        *_replay(held),
        *_picks(held, moments, items),
        *_probes(moments, mode),
        *_leaks(held, moments, items),
        *_scores(held),
    ]


def _moments(events: Sequence[Event]) -> Iterator[_Moment]:
    first, *rest = events
    assert isinstance(first, Started)
    session = begin(first)
    for event in rest:
        yield _Moment(session, event)
        session = apply(session, event)


def _budget(held: Held) -> Iterator[str]:
    most = held.session.rules.questions
    shown = [turn.question_id for turn in held.session.turns]
    if held.session.ended_at is None:
        yield "it does not end"
    if len(shown) > most:
        yield f"{len(shown)} questions were asked of {most}"
    for name in sorted({name for name in shown if shown.count(name) > 1}):
        yield f"{name} was asked twice"
    steps = sum(event.kind not in _OF_LEAVING for event in held.events)
    if steps > 2 + MOST_EVENTS * most:
        yield f"{steps} events for {most} questions; {MOST_EVENTS} each are the most"
    if held.asked > MOST_ASKED * most:
        yield f"it goes in a circle: the candidate was asked {held.asked} times"


def _replay(held: Held) -> Iterator[str]:
    kept = [event_of.dump_json(event) for event in held.events]
    if replay(map(event_of.validate_json, kept)) != held.session:
        yield "its events, read back, make another session"


def _picks(held: Held, moments: Sequence[_Moment], items: Mapping[str, Item]) -> Iterator[str]:
    for before, event in moments:
        if not isinstance(event, Shown):
            continue
        rng = random.Random(f"{before.seed}/{len(before.turns)}")
        again = rank(items, before, held.history, now=before.started_at, rng=rng)
        kept = max(BEST, event.draw + 1)
        if again is None or (again.candidates[:kept], again.draw) != (event.candidates, event.draw):
            yield f"{event.question_id} would not be picked again"
        if event.candidates[event.draw].question_id != event.question_id:
            yield f"{event.question_id} is not the one that was drawn"


def _probes(moments: Sequence[_Moment], mode: Mode) -> Iterator[str]:
    for before, event in moments:
        turn = before.open_turn
        if isinstance(event, Hinted) and mode == "exam":
            yield f"a hint at {event.keypoint_id!r} in an exam"
        if not isinstance(event, Probed) or turn is None:
            continue
        what = f"{turn.question_id}: {event.step} about {event.about!r}"
        if mode == "exam" and event.step not in IN_EXAM:
            yield f"{what} in an exam"
        if not event.about:
            continue
        if _is_had(turn, event.about):
            yield f"{what}, which was had"
        about = [*(probe.about for probe in turn.probes if probe.about), event.about]
        if len(set(about)) > MOST_PROBED:
            yield f"{what} is one more than the {MOST_PROBED} things to ask about"
        if about.count(event.about) > MOST_STEPS:
            yield f"{what} is more than the {MOST_STEPS} probes about one thing"


def _is_had(turn: Turn, about: str) -> bool:
    """Return whether there was clear evidence of this already, in the answer or in a reply."""
    answered = () if turn.grade is None else turn.grade.verdicts
    replied = [probe.verdict for probe in turn.probes if probe.verdict is not None]
    return any(
        verdict.keypoint_id == about and verdict.label == "met" and not verdict.unsure
        for verdict in [*answered, *replied]
    )


def _leaks(held: Held, moments: Sequence[_Moment], items: Mapping[str, Item]) -> Iterator[str]:
    said = [(note.question_id, note.text) for note in held.notes]
    for before, event in moments:
        turn = before.open_turn
        if isinstance(event, Shown):
            said += [(event.question_id, event.prompt), (event.question_id, event.reason)]
        elif isinstance(event, Probed | Hinted) and turn is not None:
            said.append((turn.question_id, event.text))
    for name, text in dict.fromkeys(said):
        for secret in _secrets(items[name]) if name in items else ():
            if secret in _plain(text):
                yield f"{name}: {text!r} gives away {secret!r}"


def _secrets(item: Item) -> list[str]:
    """Return what nobody may be told before the question is over."""
    told = [item.rubric.reference]
    for keypoint in item.rubric.keypoints:
        told += [keypoint.text, *keypoint.accept]
    return [_plain(text) for text in told]


@lru_cache(maxsize=65536)
def _plain(text: str) -> str:
    """Return a text without what does not make it another: case, spaces, the stop at its end."""
    return re.sub(r"\s+", " ", text).strip(" .").casefold()


def _scores(held: Held) -> Iterator[str]:
    for turn in held.session.turns:
        alone = None if turn.unaided is None else turn.unaided.fraction
        helped = None if turn.assisted is None else turn.assisted.fraction
        if alone is None or helped is None:
            continue
        if helped < alone:
            yield f"{turn.question_id}: help took points, from {alone} to {helped}"
        if helped > alone and held.candidate in EARN_NOTHING_BY_PROBES:
            replies = [probe.reply for probe in turn.probes if _earned(turn, probe.about)]
            yield f"{turn.question_id}: {alone} became {helped} by saying {replies!r}"


def _earned(turn: Turn, about: str) -> bool:
    return any(
        probe.about == about and probe.verdict is not None and probe.verdict.credit > 0
        for probe in turn.probes
    )
