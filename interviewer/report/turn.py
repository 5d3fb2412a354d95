"""One question once it is over: the ledger, what help brought, and how it went the last time."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.grades import Grade
from interviewer.interview.assistance import FACTORS
from interviewer.items import Item
from interviewer.report.ledger import ledger
from interviewer.report.lines import SHALLOW, percent
from interviewer.report.summary import flips
from interviewer.report.text import flow
from interviewer.sessions import Turn

_GIVEN_UP = {"idk": "not known", "skipped": "left out"}
_HEARD = {"met": "said", "partial": "half said", "contradicted": "said the other way round"}


def reveal(
    item: Item, turn: Turn, *, before: Turn | None = None, width: int = 80, color: bool = False
) -> str:
    """Return all that the candidate may see of a question that is over.

    ``before`` is the last time that this question was asked in an earlier interview.
    """
    if turn.grade is None:
        return ""
    if turn.revisions:
        return revised(item, turn, width=width, color=color)
    disputed = _disputed(turn)
    lines = [ledger(item, turn.grade, disputed=disputed, width=width, color=color)]
    helped = list(_help(item, turn, width))
    if helped:
        lines += ["", "With help:", *helped, *flow(both_scores(turn), width, rest=SHALLOW)]
    if turn.rating is not None and turn.unaided is not None:
        rated = f"You thought {percent(turn.rating)}; it was {percent(turn.unaided.fraction)}."
        lines += ["", *flow(rated, width)]
    if before is not None and before.grade is not None:
        day = before.shown_at[:10]
        change = flips(before.grade, turn.grade, item, width=width)
        lines += ["", f"Against the last time ({day}):", change]
    return "\n".join(lines)


def revised(item: Item, turn: Turn, *, width: int = 80, color: bool = False) -> str:
    """Return the ledger of the last revision and what it changed."""
    grades = [turn.grade, *(revision.grade for revision in turn.revisions)]
    known = [grade for grade in grades if grade is not None]
    after, before = known[-1], known[-2] if len(known) > 1 else None
    lines = [ledger(item, after, disputed=_disputed(turn), width=width, color=color)]
    if before is not None:
        changed = flips(before, after, item, width=width, counts=False)
        lines += ["", "What the revision changed:", changed]
    return "\n".join(lines)


def both_scores(turn: Turn) -> str:
    """Return the score without and with help in a line."""
    alone = None if turn.unaided is None else turn.unaided.fraction
    helped = None if turn.assisted is None else turn.assisted.fraction
    return f"unaided {percent(alone)}, with help {percent(helped)}"


def _disputed(turn: Turn) -> frozenset[str]:
    return frozenset(dispute.keypoint_id for dispute in turn.disputes)


def _help(item: Item, turn: Turn, width: int) -> Iterator[str]:
    for hint in turn.hints:
        worth = f"{FACTORS[hint.step]:.0%} of its point at most"
        yield from flow(f"hint, {worth}: {hint.text}", width, first="- ", rest=SHALLOW)
    for probe in turn.probes:
        if probe.step == "followup":
            said = "answered, not graded" if probe.status == "answered" else "left out"
        elif probe.verdict is not None:
            said = _HEARD.get(probe.verdict.label, "not said")
            if probe.verdict.label == "unscored":
                said = f"not graded: {probe.verdict.reason}"
            elif probe.verdict.credit:
                said += f", worth {FACTORS[probe.step]:.0%}"
        else:
            said = _GIVEN_UP.get(probe.status or "", "no reply")
        about = _text(item, probe.about)
        line = f"{probe.text} → {said}{f': {about}' if about else ''}"
        yield from flow(line, width, first="- ", rest=SHALLOW)


def _text(item: Item, about: str) -> str:
    texts = {keypoint.id: keypoint.text for keypoint in item.rubric.keypoints}
    texts.update({false.id: false.correct for false in item.rubric.misconceptions})
    return texts.get(about, "")


def last_grade(turn: Turn) -> Grade | None:
    """Return the grade of the last attempt at the question."""
    graded = [revision.grade for revision in turn.revisions if revision.grade is not None]
    return graded[-1] if graded else turn.grade
