"""The judge that was asked for and is not there: it rules on nothing and says so."""

from __future__ import annotations

from interviewer.items import Item
from interviewer.judge.ruling import Ids
from interviewer.judge.rulings import SAID, JudgeReply


class AbsentJudge:
    """Stand for a judge without a key or an endpoint; what it does not rule on is degraded."""

    def __init__(self, name: str) -> None:
        self.name = name

    def rule(self, item: Item, answer: str, ids: Ids) -> JudgeReply:
        """Return that nothing was ruled on."""
        return JudgeReply(
            unruled=dict.fromkeys(ids.keypoints, "unavailable"),
            unruled_misconceptions=dict.fromkeys(ids.misconceptions, "unavailable"),
            message=SAID["unavailable"],
        )
