"""What the interviewer asks on about: a finite state machine without a state of its own.

What comes next follows from the turn alone, so a session that was cut off asks on where it was.
First a misconception that was held is challenged, then missed core points are asked about, then
what may have been said; the order within is by points and by how likely it is to come. A keypoint
is asked about in up to three steps, from an open question to one that all but names it; an exam
only asks openly, and challenges nothing. No probe shows a keypoint's text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from interviewer.grades import Verdict
from interviewer.items import Item, Keypoint
from interviewer.rules import Mode
from interviewer.sessions import ProbeStep, Probing, Turn

MOST_PROBED = 2
"""So many keypoints or misconceptions are asked about in one question."""

FULL_ENOUGH = 0.85
"""A share of the points from which nothing is asked about but the question in depth."""

_STEPS: tuple[ProbeStep, ...] = ("pump", "hint", "lead")
_LEADING: tuple[ProbeStep, ...] = ("followup", "challenge", "clarify", "pump", "hint", "lead")
_UNSURE = "You may have covered this: can you be explicit?"


class Asking(NamedTuple):
    """One thing to ask: about which keypoint or misconception, how leading, in which words."""

    about: str
    step: ProbeStep
    text: str


class _Target(NamedTuple):
    rank: int
    gain: float
    about: str


def next_probe(
    item: Item, turn: Turn, *, mode: Mode, known: Callable[[Keypoint], float]
) -> Asking | None:
    """Return what to ask now, once the answer is graded; None where the question is over.

    ``known`` says how likely a candidate of this ability has a keypoint.
    """
    if turn.status != "answered" or turn.grade is None or turn.unaided is None:
        return None
    fraction = turn.unaided.fraction
    if fraction is None:
        return None
    asked = list(dict.fromkeys(probe.about for probe in turn.probes))
    if fraction >= FULL_ENOUGH:
        depth = item.rubric.followup
        if asked or depth is None or mode == "exam":
            return None
        return Asking("", "followup", depth.ask)
    if turn.probes:
        further = step_after(item, turn, turn.probes[-1].about, mode=mode)
        if further is not None:
            return further
    if len(asked) >= MOST_PROBED:
        return None
    for target in sorted(_targets(item, turn, known)):
        if target.about not in asked:
            first = next(_steps(item, turn, target.about, mode), None)
            if first is not None:
                return first
    return None


def step_after(item: Item, turn: Turn, about: str, *, mode: Mode) -> Asking | None:
    """Return the next step about the same thing; None where it was had, given up or is used up."""
    mine = [probe for probe in turn.probes if probe.about == about]
    if any(map(_is_over, mine)):
        return None
    reached = max((_LEADING.index(probe.step) for probe in mine), default=-1)
    further = (s for s in _steps(item, turn, about, mode) if _LEADING.index(s.step) > reached)
    return next(further, None)


def next_hint(item: Item, turn: Turn) -> Asking | None:
    """Return the next hint before the answer: core points first, step by step; None at the end."""
    hinted = [hint.keypoint_id for hint in turn.hints]
    core = [k for k in item.rubric.keypoints if item.rubric.tier_of(k) == "core"]
    ranked = sorted(core, key=lambda k: -_points(item, k))
    for keypoint in ranked[:MOST_PROBED]:
        told = hinted.count(keypoint.id)
        texts = list(_authored(keypoint))
        if told < len(texts):
            return texts[told]
    return None


def _targets(item: Item, turn: Turn, known: Callable[[Keypoint], float]) -> Iterator[_Target]:
    assert turn.grade is not None
    held = {m.misconception_id: m.points for m in turn.grade.misconceptions if m.label == "held"}
    for false in item.rubric.misconceptions:
        if false.id in held:
            yield _Target(0, -held[false.id], false.id)
    verdicts = {verdict.keypoint_id: verdict for verdict in turn.grade.verdicts}
    for keypoint in item.rubric.keypoints:
        verdict = verdicts.get(keypoint.id)
        tier = item.rubric.tier_of(keypoint)
        if verdict is None or verdict.label == "unscored" or tier == "bonus":
            continue
        lacking = _lacking(item, keypoint, verdicts)
        if lacking <= 0:
            continue
        gain = lacking * _recovery(verdict, known(keypoint))
        if verdict.unsure:
            yield _Target(2, -gain, keypoint.id)
        elif tier == "core":
            yield _Target(1, -gain, keypoint.id)


def _lacking(item: Item, keypoint: Keypoint, verdicts: dict[str, Verdict]) -> float:
    """Return the points that this keypoint could still add; an unsure one may lose what it has."""
    verdict = verdicts[keypoint.id]
    credit = 0.0 if verdict.unsure else verdict.credit
    group = item.rubric.group_of().get(keypoint.id)
    if group is None:
        return (keypoint.points or 0.0) * (1 - credit)
    had = sum(verdicts[m].credit for m in group.of if m in verdicts and m != keypoint.id)
    return group.points * min(1 - credit, max(0.0, group.need - had - credit)) / group.need


def _recovery(verdict: Verdict, known: float) -> float:
    """Return how likely the point comes: they know it anyway, or have half said it."""
    near = 0.0 if verdict.probabilities is None else verdict.probabilities.met
    return 1 - (1 - known) * (1 - near)


def _points(item: Item, keypoint: Keypoint) -> float:
    group = item.rubric.group_of().get(keypoint.id)
    return (keypoint.points or 0.0) if group is None else group.points / group.need


def _steps(item: Item, turn: Turn, about: str, mode: Mode) -> Iterator[Asking]:
    """Yield what may be asked about a keypoint or a misconception, least leading first."""
    for false in item.rubric.misconceptions:
        if false.id == about:
            if false.challenge and false.correct and mode != "exam":
                yield Asking(about, "challenge", false.challenge)
            return
    keypoint = next(k for k in item.rubric.keypoints if k.id == about)
    hinted = {hint.step for hint in turn.hints if hint.keypoint_id == about}
    for step in _authored(keypoint):
        if step.step in hinted or (mode == "exam" and step.step != "pump"):
            continue
        if step.step == "pump" and _is_unsure(turn, about):
            yield Asking(about, "clarify", f"{_UNSURE} {step.text}")
        else:
            yield step


def _authored(keypoint: Keypoint) -> Iterator[Asking]:
    probe = keypoint.probe
    texts: Sequence[str] = ("", "", "") if probe is None else (probe.pump, probe.hint, probe.lead)
    for step, text in zip(_STEPS, texts, strict=True):
        if text:
            yield Asking(keypoint.id, step, text)


def _is_unsure(turn: Turn, about: str) -> bool:
    assert turn.grade is not None
    return any(v.keypoint_id == about and v.unsure for v in turn.grade.verdicts)


def _is_over(probe: Probing) -> bool:
    if probe.status in ("idk", "skipped"):
        return True
    return probe.verdict is not None and probe.verdict.credit >= 1
