"""What people say of verdicts: events, and where each verdict stands after them.

An override is an event; the verdict that a model gave first stays in the grades. It is about words:
the same answer to the same question gets the same, in whatever row it stands. A reviewer's last
word counts. Where reviewers differ nothing is applied until somebody accepts one of their words,
and what was accepted holds until somebody says something else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints, TypeAdapter

from interviewer.errors import RecordsError
from interviewer.frozen import Frozen, QuestionId, Slug
from interviewer.grades import Grade, HeldLabel, Label

GivenLabel = Literal["met", "partial", "missed", "contradicted", "held", "absent"]
"""What a person may say of a keypoint, or of a misconception; who cannot tell says nothing."""

SHORTEST_REASON = 3
"""Characters that a reason has at least: a choice."""

LONGEST_NAME = 80
"""Characters that a reviewer's name has at most: a choice."""


def _says_something(text: str) -> str:
    if len(text.strip()) < SHORTEST_REASON:
        raise ValueError(f"must have at least {SHORTEST_REASON} characters")
    return text


Reason = Annotated[str, AfterValidator(_says_something)]
Reviewer = Annotated[str, StringConstraints(max_length=LONGEST_NAME, pattern=r"\S")]


class About(NamedTuple):
    """One verdict: of which answer, by the hash of its words, and on which claim."""

    question_id: str
    answer_sha256: str
    name: str


class _Said(Frozen):
    """Something said of a verdict; ``row`` and ``answer_id`` tell where the answer was seen."""

    seq: Annotated[int, Field(ge=1)]
    at: AwareDatetime
    reviewer: Reviewer
    question_id: QuestionId
    answer_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    name: Slug
    row: int | None = None
    answer_id: str | None = None

    @property
    def about(self) -> About:
        """Return which verdict it is about."""
        return About(self.question_id, self.answer_sha256, self.name)


class Marked(_Said):
    """A reviewer's label, the one it stands against, and why.

    ``claim`` is the keypoint's or misconception's text as the reviewer read it: the word is not
    applied where that says something else by now. ``blind`` where the reviewer had not seen what
    anybody else said.
    """

    kind: Literal["marked"] = "marked"
    label: GivenLabel
    was: Label | HeldLabel
    claim: str
    reason: Reason
    blind: bool = False


class Accepted(_Said):
    """A word that counts from now on: the label that ``of`` gave."""

    kind: Literal["accepted"] = "accepted"
    of: Reviewer
    label: GivenLabel


class Undone(_Said):
    """The reviewer takes back the last of their own words on this verdict, or their acceptance."""

    kind: Literal["undone"] = "undone"


Override = Annotated[Marked | Accepted | Undone, Field(discriminator="kind")]
override_of: TypeAdapter[Override] = TypeAdapter(Override)
"""Reads an event back from JSON."""


class Standing(NamedTuple):
    """Where a verdict stands: all that was said of it and not taken back, in order."""

    heard: tuple[Marked | Accepted, ...] = ()

    @property
    def words(self) -> Mapping[str, Marked]:
        """Return the last word of each reviewer."""
        return {said.reviewer: said for said in self.heard if isinstance(said, Marked)}

    @property
    def accepted(self) -> Accepted | None:
        """Return what was accepted; None where that was taken back, or contradicted since."""
        found = None
        for said in self.heard:
            if isinstance(said, Accepted):
                found = said
            elif found is not None and said.label != found.label:
                found = None
        kept = {word.label for word in self.words.values()}
        return found if found is not None and found.label in kept else None

    @property
    def settled(self) -> Marked | None:
        """Return the word that counts; None where there is none, or reviewers differ."""
        words, accepted = self.words, self.accepted
        wanted = {word.label for word in words.values()} if accepted is None else {accepted.label}
        if len(wanted) != 1:
            return None
        agreeing = [word for word in words.values() if word.label in wanted]
        by = [word for word in agreeing if accepted is not None and word.reviewer == accepted.of]
        return next(iter([*by, *agreeing]), None)

    @property
    def is_conflict(self) -> bool:
        """Tell whether reviewers differ and nobody has accepted a word."""
        return bool(self.words) and self.settled is None


Overrides = Mapping[About, Standing]
"""Where verdicts stand of which something was said."""


def apply(overrides: Overrides, event: Override) -> Overrides:
    """Return where verdicts stand after one more event; RecordsError where it does not fit."""
    return {**overrides, event.about: _after(overrides.get(event.about, Standing()), event)}


def replay(events: Iterable[Override]) -> dict[About, Standing]:
    """Return where verdicts stand after these events; RecordsError where one does not fit."""
    found: dict[About, Standing] = {}
    for event in events:
        found[event.about] = _after(found.get(event.about, Standing()), event)
    return found


def last_word(overrides: Overrides, reviewer: str) -> Marked | Accepted | None:
    """Return what a reviewer said last and has not taken back; None where nothing."""
    own = (
        said
        for standing in overrides.values()
        for said in standing.heard
        if said.reviewer == reviewer
    )
    return max(own, key=lambda said: said.seq, default=None)


def about(grade: Grade, name: str) -> About:
    """Return what stands for a grade's verdict on a keypoint or misconception."""
    text = grade.answer
    digest = None if text is None else hashlib.sha256(text.encode()).hexdigest()
    return About(grade.question_id or "", digest or grade.answer_sha256 or "", name)


def _after(standing: Standing, event: Override) -> Standing:
    if isinstance(event, Marked):
        return Standing((*standing.heard, event))
    if isinstance(event, Accepted):
        word = standing.words.get(event.of)
        if word is None or word.label != event.label:
            raise RecordsError(
                f"override {event.seq}: {event.of!r} did not call {event.name!r} {event.label}, so "
                "it cannot be accepted"
            )
        return Standing((*standing.heard, event))
    own = [n for n, said in enumerate(standing.heard) if said.reviewer == event.reviewer]
    if not own:
        raise RecordsError(
            f"override {event.seq}: {event.reviewer!r} has said nothing of {event.name!r} to undo"
        )
    last = own[-1]
    return Standing((*standing.heard[:last], *standing.heard[last + 1 :]))
