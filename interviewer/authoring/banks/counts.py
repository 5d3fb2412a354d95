"""How much of everything a bank has, for a line below what is wrong with it."""

from __future__ import annotations

from typing import NamedTuple

from interviewer.bank import Bank


class Counts(NamedTuple):
    """How many there are, of what loads; ``broken`` counts items that do not."""

    items: int
    broken: int
    subjects: int
    keypoints: int
    drafts: int
    examples: int
    mistakes: int


def counts(bank: Bank) -> Counts:
    """Count what a bank has."""
    rubrics = [item.rubric for item in bank.items.values()]
    keypoints = [keypoint for rubric in rubrics for keypoint in rubric.keypoints]
    return Counts(
        items=len(bank.items),
        broken=len(bank.broken),
        subjects=len({name.partition("/")[0] for name in (*bank.items, *bank.broken)}),
        keypoints=len(keypoints),
        drafts=sum(keypoint.draft for keypoint in keypoints),
        examples=sum(len(rubric.examples) for rubric in rubrics),
        mistakes=len(bank.problems),
    )


def told(counted: Counts) -> str:
    """Return the counts in a line."""
    drafts = f" ({many(counted.drafts, 'draft')})" if counted.drafts else ""
    broken = f", {many(counted.broken, 'item')} that cannot be used" if counted.broken else ""
    return (
        f"{many(counted.items, 'item')} in {many(counted.subjects, 'subject')}, "
        f"{many(counted.keypoints, 'keypoint')}{drafts}, "
        f"{many(counted.examples, 'example')}{broken}; "
        f"{counted.mistakes or 'nothing'} to mend"
    )


def many(count: int, name: str) -> str:
    """Return a count with its noun."""
    return f"{count} {name}{'' if count == 1 else 's'}"
