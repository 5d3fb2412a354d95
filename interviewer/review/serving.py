"""A socket on this machine alone, and a server on it until it is interrupted."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from interviewer.errors import InterviewerError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

HOST = "127.0.0.1"
_LEAVE_SECONDS = 1
"""So long an answer under way is waited for when the server is stopped: a choice."""

_MOST_HEAD = 16 * 2**10
"""Bytes of a request's head: an address of ours with every filter has a tenth of it."""


def listening(port: int) -> socket.socket:
    """Return a socket that listens on 127.0.0.1; 0 takes a free port.

    InterviewerError where none can.
    """
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((HOST, port))
        found.listen()
    except OSError as error:
        found.close()
        why = (error.strerror or str(error)).lower()
        raise InterviewerError(f"--port {port}: {why}; --port 0 takes a free one") from error
    return found


def serve(app: ASGIApp, listener: socket.socket) -> None:
    """Answer requests until interrupted, and what was asked by then.

    KeyboardInterrupt then, unless whoever started the program has it ignored.
    """
    from uvicorn import Config, Server

    config = Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,  # it would hold the first address
        server_header=False,
        h11_max_incomplete_event_size=_MOST_HEAD,
        timeout_graceful_shutdown=_LEAVE_SECONDS,
    )
    Server(config).run(sockets=[listener])
