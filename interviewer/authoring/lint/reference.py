"""R002: a reference answer too short to earn every point."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding
from interviewer.items import Item

CODE = "R002"
_FEWEST_WORDS = 20


def reference(item: Item) -> Iterator[Finding]:
    """Find a reference of fewer than 20 words."""
    words = len(item.rubric.reference.split())
    if words < _FEWEST_WORDS:
        yield Finding(
            CODE,
            "warning",
            ("reference",),
            f"{words} words; write the answer that earns every point, {_FEWEST_WORDS} or more",
        )
