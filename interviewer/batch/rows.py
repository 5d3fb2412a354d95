"""The loop over rows. A grade depends on its own row alone; a broken row fails alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from interviewer.consistency import nearest
from interviewer.errors import Problem
from interviewer.grades import Answer, Failure, Grade
from interviewer.items import Item
from interviewer.records import Row

if TYPE_CHECKING:
    from interviewer.grader import Grader


def grade_rows(
    rows: Iterable[Row],
    items: Mapping[str, Item],
    broken: Mapping[str, tuple[Problem, ...]],
    grader: Grader,
    *,
    keep_text: bool = True,
) -> Iterator[Grade]:
    """Yield a grade a row, in the order of the rows.

    Rows that could not be read, questions that the bank does not have and items that it has but
    cannot use give a grade with status ``failed`` and the reason.
    """
    seen: set[str] = set()
    for row in rows:
        answer = row.answer
        if answer is None:
            yield _failed(row, grader, row.failure)
            continue
        flags = row.flags
        if answer.answer_id is not None:
            if answer.answer_id in seen:
                flags = (*flags, "repeated-answer-id")
            seen.add(answer.answer_id)
        item = items.get(answer.question_id)
        if item is None:
            why = _why_not(answer, row, items, broken)
            yield _failed(row, grader, why, flags, keep_text=keep_text)
        else:
            yield grader.grade(item, answer, row=row.number, flags=flags, keep_text=keep_text)


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
    flags: tuple[str, ...] = (),
    *,
    keep_text: bool = False,
) -> Grade:
    answer = row.answer
    return Grade(
        row=row.number,
        answer_id=str(row.number) if answer is None else answer.answer_id,
        candidate_id=None if answer is None else answer.candidate_id,
        question_id=None if answer is None else answer.question_id,
        status="failed",
        answer=answer.text if answer is not None and keep_text else None,
        score=None,
        flags=flags,
        extra={} if answer is None else answer.extra,
        provenance=grader.provenance(None),
        error=failure,
    )
