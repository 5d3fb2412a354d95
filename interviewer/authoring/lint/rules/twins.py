"""R014: a concept used once, with a near twin that is used more.

Two names for one idea split a candidate's progress in two. Where one item alone says
``batch-norm`` and others say ``batch-normalization``, the first is a slip.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given

CODE = "R014"
_SHORTEST = 4


def find(given: Given) -> Iterator[Finding]:
    """Find concepts of one item whose words all begin, or are begun by, those of another."""
    for at, keypoint in enumerate(given.item.rubric.keypoints):
        name = keypoint.concept
        if name is None or given.uses.get(name, 0) != 1:
            continue
        for other, count in given.uses.items():
            if other != name and count >= 1 and _twins(name, other) and (count > 1 or other < name):
                told = f"only this item says {name!r}; is it {other!r}, used elsewhere?"
                yield Finding(CODE, "warning", ("keypoints", at, "concept"), told)
                break


def _twins(one: str, other: str) -> bool:
    """Tell whether two ids differ only by endings or shortenings of their words."""
    ours, theirs = one.split("-"), other.split("-")
    return len(ours) == len(theirs) and all(map(_same, ours, theirs))


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= _SHORTEST and long.startswith(short.rstrip("s")))
