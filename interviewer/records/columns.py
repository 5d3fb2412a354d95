"""What a file calls our columns: ``answer=essay,candidate_id=student`` (ours=theirs).

With two equals signs the text itself stands for every row: ``question_id==deep-learning/dropout``,
for a file whose answers are all to one question. A column of ours that is read from elsewhere
passes through under its own name like any other column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from interviewer.consistency import nearest
from interviewer.errors import RecordsError

COLUMNS = ("question_id", "answer")
OPTIONAL = ("answer_id", "candidate_id")
SAME = ("question_id", "candidate_id")
"""What one text may stand for in every row; the same answer or id in all rows makes no sense."""

_MOST_NAMED, _LONGEST_NAME = 8, 40
_NEXT = re.compile(r",(?=[^,=]*=)")
"""Parts end at a comma that another part follows, so that a column may be called 'Essay, long'."""


class Columns(NamedTuple):
    """Where each column of ours comes from."""

    names: Mapping[str, str]
    """Ours → theirs, for all of ours that a file may have."""
    needed: tuple[str, ...]
    """Those of theirs without which a row is no answer."""
    same: Mapping[str, str]
    """Ours → the text that stands for it in every row."""


AS_NAMED = Columns({name: name for name in (*COLUMNS, *OPTIONAL)}, COLUMNS, {})


def columns_of(text: str) -> Columns:
    """Return the columns that ``ours=theirs,ours==text`` tells; RecordsError where it tells none.

    What is told must be there; of what is not told, only ``question_id`` and ``answer`` must.
    """
    told: dict[str, str] = {}
    for part in _NEXT.split(text) if text.strip() else ():
        ours, equals, theirs = (piece.strip() for piece in part.partition("="))
        if not equals or not theirs.lstrip("=").strip():
            raise RecordsError(f"--columns: {part!r} is not ours=theirs, as in answer=essay")
        if ours not in AS_NAMED.names:
            hint = nearest(ours, [*AS_NAMED.names])
            raise RecordsError(f"--columns: no column of ours is called {ours!r}; {hint}")
        if ours in told:
            raise RecordsError(f"--columns: {ours} stands twice")
        told[ours] = theirs
    same = {ours: theirs[1:].strip() for ours, theirs in told.items() if theirs.startswith("=")}
    for ours in same:
        if ours not in SAME:
            raise RecordsError(f"--columns: {ours} cannot be the same in every row; write one '='")
    names = {ours: told.get(ours, ours) for ours in AS_NAMED.names if ours not in same}
    _refuse_shared(names)
    needed = (names[ours] for ours in names if ours in told or ours in COLUMNS)
    return Columns(names, tuple(needed), same)


def check_header(header: Sequence[str], place: str, columns: Columns) -> None:
    """Raise RecordsError where a column is missing or stands twice."""
    missing = [theirs for theirs in columns.needed if theirs not in header]
    if missing:
        wanted = " or ".join(map(repr, missing))
        raise RecordsError(f"{place}: no column {wanted}; the header has {named(header)}")
    doubled = next((theirs for theirs in header if header.count(theirs) > 1), None)
    if doubled is not None:
        raise RecordsError(f"{place}: the column {named([doubled])} stands twice")


def named(columns: Sequence[str]) -> str:
    """Return the names of columns for a message: the first few, long ones cut."""
    shown = [repr(c if len(c) <= _LONGEST_NAME else f"{c[:_LONGEST_NAME]}…") for c in columns]
    more = [f"{len(shown) - _MOST_NAMED} more"] if len(shown) > _MOST_NAMED else []
    return ", ".join([*shown[:_MOST_NAMED], *more]) or "nothing"


def _refuse_shared(names: Mapping[str, str]) -> None:
    whose: dict[str, str] = {}
    for ours, theirs in names.items():
        other = whose.setdefault(theirs, ours)
        if other != ours:
            raise RecordsError(
                f"--columns: {other} and {ours} would both be the column {theirs!r}; "
                "say where each comes from"
            )
