"""What the candidate reads, written from the verdicts and from nothing else.

So it can never contradict them, and an answer that earned nothing is not praised.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.grades import Feedback, MisconceptionVerdict, Score, Verdict
from interviewer.items import Item, Keypoint, Rubric

MOST_READ = 4
"""So many sources are named after an answer; the gaps name their own. A choice."""

_CREDITED = ("met", "partial")


def feedback(
    item: Item,
    score: Score,
    verdicts: Sequence[Verdict],
    misconceptions: Sequence[MisconceptionVerdict] = (),
    *,
    quote: bool = True,
) -> Feedback:
    """Return what was right, what is missing or wrong, and the shortest way to a full answer.

    ``quote=False`` leaves the candidate's words out.
    """
    by_id = {verdict.keypoint_id: verdict for verdict in verdicts}
    keypoints = item.rubric.keypoints
    strengths = [_strength(k, by_id[k.id], quote) for k in keypoints if _has(by_id, k, "met")]
    wanted = missing(item.rubric, verdicts)
    gaps = [_wrong(k, by_id[k.id], quote) for k in keypoints if _has(by_id, k, "contradicted")]
    gaps += [_half(k, by_id[k.id], quote) for k in wanted if by_id[k.id].label == "partial"]
    gaps += [_gap(k) for k in wanted if by_id[k.id].label == "missed"]
    corrections = {false.id: false for false in item.rubric.misconceptions}
    for held in misconceptions:
        if held.label == "held":
            false = corrections[held.misconception_id]
            said = _quoted(held, quote) or f"“{false.text}”"
            gaps.append(f"Wrong: {said} {false.correct}".rstrip())
    return Feedback(
        summary=_summary(item.rubric, score, verdicts, misconceptions),
        strengths=tuple(strengths),
        gaps=tuple(gaps),
        next_steps=_next_steps(wanted),
    )


def missing(rubric: Rubric, verdicts: Sequence[Verdict]) -> list[Keypoint]:
    """Return the keypoints worth adding, the one that gains most first; ties in rubric order.

    Members of a group that has all it needs are not worth adding, nor are more members than it
    still needs; a bonus is never asked for.
    """
    by_id = {verdict.keypoint_id: verdict for verdict in verdicts}
    gains: list[tuple[float, int, Keypoint]] = []
    groups = rubric.group_of()
    for place, keypoint in enumerate(rubric.keypoints):
        verdict = by_id.get(keypoint.id)
        if verdict is None or verdict.label in ("met", "unscored"):
            continue
        if keypoint.id not in groups and rubric.tier_of(keypoint) != "bonus":
            gains.append(((keypoint.points or 0.0) * (1 - verdict.credit), place, keypoint))
    places = {keypoint.id: (place, keypoint) for place, keypoint in enumerate(rubric.keypoints)}
    for group in rubric.groups:
        known = [by_id[m] for m in group.of if m in by_id and by_id[m].label != "unscored"]
        short = group.need - sum(verdict.credit for verdict in known)
        for verdict in sorted(known, key=lambda v: v.credit):
            if group.tier == "bonus" or short <= 0 or verdict.label == "met":
                continue
            gain = min(short, 1 - verdict.credit)
            gains.append((gain * group.points / group.need, *places[verdict.keypoint_id]))
            short -= gain
    return [keypoint for _, _, keypoint in sorted(gains, key=lambda g: (-g[0], g[1]))]


def _has(by_id: dict[str, Verdict], keypoint: Keypoint, label: str) -> bool:
    return keypoint.id in by_id and by_id[keypoint.id].label == label


def _quoted(verdict: Verdict | MisconceptionVerdict, quote: bool) -> str:
    words = [e.quote for e in verdict.evidence if e.quote is not None]
    return f"“{' '.join(words[0].split())}”" if quote and words else ""


def _strength(keypoint: Keypoint, verdict: Verdict, quote: bool) -> str:
    said = _quoted(verdict, quote)
    return f"{keypoint.text} You said: {said}" if said else keypoint.text


def _half(keypoint: Keypoint, verdict: Verdict, quote: bool) -> str:
    said = _quoted(verdict, quote)
    return _told(f"Only partly there{f' with {said}' if said else ''}: {keypoint.text}", keypoint)


def _wrong(keypoint: Keypoint, verdict: Verdict, quote: bool) -> str:
    """Tell what is denied. Of close calls every third was right, so they are put as a doubt."""
    said = _quoted(verdict, quote)
    if verdict.unsure:
        at = f" with {said}" if said else ""
        return _told(f"Not clear, perhaps denied{at}: {keypoint.text}", keypoint)
    return _told(f"Against this{f' stands {said}' if said else ''}: {keypoint.text}", keypoint)


def _gap(keypoint: Keypoint) -> str:
    return _told(f"Missing: {keypoint.text}", keypoint)


def _told(start: str, keypoint: Keypoint) -> str:
    read = f"Read: {'; '.join(keypoint.see)}." if keypoint.see else ""
    return " ".join(part for part in (start, keypoint.explain, read) if part)


def _summary(
    rubric: Rubric,
    score: Score,
    verdicts: Sequence[Verdict],
    misconceptions: Sequence[MisconceptionVerdict],
) -> str:
    if score.fraction is None:
        return "Nothing in this answer could be graded."
    counts = {label: sum(v.label == label for v in verdicts) for label in ("met", "partial")}
    held = sum(m.label == "held" for m in misconceptions)
    parts = [f"{counts['met']} of {len(rubric.keypoints)} keypoints made"]
    if counts["partial"]:
        parts.append(f"{counts['partial']} more in part")
    if not any(v.label in _CREDITED for v in verdicts):
        parts = ["None of the keypoints was found in this answer"]
    if held:
        parts.append(f"{held} wrong claim{'s' if held > 1 else ''} held")
    if score.unscored:
        parts.append(f"{len(score.unscored)} could not be graded")
    return f"{', '.join(parts)}: {score.points:g} of {score.possible:g} points."


def _next_steps(wanted: Sequence[Keypoint]) -> tuple[str, ...]:
    if not wanted:
        return ()
    steps = [f"To complete the answer, add: {' '.join(keypoint.text for keypoint in wanted)}"]
    reading = list(dict.fromkeys(source for keypoint in wanted for source in keypoint.see))
    if reading:
        steps.append(f"Read on: {'; '.join(reading[:MOST_READ])}.")
    return tuple(steps)
