"""What a run comes to: its rows by status, and the mean of their scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from interviewer.grades import Grade


class Totals:
    """Rows of each status, and the fractions of those that have a score, summed."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.fractions = 0.0
        self.scored = 0

    def add(self, grade: Grade) -> None:
        """Count one more row."""
        self.counts[grade.status] += 1
        if grade.score is not None and grade.score.fraction is not None:
            self.scored += 1
            self.fractions += grade.score.fraction

    def add_part(self, counts: Mapping[str, int], fractions: float, scored: int) -> None:
        """Count the rows of a part that was counted by itself."""
        self.counts.update(counts)
        self.fractions += fractions
        self.scored += scored

    @property
    def failed(self) -> int:
        """How many rows could not be graded."""
        return self.counts["failed"]

    @property
    def mean(self) -> float | None:
        """The mean fraction, 0 to 1; None where no row has one."""
        return self.fractions / self.scored if self.scored else None
