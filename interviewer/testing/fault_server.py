"""A chat endpoint on this machine that misbehaves on demand.

Real HTTP over a real socket: much of what goes wrong with an endpoint goes wrong below the JSON,
and a client that was never hung up on has not been tested.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import socket
import struct
import sys
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self, get_args
from urllib.parse import urlsplit

from interviewer.testing import fault_replies
from interviewer.testing.fault_replies import Asked, Fault, Reply, Ruler

__all__ = ["Asked", "Fault", "FaultServer", "Ruler"]

_COMPLETIONS, _MODELS = ("POST", "/v1/chat/completions"), ("GET", "/v1/models")
_TICK = 0.02
"""Seconds from one dripped byte to the next, and between looks at a client that is kept waiting."""
_SPACES = b"100000\r\n" + b" " * 2**20 + b"\r\n"
"""One chunk of a huge body, as it goes over the wire; 65 of them are sent."""


class FaultServer:
    """Serve OpenAI's chat completions at ``url`` for as long as the ``with`` lasts.

    ``fault`` is what goes wrong with each completion. A callable is called once a completion, in
    order of arrival and never twice at a time. A reply starts ``latency`` seconds late; one that
    hangs is given up after ``wait`` seconds. With ``key``, whoever does not bear it gets a 401.

    ``asked`` holds every request in order of arrival, those for other paths too. ``busiest`` is the
    most requests that were in hand at once; one is in hand until the end of its reply is sent.
    Tokens are characters // 4, and a prefix is cached once a completion was made of it.
    """

    url: str

    def __init__(
        self,
        fault: Fault | Callable[[Asked], Fault] = "none",
        *,
        ruler: Ruler,
        latency: float = 0.0,
        key: str | None = None,
        wait: float = 30.0,
    ) -> None:
        self.asked: list[Asked] = []
        self.busiest = 0
        self._fault = fault if callable(fault) else _known(fault)
        self._ruler, self._key = ruler, key
        self._latency, self._wait = latency, wait
        self._numbers = itertools.count(1)
        self._in_hand: set[int] = set()
        self._prefixes: set[str] = set()
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def __enter__(self) -> Self:
        self._stopped.clear()
        self._listener = _Listener(self)
        self.url = f"http://127.0.0.1:{self._listener.server_port}/v1"
        self._thread = threading.Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": _TICK}, daemon=True
        )
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopped.set()
        self._listener.shutdown()
        self._thread.join()
        self._listener.server_close()

    def _arrived(
        self, method: str, path: str, headers: Mapping[str, str], body: Mapping[str, Any]
    ) -> tuple[Asked, Fault]:
        with self._lock:
            asked = Asked(next(self._numbers), path, headers, body)
            self.asked.append(asked)
            fault: Fault = "none" if (method, path) == _MODELS else "404"
            if (method, path) == _COMPLETIONS:
                fault = _known(self._fault(asked)) if callable(self._fault) else self._fault
            if self._key is not None and headers.get("authorization") != f"Bearer {self._key}":
                fault = "401"
            self._in_hand.add(asked.number)
            self.busiest = max(self.busiest, len(self._in_hand))
        return asked, fault

    def _left(self, asked: Asked) -> None:
        with self._lock:
            self._in_hand.discard(asked.number)

    def _reply(self, asked: Asked, fault: Fault) -> Reply:
        error = fault_replies.error_for(fault, asked.body, time.time())
        if error is not None:
            return error
        if asked.path == _MODELS[1]:
            return fault_replies.models()
        prompt = fault_replies.read_prompt(asked.body)
        if prompt is None:
            return fault_replies.no_messages()
        with self._lock:
            is_cached = prompt.prefix in self._prefixes
            self._prefixes.add(prompt.prefix)
        ruled = self._ruler(asked)
        return fault_replies.completion(fault, asked, prompt, ruled, is_cached=is_cached)


class _Listener(ThreadingHTTPServer):
    """Accept connections, and hang up on all of them when closed."""

    request_queue_size = 128  # the default of 5 costs a burst of clients seconds of retries

    def __init__(self, owner: FaultServer) -> None:
        self.owner = owner
        self._open: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        super().__init__(("127.0.0.1", 0), _Handler)

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self._open.add(connection)
        return connection, address

    def server_close(self) -> None:
        super().server_close()
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: Any
    ) -> None:
        """Say nothing of a client that left; a ruler's mistake prints its traceback."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Take the requests of one connection, and misbehave on the wire."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Listener

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Keep quiet; what was asked stands in `FaultServer.asked`."""

    def _serve(self) -> None:
        owner = self.server.owner
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = _object(self.rfile.read(int(headers.get("content-length", 0))))
        asked, fault = owner._arrived(self.command, urlsplit(self.path).path, headers, body)
        try:
            if owner._stopped.wait(owner._latency):
                self.close_connection = True
            elif fault == "hang":
                self._hang(owner)
            else:
                self._send(owner, asked, fault)
        finally:
            owner._left(asked)

    def _hang(self, owner: FaultServer) -> None:
        self.close_connection = True
        self.connection.settimeout(_TICK)
        until = time.monotonic() + owner._wait
        while time.monotonic() < until and not owner._stopped.wait(_TICK):
            with contextlib.suppress(TimeoutError):
                if not self.connection.recv(1, socket.MSG_PEEK):
                    return

    def _send(self, owner: FaultServer, asked: Asked, fault: Fault) -> None:
        reply = owner._reply(asked, fault)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if fault == "huge":
            self.send_header("Transfer-Encoding", "chunked")
        else:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        *most, last = _pieces(fault, reply.body)
        for piece in most:
            self.wfile.write(piece)
            if owner._stopped.wait(_TICK if fault == "drip" else 0):
                self.close_connection = True
                return
        owner._left(asked)  # first, or who asks again at once would count twice
        self.wfile.write(last)
        if fault == "reset":
            owner._stopped.wait(_TICK)  # so that the half is read before the reset overtakes it
            self._reset()

    def _reset(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()  # it holds the socket open
        self.connection.close()


def _pieces(fault: Fault, body: bytes) -> list[bytes]:
    if fault == "drip":
        return [body[place : place + 1] for place in range(len(body))]
    if fault == "huge":
        return [_SPACES] * 65 + [b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)]
    return [body[: len(body) // 2] if fault == "reset" else body]


def _object(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _known(fault: Fault) -> Fault:
    if fault not in get_args(Fault):
        raise ValueError(f"no fault {fault!r}; there are {', '.join(get_args(Fault))}")
    return fault
