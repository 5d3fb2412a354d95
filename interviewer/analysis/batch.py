"""One pass over grade records: counts, sums and a few numbers an answer, and no text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple, Self

from interviewer.analysis.origin import Origin, wording
from interviewer.analysis.rows import Rows
from interviewer.analysis.spool import Spool
from interviewer.analysis.tallies import ItemTally, KeypointTally, rests
from interviewer.grades import Grade


class Claim(NamedTuple):
    """A keypoint or misconception of a question."""

    question_id: str
    id: str


class Batch:
    """Take grades one at a time. What a record says that repeats another's ids is left out."""

    def __init__(self, by: str | None = None, spool: Spool | None = None) -> None:
        self.records = self.repeated = self.no_question = self.no_candidate = 0
        self.without_text = 0
        self.statuses: Counter[str] = Counter()
        self.items: dict[str, ItemTally] = {}
        self.keypoints: dict[Claim, KeypointTally] = {}
        self.misconceptions: dict[Claim, Counter[str]] = {}
        self.origin = Origin()
        self.rows = Rows(by)
        self._spool = spool
        self._seen: set[int] = set()

    def read(self, grades: Iterable[Grade]) -> Self:
        """Take all of them."""
        for grade in grades:
            self._add(grade)
        return self

    def _add(self, grade: Grade) -> None:
        self.records += 1
        if self._is_repeated(grade):
            self.repeated += 1
            return
        self.statuses[grade.status] += 1
        self.no_candidate += grade.candidate_id is None
        self.origin.add(grade.provenance)
        if grade.question_id is None:
            self.no_question += 1
            return
        question = grade.question_id
        item = self.items.setdefault(question, ItemTally())
        item.add(grade)
        if grade.provenance is not None:
            item.rubrics[wording(grade.provenance)] += 1
        candidate = self.rows.add(grade, question)
        self._add_verdicts(grade, question)
        if grade.status != "failed":
            self._add_text(grade, question, candidate)

    def _add_text(self, grade: Grade, question: str, candidate: int) -> None:
        if grade.answer is None:
            self.without_text += 1
        elif self._spool is not None:
            words = self._spool.add(grade, question, candidate)
            self.items[question].words.append(words)

    def _add_verdicts(self, grade: Grade, question: str) -> None:
        for verdict, rest in zip(grade.verdicts, rests(grade.verdicts), strict=True):
            claim = Claim(question, verdict.keypoint_id)
            self.keypoints.setdefault(claim, KeypointTally()).add(verdict, rest)
        for held in grade.misconceptions:
            claim = Claim(question, held.misconception_id)
            self.misconceptions.setdefault(claim, Counter())[held.label] += 1

    def _is_repeated(self, grade: Grade) -> bool:
        """Say whether the ids were there before; answers without an id are taken as different."""
        if grade.answer_id is None:
            return False
        key = hash((grade.candidate_id, grade.question_id, grade.answer_id))
        if key in self._seen:
            return True
        self._seen.add(key)
        return False
