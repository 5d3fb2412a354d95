"""Grade records out: JSON lines in full, or a row an answer as CSV or Parquet; packed by its name.

CSV cells that a spreadsheet would run as a formula (they begin with ``=``, ``+``, ``-``, ``@``, tab
or carriage return) get an apostrophe in front. Lines end in CRLF, as RFC 4180 has it: Python quotes
a lone carriage return in a cell only then.

The same grades give the same bytes, in every form.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple, Protocol

from interviewer.errors import RecordsError
from interviewer.grades import Grade
from interviewer.items import Item
from interviewer.records.flat import ERROR, FIXED, Cell, error_cell, fixed_cells
from interviewer.records.opening import plain_suffix
from interviewer.records.packed import PACKED_SUFFIXES, Packing, packer

Format = Literal["jsonl", "csv", "parquet"]

_FORMATS: dict[str, Format] = {".csv": "csv", ".parquet": "parquet"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Writer(Protocol):
    """Writes one grade after the other."""

    def write(self, grade: Grade) -> None:
        """Write one record."""

    def close(self) -> None:
        """Write what the format ends with, once all records are there; the stream stays open."""


class Text(Protocol):
    """What takes text."""

    def write(self, text: str, /) -> object:
        """Take it."""


class Form(NamedTuple):
    """The form of an output."""

    format: Format
    packing: Packing | None


def form_of(target: Path | None, asked: Format | None = None) -> Form:
    """Return the form that a file's name says; JSON lines where it says none and none is asked for.

    RecordsError where Parquet would be packed.
    """
    if target is None:
        return Form(asked or "jsonl", None)
    suffix = target.suffix.lower()
    form = Form(asked or _FORMATS.get(plain_suffix(target), "jsonl"), PACKED_SUFFIXES.get(suffix))
    if form.format == "parquet" and form.packing is not None:
        raise RecordsError(f"{target}: Parquet is packed by itself; leave {suffix} away")
    return form


def writer_on(stream: BinaryIO, form: Form, items: Iterable[Item]) -> Writer:
    """Return a writer of this form; CSV has a column for each keypoint of the items.

    RecordsError where Parquet is wanted and pyarrow is not installed.
    """
    if form.format == "parquet":
        from interviewer.records.parquet_writer import ParquetWriter

        return ParquetWriter(stream)
    packed = stream if form.packing is None else packer(stream, form.packing)
    text = _Utf8(packed)
    writer = CsvWriter(text, items) if form.format == "csv" else JsonlWriter(text)
    return writer if form.packing is None else _PackedWriter(writer, packed)


class JsonlWriter:
    """Write the whole record as one line of JSON."""

    def __init__(self, stream: Text) -> None:
        self._stream = stream

    def write(self, grade: Grade) -> None:
        """Write one line."""
        self._stream.write(grade.model_dump_json() + "\n")

    def close(self) -> None:
        """Write nothing: every line is whole."""


class CsvWriter:
    """Write ids, status, score, one label a keypoint of the given items, and the error.

    A keypoint's column is ``question:keypoint``, or its own id where there is one item only.
    """

    def __init__(self, stream: Text, items: Iterable[Item]) -> None:
        self._keypoints = [(i.id, k.id) for i in items for k in i.rubric.keypoints]
        self._writer = csv.writer(stream, lineterminator="\r\n")
        self._writer.writerow([*FIXED, *_titles(self._keypoints), ERROR])

    def write(self, grade: Grade) -> None:
        """Write one row."""
        labels = {(grade.question_id, v.keypoint_id): v.label for v in grade.verdicts}
        found = [labels.get(key) for key in self._keypoints]
        cells = [*fixed_cells(grade), *found, error_cell(grade)]
        self._writer.writerow([_safe(cell) for cell in cells])

    def close(self) -> None:
        """Write nothing: every line is whole."""


class _PackedWriter:
    """A writer into a packed stream, which ends when it is closed."""

    def __init__(self, writer: Writer, packed: BinaryIO) -> None:
        self._writer = writer
        self._packed = packed

    def write(self, grade: Grade) -> None:
        self._writer.write(grade)

    def close(self) -> None:
        self._writer.close()
        self._packed.close()


class _Utf8:
    """Text as bytes; it holds nothing back and closes nothing."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        self._stream.write(text.encode())


def _titles(keypoints: Sequence[tuple[str, str]]) -> list[str]:
    short = [keypoint for _, keypoint in keypoints]
    one_item = len({item for item, _ in keypoints}) == 1
    if one_item and not {*short} & {*FIXED, ERROR}:
        return short
    return [f"{item}:{keypoint}" for item, keypoint in keypoints]


def _safe(cell: Cell) -> Cell:
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
