"""JSON lines: one object a line; a line that is none fails alone."""

from __future__ import annotations

import codecs
import json
import math
from collections.abc import Iterable, Iterator
from typing import NoReturn

from pydantic import JsonValue

from interviewer.records.columns import AS_NAMED, Columns, named
from interviewer.records.lines import LONGEST, Cut, bad_byte, joined, too_long
from interviewer.records.rows import Row, failed, row_of


class _RefusedError(ValueError):
    """JSON that reads, but not in one way only."""


def read_jsonl(
    chunks: Iterable[bytes], columns: Columns = AS_NAMED, longest: int = LONGEST
) -> Iterator[Row]:
    """Yield a row for each line that is not blank. A BOM may begin any: files get joined."""
    number = 0
    lines = joined(chunks, carriage_returns=False, longest=longest)
    for line, raw in enumerate(lines, start=1):
        text = raw.removeprefix(codecs.BOM_UTF8)
        if isinstance(raw, Cut):
            number += 1
            yield failed(number, line, "line-too-long", too_long(longest))
        elif text.strip():
            number += 1
            yield _row(number, line, text, columns)


def _row(number: int, line: int, raw: bytes, columns: Columns) -> Row:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return failed(number, line, "bad-encoding", bad_byte(error))
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_float
        )
    except json.JSONDecodeError as error:
        return failed(number, line, "bad-json", f"{error.msg} at column {error.colno}")
    except RecursionError:
        return failed(number, line, "bad-json", "nested too deeply")
    except ValueError as error:
        return failed(number, line, "bad-json", str(error).splitlines()[0])
    if not isinstance(value, dict):
        kind = type(value).__name__
        return failed(number, line, "not-an-object", f"a line holds one JSON object, got {kind}")
    return row_of(number, line, value, columns)


def _object(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    found: dict[str, JsonValue] = {}
    for key, value in pairs:
        if key in found:
            raise _RefusedError(f"the key {named([key])} stands twice")
        found[key] = value
    return found


def _constant(name: str) -> NoReturn:
    raise _RefusedError(f"{name} is not JSON; write a number or null")


def _float(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise _RefusedError("a number is too large")
    return number
