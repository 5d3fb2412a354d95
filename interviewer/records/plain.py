"""Small tables of a person's making: JSON lines or CSV, a mistake an error with file and line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import JsonValue

from interviewer.errors import RecordsError


class TableRow(NamedTuple):
    """One row: its place for messages (``labels.csv:3``) and its fields."""

    place: str
    fields: dict[str, JsonValue]


def read_table(source: Path) -> Iterator[TableRow]:
    """Yield the rows of a file; RecordsError where it cannot be read. An empty cell is null."""
    try:
        text = source.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RecordsError(f"{source}: not UTF-8 at byte {error.start}") from error
    except OSError as error:
        raise RecordsError(f"{source}: cannot be read: {error.strerror}") from error
    first = text.lstrip()[:1]
    is_json = source.suffix.lower() in (".jsonl", ".ndjson", ".json") or first in ("{", "[")
    yield from _json_lines(source, text) if is_json else _csv(source, text)


def _json_lines(source: Path, text: str) -> Iterator[TableRow]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{source}:{number}"
        try:
            value = json.loads(line, object_pairs_hook=_object)
        except (ValueError, RecursionError) as error:
            why = str(error).splitlines()[0]
            raise RecordsError(f"{place}: not one JSON object a line: {why}") from error
        if not isinstance(value, dict):
            raise RecordsError(f"{place}: not one JSON object a line")
        yield TableRow(place, value)


def _object(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in an object")
    return found


def _csv(source: Path, text: str) -> Iterator[TableRow]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    while True:
        place = f"{source}:{reader.line_num + 1}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise RecordsError(f"{place}: not CSV: {error}") from error
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [cell.strip() for cell in cells]
            doubled = next((name for name in header if header.count(name) > 1), None)
            if doubled is not None:
                raise RecordsError(
                    f"{place}: the column {doubled!r} stands twice; name a second reader's label2"
                )
        elif len(cells) != len(header):
            raise RecordsError(f"{place}: {len(cells)} cells under {len(header)} columns")
        else:
            values = (cell.strip() or None for cell in cells)
            yield TableRow(place, dict(zip(header, values, strict=True)))
