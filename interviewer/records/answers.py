"""Read answers from JSONL, CSV, a folder or a stream; one row each, and none is dropped.

What cannot be read as an answer becomes a row with a `Failure`; what cannot be read as a file at
all (UTF-16, a CSV without the columns) is one `RecordsError`. The messages of failures name
columns, places and types and never quote a value, so that they are safe to show where answers
are not. Their codes are stable:

bad-json, not-an-object, missing-field, bad-type, bad-encoding, bad-csv, bad-cells (more or fewer
than the header has), bad-path and unreadable (files of a folder); and from the bank
unknown-question and broken-item.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pydantic import JsonValue

from interviewer.errors import RecordsError
from interviewer.grades import Answer, Failure

COLUMNS = ("question_id", "answer")
OPTIONAL = ("answer_id", "candidate_id")
CSV_SUFFIXES = (".csv",)
JSONL_SUFFIXES = (".jsonl", ".ndjson", ".json")
_DEEPEST = 64
_MOST_NAMED, _LONGEST_NAME = 8, 40


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


def read_answers(source: Path, stdin: BinaryIO | None = None) -> Iterator[Row]:
    """Yield a row for each answer of a file or folder, or of ``stdin`` where it is given.

    A suffix says whether a file is CSV or JSON lines. Elsewhere its first character does: a brace
    or bracket begins JSON. ``stdin`` is left open.
    """
    from interviewer.records.csvs import read_csv
    from interviewer.records.folder import read_folder
    from interviewer.records.jsonl import read_jsonl
    from interviewer.records.lines import lines_of, sniffed

    if stdin is None and source.is_dir():
        yield from read_folder(source)
        return
    name = "standard input" if stdin is not None else str(source)
    with nullcontext(stdin) if stdin is not None else _open(source) as stream:
        first, lines = sniffed(lines_of(stream, name))
        suffix = "" if stdin is not None else source.suffix.lower()
        is_json = suffix in JSONL_SUFFIXES or (
            suffix not in CSV_SUFFIXES and first in (b"{", b"[", b"")
        )
        yield from read_jsonl(lines) if is_json else read_csv(lines, name)


def row_of(number: int, line: int | None, given: Mapping[str, JsonValue]) -> Row:
    """Return the row that named fields make, with the reason where they make none.

    A lone surrogate, which no file can hold, is read as U+FFFD and flagged ``text-repaired``. Ids
    may be whole numbers; an ``answer_id`` that is null or empty is the row's number.
    """
    try:
        fields = {_repaired(key): well_formed(value) for key, value in given.items()}
    except RecursionError:
        deep = f"nested too deeply; a column may hold {_DEEPEST} levels"
        return failed(number, line, "bad-json", deep, ids_of(given))
    flags = () if fields == given else ("text-repaired",)
    ids = ids_of(fields)
    wrong = _wrong(fields)
    if wrong is not None:
        return failed(number, line, *wrong, ids)._replace(flags=flags)
    answer = Answer(
        question_id=str(fields["question_id"]),
        text=str(fields["answer"]),
        answer_id=str(number) if ids.answer_id is None else ids.answer_id,
        candidate_id=ids.candidate_id,
        extra={k: v for k, v in fields.items() if k not in (*COLUMNS, *OPTIONAL)},
    )
    return Row(number, line, answer, flags=flags, ids=ids)


def ids_of(given: Mapping[str, JsonValue]) -> Ids:
    """Return the ids among the fields, each None where it is empty or neither text nor number."""
    found = (given.get(name) for name in Ids._fields)
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


def named(columns: list[str]) -> str:
    """Return the names of columns for a message: the first few, long ones cut."""
    shown = [repr(c if len(c) <= _LONGEST_NAME else f"{c[:_LONGEST_NAME]}…") for c in columns]
    more = [f"{len(shown) - _MOST_NAMED} more"] if len(shown) > _MOST_NAMED else []
    return ", ".join([*shown[:_MOST_NAMED], *more]) or "nothing"


def _wrong(fields: Mapping[str, JsonValue]) -> tuple[str, str] | None:
    for name in COLUMNS:
        if name not in fields:
            return "missing-field", f"no {name!r}; there is {named([*fields])}"
    for name in (*COLUMNS, *OPTIONAL):
        value = fields.get(name)
        if isinstance(value, str) or (name in OPTIONAL and (value is None or _is_id(value))):
            continue
        kind = "null" if value is None else type(value).__name__
        return "bad-type", f"{name} must be text, got {kind}"
    if not str(fields["question_id"]).strip():
        return "missing-field", "question_id is empty"
    return None


def _is_id(value: JsonValue) -> bool:
    is_text = isinstance(value, str) and value != ""
    return is_text or (isinstance(value, int) and not isinstance(value, bool))


def _repaired(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _open(source: Path) -> BinaryIO:
    try:
        return source.open("rb")
    except OSError as error:
        raise RecordsError(f"{source}: cannot be read: {error.strerror}") from error
