"""Grade by shared words, fast enough for ten thousand interviews: no model, no arithmetic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from interviewer.grades import Grade, Label, MisconceptionVerdict, Verdict
from interviewer.items import Item, Keypoint
from interviewer.scoring.aggregate import aggregate

MET, PARTIAL, UNSURE = 0.9, 0.5, 0.3
_LETTERS = 4
_CREDIT: dict[Label, float] = {"met": 1.0, "partial": 0.5}


class SharedWords:
    """Call a claim met by the share of its words in the text, of those that were not given away."""

    def grade(self, item: Item, text: str) -> Grade:
        given = words(item.question.prompt)
        verdicts = tuple(_verdict(k, given, text) for k in item.rubric.keypoints)
        misconceptions = tuple(
            MisconceptionVerdict(
                misconception_id=false.id,
                label="held" if words(false.text) <= words(text) else "absent",
                points=false.points,
                decided_by="matcher",
                reason="by its words",
            )
            for false in item.rubric.misconceptions
        )
        return Grade(
            question_id=item.id,
            status="graded",
            answer=text,
            score=aggregate(item.rubric, verdicts, misconceptions),
            verdicts=verdicts,
            misconceptions=misconceptions,
        )

    def heard(self, item: Item, about: str, said: Sequence[str], reply: str) -> Verdict:
        given = words("\n".join([item.question.prompt, *said]))
        right = [
            Keypoint(id=false.id, text=false.correct, points=false.points)
            for false in item.rubric.misconceptions
            if false.correct
        ]
        asked = next(k for k in (*item.rubric.keypoints, *right) if k.id == about)
        return _verdict(asked, given, reply)

    def settle(self, item: Item, keypoint_id: str, answer: str) -> Verdict | None:
        return None


@cache
def words(text: str) -> frozenset[str]:
    """Return the longer words of a text."""
    return frozenset(w for w in re.findall(r"\w+", text.lower()) if len(w) >= _LETTERS)


def _verdict(keypoint: Keypoint, given: frozenset[str], text: str) -> Verdict:
    said = words(text) - given
    wordings = [words(claim) - given for claim in (keypoint.text, *keypoint.accept)]
    share = max((len(said & wanted) / len(wanted) for wanted in wordings if wanted), default=0.0)
    label: Label = "met" if share >= MET else "partial" if share >= PARTIAL else "missed"
    if any(words(false) <= words(text) for false in keypoint.reject):
        label = "contradicted"
    return Verdict(
        keypoint_id=keypoint.id,
        label=label,
        credit=_CREDIT.get(label, 0.0),
        points=keypoint.points,
        unsure=UNSURE <= share < PARTIAL,
        decided_by="matcher",
        reason="by its words",
    )
