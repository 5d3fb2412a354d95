"""R008: a group without a choice.

A group is for "any two of these five". Where all members are needed, or there is only one, they are
plain keypoints, and better written as such: each then shows what it is worth.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given

CODE = "R008"


def find(given: Given) -> Iterator[Finding]:
    """Find groups that need every member."""
    for at, group in enumerate(given.item.rubric.groups):
        if group.need == len(group.of):
            told = (
                f"needs {group.need} of {len(group.of)}, so nothing is left to choose; "
                "lower it, add members or give each its own points"
            )
            yield Finding(CODE, "warning", ("groups", at, "need"), told)
