"""The test as a whole, and each candidate's score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.analysis.least import CORRELATED, ITEMS
from interviewer.analysis.results import CandidateScore, Reliability
from interviewer.report.analysis.layout import (
    SHOWN,
    cut,
    name,
    rest,
    section,
    table,
    told,
    with_span,
)
from interviewer.report.lines import number, percent

_ALPHA = (
    "alpha: how much of what candidates' totals differ by the questions agree on (Cronbach), with "
    "Feldt's 95% interval; .9 is usually asked for where single people are decided on, .7 for "
    "groups.",
    f"It is of candidates who answered all of the questions named, {CORRELATED} at least; each "
    "question counts the same.",
)
_SCORE = (
    "score: points of what was possible, over all of the candidate's answers that have a score.",
    "80%: where the score lies as far as grading goes, from the grades' own intervals taken as "
    "independent; what other questions would have given is not in it. Candidates whose intervals "
    "overlap are not in this order for certain.",
)


def reliability_lines(found: Reliability, width: int) -> Iterator[str]:
    """Yield alpha and what it is of, or why there is none."""
    yield from section("Reliability", _ALPHA if found.alpha else (), width)
    if found.alpha is None:
        yield from told(f"alpha –: {found.why}.", width)
        return
    names = [*map(name, cut(found.items)), *(["..."] if len(found.items) > SHOWN else [])]
    yield from told(
        f"alpha {with_span(found.alpha)}: {found.alpha.n:,} candidates, "
        f"{len(found.items)} questions: {', '.join(names)}.",
        width,
    )
    if len(found.items) == ITEMS:
        yield from told("Two questions are few: alpha grows with their number.", width)
    if found.left_out:
        yield from told(
            f"{found.left_out} more questions were left out: too few answered them too.", width
        )


def candidates_lines(found: Sequence[CandidateScore], width: int) -> Iterator[str]:
    """Yield the candidates' scores, the highest first."""
    yield from section("Candidates", _SCORE if found else (), width)
    if not found:
        yield from told("none: no record has a candidate_id.", width)
        return
    rows = [_row(score) for score in cut(found)]
    yield from table(("answers", "points", "score", "80%", "candidate"), rows, width)
    yield from rest(found, "candidates", width)
    unscored = sum(score.answers - score.scored for score in found)
    if unscored:
        yield from told(f"{unscored:,} answers have no score, and are in nobody's.", width)


def _row(score: CandidateScore) -> tuple[Sequence[str], str]:
    bounds = "–"
    if score.low is not None and score.high is not None:
        bounds = f"{100 * score.low:.0f}-{100 * score.high:.0f}"
    cells = (
        str(score.answers),
        f"{number(score.points)} of {number(score.possible)}",
        percent(score.fraction),
        bounds,
    )
    return cells, name(score.candidate_id)
