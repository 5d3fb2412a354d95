"""The claims of one answer, numbered: what the grader and what reviewers say of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from interviewer.grades import Evidence, Grade, MisconceptionVerdict, Verdict
from interviewer.items import Item
from interviewer.report.lines import number

KEYPOINT_LABELS = ("met", "partial", "missed", "contradicted")
MISCONCEPTION_LABELS = ("held", "absent")
"""Labels in the order of their keys, from 1."""

_SIGNS = {
    "met": "✓",
    "partial": "~",
    "missed": "✗",
    "contradicted": "!",
    "held": "!",
    "absent": "·",
    "unscored": "?",
}


class Mark(NamedTuple):
    """What a reviewer says of a claim."""

    reviewer: str
    label: str
    reason: str
    blind: bool
    is_accepted: bool
    is_mine: bool


class Said(NamedTuple):
    """What reviewers say of a claim, and the label that this comes to, empty where to none."""

    marks: tuple[Mark, ...] = ()
    settled: str = ""
    is_conflict: bool = False

    @property
    def is_one(self) -> bool:
        """Return whether all reviewers say the same, so that there is nothing to accept."""
        return len({mark.label for mark in self.marks}) < 2


class Claim(NamedTuple):
    """A keypoint or a misconception, numbered from 1, and all that is said of it.

    Where the bank has it not it is not ``known``, and its ``text`` is its id.
    """

    number: int
    name: str
    is_misconception: bool
    text: str
    is_known: bool
    label: str
    was: str
    probability: str
    unsure: bool
    worth: str
    decided_by: str
    reason: str
    evidence: tuple[Evidence, ...]
    said: Said

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the labels that may be given."""
        return MISCONCEPTION_LABELS if self.is_misconception else KEYPOINT_LABELS

    @property
    def mine(self) -> str:
        """Return the label that whoever looks has given; empty where none."""
        return next((mark.label for mark in self.said.marks if mark.is_mine), "")

    @property
    def quotes(self) -> list[str]:
        """Return the words behind the verdict, or where they stand."""
        return [
            f"characters {each.start} to {each.end}" if each.quote is None else each.quote
            for each in self.evidence
        ]


class Saying(Protocol):
    """Tells what reviewers say of a claim by its name."""

    def __call__(self, name: str, /) -> Said:
        """Return it."""


def sign(label: str) -> str:
    """Return what stands for a label beside its colour; that of the ledger in a terminal."""
    return _SIGNS.get(label, "")


def names_of(grade: Grade) -> list[str]:
    """Return the names of the claims of a record, in the order of their numbers."""
    keypoints = [verdict.keypoint_id for verdict in grade.verdicts]
    return keypoints + [verdict.misconception_id for verdict in grade.misconceptions]


def claims_of(grade: Grade, item: Item | None, said: Saying) -> list[Claim]:
    """Return the claims of a record, those of its misconceptions last.

    Without the item, or where it no longer has them, claims are told by their ids.
    """
    verdicts: Sequence[Verdict | MisconceptionVerdict] = (*grade.verdicts, *grade.misconceptions)
    texts = {} if item is None else dict(_texts(item))
    return [
        _claim(place, name, verdict, texts, item, said(name))
        for place, (name, verdict) in enumerate(zip(names_of(grade), verdicts, strict=True), 1)
    ]


def _texts(item: Item) -> Iterator[tuple[tuple[bool, str], str]]:
    for keypoint in item.rubric.keypoints:
        yield (False, keypoint.id), keypoint.text
    for misconception in item.rubric.misconceptions:
        yield (True, misconception.id), misconception.text


def _claim(
    place: int,
    name: str,
    verdict: Verdict | MisconceptionVerdict,
    texts: dict[tuple[bool, str], str],
    item: Item | None,
    said: Said,
) -> Claim:
    is_misconception = isinstance(verdict, MisconceptionVerdict)
    return Claim(
        number=place,
        name=name,
        is_misconception=is_misconception,
        text=texts.get((is_misconception, name), name),
        is_known=(is_misconception, name) in texts,
        label=verdict.label,
        was=verdict.was or "",
        probability=_probability(verdict),
        unsure=isinstance(verdict, Verdict) and verdict.unsure,
        worth=_worth(verdict, item),
        decided_by=verdict.decided_by,
        reason=verdict.reason,
        evidence=verdict.evidence,
        said=said,
    )


def _probability(verdict: Verdict | MisconceptionVerdict) -> str:
    """Return the probability of what the verdict says; empty where there is none."""
    if isinstance(verdict, MisconceptionVerdict):
        share = verdict.probability
        if share is not None and verdict.label == "absent":
            share = 1 - share
    else:
        known = verdict.probabilities
        share = None if known is None else getattr(known, verdict.label, None)
    return "" if share is None else f"{share:.2f}"


def _worth(verdict: Verdict | MisconceptionVerdict, item: Item | None) -> str:
    if isinstance(verdict, MisconceptionVerdict):
        return f"costs {number(verdict.points)}"
    if verdict.points is not None:
        return f"worth {number(verdict.points)}"
    group = None if item is None else item.rubric.group_of().get(verdict.keypoint_id)
    return "in a group" if group is None else f"any {group.need} of {len(group.of)}"
