"""Cards in Markdown: a heading asks, bullets are criteria, a quote or ``Answer:`` is the reference.

# What is a deadlock?
> Two transactions wait for locks that the other one holds.
- Each transaction waits for a lock that another one holds. (2 points)
- The database ends one of them. (1 point, bonus)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from interviewer.authoring.cards.card import WORTH, Begun, Card, Criterion, Deck
from interviewer.authoring.new_item.note import heading
from interviewer.bank.place import short
from interviewer.items import Item, Keypoint

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_BULLET = re.compile(r"( *)(?:[-*+•]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_QUOTE = re.compile(r" {0,3}> ?")
_ANSWER = re.compile(r"\*{0,2}(?:reference )?answer:?\*{0,2}:?[ \t]*", re.IGNORECASE)
_NESTED = 2
"""A bullet that is indented by so many columns belongs to the one above it."""


def read_cards(text: str) -> Deck:
    """Return the cards of a Markdown file; what is neither is told by its line."""
    reading = _Reading()
    for number, line in enumerate(text.split("\n"), start=1):
        reading.take(number, line)
    reading.end()
    return reading.begun.deck()


def write_cards(items: Iterable[Item]) -> Iterator[str]:
    """Yield the lines of a card an item."""
    for number, item in enumerate(items):
        if number:
            yield ""
        yield f"# {' '.join(item.question.prompt.split())}"
        yield ""
        for line in item.rubric.reference.strip().split("\n"):
            yield f"> {line}".rstrip()
        yield ""
        for keypoint in item.rubric.keypoints:
            yield f"- {' '.join(keypoint.text.split())} {_worth(item, keypoint)}"


def _worth(item: Item, keypoint: Keypoint) -> str:
    """Return the points in brackets; a member of a group has its share of what the group needs."""
    group = item.rubric.group_of().get(keypoint.id)
    points = (keypoint.points or 0) if group is None else round(group.points / group.need, 2)
    tier = item.rubric.tier_of(keypoint)
    return f"({points:g} point{'' if points == 1 else 's'}, {tier})"


class _Reading:
    """A file read line by line: the card that is open, and what its last line continues."""

    def __init__(self) -> None:
        self.begun = Begun()
        self._card: Card | None = None
        self._level = 0
        self._bullet: list[str] = []
        self._bullet_line = 0
        self._reference: list[str] = []
        self._in_answer = False

    def take(self, number: int, line: str) -> None:
        """Take one line."""
        if not line.strip():
            self._close_bullet()
            self._in_answer = False
            return
        found = _HEADING.match(line)
        if found is not None and (not self._level or len(found[1]) == self._level):
            self.end()
            self._level = len(found[1])
            title = heading(line)
            self._card = self.begun.card(number, title) if title else None
        elif self._card is None or found is not None:
            self._leave(number, line)
        elif (quote := _QUOTE.match(line)) is not None:
            self._close_bullet()
            self._reference.append(line[quote.end() :].rstrip())
        elif (bullet := _BULLET.match(line)) is not None:
            self._take_bullet(number, line, bullet)
        elif self._bullet:
            self._bullet.append(line.strip())
        elif self._in_answer:
            self._reference.append(line.strip())
        elif (answer := _ANSWER.match(line)) is not None and ":" in answer[0]:
            self._in_answer = True
            self._reference.append(line[answer.end() :].strip())
        else:
            self._leave(number, line)

    def end(self) -> None:
        """Close what is open."""
        self._close_bullet()
        reference = "\n".join(self._reference).strip()
        if self._card is not None and reference:
            self._card.fields.setdefault("reference", reference)
        self._reference = []
        self._in_answer = False

    def _take_bullet(self, number: int, line: str, bullet: re.Match[str]) -> None:
        if len(bullet[1]) >= _NESTED and self._bullet:
            self._leave(number, line, "a bullet below a bullet")
            return
        self._close_bullet()
        self._in_answer = False
        self._bullet, self._bullet_line = [line[bullet.end() :].strip()], number

    def _close_bullet(self) -> None:
        text = " ".join(self._bullet)
        if self._card is not None and text:
            worth = WORTH.search(text)
            fields = {"keypoint": text if worth is None else text[: worth.start()]}
            if worth is not None:
                fields["points"] = worth["points"]
                fields |= {"tier": worth["tier"].lower()} if worth["tier"] else {}
            self._card.criteria.append(Criterion(self._bullet_line, fields))
        self._bullet = []

    def _leave(self, number: int, line: str, what: str = "") -> None:
        what = what or "neither question, criterion nor reference"
        self.begun.leave(number, f"{what}: {short(line.strip())}")
