"""A person's words put in the place of verdicts, and what became of all that was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import get_args

from interviewer.grades import Grade, HeldLabel, Label, Provenance
from interviewer.items import Item
from interviewer.overrides import About, Marked, Overrides, Standing, about
from interviewer.summing import Given, overruled

APPLIED = "decided by a person"
DIFFERING = "left out: reviewers differ, and nothing is accepted"
ANOTHER_CLAIM = "left out: the claim says something else now"
NOT_THERE = "left out: no such verdict in these grades"


class Overruling:
    """Apply overrides to grades, one by one.

    ``spread`` tells how far the verdicts of a calibration err together; see `Regrading`.
    """

    def __init__(self, overrides: Overrides, spread: Callable[[Provenance], float | None]) -> None:
        self._open: dict[About, Standing] = {
            place: standing for place, standing in overrides.items() if standing.words
        }
        self._overrides = overrides
        self._spread = spread
        self._counts: Counter[str] = Counter()

    def applied_to(self, grade: Grade, item: Item, given: Given) -> Grade:
        """Return the grade with what people have settled about its verdicts."""
        if grade.provenance is None or not self._overrides:
            return grade
        words = dict(self._words(grade, item))
        self._counts[APPLIED] += len(words)
        return overruled(grade, item, given, words, self._spread(grade.provenance))

    def counts(self) -> Counter[str]:
        """Return how many verdicts a person decided, and how many overrides were left out."""
        return self._counts + Counter({NOT_THERE: len(self._open)})

    def _words(self, grade: Grade, item: Item) -> Iterator[tuple[str, Marked]]:
        keypoints = {keypoint.id: keypoint.text for keypoint in item.rubric.keypoints}
        false = {each.id: each.text for each in item.rubric.misconceptions}
        for claims, labels in ((keypoints, get_args(Label)), (false, get_args(HeldLabel))):
            for name, claim in claims.items():
                place = about(grade, name)
                standing = self._overrides.get(place)
                if standing is None or not standing.words:
                    continue
                is_first = self._open.pop(place, None) is not None
                word = standing.settled
                if word is None:
                    self._counts[DIFFERING] += is_first
                elif word.claim != claim or word.label not in labels:
                    self._counts[ANOTHER_CLAIM] += is_first
                else:
                    yield name, word
