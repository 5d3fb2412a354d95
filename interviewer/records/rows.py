"""One answer of a file: what its fields make of it, or why they make none.

The messages of failures name columns, places and types and never quote a value, so that they are
safe to show where answers are not. Their codes are stable:

bad-json, not-an-object, missing-field, bad-type, bad-encoding, bad-csv, bad-cells (more or fewer
than the header has), line-too-long, damaged-file (what came after is lost), bad-path and
unreadable (files of a folder); and from the bank unknown-question and broken-item.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import JsonValue

from interviewer.grades import Answer, Failure
from interviewer.records.columns import AS_NAMED, OPTIONAL, Columns, named

_DEEPEST = 64


class Ids(NamedTuple):
    """What a row without an answer still says of itself."""

    question_id: str | None = None
    answer_id: str | None = None
    candidate_id: str | None = None


class Row(NamedTuple):
    """One row: its number from 1, its line in the file, and an answer or why there is none."""

    number: int
    line: int | None
    answer: Answer | None
    failure: Failure | None = None
    flags: tuple[str, ...] = ()
    ids: Ids = Ids()


def row_of(
    number: int, line: int | None, given: Mapping[str, JsonValue], columns: Columns = AS_NAMED
) -> Row:
    """Return the row that named fields make, with the reason where they make none.

    A lone surrogate, which no file can hold, is read as U+FFFD and flagged ``text-repaired``. Ids
    may be whole numbers; an ``answer_id`` that is null or empty is the row's number.
    """
    try:
        fields = {_repaired(key): well_formed(value) for key, value in given.items()}
    except RecursionError:
        deep = f"nested too deeply; a column may hold {_DEEPEST} levels"
        return failed(number, line, "bad-json", deep, ids_of(given, columns))
    flags = () if fields == given else ("text-repaired",)
    ids = ids_of(fields, columns)
    wrong = _wrong(fields, columns)
    if wrong is not None:
        return failed(number, line, *wrong, ids)._replace(flags=flags)
    taken = {*columns.names.values()}
    answer = Answer(
        question_id=str(_told(fields, columns, "question_id")),
        text=str(_told(fields, columns, "answer")),
        answer_id=str(number) if ids.answer_id is None else ids.answer_id,
        candidate_id=ids.candidate_id,
        extra={name: value for name, value in fields.items() if name not in taken},
    )
    return Row(number, line, answer, flags=flags, ids=ids)


def ids_of(given: Mapping[str, JsonValue], columns: Columns = AS_NAMED) -> Ids:
    """Return the ids among the fields, each None where it is empty or neither text nor number."""
    found = (_told(given, columns, name) for name in Ids._fields)
    return Ids(*(_repaired(str(value)) if _is_id(value) else None for value in found))


def well_formed(value: JsonValue, depth: int = 1) -> JsonValue:
    """Return the value with every lone surrogate in it replaced by U+FFFD.

    RecursionError where it is nested more deeply than a record can be written.
    """
    if isinstance(value, str):
        return _repaired(value)
    if isinstance(value, list | dict) and depth > _DEEPEST:
        raise RecursionError
    if isinstance(value, list):
        return [well_formed(entry, depth + 1) for entry in value]
    if isinstance(value, dict):
        return {_repaired(key): well_formed(entry, depth + 1) for key, entry in value.items()}
    return value


def failed(number: int, line: int | None, code: str, message: str, ids: Ids | None = None) -> Row:
    """Return a row that cannot be graded."""
    failure = Failure(code=code, message=message, line=line)
    return Row(number, line, None, failure, ids=Ids() if ids is None else ids)


def _told(fields: Mapping[str, JsonValue], columns: Columns, ours: str) -> JsonValue:
    return columns.same[ours] if ours in columns.same else fields.get(columns.names[ours])


def _wrong(fields: Mapping[str, JsonValue], columns: Columns) -> tuple[str, str] | None:
    for theirs in columns.needed:
        if theirs not in fields:
            return "missing-field", f"no {theirs!r}; there is {named([*fields])}"
    for ours, theirs in columns.names.items():
        value = fields.get(theirs)
        if isinstance(value, str) or (ours in OPTIONAL and (value is None or _is_id(value))):
            continue
        kind = "null" if value is None else type(value).__name__
        return "bad-type", f"{theirs} must be text, got {kind}"
    if not str(_told(fields, columns, "question_id")).strip():
        return "missing-field", f"{columns.names['question_id']} is empty"
    return None


def _is_id(value: JsonValue) -> bool:
    is_text = isinstance(value, str) and value != ""
    return is_text or (isinstance(value, int) and not isinstance(value, bool))


def _repaired(text: str) -> str:
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
