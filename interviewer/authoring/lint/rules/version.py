"""R026: a version that does not say that the rubric has changed.

Grades carry the version that they were made with: two grades of one version should mean the same.
So where git holds another wording of the prompt, a keypoint, an accept, a reject or a misconception
under this version or a higher one, that is an error; other points, tiers or groups are a warning:
verdicts hold then and `interviewer regrade` does the sum again, but scores cannot be compared.
The files are compared with the last commit; files that read as committed, with the commit before.

Instead of: version 1, with a keypoint that says something else since the last commit.
Write: version: 2
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.authoring.difference.changes import Change, changes
from interviewer.authoring.lint.finding import Finding, Given

CODE = "R026"
_NAMED = 3
"""Changes that a message names: a choice, what one line holds."""


def find(given: Given) -> Iterator[Finding]:
    """Find a version that stayed, or went back, while what it stands for changed."""
    if given.committed is None:
        return
    was, now = given.committed.rubric.version, given.item.rubric.version
    found = changes(given.committed, given.item)
    meaning = [change for change in found if change.bears_on == "meaning"]
    if now < was:
        told = f"is {now}, and {was} was committed; a version never goes back: write "
        yield Finding(CODE, "error", ("version",), f"{told}{was + 1 if found else was}")
    elif now == was and meaning:
        told = f"{_names(meaning)} changed since {was} was committed; write {was + 1}"
        yield Finding(CODE, "error", ("version",), told)
    elif now == was and found:
        told = (
            f"{_names(found)} changed since {was} was committed, so that scores cannot be "
            f"compared; write {was + 1}"
        )
        yield Finding(CODE, "warning", ("version",), told)


def _names(found: Sequence[Change]) -> str:
    names = [
        *dict.fromkeys(
            ".".join(part for part in (change.name or change.kind, change.field) if part)
            for change in found
        )
    ]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
