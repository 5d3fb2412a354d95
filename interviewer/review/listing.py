"""What the list, the way from answer to answer, and the reviewers' page hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from interviewer.report.lines import percent
from interviewer.review.agreeing import LEAST, Pair
from interviewer.review.answer import title_of
from interviewer.review.claims import Mark, names_of
from interviewer.review.desk import Desk, Place
from interviewer.review.filters import SWITCHES, Filter, choices, matching, query_of, whole
from interviewer.review.shelf import OPENING, Line, numbers_of

PAGE = 50
"""Answers on a page of the list: three or four screens, a choice."""

MOST_CONFLICTS = 200
"""Conflicts told one by one: a choice. The list has the answers of all."""


class Row(NamedTuple):
    """One answer in the list."""

    number: int
    title: str
    question: str
    score: str
    labels: tuple[str, ...]
    labels_in_words: str
    opening: str
    unsure: int
    state: list[str]


class Conflict(NamedTuple):
    """A claim on which reviewers differ."""

    number: int
    claim: int
    title: str
    marks: tuple[Mark, ...]


def page_of(desk: Desk, wanted: Filter, page: str) -> dict[str, object]:
    """Return one page of the list, the nearest there is to the one asked for, counted from 1."""
    live = desk.tally().live
    numbers = numbers_of(matching(wanted, desk.shelf, live))
    pages = max(1, -(-len(numbers) // PAGE))
    here = max(1, min(whole(page) or 1, pages))
    start = (here - 1) * PAGE
    rows = [_row(desk, number) for number in numbers[start : start + PAGE]]
    return {
        "total": len(numbers),
        "all": len(desk.shelf),
        "without_text": desk.shelf.without_text,
        "filters": choices(wanted, desk.shelf, live, blind=desk.blind),
        "switches": SWITCHES,
        "rows": rows,
        "first": start + 1,
        "last": start + len(rows),
        "before": query_of(wanted, page=here - 1) if here > 1 else "",
        "after": query_of(wanted, page=here + 1) if here < pages else "",
    }


def neighbours(desk: Desk, wanted: Filter, number: int) -> dict[str, object]:
    """Return the answers before and after one among those that the filter lets through.

    The answer itself need not be among them: labelling it may have taken it out.
    """
    mask = matching(wanted, desk.shelf, desk.tally().live)
    below, above = mask & ((1 << number) - 1), mask >> (number + 1)
    place = below.bit_count() + 1
    where = f"{place} of {mask.bit_count()}" if mask >> number & 1 else f"of {mask.bit_count()}"
    page = (place - 1) // PAGE + 1
    return {
        "before": below.bit_length() - 1 if below else None,
        "after": number + (above & -above).bit_length() if above else None,
        "position": f"{where}{' filtered' if any(wanted) else ''} answers",
        "list_query": query_of(wanted, page=page if page > 1 else 0),
    }


def reviewers_of(desk: Desk) -> dict[str, object]:
    """Return who has labelled how much, κ between each two, and where they differ."""
    differing = sorted(
        place
        for place, standing in desk.standings()
        if standing.is_conflict and not desk.is_hidden(place.number)
    )
    return {
        "people": desk.tally().people,
        "pairs": desk.tally().pairs,
        "least": LEAST,
        "conflicts": sorted(_conflict(desk, place) for place in differing[:MOST_CONFLICTS]),
        "more_conflicts": max(0, len(differing) - MOST_CONFLICTS),
    }


def kappa_in_short(pairs: Sequence[Pair]) -> str:
    """Return κ of the pair with most claims in a few words; empty where there is no pair."""
    if not pairs:
        return ""
    pair = max(pairs, key=lambda each: each.claims)
    return f"{pair.words} (n {pair.claims})"


def _row(desk: Desk, number: int) -> Row:
    line = desk.shelf.lines[number]
    return Row(
        number,
        title_of(number, line.row, line.answer_id),
        line.question_id,
        line.status if line.fraction is None else percent(line.fraction),
        line.labels,
        ", ".join(f"{count} {label}" for label, count in Counter(line.labels).items()),
        _opening(line),
        line.unsure,
        list(_state(desk, number)),
    )


def _state(desk: Desk, number: int) -> Iterator[str]:
    live = desk.tally().live
    if not live.unreviewed >> number & 1:
        yield "reviewed"
    if not desk.is_hidden(number):
        if live.differs >> number & 1:
            yield "differs"
        if live.conflict >> number & 1:
            yield "conflict"


def _conflict(desk: Desk, place: Place) -> Conflict:
    line, names = desk.shelf.lines[place.number], names_of(desk.shelf.grade(place.number))
    title = title_of(place.number, line.row, line.answer_id)
    claim = names.index(place.name) + 1 if place.name in names else 1
    return Conflict(place.number, claim, title, desk.said(place.number)(place.name).marks)


def _opening(line: Line) -> str:
    text = " ".join(line.opening[:OPENING].split())
    return f"{text}…" if len(line.opening) > OPENING else text
