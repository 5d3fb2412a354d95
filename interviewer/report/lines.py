"""The lines that reports share: a label with its sign, a score, a number.

Colour only repeats what a sign and a word say.
"""

from __future__ import annotations

from interviewer.grades import Score
from interviewer.report.text import flow

_SIGNS = {
    "met": "✓",
    "partial": "~",
    "missed": "✗",
    "contradicted": "!",
    "unscored": "?",
    "held": "!",
}
_COLOURS = {"met": 32, "partial": 33, "missed": 31, "contradicted": 35, "unscored": 36, "held": 35}
_WIDE = 76
SHALLOW = " " * 4
_DEEP = " " * 23


def number(value: float) -> str:
    """Return points as people write them: ``2``, ``0.5``, ``4.75``."""
    return f"{round(value, 2):g}"


def percent(fraction: float | None) -> str:
    """Return a share as whole per cent; a dash where there is none."""
    return "–" if fraction is None else f"{100 * fraction:.0f}%"


def score_line(score: Score) -> str:
    """Return the score of one answer in a line."""
    if score.fraction is None:
        line = "no score: nothing in this answer was decidable"
    else:
        line = (
            f"{number(score.points)} of {number(score.possible)} points, {percent(score.fraction)}"
        )
    if score.low is not None and score.high is not None:
        line += f" (80% interval {percent(score.low)} to {percent(score.high)})"
    return line


def label_line(
    label: str, worth: str, text: str, *, width: int, color: bool = False, points: str = ""
) -> list[str]:
    """Return a sign, a label, what it is worth and a text, wrapped."""
    head = f"{_SIGNS[label]} {label:<12} {worth:>6}  {points}"
    lines = flow(text, width, first=head, rest=deep(width))
    if color:
        sign = f"{_SIGNS[label]} {label}"
        lines[0] = f"\x1b[{_COLOURS[label]}m{sign}\x1b[0m{lines[0][len(sign) :]}"
    return lines


def deep(width: int) -> str:
    """Return the indent below a label: up to its text where there is room for that."""
    return _DEEP if width >= _WIDE else SHALLOW
