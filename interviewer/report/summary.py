"""A whole interview in a screen, and what a revision changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from interviewer.grades import Grade
from interviewer.interview.standing import Gain, gains, standing
from interviewer.items import Item
from interviewer.report.lines import SHALLOW, number, percent, score_line
from interviewer.report.text import flow, printable
from interviewer.sessions import Session, Turn

_READ_ON = 5


def summary(session: Session, items: Mapping[str, Item], *, width: int = 80) -> str:
    """Return the questions with their scores, the total, and what would have gained most."""
    if not session.turns:
        return "No question was answered."
    lines = []
    for place, turn in enumerate(session.turns, start=1):
        lines += flow(f"{place}. {turn.question_id}: {_outcome(turn)}", width, rest=SHALLOW)
    lines += _total(session, items, width)
    open_ = gains(session, items)
    if open_:
        lines += ["", *_best(open_[0], width), *_read_on(open_, width)]
    return "\n".join([*lines, *_made_with(session, width)])


def flips(before: Grade, after: Grade, item: Item, *, width: int = 80) -> str:
    """Return which verdicts changed from one grade to the next, and what was gained."""
    lines = []
    texts = {keypoint.id: keypoint.text for keypoint in item.rubric.keypoints}
    labels = {verdict.keypoint_id: verdict.label for verdict in before.verdicts}
    for verdict in after.verdicts:
        name = verdict.keypoint_id
        if name in labels and labels[name] != verdict.label:
            change = f"{labels[name]} → {verdict.label}: {texts.get(name, name)}"
            lines += flow(change, width, rest=SHALLOW)
    texts = {false.id: false.text for false in item.rubric.misconceptions}
    held = {verdict.misconception_id: verdict.label for verdict in before.misconceptions}
    for false in after.misconceptions:
        name = false.misconception_id
        if name in held and held[name] != false.label:
            change = f"{held[name]} → {false.label}: a misconception: {texts.get(name, name)}"
            lines += flow(change, width, rest=SHALLOW)
    lines = lines or ["No verdict changed."]
    return "\n".join([*lines, *flow(_gained(before, after), width)])


def _gained(before: Grade, after: Grade) -> str:
    if before.score is None or after.score is None:
        return "One of the two could not be graded."
    difference = after.score.points - before.score.points
    change = f"{'+' if difference > 0 else ''}{number(difference)}"
    return (
        f"score: {score_line(before.score)} → {score_line(after.score)} ({change}); "
        "the first answer is what counts"
    )


def _outcome(turn: Turn) -> str:
    if turn.status == "skipped":
        return "skipped"
    if turn.grade is None or turn.grade.score is None:
        return "not graded"
    said = "I don't know: " if turn.status == "idk" else ""
    scores = [grade.score for grade in turn.revisions if grade.score is not None]
    last = f"; revised: {score_line(scores[-1])}" if scores else ""
    return f"{said}{score_line(turn.grade.score)}{last}"


def _total(session: Session, items: Mapping[str, Item], width: int) -> list[str]:
    stands = standing(session, items)
    parts = [f"{stands.answered} of {len(session.planned)} answered"]
    if stands.skipped:
        parts.append(f"{stands.skipped} skipped")
    if stands.unscored:
        parts.append(f"{stands.unscored} keypoints not scored")
    sums = f"{number(stands.points)} of {number(stands.possible)} points"
    score = "no score" if stands.fraction is None else f"{sums}, {percent(stands.fraction)}"
    return flow(f"total: {score} ({', '.join(parts)})", width, rest=SHALLOW)


def _best(best: Gain, width: int) -> list[str]:
    text = (
        f"One sentence would have gained most, {number(best.points)} points in {best.item.id}: "
        f"{best.keypoint.text}"
    )
    return flow(text, width, rest=SHALLOW)


def _read_on(open_: Sequence[Gain], width: int) -> Iterator[str]:
    sources = list(dict.fromkeys(source for gain in open_ for source in gain.keypoint.see))
    if sources:
        yield "Where to read on:"
    for source in sources[:_READ_ON]:
        yield from flow(source, width, first="- ", rest="  ")


def _made_with(session: Session, width: int) -> list[str]:
    made = dict.fromkeys(
        f"Graded by {grade.provenance.matcher.name} on {grade.provenance.embedder}, "
        f"calibration {grade.provenance.calibration}."
        for turn in session.turns
        for grade in (turn.grade, *turn.revisions)
        if grade is not None and grade.provenance is not None
    )
    return [line for text in made for line in ("", *flow(printable(text), width))]
