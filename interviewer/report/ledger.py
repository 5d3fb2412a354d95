"""One grade as a ledger: what each keypoint earned, on which words, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from interviewer.grades import Evidence, Feedback, Grade, MisconceptionVerdict, Score, Verdict
from interviewer.items import Group, Item
from interviewer.report.lines import SHALLOW, deep, label_line, number, score_line
from interviewer.report.text import flow


def ledger(
    item: Item,
    grade: Grade,
    *,
    disputed: Collection[str] = (),
    width: int = 80,
    color: bool = False,
) -> str:
    """Return the grade as one block a keypoint, then misconceptions, score and feedback.

    ``disputed`` are ids of keypoints whose verdict the candidate holds for wrong.
    """
    if grade.score is None:
        why = "no reason is given" if grade.error is None else grade.error.message
        return "\n".join(flow(f"not graded: {why}", width))
    lines = list(_keypoints(item, grade, disputed, width, color))
    for verdict in grade.misconceptions:
        if verdict.label != "absent":
            lines += _misconception(item, verdict, width, color)
    lines += ["", *_score(grade.score, grade.verdicts, width)]
    if grade.flags:
        lines += flow(f"flags: {', '.join(grade.flags)}", width, rest=SHALLOW)
    if grade.feedback is not None:
        lines += _feedback(grade.feedback, width)
    return "\n".join(lines)


def _keypoints(
    item: Item, grade: Grade, disputed: Collection[str], width: int, color: bool
) -> Iterator[str]:
    verdicts = {verdict.keypoint_id: verdict for verdict in grade.verdicts}
    group_of = item.rubric.group_of()
    done: set[str] = set()
    for name, verdict in verdicts.items():
        group = group_of.get(name)
        if group is None:
            yield from _keypoint(item, verdict, name in disputed, width, color)
        elif group.id not in done:
            done.add(group.id)
            yield from _group(group, width)
            for member in group.of:
                if member in verdicts:
                    mine = verdicts[member]
                    yield from _keypoint(item, mine, member in disputed, width, color)


def _group(group: Group, width: int) -> list[str]:
    """Say what the members below earn together; what they did earn is in the score."""
    worth = "a bonus of " if group.tier == "bonus" else "all "
    points = "point" if group.points == 1 else "points"
    text = f"any {group.need} of these {len(group.of)} earn {worth}{number(group.points)} {points}:"
    return flow(text, width, rest=SHALLOW)


def _keypoint(item: Item, verdict: Verdict, disputed: bool, width: int, color: bool) -> list[str]:
    keypoint = next((k for k in item.rubric.keypoints if k.id == verdict.keypoint_id), None)
    text = verdict.keypoint_id if keypoint is None else keypoint.text
    worth = ""
    if verdict.points is not None:
        earned = number(verdict.points * verdict.credit)
        bonus = keypoint is not None and item.rubric.tier_of(keypoint) == "bonus"
        worth = f"{earned}/{number(verdict.points)}"
        if verdict.label == "unscored":
            worth = f"-/{number(verdict.points)}"
        elif bonus:
            worth = f"+{earned}"
    who = f"{verdict.decided_by}, a close call" if verdict.unsure else verdict.decided_by
    who += ", disputed by you" if disputed else ""
    why = f"{verdict.reason} ({who})"
    lines = label_line(verdict.label, worth, text, width=width, color=color)
    return [*lines, *_quotes(verdict.evidence, width), *_detail(f"why: {why}", width)]


def _misconception(
    item: Item, verdict: MisconceptionVerdict, width: int, color: bool
) -> Iterator[str]:
    false = next((m for m in item.rubric.misconceptions if m.id == verdict.misconception_id), None)
    held = verdict.label == "held"
    worth = f"-{number(verdict.points)}" if held else ""
    text = verdict.misconception_id if false is None else false.text
    said = f"a misconception: {text}"
    yield from label_line(verdict.label, worth, said, width=width, color=color)
    yield from _quotes(verdict.evidence, width)
    yield from _detail(f"why: {verdict.reason} ({verdict.decided_by})", width)
    if held and false is not None and false.correct:
        yield from _detail(f"right is: {false.correct}", width)


def _quotes(evidence: tuple[Evidence, ...], width: int) -> Iterator[str]:
    for slice_ in evidence:
        if slice_.quote is None:
            yield from _detail(f"you said: characters {slice_.start} to {slice_.end}", width)
        else:
            yield from _detail(f"you said: “{' '.join(slice_.quote.split())}”", width)


def _detail(text: str, width: int) -> list[str]:
    indent = deep(width)
    return flow(text, width, first=indent, rest=f"{indent}  ")


def _score(score: Score, verdicts: tuple[Verdict, ...], width: int) -> list[str]:
    lines = flow(f"score: {score_line(score)}", width, rest=SHALLOW)
    unsure = [v.keypoint_id for v in verdicts if v.unsure]
    if unsure:
        lines += flow(f"worth a second look: {', '.join(unsure)}", width, rest=SHALLOW)
    if score.unscored:
        count = len(score.unscored)
        word = "keypoint was" if count == 1 else "keypoints were"
        text = f"{count} {word} not scored and left out of the sum: {', '.join(score.unscored)}"
        lines += flow(text, width, rest=SHALLOW)
    return lines


def _feedback(feedback: Feedback, width: int) -> Iterator[str]:
    if feedback.summary:
        yield from flow(feedback.summary, width)
    parts = (
        ("strengths", feedback.strengths),
        ("gaps", feedback.gaps),
        ("next steps", feedback.next_steps),
    )
    for title, texts in parts:
        if texts:
            yield from ("", f"{title}:")
        for text in texts:
            yield from flow(text, width, first="- ", rest="  ")
