"""One interview as data: what happened, in order, and the state that follows from it.

An interview is a list of `Event`s and nothing else; a `Session` is what `apply` folds out of them,
event by event. Nothing is ever changed: `apply` returns a new session. So whatever was written
down before a crash is the whole truth after it, and a session replays to the same state.

Events carry what cannot be worked out again: the candidate's words, the grades that they got, the
questions that were drawn. Times are ISO 8601 text in UTC and come from outside.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from interviewer.frozen import Frozen, QuestionId, Share
from interviewer.grades import Grade, Score, Verdict
from interviewer.rules import Rules, Seconds

ReplyStatus = Literal["answered", "idk", "skipped"]
ProbeStep = Literal["challenge", "clarify", "pump", "hint", "lead", "followup"]
EndReason = Literal["finished", "quit", "time"]


class Candidate(Frozen):
    """A question that could have been asked, and why."""

    question_id: QuestionId
    reason: str


class _Happened(Frozen):
    at: str


class Started(_Happened):
    """An interview begins. ``made_with`` names bank, embedder and matcher, to resume with them."""

    kind: Literal["started"] = "started"
    session_id: str
    interviewer: str
    seed: int
    rules: Rules
    made_with: dict[str, str] = {}


class Shown(_Happened):
    """A question is on the screen: ``candidates`` best first, the ``draw``-th of which it is."""

    kind: Literal["shown"] = "shown"
    question_id: QuestionId
    prompt: str
    rubric_sha256: str
    reason: str
    candidates: tuple[Candidate, ...]
    draw: Annotated[int, Field(ge=0)]


class Drafted(_Happened):
    """Words that were typed and not sent, and the seconds spent on them."""

    kind: Literal["drafted"] = "drafted"
    text: str
    seconds: Seconds = 0.0


class Hinted(_Happened):
    """A hint that was asked for before the answer."""

    kind: Literal["hinted"] = "hinted"
    keypoint_id: str
    step: ProbeStep
    text: str


class Answered(_Happened):
    """The answer to the question on the screen, with the seconds until and after its first key."""

    kind: Literal["answered"] = "answered"
    text: str
    status: ReplyStatus = "answered"
    thinking: Seconds = 0.0
    writing: Seconds = 0.0


class Graded(_Happened):
    """The grade of the answer, and where hints came first, its scores without and with them.

    ``unaided`` and ``assisted`` are the grade's own score where nothing was hinted at.
    """

    kind: Literal["graded"] = "graded"
    grade: Grade
    unaided: Score | None
    assisted: Score | None = None


class Probed(_Happened):
    """The interviewer asks on. ``about`` is a keypoint or misconception; empty for a follow-up."""

    kind: Literal["probed"] = "probed"
    about: str
    step: ProbeStep
    text: str


class Replied(_Happened):
    """The reply to the open probe."""

    kind: Literal["replied"] = "replied"
    text: str
    status: ReplyStatus = "answered"
    thinking: Seconds = 0.0
    writing: Seconds = 0.0


class ReplyGraded(_Happened):
    """What the reply says of what was probed, and the score with it."""

    kind: Literal["reply-graded"] = "reply-graded"
    verdict: Verdict
    assisted: Score | None


class Rated(_Happened):
    """How much of the question the candidate believes to have had, before seeing the grade."""

    kind: Literal["rated"] = "rated"
    share: Share


class Revised(_Happened):
    """The answer once more, after its grade was shown."""

    kind: Literal["revised"] = "revised"
    text: str
    thinking: Seconds = 0.0
    writing: Seconds = 0.0


class RevisionGraded(_Happened):
    """The grade of the last revision; it does not count."""

    kind: Literal["revision-graded"] = "revision-graded"
    grade: Grade


class Disputed(_Happened):
    """The candidate holds a verdict for wrong; ``ruling`` is a judge's word, if one was asked."""

    kind: Literal["disputed"] = "disputed"
    keypoint_id: str
    because: str
    ruling: Verdict | None = None


class Closed(_Happened):
    """The question is over."""

    kind: Literal["closed"] = "closed"


class Paused(_Happened):
    """The candidate has left and means to come back."""

    kind: Literal["paused"] = "paused"


class Resumed(_Happened):
    """The candidate is back."""

    kind: Literal["resumed"] = "resumed"


class Ended(_Happened):
    """The interview is over."""

    kind: Literal["ended"] = "ended"
    because: EndReason


Event = Annotated[
    Started
    | Shown
    | Drafted
    | Hinted
    | Answered
    | Graded
    | Probed
    | Replied
    | ReplyGraded
    | Rated
    | Revised
    | RevisionGraded
    | Disputed
    | Closed
    | Paused
    | Resumed
    | Ended,
    Field(discriminator="kind"),
]
event_of: TypeAdapter[Event] = TypeAdapter(Event)
"""Reads an event back from JSON."""


class Probing(Frozen):
    """One probe and its reply; ``status`` is None until there is one, ``verdict`` until graded."""

    about: str
    step: ProbeStep
    text: str
    status: ReplyStatus | None = None
    reply: str = ""
    verdict: Verdict | None = None


class Revision(Frozen):
    """An answer once more; ``grade`` is None until there is one."""

    text: str
    grade: Grade | None = None


class Turn(Frozen):
    """One question asked.

    ``grade`` is that of the answer as first given, and never changes. ``unaided`` is the score
    without any help, ``assisted`` with what hints and probes brought back.
    """

    question_id: QuestionId
    prompt: str
    rubric_sha256: str
    reason: str
    shown_at: str
    hints: tuple[Hinted, ...] = ()
    status: ReplyStatus | None = None
    answer: str = ""
    answered_at: str | None = None
    thinking: Seconds = 0.0
    writing: Seconds = 0.0
    grade: Grade | None = None
    unaided: Score | None = None
    assisted: Score | None = None
    probes: tuple[Probing, ...] = ()
    rating: Share | None = None
    revisions: tuple[Revision, ...] = ()
    disputes: tuple[Disputed, ...] = ()
    closed: bool = False


class Session(Frozen):
    """One interview as far as it has come. ``draft`` is what was typed and not sent yet."""

    schema_version: Literal[2] = Field(default=2, alias="schema")
    id: str
    interviewer: str
    started_at: str
    last_at: str
    ended_at: str | None = None
    ended_because: EndReason | None = None
    seed: int
    rules: Rules
    made_with: dict[str, str] = {}
    turns: tuple[Turn, ...] = ()
    draft: str = ""
    seconds: Seconds = 0.0

    @property
    def open_turn(self) -> Turn | None:
        """Return the question on the screen; None between questions."""
        last = self.turns[-1] if self.turns else None
        return None if last is None or last.closed else last


class Standing(Frozen):
    """How some questions stand: points over decidable points of those that were answered.

    ``points`` and ``fraction`` are without help, ``assisted`` is the fraction with it; ``low`` and
    ``high`` are the 80 % interval of ``fraction``, None where an answer has none.
    """

    answered: int
    skipped: int
    points: float
    possible: float
    fraction: Share | None
    assisted: Share | None
    low: Share | None = None
    high: Share | None = None
    unscored: int
