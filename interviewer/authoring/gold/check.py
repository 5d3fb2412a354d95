"""Whether a bank's examples are graded as they were, and as well as its limits ask."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from interviewer.authoring.gold.figures import Figures, below, figures
from interviewer.authoring.gold.misses import FILE, KnownMisses, Miss, reason_of
from interviewer.authoring.gold.run import Fares, Graded, Outcome, fares
from interviewer.bank import Bank
from interviewer.bank.reserved import read_reserved
from interviewer.errors import BankError
from interviewer.grader import Grader
from interviewer.items import Item

CLEAR = 0.05
"""A listed miss that has come right by this much of probability is to be taken off the list."""
NOISE = 0.001
"""A new miss this near to its cut is told and fails nothing: another processor's last bit."""


class NewMiss(NamedTuple):
    """A verdict that differs from the label and is not listed."""

    miss: Miss
    at: int
    kind: str
    reader: str
    margin: float | None

    @property
    def at_the_cut(self) -> bool:
        """Whether a rounding error could have made it."""
        return self.margin is not None and self.margin < NOISE


class Passed(NamedTuple):
    """A listed miss that is none any more; ``margin`` None where it is no verdict at all now."""

    miss: Miss
    reason: str
    margin: float | None

    @property
    def clear(self) -> bool:
        """Whether it is to be taken off the list."""
        return self.margin is None or self.margin >= CLEAR


class Checked(NamedTuple):
    """All that a run of the examples shows.

    ``under`` has a subject's figures that miss its limits, in words.
    """

    rows: list[Fares]
    overall: Figures
    known: list[tuple[Miss, str]]
    new: list[NewMiss]
    passed: list[Passed]
    under: list[str]

    @property
    def failed(self) -> bool:
        """Whether something has to be done about it."""
        return bool(
            self.under
            or any(not new.at_the_cut for new in self.new)
            or any(passed.clear for passed in self.passed)
        )


def read_misses(bank: Bank) -> Mapping[str, KnownMisses]:
    """Return what is known to go wrong, by subject; BankError where such a file is broken."""
    found = read_reserved(bank.root, "rubrics", FILE, KnownMisses)
    problems = [problem for one in found.values() for problem in one.problems]
    if problems:
        raise BankError(problems)
    return {
        subject: one.made for subject, one in found.items() if isinstance(one.made, KnownMisses)
    }


def check(
    bank: Bank,
    ids: Sequence[str],
    grader: Grader,
    *,
    watched: Callable[[Sequence[Item]], Iterable[Item]] = iter,
) -> Checked:
    """Grade the examples of these items and compare with labels, limits and known misses."""
    known = {
        miss: reason
        for misses in read_misses(bank).values()
        for miss, reason in misses.misses().items()
        if miss.item in set(ids)
    }
    rows = [fares(grader, item) for item in watched([bank.items[name] for name in ids])]
    current = {miss: (example, outcome) for row in rows for miss, example, outcome in row.misses()}
    return Checked(
        rows=rows,
        overall=figures(rows),
        known=[(miss, reason) for miss, reason in known.items() if miss in current],
        new=[_new(miss, *found) for miss, found in current.items() if miss not in known],
        passed=[
            Passed(miss, reason, _margin_now(miss, rows))
            for miss, reason in known.items()
            if miss not in current
        ],
        under=_under(bank, rows),
    )


def updated(checked: Checked) -> dict[Miss, str]:
    """Return what the list is to hold after this run; listed reasons stay as they are."""
    return dict(checked.known) | {
        new.miss: reason_of(new.reader, new.miss.graded) for new in checked.new
    }


def _new(miss: Miss, example: Graded, outcome: Outcome) -> NewMiss:
    return NewMiss(miss, example.at, example.kind, outcome.reader, outcome.margin)


def _margin_now(miss: Miss, rows: Sequence[Fares]) -> float | None:
    """Return how clearly a listed verdict is another one now; None where there is none."""
    for row in rows:
        for example in row.examples:
            if (row.item, example.id) != (miss.item, miss.example):
                continue
            for outcome in (*example.keypoints, *example.misconceptions):
                if outcome.name == miss.name:
                    return outcome.margin
    return None


def _under(bank: Bank, rows: Sequence[Fares]) -> list[str]:
    """Tell what misses the limits: a whole subject's, so all of its items must have been tested."""
    whole = Counter(name.partition("/")[0] for name in bank.items)
    by_subject: dict[str, list[Fares]] = defaultdict(list)
    for row in rows:
        by_subject[row.item.partition("/")[0]].append(row)
    told = []
    for subject, own in by_subject.items():
        described = bank.subjects.get(subject)
        if described is not None and len(own) == whole[subject]:
            told += [f"{subject}: {words}" for words in below(figures(own), described.limits)]
    return told


def known_file(bank: Bank, subject: str) -> Path:
    """Return where a subject's known misses are listed."""
    return bank.root / "rubrics" / subject / FILE
