"""What a judge said that held up, and what it could not rule on; unchecked words never get here."""

from __future__ import annotations

from typing import Literal

from interviewer.frozen import Frozen
from interviewer.grades import Evidence
from interviewer.judge.exchange import FailureCode, Usage

KeypointLabel = Literal["met", "partial", "missed", "contradicted"]
MisconceptionLabel = Literal["held", "absent"]

KEYPOINT_LABELS: tuple[KeypointLabel, ...] = ("met", "partial", "missed", "contradicted")
MISCONCEPTION_LABELS: tuple[MisconceptionLabel, ...] = ("held", "absent")
PROVEN = frozenset({"met", "partial", "contradicted", "held"})
"""Labels that are believed only for words that the candidate wrote."""

SAID = {
    "refused": "the judge refused to rule",
    "truncated": "the judge's reply was cut off, twice",
    "filtered": "the endpoint's filter held the judge's reply back",
    "unparsable": "the judge's reply was not the object that was asked for",
    "incomplete": "the judge left this keypoint out, twice",
    "unverified": "the judge quoted words that are not in the answer, twice",
    "suspect": "the judge gave credit that no answer could earn",
    "transport": "the judge could not be reached",
    "quota": "the judge's endpoint would take no more calls",
    "deadline": "the judge took too long",
    "budget": "the budget for the judge was spent",
    "not-recorded": "the recording has no reply to this",
    "unavailable": "there was no judge to ask",
    "skipped": "the person left it open",
}
"""Each failure in the words of a record's reason."""


class KeypointRuling(Frozen):
    """A label for a keypoint, with the words of the answer that bear it out."""

    label: KeypointLabel
    reason: str
    evidence: tuple[Evidence, ...] = ()


class MisconceptionRuling(Frozen):
    """Whether the answer holds a false claim, with the words that say so."""

    label: MisconceptionLabel
    reason: str
    evidence: tuple[Evidence, ...] = ()


class JudgeReply(Frozen):
    """Every keypoint and misconception that was asked about is in a ruling or in ``unruled``.

    The two kinds may share an id; ``unruled_misconceptions`` is kept apart for that reason.
    ``message`` is what went wrong, in one line; empty where nothing did. ``by`` is who ruled.
    """

    by: Literal["judge", "person"] = "judge"
    keypoints: dict[str, KeypointRuling] = {}
    misconceptions: dict[str, MisconceptionRuling] = {}
    unruled: dict[str, FailureCode] = {}
    unruled_misconceptions: dict[str, FailureCode] = {}
    usage: Usage = Usage()
    calls: int = 0
    message: str = ""
