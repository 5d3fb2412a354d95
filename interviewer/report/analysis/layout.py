"""How a batch's report is laid out: explained sections, and tables whose last column is a name.

Numbers come first and have a fixed width; a name may be long, and comes last or on its own line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from interviewer.analysis.estimate import Estimate
from interviewer.report.lines import SHALLOW, percent
from interviewer.report.text import columns, flow

Listed = TypeVar("Listed")

SHOWN = 20
"""Rows of a list in the text: a choice, a screen; JSON and CSV have all."""

_NAME = 80
"""Characters of a name that are shown. Names come from a file: they may be of any length."""

_ROOM = 24
"""Columns that a name needs beside the numbers; with less it stands above them."""

_BARS = "▁▂▃▄▅▆▇█"
_INDENT = "  "


def section(title: str, explained: Sequence[str], width: int) -> Iterator[str]:
    """Yield a blank line, the title, and a paragraph for each thing explained."""
    yield from ("", title)
    for text in explained:
        yield from flow(text, width, first=_INDENT, rest=SHALLOW)


def told(text: str, width: int) -> list[str]:
    """Return a sentence as lines of a section."""
    return flow(text, width, first=_INDENT, rest=SHALLOW)


def table(
    titles: Sequence[str], rows: Sequence[tuple[Sequence[str], str]], width: int
) -> Iterator[str]:
    """Yield a head and the rows: cells under all titles but the last, and a name under that."""
    *numbers, last = titles
    sizes = [
        max(len(title), *(len(cells[at]) for cells, _ in rows)) for at, title in enumerate(numbers)
    ]
    room = min(_ROOM, max(columns(words) for words in (last, *(words for _, words in rows))))
    beside = len(_INDENT) + sum(sizes) + 2 * len(sizes) + room <= width

    def line(cells: Sequence[str], words: str) -> list[str]:
        padded = "  ".join(f"{cell:>{size}}" for cell, size in zip(cells, sizes, strict=True))
        if beside:
            return flow(words, width, first=f"{_INDENT}{padded}  ", rest=SHALLOW)
        return [*flow(words, width, first=_INDENT, rest=SHALLOW), f"{SHALLOW}{padded}"]

    for cells, words in [(numbers, last), *rows]:
        yield from line(cells, words)


def cut(rows: Sequence[Listed]) -> Sequence[Listed]:
    """Return as many rows as are shown."""
    return rows[:SHOWN]


def rest(rows: Sequence[object], what: str, width: int) -> list[str]:
    """Return how many rows are not shown, where there are any."""
    left = len(rows) - SHOWN
    if left <= 0:
        return []
    return told(f"and {left:,} more {what}: --format csv or json has all", width)


def name(text: str | None) -> str:
    """Return a name as it is shown: long ones cut, none as a word."""
    if text is None:
        return "(none)"
    return text if len(text) <= _NAME else f"{text[: _NAME - 1]}…"


def span(found: Estimate | None) -> str:
    """Return the interval of a share in whole per cent: ``11-60``; a dash where there is none."""
    if found is None or found.low is None or found.high is None:
        return "–"
    return f"{100 * found.low:.0f}-{100 * found.high:.0f}"


def share(found: Estimate | None) -> str:
    """Return a share in whole per cent."""
    return percent(None if found is None else found.value)


def ratio(found: Estimate | None) -> str:
    """Return a correlation or the like with two places."""
    return "–" if found is None else f"{found.value:.2f}"


def with_span(found: Estimate | None) -> str:
    """Return a correlation or the like with its interval where there is one."""
    if found is None or found.low is None or found.high is None:
        return ratio(found)
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"


def probability(p: float | None) -> str:
    """Return a p value; small ones as a bound."""
    if p is None:
        return "–"
    return "<.001" if p < 0.001 else f"{p:.3f}"


def points(gap: float | None) -> str:
    """Return a difference of two shares in points of 100, with its sign."""
    if gap is None:
        return "–"
    whole = round(100 * gap)
    return f"{whole:+d}" if whole else "0"


def bars(counts: Sequence[int]) -> str:
    """Return a bar for each count, a dot for none; the highest is full."""
    top = max(counts, default=0)
    return "".join(_BARS[(8 * n + top - 1) // top - 1] if n else "." for n in counts)
