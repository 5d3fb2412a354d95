"""What two versions of a rubric differ in, as text."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.difference.changes import Change
from interviewer.authoring.difference.results import Difference, Flip, Scores, Sided
from interviewer.report.analysis.layout import bars, section, told
from interviewer.report.lines import SHALLOW
from interviewer.report.rubrics.words import counted, kappa, quoted, too_few
from interviewer.report.text import flow

SHOWN = 20
"""Flips that are shown: a choice, two screens; those on which people side come first."""


def difference_text(found: Difference, *, width: int) -> str:
    """Return what changed in the rubric, in verdicts, in scores, and whom people side with."""
    head = (
        f"{found.question_id} · version {found.old.version} ({found.old.name}) → "
        f"{found.new.version} ({found.new.name})"
    )
    lines = flow(head, width)
    lines += [*_changes(found, width), *_flips(found, width)]
    if found.scores is not None:
        lines += _scores(found.scores, width)
    if found.people is not None:
        lines += _people(found.people, width)
    if found.left_out:
        why = ", ".join(f"{count} ({reason})" for reason, count in sorted(found.left_out.items()))
        lines += ["", *flow(f"left out: {why}", width)]
    return "\n".join(lines)


def _changes(found: Difference, width: int) -> Iterator[str]:
    yield from section("the rubric", [], width)
    if not found.changes:
        yield from told("nothing that can change a grade", width)
    for change in found.changes:
        yield from _change(change, width)


def _change(change: Change, width: int) -> Iterator[str]:
    what = " ".join(part for part in (change.kind, change.name) if part)
    if change.field is None:
        sign, word, text = (
            ("+", "added", change.after)
            if change.before is None
            else ("-", "removed", change.before)
        )
        yield from flow(f"{sign} {what} {word}: {text}", width, first="  ", rest=SHALLOW)
        return
    short = "" not in (change.before, change.after) and change.bears_on == "sum"
    if short:
        said = f"~ {what}: {change.field} {change.before} → {change.after}"
        yield from flow(said, width, first="  ", rest=SHALLOW)
        return
    yield from flow(f"~ {what}: {change.field}", width, first="  ", rest=SHALLOW)
    for sign, text in (("-", change.before), ("+", change.after)):
        if text:
            yield from flow(f"{sign} {text}", width, first=SHALLOW, rest=" " * 6)


def _flips(found: Difference, width: int) -> Iterator[str]:
    yield from section("verdicts", [], width)
    if not found.flips:
        yield from told(
            f"none of {found.verdicts:,} flips, over {counted(found.answers, 'answer')}", width
        )
        return
    yield from told(
        f"{len(found.flips):,} of {found.verdicts:,} flip, over {counted(found.answers, 'answer')}",
        width,
    )
    ordered = sorted(found.flips, key=lambda flip: (flip.right is None, flip.name))
    for flip in ordered[:SHOWN]:
        yield from told(_flip(flip), width)
        yield from quoted(flip.answer_id, flip.words or "", width)
    left = len(ordered) - SHOWN
    if left > 0:
        yield from told(f"and {left:,} more: --format json has all", width)


def _flip(flip: Flip) -> str:
    words = f"{flip.name}: {flip.before} → {flip.after}"
    if flip.right is None:
        return words
    side = "" if flip.right == "neither" else f", as {flip.right.upper()}"
    return f"{words}; people say {flip.people}{side}"


def _scores(scores: Scores, width: int) -> Iterator[str]:
    yield from section("scores", [], width)
    yield from told(
        f"mean {scores.mean_before:.2f} → {scores.mean_after:.2f}, over "
        f"{counted(scores.answers, 'answer')}: {scores.up:,} rose, {scores.down:,} fell",
        width,
    )
    yield from told(f"from 0 to 1 in tenths: {bars(scores.before)} → {bars(scores.after)}", width)


def _people(people: Sided, width: int) -> Iterator[str]:
    yield from section("people", [], width)
    yield from told(
        f"of the flips, OLD was right in {people.old_right:,}, NEW is right in "
        f"{people.new_right:,}, neither in {people.neither:,}"
        + ("" if people.p is None else f" (McNemar, exact: p {_p(people.p)})"),
        width,
    )
    yield from told(f"OLD: {kappa(people.old)}", width)
    yield from told(f"NEW: {kappa(people.new)}", width)
    change = people.change
    if change is not None:
        span = (
            ""
            if change.low is None or change.high is None
            else f" ({change.low:+.2f} to {change.high:+.2f})"
        )
        yield from told(f"change of κ {change.value:+.2f}{span}", width)
    few = too_few(people.answers)
    if few is not None:
        yield from told(few, width)


def _p(p: float) -> str:
    return "< .001" if p < 0.001 else f"= {p:.3f}"
