"""The figures of items, keypoints and misconceptions, from what was counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from interviewer.analysis.batch import Batch, Claim
from interviewer.analysis.estimate import Estimate, places
from interviewer.analysis.least import ANSWERS, CORRELATED
from interviewer.analysis.measures import correlation, mean, share
from interviewer.analysis.results import (
    Counts,
    Flag,
    ItemFigures,
    KeypointFigures,
    MisconceptionFigures,
)
from interviewer.analysis.tallies import ItemTally, KeypointTally


def counts_of(batch: Batch) -> Counts:
    """Return what was read."""
    return Counts(
        records=batch.records,
        repeated=batch.repeated,
        graded=batch.statuses["graded"],
        degraded=batch.statuses["degraded"],
        failed=batch.statuses["failed"],
        no_question=batch.no_question,
        no_candidate=batch.no_candidate,
        candidates=len(batch.rows.candidates),
    )


def item_figures(
    items: Mapping[str, ItemTally], discriminations: Mapping[str, Estimate | None]
) -> tuple[ItemFigures, ...]:
    """Return the items' figures, by id."""
    return tuple(_item(name, items[name], discriminations[name]) for name in sorted(items))


def keypoint_figures(keypoints: Mapping[Claim, KeypointTally]) -> tuple[KeypointFigures, ...]:
    """Return the keypoints' figures, by question and id."""
    return tuple(_keypoint(claim, keypoints[claim]) for claim in sorted(keypoints))


def misconception_figures(
    misconceptions: Mapping[Claim, Counter[str]],
) -> tuple[MisconceptionFigures, ...]:
    """Return the misconceptions' figures, the commonest first."""
    found = [_misconception(claim, labels) for claim, labels in misconceptions.items()]
    return tuple(sorted(found, key=_commonest_first))


def _item(name: str, tally: ItemTally, discrimination: Estimate | None) -> ItemFigures:
    return ItemFigures(
        question_id=name,
        answers=tally.statuses.total(),
        graded=tally.statuses["graded"],
        degraded=tally.statuses["degraded"],
        failed=tally.statuses["failed"],
        difficulty=mean(tally.scores),
        discrimination=discrimination,
        distribution=tuple(tally.bins),
        unscored=_share(tally.unscored, tally.verdicts),
        unsure=_share(tally.unsure, tally.verdicts - tally.unscored),
        words=_median(tally.words),
    )


def _keypoint(claim: Claim, tally: KeypointTally) -> KeypointFigures:
    decided, labels = tally.decided, tally.labels
    enough = tally.pairs.left.n >= CORRELATED
    discrimination = correlation(tally.pairs) if enough else None
    return KeypointFigures(
        question_id=claim.question_id,
        keypoint_id=claim.id,
        decided=decided,
        difficulty=share(labels["met"], decided),
        discrimination=discrimination,
        partial=_share(labels["partial"], decided),
        contradicted=_share(labels["contradicted"], decided),
        unscored=_share(labels["unscored"], labels.total()),
        unsure=_share(tally.unsure, decided),
        flags=tuple(_flags(labels["met"], decided, discrimination)),
    )


def _flags(met: int, decided: int, discrimination: Estimate | None) -> list[Flag]:
    flags: list[Flag] = []
    if decided >= ANSWERS and met == 0:
        flags.append("nobody-meets-it")
    if decided >= ANSWERS and met == decided:
        flags.append("everybody-meets-it")
    if discrimination is not None and discrimination.high is not None and discrimination.high < 0:
        flags.append("negative-discrimination")
    return flags


def _misconception(claim: Claim, labels: Counter[str]) -> MisconceptionFigures:
    return MisconceptionFigures(
        question_id=claim.question_id,
        misconception_id=claim.id,
        held=share(labels["held"], labels.total() - labels["unscored"]),
        unscored=_share(labels["unscored"], labels.total()),
    )


def _commonest_first(found: MisconceptionFigures) -> tuple[float, int, str, str]:
    held = found.held
    value, n = (-1.0, 0) if held is None else (held.value, held.n)
    return -value, -n, found.question_id, found.misconception_id


def _share(hits: int, n: int) -> float | None:
    return places(hits / n) if n else None


def _median(values: Sequence[int]) -> float | None:
    from statistics import median

    return float(median(values)) if values else None
