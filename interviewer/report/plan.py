"""What an interview would ask, as plain text: each question with the reason, then the topics."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.interview.job import JobFit
from interviewer.interview.picking import Coverage, Planned
from interviewer.report.text import flow

_INDENT = "    "


def planned_text(planned: Sequence[Planned], width: int) -> str:
    """Return the questions in the order in which they would come, each with why."""
    lines = []
    for number, each in enumerate(planned, start=1):
        question = each.item.question
        head = f"{each.item.id} ({question.topic}, {question.level})"
        lines += flow(head, width, first=f"{number:>2}. ", rest=_INDENT)
        lines += flow(each.reason, width, first=_INDENT, rest=_INDENT)
    return "\n".join(lines)


def coverage_text(rows: Sequence[Coverage]) -> str:
    """Return a line a topic: how many of its questions would be asked, of how many meant."""
    widest = max((len(row.topic) for row in rows), default=0)
    lines = [f"  {row.topic.ljust(widest)}  {row.asked} of {row.quota}" for row in rows]
    return "\n".join(["topics: asked of quota", *lines])


def job_text(fit: JobFit, name: str, width: int) -> str:
    """Return which topics an advert makes heavier, and by which of its words."""
    if not fit.because:
        return "\n".join(
            flow(f"nothing in {name} speaks of a topic here; all targets stay as they are", width)
        )
    lines = flow(
        f"targets by {name}, and the words that set them; topics not named here count least", width
    )
    for topic in sorted(fit.because, key=lambda topic: (-fit.targets[topic], topic)):
        told = ", ".join(f"“{phrase}”" for phrase in fit.because[topic])
        first = f"  {topic} {fit.targets[topic]:.1f}: "
        lines += flow(told, width, first=first, rest=_INDENT)
    return "\n".join(lines)
