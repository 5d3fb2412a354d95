"""The loop over rows. A grade depends on its own row alone; a broken row fails alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING

from interviewer.batch.settled import Settled
from interviewer.batch.side_by_side import WINDOW, Work, side_by_side
from interviewer.consistency import nearest
from interviewer.errors import Problem
from interviewer.grades import Failure, Grade
from interviewer.items import Item
from interviewer.records import Row
from interviewer.redaction import sha256_of
from interviewer.summing import Given

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
    window: int = WINDOW,
    settled: Settled | None = None,
) -> Iterator[Grade]:
    """Yield a grade a row, in the order of the rows; ``jobs`` of them are graded side by side.

    Rows that could not be read, questions that the bank does not have and items that it has but
    cannot use give a grade with status ``failed`` and the reason. What a row's place decides is its
    number, ``error.line``, an ``answer_id`` that it did not have and which of two rows with the
    same one is flagged ``repeated-answer-id`` (the later); all else stays in any order of rows.

    With several jobs, rows are taken up ``window`` at a time, those of one question together. What
    ``settled`` holds under an answer's fingerprint is not graded again, nor is the same answer to
    the same question twice.
    """
    with Settled() if settled is None else nullcontext(settled) as kept:
        things = work_of(flagged(rows, kept), items, broken, grader, keep_text=keep_text)
        yield from side_by_side(things, grader, kept, jobs=jobs, window=window)


def flagged(rows: Iterable[Row], seen: Settled) -> Iterator[Row]:
    """Yield the rows, one whose ``answer_id`` came before with the flag ``repeated-answer-id``."""
    for row in rows:
        is_new = seen.is_new(_answer_id(row))
        yield row if is_new else row._replace(flags=(*row.flags, "repeated-answer-id"))


def work_of(
    rows: Iterable[Row],
    items: Mapping[str, Item],
    broken: Mapping[str, tuple[Problem, ...]],
    grader: Grader,
    *,
    keep_text: bool,
) -> Iterator[Work | Grade]:
    """Yield what is to be done for each row, or its grade where it fails from the start."""
    for row in rows:
        answer = row.answer
        item = None if answer is None else items.get(answer.question_id)
        if answer is None or item is None:
            why = row.failure
            if answer is not None:
                why = why_not(answer.question_id, row.line, items, broken)
            yield _failed(row, grader, why, keep_text=keep_text)
            continue
        given = Given(answer, sha256_of(answer.text), row.number, row.flags, keep_text)
        yield Work(item, given)


def why_not(
    name: str,
    line: int | None,
    items: Mapping[str, Item],
    broken: Mapping[str, tuple[Problem, ...]],
) -> Failure:
    """Return why a question of this name cannot be graded by the bank."""
    if name in broken:
        first = broken[name][0] if broken[name] else "it cannot be read"
        return Failure(code="broken-item", message=f"{name!r} is broken: {first}", line=line)
    shown = name if len(name) <= 80 else f"{name[:80]}…"
    known = [*items, *broken]
    hint = nearest(name, known) if len(name) <= 200 else "see `interviewer questions list`"
    hint = hint if len(hint) <= 200 else "see `interviewer questions list`"
    return Failure(code="unknown-question", message=f"no question {shown!r}; {hint}", line=line)


def _failed(
    row: Row,
    grader: Grader,
    failure: Failure | None,
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
        flags=row.flags,
        extra={} if answer is None else answer.extra,
        provenance=grader.provenance(None),
        error=failure,
    )


def _answer_id(row: Row) -> str:
    given = row.ids.answer_id if row.answer is None else row.answer.answer_id
    return str(row.number) if given is None else given
