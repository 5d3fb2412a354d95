"""An endpoint that replies as a test tells it to, for what `FaultServer` has no fault for."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self


class Said(NamedTuple):
    """A response: its body is sent as it stands, or as JSON."""

    status: int
    body: bytes | Mapping[str, Any]
    headers: Mapping[str, str] = {}


def fine(text: str = "fine", finish: str = "stop") -> Said:
    """Return a chat completion."""
    message = {"role": "assistant", "content": text}
    return Said(200, {"choices": [{"message": message, "finish_reason": finish}], "model": "m"})


def refusal(status: int, message: str) -> Said:
    """Return an error in OpenAI's form."""
    return Said(status, {"error": {"message": message, "type": "x", "param": None, "code": None}})


class OddServer:
    """Serve at ``url`` while the ``with`` lasts; ``bodies`` holds what was asked.

    ``tunnels`` holds where a client wanted to be put through to, if it took this for a proxy.
    """

    def __init__(self, reply: Callable[[Mapping[str, Any]], Said]) -> None:
        self.bodies: list[Mapping[str, Any]] = []
        self.tunnels: list[str] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                owner.bodies.append(body)
                said = reply(body)
                raw = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
                self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def do_CONNECT(self) -> None:
                owner.tunnels.append(self.path)
                self.send_error(502)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        self._listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._listener.server_port}"
        self.url = f"{self.address}/v1"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown()
        self._thread.join()
        self._listener.server_close()
