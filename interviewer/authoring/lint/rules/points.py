"""R001: points out of proportion.

One keypoint worth more than half of all points decides the grade alone, and a rubric of nothing but
bonuses gives no grade at all. A group is as heavy as its points, but one member of it earns
points / need only. A rubric of a single keypoint has no proportions.

Instead of: one keypoint of 3 points beside two of 1. Write: 2, 1 and 1, or split the heavy one.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given

CODE = "R001"
_MOST = 0.5


def find(given: Given) -> Iterator[Finding]:
    """Find what outweighs all the rest together."""
    rubric = given.item.rubric
    grouped = rubric.group_of()
    single = [
        (("keypoints", at, "points"), k.id, k.points or 0.0, k.points or 0.0)
        for at, k in enumerate(rubric.keypoints)
        if k.id not in grouped and rubric.tier_of(k) != "bonus"
    ]
    groups = [
        (("groups", at, "points"), g.id, g.points / g.need, g.points)
        for at, g in enumerate(rubric.groups)
        if g.tier != "bonus"
    ]
    whole = sum(total for _, _, _, total in (*single, *groups))
    if whole == 0:
        told = "every keypoint is a bonus, so no answer has a grade; make one core or standard"
        yield Finding(CODE, "error", ("keypoints",), told)
    if len(rubric.keypoints) == 1:
        return
    for place, name, worth, _ in (*single, *groups):
        if worth > _MOST * whole:
            told = (
                f"one keypoint of {name!r} is worth {worth:g} of {whole:g} points, more than half; "
                "split it or lower its points"
            )
            yield Finding(CODE, "warning", place, told)
