"""What a batch tells, as plain text: each figure is explained in a line, then come the figures.

Lists are cut where they grow long; JSON and CSV have all of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.analysis.results import Analysis, Counts, Mixed
from interviewer.report.analysis.comparisons import drift_lines, groups_lines
from interviewer.report.analysis.copies import copies_lines
from interviewer.report.analysis.items import items_lines, misconceptions_lines
from interviewer.report.analysis.layout import name, told
from interviewer.report.analysis.people import candidates_lines, reliability_lines

__all__ = ["analysis_text"]


def analysis_text(found: Analysis, *, width: int = 80) -> str:
    """Return the report in lines of at most ``width`` columns."""
    lines = [
        *_counts(found.counts, len(found.items), width),
        *_mixed(found, width),
        *([] if found.drift is None else drift_lines(found.drift, width)),
        *([] if found.groups is None else groups_lines(found.groups, width)),
        *reliability_lines(found.reliability, width),
        *candidates_lines(found.candidates, width),
        *copies_lines(found.copies, width),
        *misconceptions_lines(found.misconceptions, width),
        *items_lines(found.items, found.keypoints, width),
    ]
    return "\n".join(lines)


def _counts(counts: Counts, questions: int, width: int) -> Iterator[str]:
    statuses = {"graded": counts.graded, "degraded": counts.degraded, "failed": counts.failed}
    told_by = ", ".join(f"{n:,} {status}" for status, n in statuses.items() if n)
    yield "What was read"
    yield from told(
        f"{counts.records:,} {_plural(counts.records, 'record')}: {told_by}; "
        f"{questions:,} {_plural(questions, 'question')}, "
        f"{counts.candidates:,} {_plural(counts.candidates, 'candidate')}.",
        width,
    )
    if counts.failed:
        yield from told("What failed is counted, and is in no score.", width)
    if counts.no_question:
        yield from told(f"{counts.no_question:,} name no question.", width)
    if counts.no_candidate:
        yield from told(
            f"{counts.no_candidate:,} name no candidate: each is taken as somebody else's, and is "
            "in no figure that needs a candidate's other answers.",
            width,
        )
    if counts.repeated:
        yield from told(
            f"{counts.repeated:,} repeat the answer_id of an earlier record of the same question "
            "and candidate, and are left out of all that follows.",
            width,
        )


def _mixed(found: Analysis, width: int) -> Iterator[str]:
    for each in found.mixed:
        yield from told(
            f"Not all were graded alike: {_where(each)} differs ({', '.join(each.values)}). "
            f"Differences below may be of the grader.{_remedy(each)}",
            width,
        )


def _remedy(mixed: Mixed) -> str:
    one = " `interviewer regrade` brings all to the present one."
    return one if mixed.field == "rubric" else ""


def _where(mixed: Mixed) -> str:
    if mixed.question_id is None:
        return mixed.field
    return f"the {mixed.field} of {name(mixed.question_id)}"


def _plural(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"
