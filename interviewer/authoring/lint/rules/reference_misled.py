"""R202: a misconception that the reference is found to hold.

The reference is right; whatever it triggers will cost right answers points. Reword the
misconception if it can be read as true; else it is the matcher's failing, and belongs on the list
of known misses.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.grader import Grader

CODE = "R202"


def find(given: Given, grader: Grader, /) -> Iterator[Finding]:
    """Find misconceptions held by the reference."""
    grade = grader.grade(given.item, given.item.rubric.reference)
    for at, verdict in enumerate(grade.misconceptions):
        if verdict.label == "held":
            told = "the reference is graded as holding it; can it be read as true?"
            yield Finding(CODE, "warning", ("misconceptions", at), told)
