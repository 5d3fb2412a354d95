"""Grades as Parquet: one row an answer, typed, in row groups of bounded size.

``row, answer_id, candidate_id, question_id, status, points, possible, fraction`` as in the CSV;
``labels``, a map from keypoint to label; ``error``; and ``record``, the whole record as JSON. The
labels of a bank's keypoints are no columns of their own as in CSV: with some hundred of them each
row group would cost half a megabyte of memory until the file is closed, and nearly all of their
cells would be null.
"""

from __future__ import annotations

from typing import BinaryIO

from interviewer.grades import Grade
from interviewer.records.arrow import pyarrow
from interviewer.records.flat import ERROR, FIXED, error_cell, fixed_cells

LABELS, RECORD = "labels", "record"

_GROUP_ROWS = 10_000
_GROUP_BYTES = 16 * 2**20
"""A row group ends at so many rows, or once its records have so many characters: enough to be read
fast, little enough to be held while it grows (a choice)."""

_NUMBERS = ("points", "possible", "fraction")


class ParquetWriter:
    """Write a row an answer; nothing of it can be read before it is closed."""

    def __init__(self, stream: BinaryIO) -> None:
        arrow = pyarrow()
        text = arrow.string()
        kinds = {name: arrow.float64() if name in _NUMBERS else text for name in FIXED}
        kinds |= {"row": arrow.int64(), LABELS: arrow.map_(text, text), ERROR: text, RECORD: text}
        self._schema = arrow.schema([*kinds.items()])
        self._writer = arrow.parquet.ParquetWriter(
            stream, self._schema, compression="zstd", write_statistics=[*FIXED]
        )
        self._rows: list[list[object]] = []
        self._size = 0

    def write(self, grade: Grade) -> None:
        """Keep a row, and write a row group where there are enough of them."""
        record = grade.model_dump_json()
        labels = [(verdict.keypoint_id, verdict.label) for verdict in grade.verdicts]
        self._rows.append([*fixed_cells(grade), labels, error_cell(grade), record])
        self._size += len(record)
        if len(self._rows) >= _GROUP_ROWS or self._size >= _GROUP_BYTES:
            self._write_group()

    def close(self) -> None:
        """Write what is left, and the footer."""
        if self._rows:
            self._write_group()
        self._writer.close()

    def _write_group(self) -> None:
        arrow = pyarrow()
        columns = zip(zip(*self._rows, strict=True), self._schema.types, strict=True)
        arrays = [arrow.array(cells, kind) for cells, kind in columns]
        self._writer.write_table(arrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows, self._size = [], 0
