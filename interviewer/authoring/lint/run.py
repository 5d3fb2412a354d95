"""Every rule over one item, in the order of their codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.authoring.lint.rules import BY_GRADER, BY_MEANING, STRUCTURAL
from interviewer.items import Item

if TYPE_CHECKING:
    from interviewer.grader import Grader


def lint(given: Given, grader: Grader | None = None) -> list[Finding]:
    """Return what the rules find in an item; without a grader, what structure alone shows."""
    found = [finding for rule in STRUCTURAL for finding in rule.find(given)]
    if grader is not None:
        for meaning in BY_MEANING:
            found += meaning.find(given, grader.embedder)
        for graded in BY_GRADER:
            found += graded.find(given, grader)
    return found


def uses(items: Iterable[Item]) -> Mapping[str, int]:
    """Count for each concept the items that name it."""
    return Counter(
        concept
        for item in items
        for concept in {k.concept for k in item.rubric.keypoints}
        if concept is not None
    )
