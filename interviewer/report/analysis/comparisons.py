"""This batch against an earlier one, and groups against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.analysis.least import ANSWERS, GROUP, LEVEL
from interviewer.analysis.results import Difference, Drift, GroupFigures, Groups
from interviewer.report.analysis.layout import (
    cut,
    name,
    points,
    probability,
    rest,
    section,
    share,
    table,
    told,
)

_DRIFT = (
    "p: how often chance alone parts two batches so far, two-sided (Welch's test for a question's "
    "mean score, the test of two shares for a keypoint's met), corrected for all comparisons by "
    f"Holm's method. Tested from {ANSWERS} answers on either side; clear below {LEVEL:g}."
)
_GROUPS = (
    "mean: the average score of the group as it is.",
    "gap: by how many points of 100 its candidates lie above the others on the same questions, "
    "with its 95% interval; each candidate counts once.",
    "p: how often chance alone parts a group from the others so far, two-sided (Welch), corrected "
    f"for all groups by Holm's method; clear below {LEVEL:g}. Groups with fewer than {GROUP} "
    "candidates (answers, where they have no ids), or left with fewer others, are too small.",
    "A difference is not yet unfairness: groups may know different things, and were not made by "
    "lot. Nor is no difference a proof of fairness. It says whose answers to read side by side.",
)


def drift_lines(found: Drift, width: int) -> Iterator[str]:
    """Yield what the grader changed in, then what differs, the clearest first."""
    clear = [each for each in found.differences if each.clear]
    untested = sum(each.p is None for each in found.differences)
    tested = len(found.differences) - untested
    yield from section("Against the earlier batch", (), width)
    for change in cut(found.changes):
        asked = change.question_id
        what = change.field if asked is None else f"{change.field} of {name(asked)}"
        yield from told(
            f"The grader changed: {what}: {', '.join(change.before)} before, "
            f"{', '.join(change.now)} now.",
            width,
        )
    yield from rest(found.changes, "changes", width)
    if found.changes:
        yield from told(
            "So differences marked * are of the grader as well: grade both batches alike to see "
            "the answers'.",
            width,
        )
    if found.only_before or found.only_now:
        yield from told(
            f"Questions only in the earlier batch: {found.only_before}; only in this: "
            f"{found.only_now}.",
            width,
        )
    yield from told(_DRIFT, width)
    yield from told(
        f"{len(clear):,} of {tested:,} compared differ clearly; {untested:,} have too few answers.",
        width,
    )
    if clear:
        rows = [_difference(each) for each in cut(clear)]
        yield from table(("before", "now", "change", "p", "what"), rows, width)
    yield from rest(clear, "differences", width)


def groups_lines(found: Groups, width: int) -> Iterator[str]:
    """Yield the groups, the largest first; the small ones are counted."""
    yield from section(f"By {name(found.column)}", _GROUPS, width)
    large = [group for group in found.groups if group.units >= GROUP]
    small = len(found.groups) - len(large)
    if large:
        titles = ("answers", "no score", "n", "mean", "gap", "95%", "p", "group")
        yield from table(titles, [_group(group) for group in cut(large)], width)
    yield from rest(large, "groups", width)
    if small:
        yield from told(f"{small:,} of {len(found.groups):,} groups are too small.", width)
    clear = [group for group in large if group.clear]
    tested = [group for group in large if group.p is not None]
    if tested and not clear:
        yield from told("No group differs clearly from the others.", width)
    if clear:
        told_names = ", ".join(name(group.name) for group in cut(clear))
        yield from told(f"Clearly apart from the others: {told_names}.", width)
    if not tested:
        yield from told("Nothing could be compared.", width)


def _difference(each: Difference) -> tuple[Sequence[str], str]:
    cells = (
        share(each.before),
        share(each.now),
        points(each.now.value - each.before.value),
        probability(each.p),
    )
    what = "mean score" if each.keypoint_id is None else name(each.keypoint_id)
    return cells, f"{'* ' if each.regraded else ''}{name(each.question_id)}: {what}"


def _group(group: GroupFigures) -> tuple[Sequence[str], str]:
    bounds = "–"
    if group.low is not None and group.high is not None:
        bounds = f"{points(group.low)} to {points(group.high)}"
    cells = (
        str(group.answers),
        str(group.unscored),
        str(group.units),
        share(group.mean),
        points(group.gap),
        bounds,
        probability(group.p),
    )
    return cells, name(group.name)
