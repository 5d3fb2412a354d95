"""How well reviewers agree: Cohen's κ between each two, over what both labelled blind.

A label given with another's in sight is no second opinion, so it does not count here.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from interviewer.agreement.measures.kappa import cohens_kappa
from interviewer.overrides import Marked, Standing

LEAST = 30
"""Claims behind a κ that is told, a choice: at 30 and a κ of .6 the 95 % interval is about
±.25."""


class Given(NamedTuple):
    """A label that a reviewer gave, and whether nothing else was in sight."""

    label: str
    blind: bool


class Person(NamedTuple):
    """A reviewer, and how many claims they labelled."""

    name: str
    labelled: int
    blind: int


class Pair(NamedTuple):
    """Two reviewers: κ (None where it cannot be told), from how many, and how many do not count."""

    left: str
    right: str
    kappa: float | None
    claims: int
    left_out: int

    @property
    def words(self) -> str:
        """Return the figure, or why there is none."""
        if self.claims < LEAST:
            return "too few"
        return "one label only" if self.kappa is None else f"{self.kappa:.2f}"


def given_by(standings: Iterable[Standing]) -> dict[str, dict[Hashable, Given]]:
    """Return what each reviewer said of each claim: their last blind label, else their last."""
    given: dict[str, dict[Hashable, Given]] = {}
    for standing in standings:
        for word in standing.heard:
            if isinstance(word, Marked):
                own = given.setdefault(word.reviewer, {})
                before = own.get(word.about)
                if word.blind or before is None or not before.blind:
                    own[word.about] = Given(word.label, word.blind)
    return given


def people(given: Mapping[str, Mapping[Hashable, Given]]) -> list[Person]:
    """Return who labelled how many claims, in the order of their names."""
    return [
        Person(name, len(own), sum(each.blind for each in own.values()))
        for name, own in sorted(given.items())
    ]


def pairs(given: Mapping[str, Mapping[Hashable, Given]]) -> list[Pair]:
    """Return each two reviewers who labelled a claim in common, in the order of their names."""
    found = []
    for left, right in combinations(sorted(given), 2):
        both = sorted(given[left].keys() & given[right].keys(), key=repr)
        if both:
            found.append(_pair(left, right, [(given[left][k], given[right][k]) for k in both]))
    return found


def _pair(left: str, right: str, both: Sequence[tuple[Given, Given]]) -> Pair:
    blind = [(a.label, b.label) for a, b in both if a.blind and b.blind]
    kappa = cohens_kappa([a for a, _ in blind], [b for _, b in blind])
    told = kappa if len(blind) >= LEAST else None
    return Pair(left, right, told, len(blind), len(both) - len(blind))
