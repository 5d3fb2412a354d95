"""Where a line breaks between words: the arithmetic of the editor's soft wrap.

prompt_toolkit wraps at any character and has no other way (its pull request 1887, still open). So
the line is given to it with each row filled up with blanks, and one blank at a break left out: what
is shown breaks between words, and what is edited stays as it was.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Gap(NamedTuple):
    """What changes at one place of a line: this many blanks before it, or the blank there gone."""

    at: int
    fill: int


def gaps(cells: Sequence[int], blank: Sequence[bool], room: int) -> list[Gap]:
    """Return what makes rows of ``room`` cells break between words.

    ``cells`` and ``blank`` tell of each character how wide it is and whether it parts words. A word
    wider than a row breaks where the row ends; between wide characters a row may end anywhere. A
    blank that would begin a row is left out (a fill of -1).
    """
    found: list[Gap] = []
    column = start = start_column = 0
    for at, (width, parts) in enumerate(zip(cells, blank, strict=True)):
        if width > 1 and not parts:
            start, start_column = at, column
        if column + width > room and parts:
            found.append(Gap(at, -1))
            column = width = 0
        elif column + width > room and start_column > 0:
            if start_column < room:
                found.append(Gap(start, room - start_column))
            column, start_column = column - start_column, 0
        if column + width > room:
            column = 0
        column += width
        if parts or width > 1:
            start, start_column = at + 1, column
    return found


def displayed(found: Sequence[Gap]) -> tuple[Callable[[int], int], Callable[[int], int]]:
    """Return what maps places of the line to places of what is shown, and back."""
    from_here = [gap.at + (gap.fill < 0) for gap in found]
    shifts = [0]
    for gap in found:
        shifts.append(shifts[-1] + gap.fill)
    shown = [at + shift for at, shift in zip(from_here, shifts[1:], strict=True)]

    def to_display(at: int) -> int:
        return at + shifts[bisect_right(from_here, at)]

    def to_source(at: int) -> int:
        place = bisect_right(shown, at)
        source = at - shifts[place]
        return min(source, found[place].at) if place < len(found) else source

    return to_display, to_source
