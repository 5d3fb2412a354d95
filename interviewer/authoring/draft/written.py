"""A draft as an addition to a rubric's file, and what its author reads above each keypoint."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviewer.authoring.draft.merge import Draft, told_of
from interviewer.authoring.writing import with_keypoints
from interviewer.errors import InterviewerError
from interviewer.items import Rubric

_EXAMPLES = re.compile(r"^examples:.*\n(?:(?:[ \t#-].*)?\n)*(?:[ \t#-].*)?", re.MULTILINE)
"""The part of a file in block style that holds the labelled examples."""


def with_draft(text: str, rubric: Rubric, draft: Draft) -> str:
    """Return a rubric's text with the draft in it.

    InterviewerError where the rubric has labelled examples: each labels every keypoint, and nobody
    has labelled the new ones.
    """
    if rubric.examples:
        raise InterviewerError(
            f"{len(rubric.examples)} labelled examples say nothing of new keypoints, so the rubric "
            "would not load; copy what you want from the diff, and label it in each example"
        )
    return with_keypoints(text, draft.keypoints, draft.groups, notes=notes_of(draft))


def shown_with(text: str, draft: Draft) -> tuple[str, str]:
    """Return a rubric's text without and with the draft, to be compared; never to be written.

    Labelled examples, which would keep it from loading, are left out of both.
    """
    bare = _EXAMPLES.sub("", text, count=1)
    return bare, with_keypoints(bare, draft.keypoints, draft.groups, notes=notes_of(draft))


def notes_of(draft: Draft) -> dict[str, Sequence[str]]:
    """Return the comments above each keypoint; what people say besides stands above the first."""
    told: dict[str, Sequence[str]] = {}
    for number, keypoint in enumerate(draft.keypoints):
        said = [told_of(c, draft.answers) for c in draft.candidates] if number == 0 else []
        told[keypoint.id] = [*said, *draft.notes.get(keypoint.id, ())]
    return told
