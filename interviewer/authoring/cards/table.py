"""A CSV of keypoints, one a row, in and out; the header's columns stand in any order.

A cell that a spreadsheet would run as a formula gets an apostrophe before it on the way out, and
loses it on the way in.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from interviewer.authoring.cards.card import COLUMNS, NEEDED, Begun, Criterion, Deck
from interviewer.authoring.cards.flat import row_of
from interviewer.consistency import nearest
from interviewer.errors import InterviewerError
from interviewer.items import Item
from interviewer.records.csvs import DELIMITERS

_OF_CARD = ("id", "topic", "level", "reference")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def read_table(text: str, name: str) -> Deck:
    """Return the cards of a CSV; InterviewerError where it has no header or breaks off."""
    begun = Begun()
    header: list[str] = []
    for line, cells in _rows(text, name):
        if not header:
            header = _header(cells, f"{name}:{line}")
            for column in header:
                if column not in COLUMNS:
                    told = nearest(column, [*COLUMNS])
                    begun.leave(line, f"the column {column!r} is none of ours; {told}")
        elif len(cells) != len(header):
            begun.leave(line, f"{len(cells)} cells under {len(header)} columns")
        else:
            _take(begun, line, dict(zip(header, map(_bare, cells), strict=True)))
    if not header:
        raise InterviewerError(f"{name}: empty; a table begins with {', '.join(NEEDED)}")
    return begun.deck()


def write_table(items: Iterable[Item]) -> Iterator[str]:
    """Yield the lines of a CSV with all columns: a header, then one row a keypoint."""
    yield _line(COLUMNS)
    for item in items:
        for keypoint in item.rubric.keypoints:
            row = row_of(item, keypoint)
            yield _line([row[column] for column in COLUMNS])


def _take(begun: Begun, line: int, row: dict[str, str]) -> None:
    missing = [column for column in NEEDED if not row[column]]
    if missing:
        begun.leave(line, f"no {' and no '.join(missing)}")
        return
    card = begun.card(line, row["question"])
    for column in _OF_CARD:
        told = row.get(column, "")
        if told and card.fields.setdefault(column, told) != told:
            begun.leave(line, f"another {column} than in line {card.line}; that one holds")
    fields = {
        column: cell
        for column, cell in row.items()
        if cell and column in COLUMNS and column not in ("question", *_OF_CARD)
    }
    card.criteria.append(Criterion(line, fields))


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            told = f"not CSV: {error}; write a quote inside quotes twice"
            raise InterviewerError(f"{name}:{line}: {told}") from error
        if any(cell.strip() for cell in cells):
            yield line, cells


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    for delimiter in DELIMITERS:
        cells = {cell.strip().strip('"').lower() for cell in first.split(delimiter)}
        if cells >= {*NEEDED}:
            return delimiter
    return DELIMITERS[0]


def _header(cells: list[str], place: str) -> list[str]:
    header = [cell.strip().lower() for cell in cells]
    missing = [column for column in NEEDED if column not in header]
    if missing:
        raise InterviewerError(f"{place}: the header has no column {' and no '.join(missing)}")
    doubled = next((column for column in header if header.count(column) > 1), None)
    if doubled is not None:
        raise InterviewerError(f"{place}: the column {doubled!r} stands twice; remove one")
    return header


def _bare(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _line(cells: Iterable[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(
        [f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells]
    )
    return stream.getvalue().removesuffix("\n")
