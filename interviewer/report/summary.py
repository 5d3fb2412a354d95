"""A whole interview in a screen, and what a revision changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from interviewer.grades import Grade
from interviewer.interview.standing import Gain, by_topic, gains, standing
from interviewer.interview.work import Work
from interviewer.items import Item
from interviewer.report.lines import SHALLOW, number, percent, score_line
from interviewer.report.text import flow, printable
from interviewer.sessions import Session, Standing, Turn

_MOST_REASONS = 3


def summary(
    session: Session, items: Mapping[str, Item], work: Sequence[Work] = (), *, width: int = 80
) -> str:
    """Return the questions with their scores, the total, topics, and what to work on."""
    asked = [turn for turn in session.turns if turn.status is not None]
    if not asked:
        return "No question was answered."
    lines = []
    for place, turn in enumerate(asked, start=1):
        lines += flow(f"{place}. {turn.question_id}: {_outcome(turn)}", width, rest=SHALLOW)
    stands = standing(session.turns, items)
    lines += _total(stands, session, width)
    topics = by_topic(session, items)
    if len(topics) > 1:
        for topic, part in topics.items():
            lines += flow(f"{topic}: {_both(part)}", width, first="  ", rest=SHALLOW)
    lines += _ungraded(session, stands, width)
    open_ = gains(session, items)
    if open_:
        lines += ["", *_best(open_[0], width)]
    lines += _work(work, width)
    return "\n".join([*lines, *_made_with(session, width)])


def flips(before: Grade, after: Grade, item: Item, *, width: int = 80, counts: bool = True) -> str:
    """Return which verdicts changed from one grade to the next, and what was gained.

    ``counts`` says whether the later grade counts; a revision does not.
    """
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
    return "\n".join([*lines, *flow(_gained(before, after, counts=counts), width)])


def _gained(before: Grade, after: Grade, *, counts: bool) -> str:
    if before.score is None or after.score is None:
        return "One of the two could not be graded."
    difference = after.score.points - before.score.points
    change = f"{'+' if difference > 0 else ''}{number(difference)}"
    line = f"score: {score_line(before.score)} → {score_line(after.score)} ({change})"
    return line if counts else f"{line}; the first answer is what counts"


def _outcome(turn: Turn) -> str:
    if turn.status == "skipped":
        return "skipped" if turn.grade is None else "skipped, which counts as missed"
    if turn.unaided is None:
        return "not graded"
    said = "I don't know: " if turn.status == "idk" else ""
    line = f"{said}{score_line(turn.unaided)}"
    if turn.disputes:
        line += f"; disputed: {', '.join(dict.fromkeys(d.keypoint_id for d in turn.disputes))}"
    if turn.assisted is not None and turn.assisted != turn.unaided:
        line += f"; with help {percent(turn.assisted.fraction)}"
    scores = [r.grade.score for r in turn.revisions if r.grade and r.grade.score is not None]
    return f"{line}; revised: {score_line(scores[-1])}" if scores else line


def _total(stands: Standing, session: Session, width: int) -> list[str]:
    asked = len(session.turns)
    parts = [f"{stands.answered} of {asked} answered"]
    if stands.skipped:
        parts.append(f"{stands.skipped} skipped")
    if session.ended_because != "finished" and session.rules.questions > asked:
        left = session.rules.questions - asked
        parts.append(f"{left} to come" if session.ended_at is None else f"{left} not asked")
    sums = f"{number(stands.points)} of {number(stands.possible)} points, {_both(stands)}"
    score = "no score" if stands.fraction is None else sums
    return flow(f"total: {score} ({', '.join(parts)})", width, rest=SHALLOW)


def _both(stands: Standing) -> str:
    """Return the score without and with help, and its interval."""
    if stands.assisted is not None and stands.assisted != stands.fraction:
        line = f"unaided {percent(stands.fraction)}, with help {percent(stands.assisted)}"
    else:
        line = percent(stands.fraction)
    if stands.low is not None and stands.high is not None:
        line += f" (80% interval {percent(stands.low)} to {percent(stands.high)})"
    return line


def _ungraded(session: Session, stands: Standing, width: int) -> list[str]:
    if not stands.unscored:
        return []
    why = Counter(
        verdict.reason
        for turn in session.turns
        if turn.grade is not None
        for verdict in turn.grade.verdicts
        if verdict.label == "unscored"
    )
    told = "; ".join(f"{count} × {reason}" for reason, count in why.most_common(_MOST_REASONS))
    word = "keypoint was" if stands.unscored == 1 else "keypoints were"
    line = f"{stands.unscored} {word} not scored and left the sum{f': {told}' if told else ''}"
    return flow(line, width, rest=SHALLOW)


def _best(best: Gain, width: int) -> list[str]:
    worth = f"{number(best.points)} {'point' if best.points == 1 else 'points'}"
    text = f"One sentence would have gained most, {worth} in {best.item.id}: {best.keypoint.text}"
    return flow(text, width, rest=SHALLOW)


def _work(work: Sequence[Work], width: int) -> Iterator[str]:
    if not work:
        return
    yield from ("", "To work on:")
    for each in work:
        when = f"back on {each.due[:10]} in {each.question_id}"
        read = f"; read {'; '.join(each.see)}" if each.see else ""
        yield from flow(f"{each.concept}: {when}{read}", width, first="- ", rest=SHALLOW)


def _made_with(session: Session, width: int) -> list[str]:
    made = dict.fromkeys(
        f"Graded by {grade.provenance.matcher.name} on {grade.provenance.embedder}, "
        f"calibration {grade.provenance.calibration}"
        f"{'' if grade.provenance.judge is None else f', judge {grade.provenance.judge}'}."
        for turn in session.turns
        for grade in (turn.grade, *(revision.grade for revision in turn.revisions))
        if grade is not None and grade.provenance is not None
    )
    return [line for text in made for line in ("", *flow(printable(text), width))]
