"""What differs between an earlier batch and this one: first in the grader, then in the answers.

Every item's mean score (Welch's test) and every keypoint's share met (the test of two shares) is
compared where both batches have enough answers, and all p values of the report are corrected
together by Holm's method. Answers count as if each were of somebody else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple, get_args

from interviewer.analysis.batch import Batch
from interviewer.analysis.estimate import P_PLACES, Estimate
from interviewer.analysis.least import ANSWERS, LEVEL
from interviewer.analysis.measures import holm, mean, share, two_shares, welch
from interviewer.analysis.results import Change, Difference, Drift, Field, Mixed


class _Compared(NamedTuple):
    question: str
    keypoint: str | None
    before: Estimate
    now: Estimate
    p: float | None


def mixed(batch: Batch) -> tuple[Mixed, ...]:
    """Return what grades of one batch differ in."""
    found = [
        Mixed(field=name, question_id=None, values=_sorted(values))
        for name, values in batch.origin.values.items()
        if len(values) > 1
    ]
    for question, item in sorted(batch.items.items()):
        if len(item.rubrics) > 1:
            values = _sorted(f"{n:,} by {words}" for words, n in item.rubrics.items())
            found.append(Mixed(field="rubric", question_id=question, values=values))
    return tuple(found)


def drift(before: Batch, now: Batch) -> Drift:
    """Return what differs: the clearest first, then by question and keypoint."""
    changes = _changes(before, now)
    everywhere = any(change.question_id is None for change in changes)
    changed = {change.question_id for change in changes}
    compared = [*_items(before, now), *_keypoints(before, now)]
    corrected = iter(holm([each.p for each in compared if each.p is not None]))
    found = []
    for each in compared:
        p = None if each.p is None else round(next(corrected), P_PLACES)
        found.append(
            Difference(
                question_id=each.question,
                keypoint_id=each.keypoint,
                before=each.before,
                now=each.now,
                p=p,
                clear=p is not None and p < LEVEL,
                regraded=everywhere or each.question in changed,
            )
        )
    return Drift(
        changes=changes,
        differences=tuple(sorted(found, key=_clearest_first)),
        only_before=len(before.items.keys() - now.items.keys()),
        only_now=len(now.items.keys() - before.items.keys()),
    )


def _items(before: Batch, now: Batch) -> Iterable[_Compared]:
    for question in sorted(before.items.keys() & now.items.keys()):
        then, here = before.items[question].scores, now.items[question].scores
        was, is_now = mean(then), mean(here)
        if was is not None and is_now is not None:
            gap = welch(here, then) if min(then.n, here.n) >= ANSWERS else None
            yield _Compared(question, None, was, is_now, None if gap is None else gap.p)


def _keypoints(before: Batch, now: Batch) -> Iterable[_Compared]:
    for claim in sorted(before.keypoints.keys() & now.keypoints.keys()):
        then, here = before.keypoints[claim], now.keypoints[claim]
        met, n, met_now, n_now = then.labels["met"], then.decided, here.labels["met"], here.decided
        was, is_now = share(met, n), share(met_now, n_now)
        if was is not None and is_now is not None:
            enough = min(n, n_now) >= ANSWERS
            p = two_shares(met, n, met_now, n_now) if enough else None
            yield _Compared(claim.question_id, claim.id, was, is_now, p)


def _changes(before: Batch, now: Batch) -> tuple[Change, ...]:
    found = [
        _change(name, None, before.origin.values[name], now.origin.values[name])
        for name in get_args(Field)
    ]
    for question in sorted(before.items.keys() & now.items.keys()):
        then, here = before.items[question].rubrics, now.items[question].rubrics
        found.append(_change("rubric", question, {*then}, {*here}))
    return tuple(change for change in found if change is not None)


def _change(
    name: Field, question: str | None, before: Collection[str], now: Collection[str]
) -> Change | None:
    if before == now or not before or not now:
        return None
    return Change(field=name, question_id=question, before=_sorted(before), now=_sorted(now))


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(values))


def _clearest_first(found: Difference) -> tuple[float, float, str, str]:
    p = 2.0 if found.p is None else found.p
    gap = abs(found.now.value - found.before.value)
    return p, -gap, found.question_id, found.keypoint_id or ""
