"""The ledger: what was answered, what each keypoint earned and why, and the sum.

A `Grade` is one line of a grade file and holds all that is needed to audit it: the verdicts with
the candidate's own words, who decided, and what the numbers were made with. Unknown is never
zero: what could not be graded is ``unscored`` and a fraction that cannot be formed is None.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import (
    Field,
    JsonValue,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from interviewer.frozen import Frozen, Share

Label = Literal["met", "partial", "missed", "contradicted", "unscored"]
HeldLabel = Literal["held", "absent", "unscored"]
DecidedBy = Literal["rule", "matcher", "judge", "person"]
Status = Literal["graded", "degraded", "failed"]
Offset = Annotated[int, Field(ge=0)]


class Answer(Frozen):
    """A candidate's text and what came with it in the file."""

    question_id: str
    text: str
    answer_id: str | None = None
    candidate_id: str | None = None
    extra: dict[str, JsonValue] = {}


class Evidence(Frozen):
    """The slice of the answer behind a verdict: ``answer[start:end] == quote``.

    Offsets count Unicode code points. ``quote`` is None in records written without text.
    """

    quote: str | None
    start: Offset
    end: Offset
    similarity: float | None = None

    @model_validator(mode="after")
    def _quote_fits_offsets(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"end {self.end} lies before start {self.start}")
        if self.quote is not None and len(self.quote) != self.end - self.start:
            raise ValueError(f"the quote has {len(self.quote)} characters, not end - start")
        return self


class Probabilities(Frozen):
    """How likely each label is, for this keypoint and this answer."""

    met: Share
    partial: Share
    missed: Share
    contradicted: Share


class Verdict(Frozen):
    """What one keypoint earned, why, on which words, and who decided.

    ``points`` is None for a keypoint in a group: the group has them. ``was`` is the label that
    stood before a person decided; a record has the key only there.
    """

    keypoint_id: str
    label: Label
    credit: Share
    points: float | None
    unsure: bool = False
    probabilities: Probabilities | None = None
    decided_by: DecidedBy
    was: Label | None = None
    reason: str
    evidence: tuple[Evidence, ...] = ()


class MisconceptionVerdict(Frozen):
    """Whether the answer holds a false claim; only ``held`` costs points.

    ``was`` is the label that stood before a person decided; a record has the key only there.
    """

    misconception_id: str
    label: HeldLabel
    probability: Share | None = None
    points: float
    decided_by: DecidedBy
    was: HeldLabel | None = None
    reason: str
    evidence: tuple[Evidence, ...] = ()


class Score(Frozen):
    """The sum. ``fraction`` is None where nothing was decidable.

    ``expected``, ``low`` and ``high`` are the mean and the 80 % interval of the fraction; None
    until the probabilities are calibrated for that.
    """

    points: float
    possible: float
    fraction: Share | None
    expected: Share | None = None
    low: Share | None = None
    high: Share | None = None
    unscored: tuple[str, ...] = ()


class Feedback(Frozen):
    """What the candidate reads."""

    summary: str
    strengths: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()


class MatcherProvenance(Frozen):
    """The matcher's name and the hash of the file it was fitted to."""

    name: str
    sha256: str


class Provenance(Frozen):
    """What the numbers were made with.

    ``meaning_sha256`` stands for what the question and the rubric's claims say, whatever they are
    worth: verdicts hold as long as it is the same.
    ``fingerprint`` stands for all that the verdicts depend on: the answer, the question, what the
    rubric's claims say, the models and the options. Grades of one fingerprint have the same
    verdicts.
    """

    interviewer: str
    embedder: str
    embedder_sha256: str | None = None
    matcher: MatcherProvenance
    calibration: str
    judge: str | None = None
    prompt_version: str | None = None
    rubric_version: int | None = None
    rubric_sha256: str | None = None
    meaning_sha256: str | None = None
    fingerprint: str | None = None


class Failure(Frozen):
    """Why a row has no grade: a stable code, a sentence, and the line in the answer file."""

    code: str
    message: str
    line: int | None = None


class Grade(Frozen):
    """The whole auditable result for one answer."""

    schema_version: Literal[1] = Field(default=1, alias="schema")
    row: int | None = None
    answer_id: str | None = None
    candidate_id: str | None = None
    question_id: str | None
    status: Status
    answer: str | None = None
    answer_sha256: str | None = None
    score: Score | None
    verdicts: tuple[Verdict, ...] = ()
    misconceptions: tuple[MisconceptionVerdict, ...] = ()
    feedback: Feedback | None = None
    flags: tuple[str, ...] = ()
    extra: dict[str, JsonValue] = {}
    provenance: Provenance | None = None
    error: Failure | None = None

    @model_serializer(mode="wrap")
    def _without_what_is_not_there(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        data: dict[str, Any] = handler(self)
        for verdict in (*data.get("verdicts", ()), *data.get("misconceptions", ())):
            if verdict.get("was") is None:
                verdict.pop("was", None)
        for name in ("answer", "answer_sha256"):
            if data.get(name) is None:
                data.pop(name, None)
        return data

    def verdict(self, keypoint_id: str) -> Verdict:
        """Return the verdict on one keypoint; KeyError where there is none."""
        for verdict in self.verdicts:
            if verdict.keypoint_id == keypoint_id:
                return verdict
        raise KeyError(keypoint_id)
