"""What simulated interviews came to, as plain text: a line a candidate, then what was wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from interviewer.report.text import printable
from interviewer.testing.outcomes import Spread, Summary

_HEAD = (
    f"{'candidate':17} {'held':>5} {'asked':>6} {'unaided %':>13} {'with probes %':>13}"
    f" {'probes':>7} {'recovered':>12}"
)
_NOTHING = "-"


class Simulated(NamedTuple):
    """A candidate, what their interviews came to, and what was wrong with any of them."""

    candidate: str
    summary: Summary
    violations: Sequence[str]


def simulation_text(rows: Sequence[Simulated]) -> str:
    """Return a table of the candidates, and below it a line for everything that was wrong.

    Scores are means in percent, with the 10th and the 90th percentile over interviews.
    ``recovered`` is of how many keypoints and misconceptions asked about a reply had more.
    """
    lines = [_HEAD, *(_line(row) for row in rows)]
    wrong = [
        f"violation: {row.candidate}: {_one_line(found)}"
        for row in rows
        for found in row.violations
    ]
    return "\n".join([*lines, *([""] if wrong else []), *wrong])


def _line(row: Simulated) -> str:
    told = row.summary
    back = f"{told.recovered} of {told.probed}"
    return (
        f"{row.candidate:17} {told.interviews:>5} {told.questions:>6} {_shares(told.unaided):>13}"
        f" {_shares(told.assisted):>13} {told.probes:>7} {back:>12}"
    )


def _shares(spread: Spread | None) -> str:
    if spread is None:
        return _NOTHING
    mean, low, high = (round(100 * share) for share in spread)
    return f"{mean} ({low}-{high})"


def _one_line(text: str) -> str:
    return printable(" ".join(text.split()))
