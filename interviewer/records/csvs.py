"""CSV with a header line: quoted line breaks, BOM, CRLF and CR are fine.

Cells are parted by commas, or by semicolons or tabs where that makes the wanted columns appear in
the header: Excel writes them in many countries.

Quotes must balance. With one left open Python's reader would take the rest of the file for one
answer and drop the rows in it without a word; read strictly, and no further than a row may be
long, that is a failed row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple

from interviewer.errors import RecordsError
from interviewer.records.columns import AS_NAMED, Columns, check_header
from interviewer.records.lines import LONGEST, Cut, is_utf8, joined, too_long
from interviewer.records.rows import Row, failed, ids_of, row_of

DELIMITERS = (",", ";", "\t")


class _TooLongError(Exception):
    """A record that grew longer than a row may be; reading goes on at the next line."""


class _Record(NamedTuple):
    """The cells that began in a line, or a code and a message where there are none."""

    line: int
    cells: list[str]
    wrong: tuple[str, str] | None = None


class _Fed:
    """Text for the `csv` module, line by line, that stops where a record takes too much."""

    def __init__(self, lines: Iterator[bytes], longest: int) -> None:
        self._lines = lines
        self._longest = longest
        self._again: list[str] = []
        self.line = 0
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        text = self._again.pop() if self._again else self._decoded(next(self._lines))
        self.line += 1
        return text

    def first(self) -> str:
        """Return the first line that is not blank, which still comes; empty where none is."""
        for text in self:
            self.taken = 0
            if text.strip():
                self._again.append(text)
                self.line -= 1
                return text
        return ""

    def _decoded(self, line: bytes) -> str:
        self.taken += len(line)
        if isinstance(line, Cut) or self.taken > self._longest:
            self.line += 1
            raise _TooLongError(too_long(self._longest))
        return line.decode("utf-8", "surrogateescape")


def read_csv(
    chunks: Iterable[bytes], name: str, columns: Columns = AS_NAMED, longest: int = LONGEST
) -> Iterator[Row]:
    """Yield a row for each record below the header; RecordsError where that does not fit.

    The `csv` module's limit on a cell, which is the interpreter's, is raised to a row's.
    """
    csv.field_size_limit(max(csv.field_size_limit(), longest))
    fed = _Fed(joined(chunks, carriage_returns=True, longest=longest), longest)
    header: list[str] | None = None
    number = 0
    try:
        delimiter = _delimiter(fed.first(), columns)
    except _TooLongError as error:
        raise RecordsError(f"{name}:{fed.line}: the header is {error}") from error
    for record in _records(fed, delimiter):
        place = f"{name}:{record.line}"
        if header is None:
            if record.wrong is not None:
                raise RecordsError(f"{place}: no CSV header: {record.wrong[1]}")
            header = _header(record.cells, place, columns)
            continue
        number += 1
        if record.wrong is not None:
            yield failed(number, record.line, *record.wrong)
        else:
            yield _row(number, record.line, header, record.cells, columns)


def _records(fed: _Fed, delimiter: str) -> Iterator[_Record]:
    reader = csv.reader(fed, delimiter=delimiter, strict=True)
    while True:
        line = fed.line + 1
        fed.taken = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _TooLongError as error:
            yield _Record(line, [], ("line-too-long", _where(str(error), line, fed.line)))
        except csv.Error as error:
            why = f"not CSV: {error}; write a quote inside quotes twice"
            yield _Record(line, [], ("bad-csv", _where(why, line, fed.line)))
        else:
            if len(cells) > 1 or any(cell.strip() for cell in cells):
                yield _Record(line, cells)


def _delimiter(header: str, columns: Columns) -> str:
    for delimiter in DELIMITERS:
        with suppress(csv.Error):
            cells = next(csv.reader([header], delimiter=delimiter, strict=True), [])
            if {*columns.needed} <= {cell.strip() for cell in cells}:
                return delimiter
    return DELIMITERS[0]


def _where(why: str, first: int, last: int) -> str:
    return why if last <= first else f"{why} (lines {first} to {last} are lost in this row)"


def _header(cells: list[str], place: str, columns: Columns) -> list[str]:
    header = [cell.strip() for cell in cells]
    check_header(header, place, columns)
    if not all(map(is_utf8, header)):
        raise RecordsError(f"{place}: the header is not UTF-8; save the file as UTF-8")
    return header


def _row(number: int, line: int, header: list[str], cells: list[str], columns: Columns) -> Row:
    if len(cells) != len(header):
        return failed(number, line, "bad-cells", f"{len(cells)} cells under {len(header)} columns")
    fields = dict(zip(header, cells, strict=True))
    good = {column: cell for column, cell in fields.items() if is_utf8(cell)}
    bad = next((column for column in header if column not in good), None)
    if bad is not None:
        message = f"{bad} is not UTF-8"
        return failed(number, line, "bad-encoding", message, ids_of({**good}, columns))
    return row_of(number, line, {**fields}, columns)
