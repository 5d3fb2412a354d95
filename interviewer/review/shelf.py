"""The grades under review: read once, indexed by what filters ask for, looked up when shown.

The records are copied to a temporary file that nobody else sees, so that whatever becomes of their
file meanwhile, a page shows what was indexed; and memory holds a line for each, not its answer.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from interviewer.errors import RecordsError
from interviewer.grades import Grade
from interviewer.overrides import about
from interviewer.records.grades import read_grades
from interviewer.records.opening import plain_suffix

OPENING = 160
"""Characters of an answer that the list shows: about two lines of it, a choice."""

Facet = tuple[str, ...]
"""A property that records share: its kind, and which one; ``("label", "met")``."""


class Line(NamedTuple):
    """What the list shows of a record. ``labels`` are those of its keypoints, in their order."""

    row: int | None
    answer_id: str | None
    candidate_id: str | None
    question_id: str
    status: str
    fraction: float | None
    opening: str
    labels: tuple[str, ...]
    unsure: int
    answer_sha256: str


class Shelf:
    """Records by their place in the file, from 0; a context that lets go of the copy."""

    def __init__(self, grades: Iterable[Grade]) -> None:
        self.lines: list[Line] = []
        self.without_text = 0
        self._spool = tempfile.TemporaryFile()  # noqa: SIM115 - closed on leaving
        self._places = array("Q", [0])
        self._having: dict[Facet, array[int]] = {}
        self._masks: dict[Facet, int] = {}
        try:
            for grade in grades:
                self._put(grade)
        except BaseException:
            self._spool.close()
            raise

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Grade]:
        """Yield every record, in order."""
        return map(self.grade, range(len(self)))

    def grade(self, number: int) -> Grade:
        """Return a record by its place; IndexError where there is none."""
        start, end = self._places[number], self._places[number + 1]
        self._spool.seek(start)
        return Grade.model_validate_json(self._spool.read(end - start))

    def close(self) -> None:
        """Let go of the copy."""
        self._spool.close()

    def facets(self, kind: str, size: int) -> list[Facet]:
        """Return the facets of a kind that have so many parts, in the order of their names."""
        return sorted(f for f in self._having if f[0] == kind and len(f) == size)

    def mask(self, facet: Facet) -> int:
        """Return which records have it: bit n stands for record n."""
        if facet not in self._masks:
            self._masks[facet] = mask_of(self._having.get(facet, ()), len(self))
        return self._masks[facet]

    def _put(self, grade: Grade) -> None:
        number = len(self.lines)
        line = _line(grade)
        self.lines.append(line)
        self.without_text += grade.answer is None and grade.answer_sha256 is not None
        self._spool.write(grade.model_dump_json().encode())
        self._places.append(self._spool.tell())
        for facet in {*_facets(grade, line.question_id)}:
            self._having.setdefault(facet, array("L")).append(number)


def open_shelf(source: Path) -> Shelf:
    """Return the shelf of a file of grades; RecordsError where it holds none."""
    if plain_suffix(source) == ".csv":
        raise RecordsError(
            f"{source}: a CSV file has neither answers nor evidence to look at; "
            "review the records as JSON lines or Parquet"
        )
    shelf = Shelf(read_grades(source))
    if not len(shelf):
        shelf.close()
        raise RecordsError(f"{source}: holds no grades")
    return shelf


def mask_of(numbers: Iterable[int], count: int) -> int:
    """Return an integer in which the bits of these numbers, each below ``count``, are set."""
    bits = bytearray(count // 8 + 1)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


def numbers_of(mask: int) -> list[int]:
    """Return the numbers whose bits are set, from the lowest."""
    return [place for place, bit in enumerate(reversed(f"{mask:b}")) if bit == "1"]


def _line(grade: Grade) -> Line:
    return Line(
        grade.row,
        grade.answer_id,
        grade.candidate_id,
        grade.question_id or "",
        grade.status,
        None if grade.score is None else grade.score.fraction,
        (grade.answer or "")[: OPENING + 1],
        tuple(verdict.label for verdict in grade.verdicts),
        sum(verdict.unsure for verdict in grade.verdicts),
        about(grade, "").answer_sha256,
    )


def _facets(grade: Grade, question: str) -> Iterator[Facet]:
    """Yield what filters may ask of a record."""
    yield ("question", question)
    yield from (("flag", flag) for flag in grade.flags)
    for verdict in grade.verdicts:
        yield from _of_claim(question, verdict.keypoint_id, verdict.label, unsure=verdict.unsure)
    for held in grade.misconceptions:
        yield from _of_claim(question, held.misconception_id, held.label, unsure=False)


def _of_claim(question: str, name: str, label: str, *, unsure: bool) -> Iterator[Facet]:
    yield ("keypoint", question, name)
    yield ("label", label)
    yield ("label", label, question, name)
    if unsure:
        yield ("unsure",)
        yield ("unsure", question, name)
