"""A judge asked several times about the same answer: how far does it agree with itself?"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from interviewer.agreement.measures import cohens_kappa
from interviewer.items import Item
from interviewer.judge.ruling import Ids
from interviewer.judge.rulings import JudgeReply
from interviewer.seams import Judge


class RepeatedJudge:
    """Rule with the first of several turns of one judge, and keep what the others say beside it."""

    def __init__(self, turns: Sequence[Judge]) -> None:
        self.name = turns[0].name
        self._turns = turns
        self._lock = threading.Lock()
        self._pairs: list[tuple[str, str]] = []
        self._ranges: list[float] = []

    def rule(self, item: Item, answer: str, ids: Ids) -> JudgeReply:
        """Return what the first turn says."""
        replies = [turn.rule(item, answer, ids) for turn in self._turns]
        labels = [{k: r.label for k, r in reply.keypoints.items()} for reply in replies]
        shared = set.intersection(*(set(one) for one in labels))
        pairs = [(labels[0][k], other[k]) for k in sorted(shared) for other in labels[1:]]
        met = [sum(one[k] == "met" for k in shared) / len(shared) for one in labels if shared]
        with self._lock:
            self._pairs += pairs
            if met:
                self._ranges.append(max(met) - min(met))
        return replies[0]

    def told(self) -> Iterator[str]:
        """Yield how far the turns agree, and how far apart they are on an answer."""
        if not self._pairs:
            return
        first, second = ([pair[at] == "met" for pair in self._pairs] for at in (0, 1))
        kappa = cohens_kappa(first, second)
        same = sum(a == b for a, b in self._pairs) / len(self._pairs)
        spread = sum(self._ranges) / len(self._ranges)
        yield (
            f"judge with itself, {len(self._turns)} turns in other orders: "
            f"κ of met {'–' if kappa is None else f'{kappa:.2f}'}, labels equal {same:.0%}, "
            f"share of met {spread:.2f} apart on an answer"
        )
