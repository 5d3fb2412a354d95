"""Questions with their keypoints, and the misconceptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.analysis.least import ANSWERS, CORRELATED, ITEMS
from interviewer.analysis.results import Flag, ItemFigures, KeypointFigures, MisconceptionFigures
from interviewer.report.analysis.layout import (
    bars,
    cut,
    name,
    ratio,
    rest,
    section,
    share,
    span,
    table,
    told,
    with_span,
)
from interviewer.report.lines import percent
from interviewer.report.text import flow

_ITEM = (
    "mean: the average score, and so how hard the question is (low is hard), with its 95% interval "
    "in per cent.",
    "discrimination: how the score goes with the candidate's other questions (item-rest "
    "correlation); near 0 or below, the question does not tell strong from weak. Told from "
    f"{CORRELATED} candidates with {ITEMS} questions on.",
    "scores: how many answers have 0 to .1 of the full score, .1 to .2 and so on, as bars.",
)
_KEYPOINT = (
    "met: the share of n decided answers that make the point, with its 95% interval in per cent; "
    "part and contra: made in part, contradicted.",
    "unsc: of all verdicts, those that could not be made; unsure: those worth a second look.",
    "discr: how the point goes with the rest of the answer, from "
    f"{CORRELATED} answers on; members of a group are not in the rest.",
)
_FLAGS: dict[Flag, str] = {
    "nobody-meets-it": "nobody meets it: too hard, or worded so that no right answer fits",
    "everybody-meets-it": "everybody meets it: it tells nobody apart, or is in the question",
    "negative-discrimination": "those who meet it do worse in the rest (beyond chance): look at it",
}
_TITLES = ("n", "met", "95%", "part", "contra", "unsc", "unsure", "discr", "keypoint")


def items_lines(
    items: Sequence[ItemFigures], keypoints: Sequence[KeypointFigures], width: int
) -> Iterator[str]:
    """Yield what is flagged, then each question with its keypoints."""
    flagged = [(point, flag) for point in keypoints for flag in point.flags]
    yield from section("Keypoints to look at", [_flagged_from()], width)
    for point, flag in cut(flagged):
        yield from told(
            f"{name(point.question_id)}: {name(point.keypoint_id)}: {_FLAGS[flag]}", width
        )
    if not flagged:
        yield from told("none", width)
    yield from rest(flagged, "keypoints", width)
    yield from section("Questions", [*_ITEM, *_KEYPOINT], width)
    by_question: dict[str, list[KeypointFigures]] = {}
    for point in keypoints:
        by_question.setdefault(point.question_id, []).append(point)
    for item in cut(items):
        yield from _item(item, by_question.get(item.question_id, []), width)
    yield from rest(items, "questions", width)


def misconceptions_lines(found: Sequence[MisconceptionFigures], width: int) -> Iterator[str]:
    """Yield the misconceptions that anybody holds, the commonest first."""
    explained = "held: the share of n answers that claim it, with its 95% interval in per cent."
    held = [each for each in found if each.held is not None and each.held.value > 0]
    yield from section("Commonest misconceptions", [explained] if held else [], width)
    if not held:
        yield from told("nobody holds any", width)
        return
    rows = [
        (
            (str(each.held.n if each.held else 0), share(each.held), span(each.held)),
            f"{name(each.question_id)}: {name(each.misconception_id)}",
        )
        for each in cut(held)
    ]
    yield from table(("n", "held", "95%", "misconception"), rows, width)
    yield from rest(held, "misconceptions", width)


def _flagged_from() -> str:
    return f"Nobody and everybody are told from {ANSWERS} decided answers on."


def _item(item: ItemFigures, keypoints: Sequence[KeypointFigures], width: int) -> Iterator[str]:
    yield ""
    yield from flow(name(item.question_id), width)
    mean = item.difficulty
    bounds = "" if mean is None or mean.low is None else f" ({span(mean)})"
    parts = [
        f"{item.answers:,} answers",
        *([f"{item.failed:,} failed"] if item.failed else []),
        *([f"{item.degraded:,} degraded"] if item.degraded else []),
        f"mean {share(mean)}{bounds}",
        f"discrimination {_discrimination(item)}",
        f"verdicts unscored {percent(item.unscored)}, unsure {percent(item.unsure)}",
        *([] if item.words is None else [f"median length {item.words:g} words"]),
    ]
    yield from told(", ".join(parts), width)
    yield from told(f"scores {bars(item.distribution)}", width)
    if keypoints:
        yield from table(_TITLES, [_row(point) for point in keypoints], width)


def _discrimination(item: ItemFigures) -> str:
    if item.discrimination is not None:
        return with_span(item.discrimination)
    return f"– (needs {CORRELATED} candidates with {ITEMS} questions, not all alike)"


def _row(point: KeypointFigures) -> tuple[Sequence[str], str]:
    cells = (
        str(point.decided),
        share(point.difficulty),
        span(point.difficulty),
        percent(point.partial),
        percent(point.contradicted),
        percent(point.unscored),
        percent(point.unsure),
        ratio(point.discrimination),
    )
    return cells, name(point.keypoint_id)
