"""Requests and replies as files, in the format of OpenAI's Batch API: for engines run elsewhere.

A row's ``custom_id`` is the key that its reply is kept under, so that a reply that comes back by
file is the same to us as one that came back by wire. Files are cut where the API's limits are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from interviewer.errors import JudgeError
from interviewer.judge.exchange import Exchange
from interviewer.judge.openai.replies import BadReply, exchange_of
from interviewer.judge.rows import read_rows

MOST_ROWS = 50_000
MOST_BYTES = 200_000_000


class Returned(NamedTuple):
    """A row that came back: its key, and the reply or a sentence that says why there is none."""

    key: str
    exchange: Exchange | None
    why: str = ""


def row(key: str, body: dict[str, Any]) -> str:
    """Return a request as one line."""
    told = {"custom_id": key, "method": "POST", "url": "/v1/chat/completions", "body": body}
    return json.dumps(told, ensure_ascii=False) + "\n"


def files(rows: Iterable[str], most_rows: int, most_bytes: int) -> Iterator[list[str]]:
    """Yield the rows in files that are within both limits; a row is never cut."""
    held: list[str] = []
    size = 0
    for line in rows:
        more = len(line.encode())
        if held and (len(held) == most_rows or size + more > most_bytes):
            yield held
            held, size = [], 0
        held.append(line)
        size += more
    if held:
        yield held


def read_returned(file: Path) -> Iterator[Returned]:
    """Yield the rows of a file of replies, in any order; JudgeError where a line is none."""
    for row in read_rows(file):
        yield _returned(*row)


def _returned(place: str, told: dict[str, Any]) -> Returned:
    key = told.get("custom_id")
    if not isinstance(key, str):
        raise JudgeError(f'{place}: no "custom_id"; a reply in OpenAI\'s batch format has one')
    response = told.get("response")
    if not isinstance(response, dict) or told.get("error") is not None:
        return Returned(key, None, f"no response: {str(told.get('error'))[:200]}")
    status = response.get("status_code", 200)
    if status != 200:
        return Returned(key, None, f"HTTP {str(status)[:10]}")
    try:
        return Returned(key, exchange_of(json.dumps(response.get("body")).encode(), 0.0))
    except BadReply as error:
        return Returned(key, None, str(error))
