"""All of one answer as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from interviewer.grades import Grade
from interviewer.items import Item
from interviewer.report.lines import score_line
from interviewer.review.claims import Claim
from interviewer.review.passages import Passage, Span, passages


class Shown(NamedTuple):
    """An answer and its ledger. ``passages`` is None where the record holds no text."""

    title: str
    question: str
    prompt: str
    reference: str
    notes: tuple[str, ...]
    passages: list[Passage] | None
    score: str
    claims: list[Claim]
    made_with: list[tuple[str, str]]
    is_hidden: bool

    @property
    def has_evidence(self) -> bool:
        """Return whether any words are marked."""
        return any(passage.claims for passage in self.passages or ())


def title_of(number: int, row: int | None, answer_id: str | None) -> str:
    """Return what a record is called: its answer's id, and the row where that says more."""
    row = number + 1 if row is None else row
    return f"row {row}" if answer_id in (None, str(row)) else f"{answer_id}"


def shown(
    number: int, grade: Grade, item: Item | None, claims: list[Claim], *, is_hidden: bool
) -> Shown:
    """Return the page of a record; where verdicts are hidden it holds no evidence and no score."""
    spans = [] if is_hidden else list(_spans(claims))
    score = "" if is_hidden or grade.score is None else score_line(grade.score)
    return Shown(
        title=title_of(number, grade.row, grade.answer_id),
        question=grade.question_id or "no question",
        prompt="" if item is None else item.question.prompt,
        reference="" if item is None else item.rubric.reference,
        notes=tuple(_notes(grade, item, is_hidden=is_hidden)),
        passages=None if grade.answer is None else passages(grade.answer, spans),
        score=score,
        claims=claims,
        made_with=[] if is_hidden else list(_made_with(grade)),
        is_hidden=is_hidden,
    )


def _spans(claims: list[Claim]) -> Iterator[Span]:
    for claim in claims:
        for evidence in claim.evidence:
            yield Span(evidence.start, evidence.end, claim.number)


def _notes(grade: Grade, item: Item | None, *, is_hidden: bool) -> Iterator[str]:
    made = grade.provenance
    if grade.error is not None:
        yield f"Not graded: {grade.error.message}"
    if item is None:
        yield (
            "The bank has no such question, so its claims are told by their ids and cannot be "
            "labelled; --bank names another."
        )
    elif made is not None and made.rubric_sha256 not in (None, item.rubric_sha256()):
        yield (
            f"Graded by version {made.rubric_version} of the rubric, which says something else "
            f"than version {item.rubric.version} in the bank; `interviewer regrade` moves it on."
        )
    if grade.flags and not is_hidden:
        yield f"Flags: {', '.join(grade.flags)}"


def _made_with(grade: Grade) -> Iterator[tuple[str, str]]:
    if grade.candidate_id is not None:
        yield "candidate", grade.candidate_id
    yield from ((name, str(value)) for name, value in grade.extra.items())
    made = grade.provenance
    if made is None:
        return
    parts = {
        "rubric": None if made.rubric_version is None else f"version {made.rubric_version}",
        "matcher": made.matcher.name,
        "calibration": made.calibration,
        "embedder": made.embedder,
        "judge": made.judge,
        "interviewer": made.interviewer,
    }
    yield from ((name, value) for name, value in parts.items() if value)
