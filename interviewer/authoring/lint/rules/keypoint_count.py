"""R017: fewer than five keypoints to earn, or more than nine.

With fewer, one verdict decides too much; more cannot be said in a few minutes. A group counts as
its ``need``, since nobody has to say all members, and a bonus not at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given

CODE = "R017"
_FEWEST, _MOST = 5, 9


def find(given: Given) -> Iterator[Finding]:
    """Find rubrics with too little or too much to say."""
    rubric = given.item.rubric
    grouped = rubric.group_of()
    count = sum(
        keypoint.id not in grouped and rubric.tier_of(keypoint) != "bonus"
        for keypoint in rubric.keypoints
    )
    count += sum(group.need for group in rubric.groups if group.tier != "bonus")
    if not _FEWEST <= count <= _MOST:
        told = f"{count} to earn, a group counted as its need; make it {_FEWEST} to {_MOST}"
        yield Finding(CODE, "warning", ("keypoints",), told)
