"""R002: a reference answer too short to earn every point.

The reference is what a candidate reads afterwards and what shows that full points can be reached.
Fewer than 20 words make no such answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given

CODE = "R002"
_FEWEST_WORDS = 20


def find(given: Given) -> Iterator[Finding]:
    """Find a reference of fewer than 20 words."""
    words = len(given.item.rubric.reference.split())
    if words < _FEWEST_WORDS:
        yield Finding(
            CODE,
            "warning",
            ("reference",),
            f"{words} words; write the answer that earns every point, {_FEWEST_WORDS} or more",
        )
