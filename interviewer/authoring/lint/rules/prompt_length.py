"""R016: a prompt too short to say what is scored, or too long to keep in mind.

"Explain dropout." leaves open what counts; a page of text cannot be remembered while answering.
Between 8 and 100 words a candidate can know what is wanted, and how many of a list.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given

CODE = "R016"
_FEWEST, _MOST = 8, 100


def find(given: Given) -> Iterator[Finding]:
    """Find prompts of fewer than 8 or more than 100 words."""
    words = len(given.item.question.prompt.split())
    if not _FEWEST <= words <= _MOST:
        told = f"{words} words; say in {_FEWEST} to {_MOST} what is scored"
        yield Finding(CODE, "warning", ("prompt",), told, "questions")
