"""The records of an output that is there already, read without holding them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from interviewer.batch.keys import answer_of, key_of
from interviewer.errors import RecordsError
from interviewer.redaction import sha256_of


class EarlierRecord(NamedTuple):
    """Where a record lies, its key if it is worth keeping, and which answer it is of."""

    place: int
    size: int
    key: str | None
    answer: bytes | None


def earlier_records(stream: BinaryIO, output: Path) -> Iterator[EarlierRecord]:
    """Yield the records of a JSON lines file; RecordsError with the line that is none."""
    place = 0
    for number, line in enumerate(stream, start=1):
        if line.strip():
            record = _read(line, f"{output}:{number}")
            yield EarlierRecord(place, len(line), _key(record), _answer(record))
        place += len(line)


def _read(line: bytes, place: str) -> dict[str, Any]:
    try:
        record: object = json.loads(line)
    except (ValueError, RecursionError):
        record = None
    if (
        not isinstance(record, dict)
        or record.get("schema") != 1
        or not {"provenance", "verdicts"} <= record.keys()
    ):
        raise RecordsError(
            f"{place}: is there already and holds no grade record here; --force replaces the file"
        )
    return record


def _key(record: dict[str, Any]) -> str | None:
    made = record["provenance"]
    fingerprint = made.get("fingerprint") if isinstance(made, dict) else None
    if not isinstance(fingerprint, str) or record.get("status") != "graded":
        return None
    return key_of(fingerprint, keep_text="answer" in record)


def _answer(record: dict[str, Any]) -> bytes | None:
    question, text = record.get("question_id"), record.get("answer")
    digest = sha256_of(text) if isinstance(text, str) else record.get("answer_sha256")
    if not isinstance(question, str) or not isinstance(digest, str):
        return None
    return answer_of(question, digest)
