"""A question with its criteria as a file from elsewhere tells it, and what has no place in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

COLUMNS = (
    "question",
    "keypoint",
    "id",
    "topic",
    "level",
    "reference",
    "keypoint_id",
    "points",
    "tier",
    "group",
    "need",
    "group_points",
    "concept",
    "accept",
    "reject",
    "explain",
    "see",
)
"""The columns of a table of keypoints, one a row. The first two are needed."""

NEEDED = COLUMNS[:2]
LISTS = ("accept", "reject", "see")
"""Columns whose cell holds one entry a line."""

WORTH = re.compile(
    r"\s*[(\[](?P<points>\d+(?:\.\d+)?)\s*(?:p|pts?|points?)(?:,\s*(?P<tier>core|standard|bonus))?"
    r"[)\]]\s*\Z",
    re.IGNORECASE,
)
"""What a card's criterion is worth, at its end: ``(2 points)``, ``(1 point, bonus)``."""


class Left(NamedTuple):
    """Something that was not carried: its line, and why."""

    line: int
    why: str


class Criterion(NamedTuple):
    """One keypoint's fields as far as they were told, under the names of `COLUMNS`."""

    line: int
    fields: Mapping[str, str]


class Card(NamedTuple):
    """One question; ``fields`` has its topic, level, id and reference where they were told."""

    line: int
    prompt: str
    fields: dict[str, str]
    criteria: list[Criterion]


class Deck(NamedTuple):
    """The cards of a file, and what could not be read as part of one."""

    cards: list[Card]
    left: list[Left]


class Begun:
    """Cards while a file is read: one a question, wherever in the file its parts stand."""

    def __init__(self) -> None:
        self.left: list[Left] = []
        self._cards: dict[str, Card] = {}

    def card(self, line: int, prompt: str) -> Card:
        """Return the card of a question, a new one where it comes for the first time."""
        prompt = " ".join(prompt.split())
        return self._cards.setdefault(prompt.casefold(), Card(line, prompt, {}, []))

    def leave(self, line: int, why: str) -> None:
        """Take note of what is not carried."""
        self.left.append(Left(line, why))

    def deck(self) -> Deck:
        """Return all of it."""
        return Deck([*self._cards.values()], sorted(self.left))
