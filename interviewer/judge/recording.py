"""Replies in a file: grade from a recording, or make one while a judge is asked.

One JSON object a line: ``request`` is a hash of all that was asked, ``exchange`` the reply. The
first line says who replied. No key, header or address is in it.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path

from pydantic import ValidationError

from interviewer.errors import JudgeError
from interviewer.frozen import first_mistake
from interviewer.judge.exchange import CallFailed, Exchange, Request, Send, Settles
from interviewer.judge.rows import JsonRow, read_rows
from interviewer.judge.rulings import SAID


class Replay:
    """Reply from a recording, and never otherwise; ``name`` is that of the recorded judge."""

    def __init__(self, file: Path) -> None:
        self._replies: dict[str, Exchange] = {}
        self.name = ""
        for row in read_rows(file):
            self._take(row)
        if not self.name:
            raise JudgeError(f'{file}:1: the first line names the judge: {{"judge": "openai:…"}}')

    def __call__(self, request: Request, settles: Settles) -> Exchange:
        """Return the recorded reply; CallFailed where there is none."""
        found = self._replies.get(request.sha256())
        if found is None:
            raise CallFailed("not-recorded", SAID["not-recorded"])
        return found

    def _take(self, row: JsonRow) -> None:
        place, told = row
        if isinstance(told.get("judge"), str) and not self.name:
            self.name = told["judge"]
            return
        try:
            # The last one under a request counts: it is what a second try brought.
            exchange = Exchange.model_validate_json(json.dumps(told["exchange"]))
            self._replies[str(told["request"])] = exchange.model_copy(update={"cached": True})
        except KeyError as error:
            raise JudgeError(f"{place}: no {error} in it") from error
        except ValidationError as error:
            raise JudgeError(f"{place}: exchange.{first_mistake(error)}") from error


class Recording:
    """Pass requests on and write down every reply, as it comes."""

    def __init__(self, send: Send, file: Path, name: str) -> None:
        self._send = send
        self._lock = threading.Lock()
        try:
            self._file = file.open("x", encoding="utf-8")
        except FileExistsError as error:
            raise JudgeError(f"{file}: is there already; name a new file to record to") from error
        except OSError as error:
            raise JudgeError(f"{file}: cannot be written: {error.strerror}") from error
        self._write({"judge": name})

    def __call__(self, request: Request, settles: Settles) -> Exchange:
        """Return the reply of whoever is behind."""
        exchange = self._send(request, settles)
        self._write({"request": request.sha256(), "exchange": exchange.model_dump()})
        return exchange

    def _write(self, row: dict[str, object]) -> None:
        with self._lock:
            self._file.write(json.dumps(row, ensure_ascii=False) + "\n")
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()
