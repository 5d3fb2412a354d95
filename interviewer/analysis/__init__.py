"""What a batch of grades tells: how hard and how telling its items are, and what to look at.

`analyse` reads grades once and keeps a few numbers an answer (their shingles on disk), so a million
rows need no more memory than that. Nothing here grades, and nothing decides: a figure is told with
its interval and of how many it is, or not at all where there are too few (`least`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from interviewer.analysis.batch import Batch
from interviewer.analysis.candidates import candidate_scores
from interviewer.analysis.cells import cells_of, discriminations
from interviewer.analysis.copies import Comparison
from interviewer.analysis.drift import drift, mixed
from interviewer.analysis.figures import (
    counts_of,
    item_figures,
    keypoint_figures,
    misconception_figures,
)
from interviewer.analysis.groups import groups
from interviewer.analysis.reliability import reliability
from interviewer.analysis.results import Analysis
from interviewer.analysis.rows import CANDIDATE, QUESTION
from interviewer.analysis.spool import Spool
from interviewer.consistency import nearest
from interviewer.errors import RecordsError
from interviewer.grades import Grade
from interviewer.items import Item

__all__ = ["Analysis", "analyse"]


def analyse(
    grades: Iterable[Grade],
    *,
    before: Iterable[Grade] | None = None,
    by: str | None = None,
    items: Mapping[str, Item] | None = None,
    each: Callable[[Sequence[str]], Iterable[str]] = iter,
) -> Analysis:
    """Return all that the grades tell; ``before`` are an earlier batch's, for drift.

    ``by`` names a column of ``extra`` (or candidate_id, question_id) to compare groups by;
    ``items`` is the bank, whose words do not count as copied. ``each`` yields the questions whose
    answers are compared as it gets them, and may show how far that is. RecordsError where there are
    no grades, or no such column.
    """
    with Spool() as spool:
        batch = Batch(by, spool).read(grades)
        if not batch.records:
            raise RecordsError("no grades: the input is empty")
        if by is not None:
            _check_column(by, batch)
        table = batch.rows.table()
        cells = cells_of(table)
        names = list(batch.rows.questions)
        found = dict(zip(names, discriminations(cells, len(names)), strict=True))
        return Analysis(
            counts=counts_of(batch),
            items=item_figures(batch.items, found),
            keypoints=keypoint_figures(batch.keypoints),
            misconceptions=misconception_figures(batch.misconceptions),
            reliability=reliability(cells, names),
            candidates=candidate_scores(table, list(batch.rows.candidates)),
            copies=Comparison(spool, items).copies(each(spool.questions), batch.without_text),
            mixed=mixed(batch),
            drift=None if before is None else drift(_earlier(before), batch),
            groups=None if by is None else groups(batch.rows, table, by),
        )


def _earlier(grades: Iterable[Grade]) -> Batch:
    batch = Batch().read(grades)
    if not batch.records:
        raise RecordsError("no earlier grades: the input is empty")
    return batch


def _check_column(column: str, batch: Batch) -> None:
    known = {CANDIDATE, QUESTION, *batch.rows.columns}
    if column not in known:
        raise RecordsError(f"no column {column!r} in the records; {nearest(column, sorted(known))}")
