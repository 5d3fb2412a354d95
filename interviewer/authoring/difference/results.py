"""What two versions of a rubric do to the same answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from interviewer.analysis.estimate import Estimate
from interviewer.authoring.difference.changes import Change
from interviewer.frozen import Frozen

TENTHS = 10
"""Bins of a score's distribution."""

SideName = Literal["old", "new", "neither"]


class Version(Frozen):
    """One side: the name it was given by, its version, and the hash of what it means."""

    name: str
    version: int
    meaning_sha256: str


class Flip(Frozen):
    """A verdict that is another one in NEW.

    ``words`` are the answer's behind the verdict with more credit; ``people`` is a person's label
    and ``right`` the side that gave it; both None where there is no label.
    """

    answer_id: str
    kind: Literal["keypoint", "misconception"]
    name: str
    before: str
    after: str
    words: str | None
    people: str | None
    right: SideName | None


class Scores(Frozen):
    """Scores of the answers that both sides score, 0..1.

    ``before`` and ``after`` count answers by tenths of the score.
    """

    answers: int
    mean_before: float
    mean_after: float
    up: int
    down: int
    before: tuple[int, ...]
    after: tuple[int, ...]


class Sided(Frozen):
    """What people's labels say of both sides; κ is that of met, over the same labels.

    ``change`` is κ of NEW less κ of OLD, its interval from drawing whole answers. ``p`` is
    McNemar's, of the flips that one side has right.
    """

    answers: int
    labels: int
    old: Estimate | None
    new: Estimate | None
    change: Estimate | None
    old_right: int
    new_right: int
    neither: int
    p: float | None


class Difference(Frozen):
    """All of it. ``left_out`` counts rows and labels that could not be used, by reason."""

    question_id: str
    old: Version
    new: Version
    changes: tuple[Change, ...]
    answers: int
    verdicts: int
    flips: tuple[Flip, ...]
    scores: Scores | None
    people: Sided | None
    left_out: Mapping[str, int]
