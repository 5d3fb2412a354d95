"""Grade records once more for a bank that has changed: sum again, or read again what must be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from interviewer.batch.overruling import Overruling
from interviewer.batch.rows import why_not
from interviewer.batch.settled import Settled
from interviewer.batch.side_by_side import Work, side_by_side
from interviewer.errors import Problem
from interviewer.grades import Answer, Failure, Grade, Provenance
from interviewer.items import Item
from interviewer.overrides import About, Standing
from interviewer.redaction import sha256_of
from interviewer.summing import ROW_FLAGS, Given, still_holds, summed_again

if TYPE_CHECKING:
    from interviewer.grader import Grader

SUMMED, READ, LEFT = "summed again", "read again", "left as they were"
KINDS = (SUMMED, READ, LEFT)


class Regrading:
    """Grade records once more; ``counts`` says how many were summed, read again, or left.

    ``spread`` tells how far the verdicts of a calibration err together, by what a record says it
    was made with; None where nobody knows, and the score then has no interval. What people said of
    verdicts is applied last, by ``overruling``.
    """

    def __init__(
        self,
        items: Mapping[str, Item],
        broken: Mapping[str, tuple[Problem, ...]],
        grader: Grader,
        spread: Callable[[Provenance], float | None],
        overrides: Mapping[About, Standing] = {},
    ) -> None:
        self._items = items
        self._broken = broken
        self._grader = grader
        self._spread = spread
        self.overruling = Overruling(overrides, spread)
        self.counts: Counter[str] = Counter()

    def grades(self, records: Iterable[Grade], settled: Settled, *, jobs: int) -> Iterator[Grade]:
        """Yield a grade a record, in order.

        Where a rubric says the same as it did, points, tiers, groups and explanations are the
        present ones and the verdicts stay, a judge's too. Where it says something else, the answer
        is read again with the grader; a record without its words then fails with code ``no-text``.
        A record that failed before is tried again if it has its answer.
        """
        things = (self._thing(record) for record in records)
        for grade in side_by_side(things, self._grader, settled, jobs=jobs):
            item = self._items.get(grade.question_id or "")
            yield (
                grade if item is None else self.overruling.applied_to(grade, item, _given(grade))
            )

    def _thing(self, record: Grade) -> Work | Grade:
        item = self._items.get(record.question_id or "")
        had_text = record.answer is not None
        if record.status == "failed" and not had_text:
            return self._left(record)
        if item is None:
            return self._failed(record, self._why_not(record))
        made = record.provenance
        given = _given(record)
        says_the_same = made is not None and made.meaning_sha256 == item.meaning_sha256()
        if made is not None and says_the_same and still_holds(record, item):
            self.counts[SUMMED] += 1
            rubric = {
                "rubric_version": item.rubric.version,
                "rubric_sha256": item.rubric_sha256(),
            }
            now = made.model_copy(update=rubric)
            return summed_again(record, item, given, now, self._spread(made))
        if not had_text:
            return self._failed(record, _NO_TEXT)
        self.counts[READ] += 1
        return Work(item, given)

    def _left(self, record: Grade) -> Grade:
        self.counts[LEFT] += 1
        return record

    def _failed(self, record: Grade, failure: Failure) -> Grade:
        return Grade(
            **{name: getattr(record, name) for name in _PLACE},
            status="failed",
            score=None,
            flags=tuple(flag for flag in record.flags if flag in ROW_FLAGS),
            provenance=self._grader.provenance(None),
            error=failure,
        )

    def _why_not(self, record: Grade) -> Failure:
        return why_not(record.question_id or "", None, self._items, self._broken)


_PLACE = (
    "row",
    "answer_id",
    "candidate_id",
    "question_id",
    "answer",
    "answer_sha256",
    "extra",
)
_NO_TEXT = Failure(
    code="no-text",
    message="the rubric says something else now, and the answer's words were left out of the "
    "record; grade the answers again",
)


def _given(record: Grade) -> Given:
    answer = Answer(
        question_id=record.question_id or "",
        text=record.answer or "",
        answer_id=record.answer_id,
        candidate_id=record.candidate_id,
        extra=record.extra,
    )
    keep_text = record.answer is not None
    sha256 = sha256_of(answer.text) if keep_text else record.answer_sha256 or ""
    flags = tuple(flag for flag in record.flags if flag in ROW_FLAGS)
    return Given(answer, sha256, record.row, flags, keep_text)
