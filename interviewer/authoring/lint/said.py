"""Findings wherever a keypoint's text matches a pattern."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from interviewer.authoring.lint.finding import Finding, Given


def where(
    given: Given, code: str, match: Callable[[str], re.Match[str] | None], message: str
) -> Iterator[Finding]:
    """Yield a warning for each text that matches; ``{}`` in the message takes the words found."""
    for at, keypoint in enumerate(given.item.rubric.keypoints):
        found = match(keypoint.text)
        if found:
            told = message.format(repr(found[0]))
            yield Finding(code, "warning", ("keypoints", at, "text"), told)
