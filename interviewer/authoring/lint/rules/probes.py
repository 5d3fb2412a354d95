"""R009: a core keypoint without three steps to ask again.

An interviewer who misses the point asks again: first openly (``pump``), then with a pointer
(``hint``), last with a question that nearly says it (``lead``). A core group has them at one member
at least.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.items import Keypoint

CODE = "R009"
_STEPS = ("pump", "hint", "lead")


def find(given: Given) -> Iterator[Finding]:
    """Find core keypoints, and core groups, with a step missing."""
    rubric = given.item.rubric
    grouped = rubric.group_of()
    for at, keypoint in enumerate(rubric.keypoints):
        missing = _missing(keypoint)
        if rubric.tier_of(keypoint) == "core" and keypoint.id not in grouped and missing:
            told = f"core, without probe {', '.join(missing)}; write from open to leading"
            yield Finding(CODE, "warning", ("keypoints", at), told)
    by_id = {keypoint.id: keypoint for keypoint in rubric.keypoints}
    for at, group in enumerate(rubric.groups):
        if group.tier == "core" and all(_missing(by_id[member]) for member in group.of):
            told = "core, and no member has a probe with pump, hint and lead; give one member one"
            yield Finding(CODE, "warning", ("groups", at), told)


def _missing(keypoint: Keypoint) -> list[str]:
    probe = keypoint.probe
    return [step for step in _STEPS if probe is None or not getattr(probe, step).strip()]
