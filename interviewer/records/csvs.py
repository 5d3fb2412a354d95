"""CSV with a header line: quoted line breaks, BOM and CRLF are fine.

Quotes must balance. With one left open Python's reader would take the rest of the file for one
answer and drop the rows in it without a word; read strictly, that is a failed row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from interviewer.errors import RecordsError
from interviewer.records.answers import COLUMNS, Row, failed, ids_of, named, row_of
from interviewer.records.lines import is_utf8

_LARGEST_CELL = 2**31 - 1


def read_csv(lines: Iterable[bytes], name: str) -> Iterator[Row]:
    """Yield a row for each record below the header; RecordsError where that does not fit.

    The `csv` module's limit on a cell, which is the interpreter's, is raised to 2 GiB.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_CELL))
    reader = csv.reader(_text(lines), strict=True)
    header: list[str] | None = None
    number = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if header is None:
                raise RecordsError(f"{name}:{line}: not a CSV header: {error}") from error
            number += 1
            yield failed(number, line, "bad-csv", _where(error, line, reader.line_num))
            continue
        if all(not cell.strip() for cell in cells) and len(cells) < 2:
            continue
        if header is None:
            header = _header(cells, f"{name}:{line}")
        else:
            number += 1
            yield _row(number, line, header, cells)


def _text(lines: Iterable[bytes]) -> Iterator[str]:
    for line in lines:
        yield from io.StringIO(line.decode("utf-8", "surrogateescape"), newline="")


def _where(error: csv.Error, first: int, last: int) -> str:
    message = f"not CSV: {error}; write a quote inside quotes twice"
    return message if last <= first else f"{message} (lines {first} to {last} are lost in this row)"


def _header(cells: list[str], place: str) -> list[str]:
    header = [cell.strip() for cell in cells]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        raise RecordsError(
            f"{place}: no column {' or '.join(map(repr, missing))}; the header has {named(header)}"
        )
    doubled = next((cell for cell in header if header.count(cell) > 1), None)
    if doubled is not None:
        raise RecordsError(f"{place}: the column {named([doubled])} stands twice")
    if not all(map(is_utf8, header)):
        raise RecordsError(f"{place}: the header is not UTF-8; save the file as UTF-8")
    return header


def _row(number: int, line: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) != len(header):
        return failed(number, line, "bad-cells", f"{len(cells)} cells under {len(header)} columns")
    fields = dict(zip(header, cells, strict=True))
    good = {column: cell for column, cell in fields.items() if is_utf8(cell)}
    bad = next((column for column in header if column not in good), None)
    if bad is not None:
        return failed(number, line, "bad-encoding", f"{bad} is not UTF-8", ids_of({**good}))
    return row_of(number, line, {**fields})
