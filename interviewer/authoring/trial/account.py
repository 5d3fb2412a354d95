"""What an author is told of one answer: each verdict, what was read for it, and what decided.

The names are those of ``rubric try --format json``: they stay.
"""

from __future__ import annotations

from typing import Literal

from interviewer.frozen import Frozen, Share
from interviewer.grades import DecidedBy, HeldLabel, Label, Offset, Probabilities, Score
from interviewer.scoring.calibration import Cuts

Against = Literal["text", "reject", "correct"]
ReadsAs = Literal["entails", "neither", "contradicts"]


class PairRead(Frozen):
    """A passage of the answer as it was read against one statement of the rubric.

    ``against`` says which: the claim's ``text``, a ``reject``, or what a misconception's
    ``correct`` says. ``similarity`` is the passage's to ``nearest``: the right wording that is
    nearest to it, ``text`` or an ``accept``; for a ``reject`` that itself. ``carries`` is true of
    the pair whose passage the verdict stands on.
    """

    passage: str
    start: Offset
    end: Offset
    against: Against
    statement: str
    similarity: float
    nearest: str
    entails: Share
    neither: Share
    contradicts: Share
    reads_as: ReadsAs
    carries: bool = False


class AcceptTried(Frozen):
    """What the keypoint would be graded with this passage as one more ``accept``."""

    passage: str
    met: Share
    label: Label


class KeypointTried(Frozen):
    """One keypoint: its verdict, the probabilities before and after a ``reject`` had its say.

    ``read`` is what the calibration made of the pairs, ``probabilities`` what the grade says: they
    differ where a ``reject`` overruled the cuts. Both are None where a rule decided, unread.
    """

    id: str
    text: str
    group: str | None
    label: Label
    credit: Share
    points: float | None
    unsure: bool
    decided_by: DecidedBy
    read: Probabilities | None
    probabilities: Probabilities | None
    why: str
    pairs: tuple[PairRead, ...] = ()
    accept: AcceptTried | None = None


class MisconceptionTried(Frozen):
    """One misconception: whether it is held, how likely, and why."""

    id: str
    text: str
    label: HeldLabel
    points: float
    decided_by: DecidedBy
    probability: Share | None
    why: str
    pairs: tuple[PairRead, ...] = ()


class Trial(Frozen):
    """All of one answer on one rubric.

    ``calibrated`` false says that the numbers order answers, but are no probabilities.
    """

    question_id: str
    rubric_version: int
    answer: str
    calibrated: bool
    cuts: Cuts
    flags: tuple[str, ...]
    keypoints: tuple[KeypointTried, ...]
    misconceptions: tuple[MisconceptionTried, ...]
    score: Score | None
