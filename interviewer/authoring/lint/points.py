"""R001: one keypoint or group is worth more than half of everything."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding
from interviewer.items import Item

CODE = "R001"
_MOST = 0.5


def points(item: Item) -> Iterator[Finding]:
    """Find what outweighs all the rest together; a rubric of one part has no rest."""
    rubric = item.rubric
    grouped = rubric.group_of()
    parts = [
        (("keypoints", at, "points"), k.id, k.points or 0.0)
        for at, k in enumerate(rubric.keypoints)
        if k.id not in grouped and rubric.tier_of(k) != "bonus"
    ]
    if len(rubric.keypoints) > len(grouped):
        parts += [
            (("groups", at, "points"), g.id, g.points / g.need)
            for at, g in enumerate(rubric.groups)
            if g.tier != "bonus"
        ]
    whole = sum(worth for _, _, worth in parts)
    for place, name, worth in parts:
        if len(parts) > 1 and worth > _MOST * whole:
            yield Finding(
                CODE,
                "warning",
                place,
                f"{name!r} is worth more than all the rest; split it or lower its points",
            )
