"""Cohen's kappa."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from interviewer.agreement.measures.accuracy import accuracy


def cohens_kappa(ours: Sequence[Hashable], theirs: Sequence[Hashable]) -> float | None:
    """Agreement beyond what the two rates of each label alone would give (Cohen, 1960).

    1 is full agreement, 0 what chance gives. None where nothing can be told: no labels, or one and
    the same label throughout. ValueError where the two differ in length.
    """
    share = accuracy(ours, theirs)
    if share is None:
        return None
    count = len(ours)
    left, right = Counter(ours), Counter(theirs)
    chance = sum(left[label] * right[label] for label in left) / count**2
    return None if chance == 1 else (share - chance) / (1 - chance)
