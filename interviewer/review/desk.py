"""One reviewer at one file of grades: what is said of its verdicts, and what they may see of it.

What is said is an event in the store, durable before the page goes on. All that is kept here is
made of these events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError

from interviewer.errors import RecordsError
from interviewer.frozen import first_mistake
from interviewer.items import Item
from interviewer.overrides import (
    SHORTEST_REASON,
    About,
    Accepted,
    Marked,
    Overrides,
    Standing,
    Undone,
    apply,
    last_word,
    replay,
)
from interviewer.review.agreeing import Pair, Person, given_by, pairs, people
from interviewer.review.blindness import AnswerKey, Sight
from interviewer.review.claims import Claim, Mark, Said, names_of
from interviewer.review.filters import Live
from interviewer.review.shelf import Shelf, mask_of
from interviewer.store.overrides import OverrideStore

AGREES = "agrees with the verdict"
BLIND = "labelled blind"
"""What stands for a reason where none is asked for."""

MOST_REASONS = 8
"""Reasons offered again: as many as fit under a field, a choice."""


class ReasonError(Exception):
    """A reason that is missing or too short, in a sentence for whoever gave the label."""


class Place(NamedTuple):
    """A claim of a record."""

    number: int
    name: str


class Tally(NamedTuple):
    """What comes of all that was said."""

    live: Live
    pairs: list[Pair]
    people: list[Person]


class Desk:
    """The shelf, the store, and who is looking; ``now`` tells the time with its zone."""

    def __init__(
        self,
        shelf: Shelf,
        items: Mapping[str, Item],
        store: OverrideStore,
        *,
        file: str,
        reviewer: str,
        blind: bool,
        now: Callable[[], datetime],
    ) -> None:
        self.shelf = shelf
        self.file = file
        self.reviewer = reviewer
        self.blind = blind
        self._items = items
        self._store = store
        self._now = now
        self._numbers: dict[AnswerKey, list[int]] = {}
        for number in range(len(shelf)):
            self._numbers.setdefault(self._key(number), []).append(number)
        events = store.events()
        self.overrides: Overrides = replay(events)
        self._sight = Sight(reviewer, self._names)
        self._sight.follow(events)
        self._tally: Tally | None = None

    def item(self, number: int) -> Item | None:
        """Return the question and rubric of a record; None where the bank has them not."""
        return self._items.get(self.shelf.lines[number].question_id)

    def is_hidden(self, number: int) -> bool:
        """Return whether verdicts, and what others say, are to be kept from the reviewer."""
        return self.blind and self._key(number) not in self._sight.seen

    def said(self, number: int) -> Callable[[str], Said]:
        """Return what tells the reviewer what was said of a claim of a record."""
        key, hidden = self._key(number), self.is_hidden(number)

        def of(name: str) -> Said:
            standing = self.overrides.get(About(*key, name), Standing())
            marks = tuple(self._marks(standing))
            if hidden:
                return Said(tuple(mark for mark in marks if mark.is_mine))
            settled = standing.settled
            return Said(marks, "" if settled is None else settled.label, standing.is_conflict)

        return of

    def mark(self, number: int, claim: Claim, label: str, reason: str) -> None:
        """Keep a label of a claim.

        ReasonError where it differs from a verdict in sight and comes without a reason. A label
        that the reviewer has given already is kept again only with another reason.
        """
        hidden = self.is_hidden(number)
        if not reason and not hidden and label != claim.label:
            raise ReasonError("Say why: this label differs from the verdict.")
        if reason and len(reason) < SHORTEST_REASON:
            raise ReasonError(f"A reason has at least {SHORTEST_REASON} characters.")
        mine = next((mark for mark in claim.said.marks if mark.is_mine), None)
        if mine is not None and mine.label == label and reason in ("", mine.reason):
            return
        self._say(
            Marked,
            number,
            claim.name,
            label=label,
            was=claim.label,
            claim=claim.text,
            reason=reason or (BLIND if hidden else AGREES),
            blind=hidden,
        )

    def accept(self, number: int, name: str, reviewer: str) -> None:
        """Let the last word of a reviewer count."""
        word = self.overrides[About(*self._key(number), name)].words[reviewer]
        self._say(Accepted, number, name, of=reviewer, label=word.label)

    def undo(self) -> Place | None:
        """Take back what the reviewer said last of these records; None where there is nothing."""
        last = last_word(self.overrides, self.reviewer)
        numbers = None if last is None else self._numbers.get(AnswerKey(*last.about[:2]))
        if last is None or numbers is None:
            return None
        self._say(Undone, numbers[0], last.name)
        return Place(numbers[0], last.name)

    def reasons(self) -> list[str]:
        """Return the last reasons that the reviewer wrote, the latest first."""
        mine = (
            said
            for standing in self.overrides.values()
            for said in standing.heard
            if isinstance(said, Marked) and said.reviewer == self.reviewer
        )
        latest = sorted(mine, key=lambda said: said.seq, reverse=True)
        written = (said.reason for said in latest if said.reason not in (AGREES, BLIND))
        return list(dict.fromkeys(written))[:MOST_REASONS]

    def tally(self) -> Tally:
        """Return what comes of all that was said so far."""
        if self._tally is None:
            given = given_by(self.overrides.values())
            self._tally = Tally(self._live(), pairs(given), people(given))
        return self._tally

    def standings(self) -> Iterator[tuple[Place, Standing]]:
        """Yield where every claim stands of which something is said, record by record."""
        for where, standing in self.overrides.items():
            if standing.heard:
                for number in self._numbers.get(AnswerKey(*where[:2]), ()):
                    yield Place(number, where.name), standing

    def _live(self) -> Live:
        count = len(self.shelf)
        differing = (p.number for p, s in self.standings() if _differs(s))
        conflicting = (p.number for p, s in self.standings() if s.is_conflict)
        done = mask_of(self._done(), count)
        return Live(
            unreviewed=~done & ((1 << count) - 1),
            differs=mask_of(differing, count),
            conflict=mask_of(conflicting, count) | self.shelf.mask(("flag", "conflict")),
        )

    def _done(self) -> Iterator[int]:
        """Yield the records that the reviewer is through with: labelled at all, or blind, whole."""
        for place, standing in self.standings():
            if not self.is_hidden(place.number) and self.reviewer in standing.words:
                yield place.number

    def _marks(self, standing: Standing) -> Iterator[Mark]:
        accepted = standing.accepted
        for reviewer, word in standing.words.items():
            yield Mark(
                reviewer,
                word.label,
                word.reason,
                word.blind,
                is_accepted=accepted is not None and accepted.of == reviewer,
                is_mine=reviewer == self.reviewer,
            )

    def _say(self, kind: type[Any], number: int, name: str, **more: object) -> None:
        line, key = self.shelf.lines[number], self._key(number)
        try:
            said = kind(
                seq=1,
                at=self._now(),
                reviewer=self.reviewer,
                question_id=key.question_id,
                answer_sha256=key.answer_sha256,
                name=name,
                row=line.row,
                answer_id=line.answer_id,
                **more,
            )
        except ValidationError as error:
            raise RecordsError(f"this cannot be kept: {first_mistake(error)}") from error
        kept = self._store.append(said)
        self.overrides = apply(self.overrides, kept)
        self._sight.follow([kept])
        self._tally = None

    def _key(self, number: int) -> AnswerKey:
        line = self.shelf.lines[number]
        return AnswerKey(line.question_id, line.answer_sha256)

    def _names(self, key: AnswerKey) -> Sequence[str]:
        return names_of(self.shelf.grade(self._numbers[key][0])) if key in self._numbers else ()


def _differs(standing: Standing) -> bool:
    return any(word.label != word.was for word in standing.words.values())
