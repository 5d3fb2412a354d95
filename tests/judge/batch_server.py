"""A Batch API on 127.0.0.1: files go up, a batch stands as a test says, files come down."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[Mapping[str, Any]], Mapping[str, Any] | None]
"""A request's row to the body of its reply; None: it failed."""


class BatchServer:
    """``status`` is what a batch is said to be; the rows are answered in reverse order."""

    def __init__(self, answer: Answer, status: str = "completed") -> None:
        self.status = status
        self.files: dict[str, str] = {}
        self._answer = answer
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                self._send(server.take(self.path, body))

            def do_GET(self) -> None:
                self._send(server.give(self.path))

            def log_message(self, *_: object) -> None:
                pass

            def _send(self, text: str | None) -> None:
                data = (text or '{"error": {"message": "no such thing"}}').encode()
                self.send_response(200 if text is not None else 404)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def __enter__(self) -> BatchServer:
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def take(self, path: str, body: bytes) -> str | None:
        if path == "/v1/files":
            found = re.search(rb'name="file".*?\r\n\r\n(.*?)\r\n--', body, re.DOTALL)
            assert found is not None
            self.files["file-1"] = found[1].decode()
            told = {"id": "file-1", "object": "file", "bytes": 1, "created_at": 0}
            return json.dumps({**told, "filename": "r", "purpose": "batch", "status": "processed"})
        return self._batch() if path == "/v1/batches" else None

    def give(self, path: str) -> str | None:
        if path == "/v1/batches/batch-1":
            return self._batch()
        if path == "/v1/files/out/content":
            return self._rows(failed=False)
        return self._rows(failed=True) if path == "/v1/files/bad/content" else None

    def _batch(self) -> str:
        count = len(self.files["file-1"].splitlines())
        return json.dumps(
            {
                "id": "batch-1",
                "object": "batch",
                "endpoint": "/v1/chat/completions",
                "input_file_id": "file-1",
                "completion_window": "24h",
                "status": self.status,
                "created_at": 0,
                "output_file_id": "out",
                "error_file_id": "bad",
                "request_counts": {"total": count, "completed": 1, "failed": 0},
            }
        )

    def _rows(self, *, failed: bool) -> str:
        lines = []
        for row in reversed([json.loads(line) for line in self.files["file-1"].splitlines()]):
            body = self._answer(row)
            if (body is None) != failed:
                continue
            told = {"custom_id": row["custom_id"], "response": None, "error": None}
            if body is None:
                told["error"] = {"code": "batch_expired", "message": "It took too long."}
            else:
                told["response"] = {"status_code": 200, "body": body}
            lines.append(json.dumps(told))
        return "\n".join(lines)
