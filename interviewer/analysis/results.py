"""What a batch tells, as values: every figure with its interval and of how many it is.

A figure that cannot be told is None. Figures have four places. Shares are 0..1.
"""

from __future__ import annotations

from typing import Literal

from interviewer.analysis.estimate import Estimate
from interviewer.frozen import Frozen, Share

Flag = Literal["nobody-meets-it", "everybody-meets-it", "negative-discrimination"]
Field = Literal[
    "interviewer", "embedder", "matcher", "calibration", "judge", "prompt_version", "rubric"
]
"""What grades can differ in that the answers do not."""


class Counts(Frozen):
    """What was read. ``repeated`` records have the ids of an earlier one and are left out.

    ``no_question`` failed without a question, ``no_candidate`` name no candidate.
    """

    records: int
    repeated: int
    graded: int
    degraded: int
    failed: int
    no_question: int
    no_candidate: int
    candidates: int


class ItemFigures(Frozen):
    """One question. ``difficulty`` is the mean score: low is hard; a failed answer is in no mean.

    ``discrimination`` correlates the score with how far the candidate's other items lie above
    their items' means. ``distribution`` counts scores in ten bins of equal width, the last with 1
    in it. ``unscored`` is a share of all verdicts, ``unsure`` of those decided; ``words`` is the
    median length of the answers whose text is known.
    """

    question_id: str
    answers: int
    graded: int
    degraded: int
    failed: int
    difficulty: Estimate | None
    discrimination: Estimate | None
    distribution: tuple[int, ...]
    unscored: Share | None
    unsure: Share | None
    words: float | None


class KeypointFigures(Frozen):
    """One keypoint. ``difficulty`` is the share of decided verdicts that are met.

    ``discrimination`` correlates its credit with that of the answer's other keypoints that have
    points of their own, weighted by them. ``unscored`` is a share of all verdicts, the other
    shares are of those decided.
    """

    question_id: str
    keypoint_id: str
    decided: int
    difficulty: Estimate | None
    discrimination: Estimate | None
    partial: Share | None
    contradicted: Share | None
    unscored: Share | None
    unsure: Share | None
    flags: tuple[Flag, ...]


class MisconceptionFigures(Frozen):
    """One misconception: the share of decided answers that hold it."""

    question_id: str
    misconception_id: str
    held: Estimate | None
    unscored: Share | None


class Reliability(Frozen):
    """Cronbach's alpha over items that the same candidates answered; None, and then why.

    ``items`` are those it is of, ``left_out`` how many others there are.
    """

    alpha: Estimate | None
    items: tuple[str, ...] = ()
    left_out: int = 0
    why: str = ""


class CandidateScore(Frozen):
    """One candidate: points of what was possible over all answers that have a score.

    ``low`` and ``high`` are an 80 % interval, as in a grade. None where a grade has none.
    """

    candidate_id: str
    answers: int
    scored: int
    points: float
    possible: float
    fraction: Share | None
    expected: Share | None
    low: Share | None
    high: Share | None


class Copy(Frozen):
    """One answer among near-identical ones."""

    candidate_id: str | None
    answer_id: str | None
    row: int | None


class Alike(Frozen):
    """Near-identical answers of several candidates to one question: each is near to another.

    ``least`` and ``most`` are the resemblances of the pairs that are near.
    """

    question_id: str
    candidates: int
    least: Share
    most: Share
    answers: tuple[Copy, ...]


class Copies(Frozen):
    """Near-identical answers, and how often chance makes a pair of them.

    ``chance_near`` of ``chance_pairs`` pairs of different candidates' answers to different
    questions, which nobody copied, are as near; ``chance_rate`` is the highest rate that this
    leaves with 95 % confidence, None where there are too few such pairs.
    """

    compared: int
    pairs: int
    without_text: int
    too_short: int
    nothing_own: int
    found: tuple[Alike, ...]
    chance_pairs: int
    chance_near: int
    chance_rate: float | None


class Mixed(Frozen):
    """Grades of one batch that differ in what they were made with; None for all questions."""

    field: Field
    question_id: str | None
    values: tuple[str, ...]


class Change(Frozen):
    """What two batches were graded with differs in this; ``question_id`` is None for all."""

    field: Field
    question_id: str | None
    before: tuple[str, ...]
    now: tuple[str, ...]


class Difference(Frozen):
    """One figure then and now. ``keypoint_id`` is None for an item's mean score.

    ``p`` is two-sided and corrected for all comparisons; None where there are too few.
    ``clear`` is whether it lies below the level; ``regraded`` whether the grader changed too.
    """

    question_id: str
    keypoint_id: str | None
    before: Estimate
    now: Estimate
    p: float | None
    clear: bool
    regraded: bool


class Drift(Frozen):
    """What changed against an earlier batch. ``only_before`` and ``only_now`` count questions."""

    changes: tuple[Change, ...]
    differences: tuple[Difference, ...]
    only_before: int
    only_now: int


class GroupFigures(Frozen):
    """One group of answers. ``name`` is None for answers without the column.

    ``mean`` is of the scores as they are; ``gap`` is by how much its candidates lie above (below)
    the others on the same questions, with its 95 % interval; ``p`` is two-sided and corrected.
    ``units`` are candidates, or answers where they have no ids.
    """

    name: str | None
    answers: int
    unscored: int
    units: int
    mean: Estimate | None
    gap: float | None
    low: float | None
    high: float | None
    p: float | None
    clear: bool


class Groups(Frozen):
    """The groups by one column."""

    column: str
    groups: tuple[GroupFigures, ...]


class Analysis(Frozen):
    """What a batch of grades tells."""

    counts: Counts
    items: tuple[ItemFigures, ...]
    keypoints: tuple[KeypointFigures, ...]
    misconceptions: tuple[MisconceptionFigures, ...]
    reliability: Reliability
    candidates: tuple[CandidateScore, ...]
    copies: Copies
    mixed: tuple[Mixed, ...]
    drift: Drift | None = None
    groups: Groups | None = None
