"""R019: fewer than two misconceptions.

What interviewers hear again and again and what is wrong: without it, a fluent answer that believes
it loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given

CODE = "R019"
_FEWEST = 2


def find(given: Given) -> Iterator[Finding]:
    """Find rubrics with fewer than two."""
    count = len(given.item.rubric.misconceptions)
    if count < _FEWEST:
        told = f"{count} misconceptions; write {_FEWEST} or more that are really heard"
        yield Finding(CODE, "warning", ("misconceptions",), told)
