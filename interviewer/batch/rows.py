"""The loop over rows. A grade depends on its own row alone; a broken row fails alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from interviewer.batch.in_order import in_order
from interviewer.consistency import nearest
from interviewer.errors import Problem
from interviewer.grades import Answer, Failure, Grade
from interviewer.items import Item
from interviewer.records import Row
from interviewer.redaction import sha256_of

if TYPE_CHECKING:
    from interviewer.grader import Grader


def grade_rows(
    rows: Iterable[Row],
    items: Mapping[str, Item],
    broken: Mapping[str, tuple[Problem, ...]],
    grader: Grader,
    *,
    keep_text: bool = True,
    jobs: int = 1,
) -> Iterator[Grade]:
    """Yield a grade a row, in the order of the rows; ``jobs`` of them are in hand at once.

    Rows that could not be read, questions that the bank does not have and items that it has but
    cannot use give a grade with status ``failed`` and the reason. What a row's place decides is its
    number, ``error.line``, an ``answer_id`` that it did not have and which of two rows with the
    same one is flagged ``repeated-answer-id`` (the later); all else stays in any order of rows.
    """
    seen: set[str] = set()

    def graded(row: Row, flags: tuple[str, ...]) -> Grade:
        answer = row.answer
        if answer is None:
            return _failed(row, grader, row.failure, flags, keep_text=keep_text)
        item = items.get(answer.question_id)
        if item is None:
            why = _why_not(answer, row, items, broken)
            return _failed(row, grader, why, flags, keep_text=keep_text)
        return grader.grade(item, answer, row=row.number, flags=flags, keep_text=keep_text)

    def flagged() -> Iterator[tuple[Row, tuple[str, ...]]]:
        for row in rows:
            name = _answer_id(row)
            yield row, (*row.flags, "repeated-answer-id") if name in seen else row.flags
            seen.add(name)

    yield from in_order(graded, flagged(), jobs)


def _why_not(
    answer: Answer,
    row: Row,
    items: Mapping[str, Item],
    broken: Mapping[str, tuple[Problem, ...]],
) -> Failure:
    name = answer.question_id
    if name in broken:
        first = broken[name][0] if broken[name] else "it cannot be read"
        return Failure(code="broken-item", message=f"{name!r} is broken: {first}", line=row.line)
    shown = name if len(name) <= 80 else f"{name[:80]}…"
    known = [*items, *broken]
    hint = nearest(name, known) if len(name) <= 200 else "see `interviewer questions list`"
    hint = hint if len(hint) <= 200 else "see `interviewer questions list`"
    return Failure(code="unknown-question", message=f"no question {shown!r}; {hint}", line=row.line)


def _failed(
    row: Row,
    grader: Grader,
    failure: Failure | None,
    flags: tuple[str, ...],
    *,
    keep_text: bool,
) -> Grade:
    answer = row.answer
    text = None if answer is None else answer.text
    return Grade(
        row=row.number,
        answer_id=_answer_id(row),
        candidate_id=row.ids.candidate_id if answer is None else answer.candidate_id,
        question_id=row.ids.question_id if answer is None else answer.question_id,
        status="failed",
        answer=text if keep_text else None,
        answer_sha256=None if keep_text or text is None else sha256_of(text),
        score=None,
        flags=flags,
        extra={} if answer is None else answer.extra,
        provenance=grader.provenance(None),
        error=failure,
    )


def _answer_id(row: Row) -> str:
    given = row.ids.answer_id if row.answer is None else row.answer.answer_id
    return str(row.number) if given is None else given
