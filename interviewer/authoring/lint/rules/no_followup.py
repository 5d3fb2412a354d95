"""R020: no follow-up question.

A strong candidate has answered everything. The follow-up goes a level deeper, on the same subject.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given

CODE = "R020"


def find(given: Given) -> Iterator[Finding]:
    """Find rubrics without one."""
    if given.item.rubric.followup is None:
        yield Finding(CODE, "warning", ("followup",), "missing; ask one question in depth")
