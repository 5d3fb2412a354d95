"""Matcher and judge become one verdict; and when a judge is worth asking.

A ruling that held up sets the label. Where the matcher has calibrated probabilities, both become
one set by Bayes' rule, with a prior of how often a judge's label is right (`JUDGE_IS_RIGHT`), until
labels are there to fit it on. Where a judge could not rule, the keypoint is unscored, or stays the
matcher's where that was asked for; the grade is degraded either way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from interviewer.grades import DecidedBy, MisconceptionVerdict, Probabilities, Verdict
from interviewer.items import Item, Keypoint, Rubric
from interviewer.judge.exchange import FailureCode
from interviewer.judge.instructions import gives_instructions
from interviewer.judge.ruling import Ids
from interviewer.judge.rulings import SAID, JudgeReply, KeypointRuling, MisconceptionRuling
from interviewer.seams import Judge

JudgeWhen = Literal["unsure", "always", "never"]
OnJudgeFailure = Literal["unscored", "matcher"]

JUDGE_IS_RIGHT = 0.85
"""How likely a judge's label is the one that people give: between κ .64 of a small open model and
.83 of a hosted one on short answers with criteria (Khan Academy's published comparison)."""

SURE = 0.8
"""A matcher that gives its label so much and is overruled by a whole credit makes a conflict."""

_LABELS = ("met", "partial", "missed", "contradicted")
PLACES = 4


class Fused(NamedTuple):
    """The verdicts that stand, marks for the grade, and whether something was left unruled."""

    verdicts: tuple[Verdict, ...]
    misconceptions: tuple[MisconceptionVerdict, ...]
    flags: tuple[str, ...]
    degraded: bool


class Refiner(NamedTuple):
    """A judge, when to ask it, and what becomes of a keypoint that it could not rule on.

    ``asked_at`` says what else its rulings depend on, beside its name: the endpoint and options.
    """

    judge: Judge
    when: JudgeWhen = "unsure"
    on_failure: OnJudgeFailure = "unscored"
    asked_at: str = ""

    def refine(
        self,
        item: Item,
        answer: str,
        verdicts: tuple[Verdict, ...],
        misconceptions: tuple[MisconceptionVerdict, ...],
    ) -> Fused:
        """Return what stands once the judge was asked, where that is worth it."""
        ids = wanted(item, verdicts, self.when)
        if ids is None:
            return Fused(verdicts, misconceptions, (), degraded=False)
        reply = self.judge.rule(item, answer, ids)
        fused = fuse(
            item, verdicts, misconceptions, reply, when=self.when, on_failure=self.on_failure
        )
        if not gives_instructions(answer):
            return fused
        return _without_gain(fused, verdicts, misconceptions)


def wanted(item: Item, verdicts: Sequence[Verdict], when: JudgeWhen) -> Ids | None:
    """Return what a judge should rule on; None where it need not be asked.

    One call costs the same for one keypoint as for all, so the whole rubric is asked about.
    """
    if when == "never" or (when == "unsure" and not any(v.unsure for v in verdicts)):
        return None
    rubric = item.rubric
    return Ids([k.id for k in rubric.keypoints], [m.id for m in rubric.misconceptions])


def fuse(
    item: Item,
    verdicts: Sequence[Verdict],
    misconceptions: Sequence[MisconceptionVerdict],
    reply: JudgeReply,
    *,
    when: JudgeWhen,
    on_failure: OnJudgeFailure,
) -> Fused:
    """Return the verdicts of both; with ``unsure``, only unsure keypoints are the judge's."""
    rubric = item.rubric
    keypoints = {keypoint.id: keypoint for keypoint in rubric.keypoints}
    flags: list[str] = []
    degraded = False
    ruled: list[Verdict] = []
    for verdict in verdicts:
        ruling = reply.keypoints.get(verdict.keypoint_id)
        if when == "unsure" and not verdict.unsure:
            ruled.append(verdict)
        elif ruling is not None:
            if _conflict(verdict, ruling):
                flags.append("conflict")
            keypoint = keypoints[verdict.keypoint_id]
            ruled.append(_overruled(rubric, keypoint, verdict, ruling, reply.by))
        else:
            degraded = True
            code = reply.unruled.get(verdict.keypoint_id, "incomplete")
            ruled.append(verdict if on_failure == "matcher" else _unscored(verdict, code, reply.by))
    held: list[MisconceptionVerdict] = []
    for false in misconceptions:
        said = reply.misconceptions.get(false.misconception_id)
        if when == "unsure":
            held.append(false)
        elif said is not None:
            held.append(_judged(false, said, reply.by))
        else:
            degraded = True
            code = reply.unruled_misconceptions.get(false.misconception_id, "incomplete")
            held.append(false if on_failure == "matcher" else _undecided(false, code, reply.by))
    return Fused(tuple(ruled), tuple(held), tuple(dict.fromkeys(flags)), degraded)


def _without_gain(
    fused: Fused,
    verdicts: Sequence[Verdict],
    misconceptions: Sequence[MisconceptionVerdict],
) -> Fused:
    """Return what stands of an answer that gives orders: a judge may take credit, not give it."""
    kept = tuple(
        before if after.decided_by == "judge" and after.credit > before.credit else after
        for before, after in zip(verdicts, fused.verdicts, strict=True)
    )
    held = tuple(
        before if (before.label, after.label) == ("held", "absent") else after
        for before, after in zip(misconceptions, fused.misconceptions, strict=True)
    )
    return Fused(kept, held, (*fused.flags, "instructions-in-answer"), fused.degraded)


def combined(matcher: Probabilities, label: str) -> Probabilities:
    """Return P(label) given the matcher's probabilities and a judge's label, by Bayes' rule."""
    wrong = (1 - JUDGE_IS_RIGHT) / (len(_LABELS) - 1)
    joint = {
        name: getattr(matcher, name) * (JUDGE_IS_RIGHT if name == label else wrong)
        for name in _LABELS
    }
    total = sum(joint.values())
    return Probabilities(**{name: round(share / total, PLACES) for name, share in joint.items()})


def _overruled(
    rubric: Rubric, keypoint: Keypoint, verdict: Verdict, ruling: KeypointRuling, by: DecidedBy
) -> Verdict:
    credit = {"met": 1.0, "partial": rubric.partial_credit(keypoint)}.get(ruling.label, 0.0)
    known = verdict.probabilities
    return verdict.model_copy(
        update={
            "label": ruling.label,
            "credit": credit,
            "unsure": _conflict(verdict, ruling),
            "probabilities": None if known is None else combined(known, ruling.label),
            "decided_by": by,
            "reason": ruling.reason,
            "evidence": ruling.evidence,
        }
    )


def _conflict(verdict: Verdict, ruling: KeypointRuling) -> bool:
    """Say whether a sure matcher and the judge are a whole credit apart."""
    labels = {verdict.label, ruling.label}
    if verdict.unsure or "met" not in labels or not labels & {"missed", "contradicted"}:
        return False
    known = verdict.probabilities
    return known is not None and getattr(known, verdict.label) >= SURE


def _unscored(verdict: Verdict, code: FailureCode, by: DecidedBy) -> Verdict:
    return verdict.model_copy(
        update={
            "label": "unscored",
            "credit": 0.0,
            "unsure": False,
            "probabilities": None,
            "decided_by": by,
            "reason": f"{code}: {SAID[code]}",
            "evidence": (),
        }
    )


def _judged(
    false: MisconceptionVerdict, ruling: MisconceptionRuling, by: DecidedBy
) -> MisconceptionVerdict:
    known = false.probability
    if known is not None:
        right = JUDGE_IS_RIGHT if ruling.label == "held" else 1 - JUDGE_IS_RIGHT
        known = round(known * right / (known * right + (1 - known) * (1 - right)), PLACES)
    return false.model_copy(
        update={
            "label": ruling.label,
            "probability": known,
            "decided_by": by,
            "reason": ruling.reason,
            "evidence": ruling.evidence,
        }
    )


def _undecided(
    false: MisconceptionVerdict, code: FailureCode, by: DecidedBy
) -> MisconceptionVerdict:
    return false.model_copy(
        update={
            "label": "unscored",
            "probability": None,
            "decided_by": by,
            "reason": f"{code}: {SAID[code]}",
            "evidence": (),
        }
    )
