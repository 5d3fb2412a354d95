"""R022: a keypoint that cannot be read by itself.

A text that begins with "It", "This", "They" or "Such" leans on the prompt or on its neighbour;
whoever (or whatever) compares it with an answer sees neither. Name the subject.

Instead of: "It reduces overfitting." Write: "Dropout reduces overfitting."
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.authoring.lint.said import where

CODE = "R022"
_DANGLING = re.compile(
    r"(?:It|They|This|These|That|Those|He|She|Both|Such an? \w+"
    r"|The (?:former|latter|first|second))\b(?! is\b.*\bthat\b)"
    r"(?:\s+(?:is|are|has|have|was|can|may|will|does|do|makes?|\w+s)\b)"
)


def find(given: Given) -> Iterator[Finding]:
    """Find texts that begin with a pronoun and a verb."""
    yield from where(given, CODE, _DANGLING.match, "begins with {}; name what it speaks of")
