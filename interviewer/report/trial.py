"""A trial as text: one block a keypoint, with the sentence that says why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.authoring.trial.account import (
    AcceptTried,
    KeypointTried,
    MisconceptionTried,
    PairRead,
    Trial,
)
from interviewer.authoring.trial.changes import Change
from interviewer.authoring.trial.why import quoted, share
from interviewer.grades import Score
from interviewer.report.lines import SHALLOW, deep, label_line, number, score_line
from interviewer.report.text import flow

_AGAINST = {
    "text": "the claim",
    "reject": "the reject",
    "correct": "the correction",
}
_NOTHING_MET = (
    "No keypoint is met. Where a person would give credit, the rubric is what to look at: is the "
    "claim one that an answer makes in so many words, and does some accept say it as it is said "
    "aloud? A right answer that is not recognised is worth keeping as a labelled example."
)


def trial(
    tried: Trial,
    *,
    width: int = 80,
    color: bool = False,
    every: bool = False,
    changed: Sequence[Change] = (),
) -> str:
    """Return the ledger for an author; ``every`` shows all pairs, ``changed`` what is marked."""
    marks = {change.id: change for change in changed}
    lines = []
    if not tried.calibrated:
        told = "No calibration fits this matcher: the numbers order answers, but are no P."
        lines += flow(told, width, rest=SHALLOW)
    if every:
        lines += [*flow(_cuts(tried), width, rest=SHALLOW), ""]
    for at, keypoint in enumerate(tried.keypoints, start=1):
        lines += _keypoint(tried, keypoint, at, marks.get(keypoint.id), width, color, every)
    shown = [m for m in tried.misconceptions if every or m.label == "held" or m.id in marks]
    for false in shown:
        lines += _misconception(false, marks.get(false.id), width, color, every)
    hidden = len(tried.misconceptions) - len(shown)
    if hidden:
        likely = max((m.probability or 0.0) for m in tried.misconceptions if m not in shown)
        which = "1 misconception is" if hidden == 1 else f"{hidden} misconceptions are"
        at_most = f": P(held) {share(likely)} at most" if likely else ""
        lines += flow(f"{which} not held{at_most}", width, rest=SHALLOW)
    if not any(keypoint.credit for keypoint in tried.keypoints):
        lines += ["", *flow(_NOTHING_MET, width)]
    lines += ["", *_score(tried.score, tried.flags, width)]
    return "\n".join(lines)


def changes_told(before: Trial, after: Trial, changed: Sequence[Change], *, width: int = 80) -> str:
    """Return a line for each change, then what it did to the score."""
    lines: list[str] = []
    for change in changed:
        lines += flow(f"{change.id}: {moved(change)}", width, rest=SHALLOW)
    if not changed:
        lines += flow("no verdict has changed", width)
    old, new = _sum(before.score), _sum(after.score)
    if old != new:
        lines += flow(f"score: {old} → {new}", width, rest=SHALLOW)
    return "\n".join(lines)


def moved(change: Change) -> str:
    """Return how a label and its probability moved: ``missed → met, P(met) .31 → .74``."""
    was, now, what = change.likely_before, change.likely_after, f"P({change.what})"
    if change.after is None:
        return f"gone, was {change.before}"
    if change.before is None:
        return f"new, {change.after}" + ("" if now is None else f", {what} {share(now)}")
    same = change.before == change.after
    labels = f"still {change.after}" if same else f"{change.before} → {change.after}"
    if was is None or now is None:
        return labels + ("" if now is None else f", {what} {share(now)}")
    return f"{labels}, {what} {share(was)} → {share(now)}"


def _sum(score: Score | None) -> str:
    if score is None:
        return "none"
    return f"{number(score.points)} of {number(score.possible)}"


def _cuts(tried: Trial) -> str:
    cuts = tried.cuts
    return (
        f"cuts: met from P(met) {share(cuts.met)}, contradicted from {share(cuts.contradicted)}, "
        f"partial from P(met or partial) {share(cuts.partial)}, else missed; a misconception is "
        f"held from {share(cuts.held)}; a reject that is {share(cuts.reject)} alike, nearer than "
        f"any right wording and read as surely, contradicts; P(met) between "
        f"{share(cuts.unsure_above)} and {share(cuts.unsure_below)} is a close call"
    )


def _keypoint(
    tried: Trial,
    keypoint: KeypointTried,
    at: int,
    change: Change | None,
    width: int,
    color: bool,
    every: bool,
) -> Iterator[str]:
    worth = ""
    if keypoint.points is not None:
        worth = f"{number(keypoint.points * keypoint.credit)}/{number(keypoint.points)}"
    group = "" if keypoint.group is None else f" (in {keypoint.group})"
    text = f"{at} {keypoint.id}{group}: {keypoint.text}"
    yield from label_line(keypoint.label, worth, text, width=width, color=color)
    if change is not None:
        yield from _detail(f"changed: {moved(change)}", width)
    shares = keypoint.probabilities
    if shares is not None:
        told = ", ".join(
            f"{name} {share(getattr(shares, name))}"
            for name in ("met", "partial", "missed", "contradicted")
        )
        yield from _detail(f"P: {told}{_close(tried, keypoint)}", width)
    yield from _detail(f"why: {keypoint.why}", width)
    if keypoint.accept is not None and shares is not None:
        yield from _detail(_accept(keypoint, keypoint.accept, shares.met), width)
    if every:
        yield from _pairs(keypoint.pairs, width)


def _close(tried: Trial, keypoint: KeypointTried) -> str:
    if not keypoint.unsure:
        return ""
    low, high = tried.cuts.unsure_above, tried.cuts.unsure_below
    if keypoint.read is not None and low < keypoint.read.met < high:
        return f"; a close call, P(met) between {share(low)} and {share(high)}"
    return "; a close call"


def _accept(keypoint: KeypointTried, accept: AcceptTried, met: float) -> str:
    says = f"if {quoted(accept.passage)} says this: as one more accept it would be"
    if accept.label == keypoint.label:
        return f"{says} {accept.label} still, P(met) {share(accept.met)}"
    return f"{says} {accept.label}, P(met) {share(met)} → {share(accept.met)}"


def _misconception(
    false: MisconceptionTried, change: Change | None, width: int, color: bool, every: bool
) -> Iterator[str]:
    text = f"a misconception, {false.id}: {false.text}"
    if false.label == "held":
        worth = f"-{number(false.points)}"
        yield from label_line(false.label, worth, text, width=width, color=color)
    else:
        yield from flow(text, width, first=f"  {false.label:<12} {'':>6}  ", rest=deep(width))
    if change is not None:
        yield from _detail(f"changed: {moved(change)}", width)
    yield from _detail(f"why: {false.why}", width)
    if every:
        yield from _pairs(false.pairs, width)


def _pairs(pairs: Sequence[PairRead], width: int) -> Iterator[str]:
    for pair in pairs:
        mark = "*" if pair.carries else "-"
        wording = "" if pair.against == "text" else f" {quoted(pair.statement)}"
        to = ""
        if pair.against == "text" and pair.nearest != pair.statement:
            to = f" to the accept {quoted(pair.nearest)}"
        told = (
            f"{quoted(pair.passage)} against {_AGAINST[pair.against]}{wording}: "
            f"{share(pair.similarity)} alike{to}; entails {share(pair.entails)}, "
            f"neither {share(pair.neither)}, contradicts {share(pair.contradicts)}"
        )
        yield from _detail(f"{mark} {told}", width)


def _detail(text: str, width: int) -> list[str]:
    indent = deep(width)
    return flow(text, width, first=indent, rest=f"{indent}  ")


def _score(score: Score | None, flags: Sequence[str], width: int) -> list[str]:
    lines = [] if score is None else flow(f"score: {score_line(score)}", width, rest=SHALLOW)
    if flags:
        lines += flow(f"flags: {', '.join(flags)}", width, rest=SHALLOW)
    return lines
