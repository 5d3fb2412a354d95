"""The figures as flat rows with stable names, for a spreadsheet or a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from interviewer.analysis.estimate import Estimate
from interviewer.analysis.results import Analysis, KeypointFigures

Cell = str | float | int | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula."""


class FlatRow(NamedTuple):
    """One figure. ``part`` is item, keypoint, misconception, test, candidate, copies, drift, group.

    ``question`` and ``id`` name what it is of; ``low`` and ``high`` bound its interval (80 % for
    candidates, else 95 %), ``p`` is corrected, ``n`` is of how many it is. ``note`` says what is
    not a number.
    """

    part: str
    question: str | None
    id: str | None
    measure: str
    value: float | None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    n: int | None = None
    note: str = ""


def flat_rows(found: Analysis) -> Iterator[FlatRow]:
    """Yield every figure that can be told."""
    yield from _items(found)
    for point in found.keypoints:
        yield from _keypoint(point)
    for wrong in found.misconceptions:
        key = (wrong.question_id, wrong.misconception_id)
        yield from _estimate("misconception", *key, "held", wrong.held)
        yield from _share("misconception", *key, "unscored", wrong.unscored)
    test = found.reliability
    items = " ".join(test.items) if test.alpha else test.why
    yield from _estimate("test", None, None, "alpha", test.alpha, note=items)
    yield from _candidates(found)
    yield from _copies(found)
    yield from _comparisons(found)


def spreadsheet_cells(row: FlatRow) -> list[Cell]:
    """Return the cells; an apostrophe stands before a text that a spreadsheet would run."""
    return [
        f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in row
    ]


def _items(found: Analysis) -> Iterator[FlatRow]:
    for item in found.items:
        key = ("item", item.question_id, None)
        for name, count in (
            ("answers", item.answers),
            ("graded", item.graded),
            ("degraded", item.degraded),
            ("failed", item.failed),
        ):
            yield FlatRow(*key, name, count)
        yield from _estimate(*key, "difficulty", item.difficulty)
        yield from _estimate(*key, "discrimination", item.discrimination)
        yield from _share(*key, "unscored", item.unscored)
        yield from _share(*key, "unsure", item.unsure)
        yield from _share(*key, "words", item.words)
        for place, count in enumerate(item.distribution):
            yield FlatRow(*key, f"scores_{place}", count)


def _keypoint(point: KeypointFigures) -> Iterator[FlatRow]:
    key = ("keypoint", point.question_id, point.keypoint_id)
    flags = " ".join(point.flags)
    yield from _estimate(*key, "difficulty", point.difficulty, note=flags)
    yield from _estimate(*key, "discrimination", point.discrimination)
    yield from _share(*key, "partial", point.partial, point.decided)
    yield from _share(*key, "contradicted", point.contradicted, point.decided)
    yield from _share(*key, "unscored", point.unscored)
    yield from _share(*key, "unsure", point.unsure, point.decided)


def _candidates(found: Analysis) -> Iterator[FlatRow]:
    for score in found.candidates:
        key = ("candidate", None, score.candidate_id)
        yield FlatRow(*key, "points", score.points, n=score.scored)
        yield FlatRow(*key, "possible", score.possible, n=score.scored)
        if score.fraction is not None:
            low, high = score.low, score.high
            yield FlatRow(*key, "score", score.fraction, low, high, n=score.scored)
        yield from _share(*key, "expected", score.expected, score.scored)


def _copies(found: Analysis) -> Iterator[FlatRow]:
    copies = found.copies
    rate, pairs = copies.chance_rate, copies.chance_pairs
    yield from _share("copies", None, None, "false_positive_rate", rate, pairs)
    for number, alike in enumerate(copies.found, start=1):
        for copy in alike.answers:
            note = f"group {number}: {copy.candidate_id or ''}"
            name = copy.answer_id if copy.answer_id is not None else f"row {copy.row}"
            bounds = (alike.most, alike.least, alike.most)
            yield FlatRow("copies", alike.question_id, name, "resemblance", *bounds, note=note)


def _comparisons(found: Analysis) -> Iterator[FlatRow]:
    for each in found.drift.differences if found.drift else ():
        key = ("drift", each.question_id, each.keypoint_id)
        note = " ".join(["clear"] * each.clear + ["regraded"] * each.regraded)
        yield from _estimate(*key, "before", each.before)
        yield from _estimate(*key, "now", each.now)
        gap = round(each.now.value - each.before.value, 4)
        yield FlatRow(*key, "change", gap, p=each.p, note=note)
    for group in found.groups.groups if found.groups else ():
        yield from _estimate("group", None, group.name, "mean", group.mean)
        if group.gap is not None:
            note = "clear" if group.clear else ""
            gap_and_bounds = (group.gap, group.low, group.high, group.p)
            named = ("group", None, group.name, "gap")
            yield FlatRow(*named, *gap_and_bounds, n=group.units, note=note)


def _estimate(
    part: str,
    question: str | None,
    name: str | None,
    measure: str,
    found: Estimate | None,
    *,
    note: str = "",
) -> Iterator[FlatRow]:
    if found is not None:
        bounds = (found.value, found.low, found.high)
        yield FlatRow(part, question, name, measure, *bounds, n=found.n, note=note)


def _share(
    part: str,
    question: str | None,
    name: str | None,
    measure: str,
    value: float | None,
    n: int | None = None,
) -> Iterator[FlatRow]:
    if value is not None:
        yield FlatRow(part, question, name, measure, value, n=n)
