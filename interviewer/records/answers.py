"""Read answers from JSONL, CSV, Parquet, a folder or a stream; one row each, and none is dropped.

What cannot be read as an answer becomes a row with a `Failure`; what cannot be read as a file at
all (UTF-16, a CSV without the columns) is one `RecordsError`. A file that is damaged, or breaks
off where we can tell, gives the rows before that and then one failed row for all that is lost.

gzip, zstd and Parquet are told by their first bytes, CSV and JSON lines by the suffix (in front of
``.gz`` or ``.zst``) and elsewhere by the first character: a brace or bracket begins JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from interviewer.errors import RecordsError
from interviewer.records.columns import AS_NAMED, Columns
from interviewer.records.csvs import read_csv
from interviewer.records.folder import read_folder
from interviewer.records.jsonl import read_jsonl
from interviewer.records.lines import LONGEST, chunks_of, sniffed
from interviewer.records.opening import opened
from interviewer.records.packed import DamagedError
from interviewer.records.parquets import read_parquet
from interviewer.records.rows import Row, failed

CSV_SUFFIXES = (".csv",)
JSONL_SUFFIXES = (".jsonl", ".ndjson", ".json")


def read_answers(
    source: Path,
    stdin: BinaryIO | None = None,
    *,
    columns: Columns = AS_NAMED,
    longest: int = LONGEST,
) -> Iterator[Row]:
    """Yield a row for each answer of a file or folder, or of ``stdin`` where it is given.

    ``stdin`` is left open. A line, or a record of CSV, has at most ``longest`` bytes.
    """
    if stdin is None and source.is_dir():
        if columns != AS_NAMED:
            raise RecordsError(f"{source}: is a folder, which has no columns; leave --columns away")
        yield from read_folder(source, longest)
        return
    number = 0
    try:
        for row in _rows(source, stdin, columns, longest):
            number = row.number
            yield row
    except DamagedError as damage:
        after = "all of it is lost" if number == 0 else f"what came after row {number} is lost"
        yield failed(number + 1, None, "damaged-file", f"{damage}; {after} in this row")


def _rows(source: Path, stdin: BinaryIO | None, columns: Columns, longest: int) -> Iterator[Row]:
    with opened(source, stdin) as found:
        if found.is_parquet:
            yield from read_parquet(found, columns)
            return
        first, chunks = sniffed(chunks_of(found.stream, found.name, found.head))
        is_json = found.suffix in JSONL_SUFFIXES or (
            found.suffix not in CSV_SUFFIXES and first in (b"{", b"[", b"")
        )
        if is_json:
            yield from read_jsonl(chunks, columns, longest)
        else:
            yield from read_csv(chunks, found.name, columns, longest)
