"""The shingles of every answer in a temporary file, so that memory does not grow with the text."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, NamedTuple, Self

from interviewer.analysis.results import Copy
from interviewer.analysis.rows import NOBODY
from interviewer.analysis.shingles import shingles, words
from interviewer.grades import Grade

if TYPE_CHECKING:
    from numpy import uint64
    from numpy.typing import NDArray

IN_MEMORY = 64 * 2**20
"""Bytes kept before the disk is used: 64 MiB, a choice; answers of 100 words take .9 kB each."""

LEAST_WORDS = 20
"""Answers with fewer words are not compared: short right answers are the same by chance."""

_HASH = 8


class Kept(NamedTuple):
    """One answer's shingles. ``candidate`` is below 0 and of its own where there is no id."""

    at: int
    candidate: int
    shingles: NDArray[uint64]


class Spool:
    """Keep answers' shingles on disk, by question; close it, and they are gone."""

    def __init__(self) -> None:
        self.too_short = self.kept = 0
        self._file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed on leaving
        self._size = 0
        self._starts, self._names, self._hashes = array("q"), array("i"), array("i")
        self._candidates: array[int] = array("q")
        self._by_question: dict[str, array[int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def questions(self) -> list[str]:
        """The questions that have answers here, sorted."""
        return sorted(self._by_question)

    def add(self, grade: Grade, question: str, candidate: int) -> int:
        """Keep an answer, if it is long enough; return how many words it has."""
        found = words(grade.answer or "")
        if len(found) < LEAST_WORDS:
            self.too_short += 1
            return len(found)
        hashes = shingles(found)
        name = json.dumps([grade.candidate_id, grade.answer_id, grade.row]).encode()
        self._file.write(name + hashes.tobytes())
        self._starts.append(self._size)
        self._names.append(len(name))
        self._hashes.append(len(hashes))
        self._candidates.append(-1 - self.kept if candidate == NOBODY else candidate)
        self._by_question.setdefault(question, array("q")).append(self.kept)
        self._size += len(name) + len(hashes) * _HASH
        self.kept += 1
        return len(found)

    def answers(self, question: str) -> Iterator[Kept]:
        """Yield the answers to a question."""
        import numpy as np

        for at in self._by_question[question]:
            self._file.seek(self._starts[at] + self._names[at])
            raw = self._file.read(self._hashes[at] * _HASH)
            yield Kept(at, self._candidates[at], np.frombuffer(raw, dtype=np.uint64))

    def name(self, at: int) -> Copy:
        """Return the ids of an answer."""
        self._file.seek(self._starts[at])
        candidate, answer, row = json.loads(self._file.read(self._names[at]))
        return Copy(candidate_id=candidate, answer_id=answer, row=row)
