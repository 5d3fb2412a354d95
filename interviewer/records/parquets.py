"""Parquet answers, read in batches, so that memory does not grow with the number of rows.

A page and what it unpacks to is held whole: how large that is, the file's writer chose.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any, BinaryIO

from pydantic import JsonValue

from interviewer.errors import RecordsError
from interviewer.records.arrow import NoJsonError, Reads, pyarrow, reader_of
from interviewer.records.columns import AS_NAMED, Columns, check_header
from interviewer.records.opening import Opened
from interviewer.records.packed import DamagedError
from interviewer.records.rows import Row, failed, ids_of, row_of

_BATCH = 256
"""Rows in memory at a time. Reading is hardly faster with more (a choice)."""

_TEXTS = ("string", "large_string", "string_view")

_BUFFER = 2**20
"""Bytes read ahead of a column; without it a whole row group's column is in memory."""


def read_parquet(found: Opened, columns: Columns = AS_NAMED) -> Iterator[Row]:
    """Yield a row for each row of the file.

    RecordsError where it is no Parquet file or does not have the columns, DamagedError where it
    cannot be read to its end.
    """
    with _file(found) as file:
        schema = file.schema_arrow
        check_header(schema.names, found.name, columns)
        readers = [reader_of(kind) for kind in schema.types]
        for number, cells in enumerate(_rows(file, None), start=1):
            yield _row(number, schema.names, readers, cells, columns)


def read_texts(found: Opened, column: str) -> Iterator[bytes]:
    """Yield the texts of one column as bytes, empty for null; errors as for `read_parquet`."""
    with _file(found) as file:
        schema = file.schema_arrow
        if schema.names.count(column) != 1 or str(schema.field(column).type) not in _TEXTS:
            raise RecordsError(f"{found.name}: no column {column!r} with text")
        for (cell,) in _rows(file, [column]):
            yield cell.as_buffer().to_pybytes() if cell.is_valid else b""


@contextmanager
def _file(found: Opened) -> Iterator[Any]:
    arrow = pyarrow()
    with _whole(found) as stream:
        try:
            file = arrow.parquet.ParquetFile(
                stream, buffer_size=_BUFFER, page_checksum_verification=True
            )
            list(file.schema_arrow.names)  # ValueError for one that is not UTF-8
        except (arrow.ArrowException, OSError, ValueError) as error:
            raise RecordsError(
                f"{found.name}: no whole Parquet file: {_first_line(error)}"
            ) from error
        yield file


@contextmanager
def _whole(found: Opened) -> Iterator[BinaryIO]:
    """Yield a stream that can be read from its end: this one, or a copy where it is a pipe."""
    if found.stream.seekable():
        yield found.stream
        return
    with ExitStack() as stack:
        try:
            copy = stack.enter_context(tempfile.TemporaryFile())
            copy.write(found.head)
            shutil.copyfileobj(found.stream, copy)
        except OSError as error:
            why = error.strerror
            raise RecordsError(f"{found.name}: cannot be copied to a file: {why}") from error
        yield copy


def _rows(file: Any, columns: list[str] | None) -> Iterator[Sequence[Any]]:
    number = 0
    try:
        for batch in file.iter_batches(_BATCH, columns=columns):
            for cells in zip(*batch.columns, strict=True):
                number += 1
                yield cells
    except (pyarrow().ArrowException, OSError) as error:
        raise DamagedError(f"the Parquet data is damaged: {_first_line(error)}") from error
    if number < file.metadata.num_rows:
        raise DamagedError(f"the Parquet file promises {file.metadata.num_rows:,} rows")


def _row(
    number: int,
    names: Sequence[str],
    readers: Sequence[Reads],
    cells: Sequence[Any],
    columns: Columns,
) -> Row:
    given: dict[str, JsonValue] = {}
    wrong: list[tuple[str, str]] = []
    for name, reads, cell in zip(names, readers, cells, strict=True):
        try:
            given[name] = reads(cell)
        except UnicodeDecodeError:
            wrong.append(("bad-encoding", f"{name} is not UTF-8"))
        except NoJsonError as error:
            wrong.append(("bad-json", f"{name}: {error}"))
    if wrong:
        return failed(number, None, *wrong[0], ids_of(given, columns))
    return row_of(number, None, given, columns)


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]
