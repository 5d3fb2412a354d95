"""What a graded answer tells about the candidate: for each keypoint, how surely they had it alone.

Memory reads `observations`, ability their `evidence`, and neither reads anything else of a turn.
Silence is no observation: what was unscored, skipped, disputed, or a bonus left unsaid moves
nothing. A group that wants ``need`` of its members is at most ``need`` observations, its best ones:
once it is full, nobody owes the rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from interviewer.grades import Label, Verdict
from interviewer.items import Group, Item, Keypoint, Tier
from interviewer.sessions import Turn

TIER_DIFFICULTY: Mapping[Tier, float] = {"core": -0.5, "standard": 0.0, "bonus": 0.5}
"""How much harder than its question a keypoint is, in logits. A choice, until refitted."""

MARGIN = 0.05
"""No observation is surer than this share short of certain: a grader errs and a tongue slips. A
choice, not a fit."""

EVEN = 0.5
"""The share of a keypoint that nothing is known of."""

_PLACES = 4


class Observation(NamedTuple):
    """What one keypoint of one answer tells.

    ``difficulty`` is in logits. ``share`` is how surely they had it without help, from `MARGIN` to
    1 - `MARGIN`; None where a hint came first, so that nobody can tell. ``helped`` says that they
    had it only with a hint or a probe, ``label`` is the verdict on the answer alone.
    """

    keypoint_id: str
    concepts: tuple[str, ...]
    tier: Tier
    difficulty: float
    share: float | None
    helped: bool
    label: Label


class Evidence(NamedTuple):
    """How surely each of some keypoints was had, of which ``need`` are wanted; ``shares`` ascend.

    A keypoint by itself is one of one. A group has all of its members here, since each is a look
    that may deceive; of a member that nothing is known of the share is even.
    """

    difficulty: float
    need: int
    shares: tuple[float, ...]


class _Read(NamedTuple):
    """An observation with its verdict's credit, and the share as graded, hints or none."""

    observation: Observation
    credit: float
    graded: float


def observations(turn: Turn, item: Item) -> tuple[Observation, ...]:
    """Return what a turn tells, keypoint by keypoint in the order of the rubric.

    A keypoint is read where both the grade and the item still have it.
    """
    read = _all_read(turn, item)
    told = {name: each.observation for name, each in read.items()}
    for group in item.rubric.groups:
        members = [read[member] for member in group.of if member in read]
        for member in members:
            del told[member.observation.keypoint_id]
        told |= {seated.keypoint_id: seated for seated in _seated(group, members)}
    return tuple(told[name] for name in read if name in told and not _unsaid_bonus(told[name]))


def evidence(turn: Turn, item: Item) -> tuple[Evidence, ...]:
    """Return what a turn tells about ability, sorted, so that the order of verdicts means nothing.

    What a hint named may have been known or not, and is left out. So is a bonus, said or unsaid:
    who counts only those that were said finds everybody too able.
    """
    read = _all_read(turn, item)
    shares = {
        name: each.observation.share
        for name, each in read.items()
        if each.observation.share is not None and each.observation.tier != "bonus"
    }
    grouped = item.rubric.group_of()
    found = [
        Evidence(_difficulty(item, each.observation.tier), 1, (shares[name],))
        for name, each in read.items()
        if name in shares and name not in grouped
    ]
    for group in item.rubric.groups:
        if any(member in shares for member in group.of):
            members = tuple(sorted(shares.get(member, EVEN) for member in group.of))
            found.append(Evidence(_difficulty(item, group.tier), group.need, members))
    return tuple(sorted(found))


def difficulty_of(item: Item, keypoint: Keypoint) -> float:
    """Return how hard a keypoint is, in logits: its question's difficulty, moved by its tier."""
    return _difficulty(item, item.rubric.tier_of(keypoint))


def _difficulty(item: Item, tier: Tier) -> float:
    return item.question.difficulty + TIER_DIFFICULTY[tier]


def _all_read(turn: Turn, item: Item) -> dict[str, _Read]:
    """Return every decided keypoint by its id, in the order of the rubric."""
    if turn.grade is None or turn.status == "skipped":
        return {}
    disputed = {dispute.keypoint_id for dispute in turn.disputes}
    verdicts = {
        verdict.keypoint_id: verdict
        for verdict in turn.grade.verdicts
        if verdict.label != "unscored" and verdict.keypoint_id not in disputed
    }
    tiers: dict[str, Tier] = {name: group.tier for name, group in item.rubric.group_of().items()}
    return {
        keypoint.id: _read(turn, item, keypoint, tier, verdicts[keypoint.id])
        for keypoint in item.rubric.keypoints
        if keypoint.id in verdicts
        for tier in (tiers.get(keypoint.id) or keypoint.tier or "standard",)
    }


def _read(turn: Turn, item: Item, keypoint: Keypoint, tier: Tier, verdict: Verdict) -> _Read:
    graded = _share(verdict, item.rubric.partial_credit(keypoint))
    hinted = any(hint.keypoint_id == keypoint.id for hint in turn.hints)
    observation = Observation(
        keypoint_id=keypoint.id,
        concepts=() if keypoint.concept is None else (keypoint.concept,),
        tier=tier,
        difficulty=_difficulty(item, tier),
        share=None if hinted else graded,
        helped=(hinted and _was_had(verdict.label)) or _was_prompted(turn, verdict),
        label=verdict.label,
    )
    return _Read(observation, verdict.credit, graded)


def _share(verdict: Verdict, partial: float) -> float:
    likely = verdict.probabilities
    share = verdict.credit if likely is None else likely.met + partial * likely.partial
    return round(min(max(share, MARGIN), 1 - MARGIN), _PLACES)


def _was_had(label: Label) -> bool:
    return label in ("met", "partial")


def _was_prompted(turn: Turn, verdict: Verdict) -> bool:
    """Return whether a reply to a probe had more of the keypoint than the answer."""
    return verdict.label != "met" and any(
        probe.about == verdict.keypoint_id
        and probe.verdict is not None
        and probe.verdict.credit > verdict.credit
        for probe in turn.probes
    )


def _seated(group: Group, members: Sequence[_Read]) -> Iterator[Observation]:
    """Yield the decided members that take the group's places: those that were had come first.

    There are as many places as `interviewer.scoring.aggregate` has slots: what nobody could decide
    may have filled one. What is left goes to members that a probe brought, then to near misses.
    """
    credit = sum(member.credit for member in members)
    unscored = len(group.of) - len(members)
    places = math.ceil(group.need - min(unscored, max(0.0, group.need - credit)))
    had = [member for member in members if _was_had(member.observation.label)]
    lacking = [member for member in members if not _was_had(member.observation.label)]
    had.sort(key=lambda member: (-member.graded, member.observation.helped))
    lacking.sort(key=lambda member: (not member.observation.helped, -member.graded))
    for member in [*had, *lacking][:places]:
        yield member.observation


def _unsaid_bonus(observation: Observation) -> bool:
    return (observation.tier, observation.label) == ("bonus", "missed")
