"""Files of replies, one JSON object a line: recordings, and what comes back of a batch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from interviewer.errors import JudgeError


class JsonRow(NamedTuple):
    """An object and where it stands, as ``file:line``."""

    place: str
    told: dict[str, Any]


def read_rows(file: Path) -> Iterator[JsonRow]:
    """Yield the objects of a file; JudgeError with the line where one is none."""
    try:
        # Not splitlines: a reply may hold any of the characters that it splits at.
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise JudgeError(f"{file}: cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{file}:{number}"
        try:
            told = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise JudgeError(f"{place}: not JSON") from error
        if not isinstance(told, dict):
            raise JudgeError(f"{place}: no JSON object")
        yield JsonRow(place, told)
