"""One interview as data: what was asked, what was answered, what it earned.

A session is never changed: `interviewer.interview.record` returns a new one with a turn more.
Times are given from outside, as ISO 8601 text in UTC.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from interviewer.frozen import Frozen, Share
from interviewer.grades import Grade

TurnStatus = Literal["answered", "idk", "skipped"]


class Turn(Frozen):
    """One question asked. Only ``grade`` counts; ``revisions`` are kept beside it, in order.

    A skipped question has no grade and leaves the sums.
    """

    question_id: str
    prompt: str
    reason: str
    status: TurnStatus
    answered_at: str
    grade: Grade | None = None
    revisions: tuple[Grade, ...] = ()


class Session(Frozen):
    """One interview, from the draw of its questions to its end."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    id: str
    interviewer: str
    started_at: str
    ended_at: str | None = None
    seed: int
    planned: tuple[str, ...]
    turns: tuple[Turn, ...] = ()


class Standing(Frozen):
    """How an interview stands: points over decidable points of its answered questions."""

    answered: int
    skipped: int
    points: float
    possible: float
    fraction: Share | None
    unscored: int
