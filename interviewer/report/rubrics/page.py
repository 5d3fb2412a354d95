"""One item's check as a page: a line a verdict, then what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from interviewer.authoring.attack.run import rows_of, steady_rows
from interviewer.authoring.checking.page import Page
from interviewer.authoring.gold.figures import ORDERED
from interviewer.report.lines import SHALLOW
from interviewer.report.rubrics.words import counted, kappa
from interviewer.report.text import flow

SHOWN = 12
"""Things to do that are shown: a choice, so that a page is a screen; the first are the ones that
mend most, and what is left is told by number."""

_TITLE = " " * 10
"""Room for the title of a verdict."""


def page_text(page: Page, *, width: int) -> str:
    """Return the page: a line a verdict, then the most useful things to do."""
    rubric = page.item.rubric
    about = (
        f"{page.item.id} · version {rubric.version} · {len(rubric.keypoints)} keypoints · "
        f"{len(rubric.examples)} examples"
    )
    lines = [*flow(about, width), ""]
    for title, words in _verdicts(page):
        lines += flow(words, width, first=f"{title:{len(_TITLE)}}", rest=_TITLE)
    shown = page.mends[:SHOWN]
    for title, must in (("must be mended", True), ("worth a look", False)):
        mends = [mend for mend in shown if mend.must is must]
        lines += ["", f"{title}:"] if mends else []
        for mend in mends:
            lines += flow(f"{mend.place}: {mend.words}", width, first="  ", rest=SHALLOW)
    left = len(page.mends) - len(shown)
    if left:
        lines += flow(f"and {left} more: --format json has all", width, first="  ", rest=SHALLOW)
    count = sum(mend.must for mend in page.mends)
    lines += ["", f"{count} to mend" if count else "nothing must be mended"]
    return "\n".join(lines)


def page_data(page: Page) -> dict[str, Any]:
    """Return all of the page as plain data with stable names."""
    figures = page.figures
    return {
        "item": page.item.id,
        "version": page.item.rubric.version,
        "must_be_mended": page.must_be_mended,
        "lint": {
            **{severity: _count(page, severity) for severity in ("error", "warning", "note")},
            "known": page.lint.known,
        },
        "examples": {
            **figures._asdict(),
            "kappa": None if page.kappa is None else page.kappa.model_dump(),
            "known_misses": len(page.checked.known),
            "new_misses": len(page.checked.new),
        },
        "attacks": [row._asdict() for row in rows_of(page.attacked.outcomes)],
        "harmless": [row._asdict() for row in steady_rows(page.attacked.moves)],
        "people": None if page.people is None else page.people.model_dump(mode="json"),
        "mends": [mend._asdict() for mend in page.mends],
    }


def _verdicts(page: Page) -> Iterator[tuple[str, str]]:
    yield "lint", _lint(page)
    yield "examples", _examples(page)
    if page.figures.pairs:
        yield "order", _order(page)
    yield "attacks", _attacks(page)
    moves = page.attacked.moves
    if moves:
        most = max(moves, key=lambda move: move.by)
        mean = sum(move.by for move in moves) / len(moves)
        yield (
            "harmless",
            f"padding, bullets, capitals and slips move a score by {mean:.2f} on average, "
            f"at most by {most.by:.2f} ({most.name})",
        )
    people = page.people
    if people is not None:
        yield (
            "people",
            f"{kappa(people.kappa)}; labels of {counted(people.answers, 'answer')}",
        )


def _count(page: Page, severity: str) -> int:
    return sum(line.severity == severity for line in page.lint.lines)


def _lint(page: Page) -> str:
    counts = {severity: _count(page, severity) for severity in ("error", "warning", "note")}
    told = [counted(n, word) for word, n in counts.items() if n]
    known = page.lint.known
    return ", ".join(told or ["nothing to mend"]) + (f" ({known} known)" if known else "")


def _examples(page: Page) -> str:
    verdicts = [o for row in page.checked.rows for e in row.examples for o in e.keypoints]
    if not verdicts:
        return "none; write ten or more, labelled keypoint by keypoint"
    equal = sum(outcome.reader == outcome.graded for outcome in verdicts)
    new, known = len(page.checked.new), len(page.checked.known)
    listed = f"{known} known miss{'' if known == 1 else 'es'}, {new or 'none'} new"
    return f"{equal} of {len(verdicts)} verdicts as labelled, {kappa(page.kappa)}; {listed}"


def _order(page: Page) -> str:
    pairs = page.figures.pairs
    held = round(pairs * (page.figures.ordering or 0.0))
    kinds: Counter[str] = Counter(e.kind for row in page.checked.rows for e in row.examples)
    told = ", ".join(f"{a} > {b}" for a, b in ORDERED if kinds[a] and kinds[b])
    return f"{told}: held in {held} of {pairs} pairs"


def _attacks(page: Page) -> str:
    outcomes = page.attacked.outcomes
    won = sum(outcome.success for outcome in outcomes)
    whole = [outcome for outcome in outcomes if outcome.against is None]
    told = f"{len(outcomes) - won} of {len(outcomes)} held off"
    if whole:
        worst = max(whole, key=lambda outcome: outcome.score)
        told += f"; worst {worst.score:.2f} by {worst.name}"
    own = page.figures.attack
    if own is not None:
        limit = "" if page.attack_limit is None else f" (limit {page.attack_limit:.2f})"
        told += f"; the examples' worst {own:.2f}{limit}"
    return told
