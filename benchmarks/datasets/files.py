"""Read the file formats of the data sets with the standard library, with errors that name the file.

A missing file, a missing column and an unknown label are all a DatasetError: a set that is half
read would give a wrong figure in silence.
"""

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

from benchmarks.datasets.pairs import DatasetError

_T = TypeVar("_T")
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_bytes(path: Path) -> bytes:
    """Return the content of a file; one named ``*.gz`` is unpacked."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise DatasetError(
            f"{path}: no such file; benchmarks/datasets/__init__.py shows the expected layout"
        ) from None
    try:
        return gzip.decompress(raw) if path.suffix == ".gz" else raw
    except (gzip.BadGzipFile, EOFError) as error:
        raise DatasetError(f"{path}: {error}") from None


def read_csv(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a CSV file (plain or ``.gz``), each with exactly the named columns."""
    text = read_bytes(path).decode("utf-8-sig")
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    _check_columns(reader.fieldnames or (), columns, path)
    rows = []
    for row in reader:
        if any(row[column] is None for column in columns):
            raise DatasetError(f"{path}:{reader.line_num}: the row has too few columns")
        rows.append({column: row[column].strip() for column in columns})
    return rows


def read_xml_members(path: Path) -> Iterator[tuple[str, ElementTree.Element]]:
    """Yield name and root element of every ``*.xml`` in a zip file, sorted by name."""
    with _open_zip(path) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".xml"):
                yield name, _parse_xml(archive.read(name), f"{path}: {name}")


def read_sheet(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of an xlsx workbook's first sheet, each with exactly the named columns.

    The first row is the header; an empty cell is "". A number is given as it is written.
    """
    with _open_zip(path) as archive:
        roots = {}
        for name in ("xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"):
            if name not in archive.namelist():
                raise DatasetError(f"{path}: {name} is missing; is this an xlsx workbook?")
            roots[name] = _parse_xml(archive.read(name), f"{path}: {name}")
    shared = [_rich_text(item) for item in roots["xl/sharedStrings.xml"].iter(f"{_SHEET}si")]
    table = [
        {_column(cell): _cell_text(cell, shared) for cell in row.iter(f"{_SHEET}c")}
        for row in roots["xl/worksheets/sheet1.xml"].iter(f"{_SHEET}row")
    ]
    letters = {title: letter for letter, title in table[0].items()} if table else {}
    _check_columns(list(letters), columns, path)
    return [{c: row.get(letters[c], "").strip() for c in columns} for row in table[1:]]


def text_of(element: ElementTree.Element, path: str, where: str) -> str:
    """Return the stripped text of the sub-element at ``path``, which must be there."""
    text = element.findtext(path)
    if text is None:
        raise DatasetError(f"{where}: <{element.tag}> has no {path!r}")
    return text.strip()


def attribute(element: ElementTree.Element, name: str, where: str) -> str:
    """Return an attribute, which must be there."""
    value = element.get(name)
    if value is None:
        raise DatasetError(f"{where}: <{element.tag}> has no attribute {name!r}")
    return value


def unit_number(text: str, where: str) -> float:
    """Return a number from 0 to 1."""
    value = number(text, where)
    if value > 1:
        raise DatasetError(f"{where}: the score {text!r} is above 1")
    return value


def number(text: str, where: str) -> float:
    """Return a number that is not negative."""
    try:
        value = float(text)
    except ValueError:
        raise DatasetError(f"{where}: expected a number, got {text!r}") from None
    if not 0 <= value < float("inf"):
        raise DatasetError(f"{where}: expected a number from 0 up, got {text!r}")
    return value


def look_up(table: Mapping[str, _T], key: str, where: str) -> _T:
    """Return ``table[key]``; an unknown key is an error that lists the known ones."""
    if key not in table:
        known = ", ".join(map(repr, sorted(table)[:5])) + (", …" if len(table) > 5 else "")
        raise DatasetError(f"{where}: expected one of {known}, got {key!r}")
    return table[key]


def _open_zip(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(read_bytes(path)))
    except zipfile.BadZipFile as error:
        raise DatasetError(f"{path}: {error}") from None


def _parse_xml(raw: bytes, where: str) -> ElementTree.Element:
    # None of the sets declares a document type. Without one there are no entities to expand, and
    # that leaves nothing of the known attacks on this parser. ASCII is what the check relies on.
    if b"\x00" in raw or b"<!DOCTYPE" in raw:
        raise DatasetError(f"{where}: expected XML in UTF-8 without a document type declaration")
    try:
        return ElementTree.fromstring(raw)
    except ElementTree.ParseError as error:
        raise DatasetError(f"{where}: {error}") from None


def _check_columns(found: Sequence[str], wanted: Sequence[str], path: Path) -> None:
    missing = [column for column in wanted if column not in found]
    if missing:
        raise DatasetError(f"{path}: no column {missing[0]!r}; there are {', '.join(found)}")


def _column(cell: ElementTree.Element) -> str:
    return re.sub(r"[0-9]+$", "", cell.get("r", ""))


def _cell_text(cell: ElementTree.Element, shared: Sequence[str]) -> str:
    value = cell.findtext(f"{_SHEET}v")
    if cell.get("t") == "s" and value is not None:
        return shared[int(value)]
    inline = cell.find(f"{_SHEET}is")
    return _rich_text(inline) if inline is not None else value or ""


def _rich_text(item: ElementTree.Element) -> str:
    # Text is either direct or in runs (<r>); phonetic hints (<rPh>) are not part of it.
    parts = [*item.findall(f"{_SHEET}t"), *item.findall(f"{_SHEET}r/{_SHEET}t")]
    return "".join(part.text or "" for part in parts)
