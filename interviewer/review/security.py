"""Who may talk to the page: a browser that was given the first address, from this page alone.

Everything on this machine can connect, and any web page can make a browser send a request here. So:

- the first address holds a token that is good once, and is exchanged for a cookie that no script
  can read and that comes with no request from elsewhere;
- ``Host`` must be ours, or a name that was pointed at 127.0.0.1 could read the page;
- what changes anything must come from our own origin, as the browser tells, and hold a word that
  only our pages know;
- a page may load nothing but our style and script, and may not be framed; nothing is kept, and no
  address is told to others. (With ``no-referrer`` browsers would not tell our own origin either.)
- a body is read up to a limit.

Cookies know no ports: another server on this machine that the same browser visits is sent ours.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BODY = 16 * 2**10
"""Bytes of the longest form, a choice: a reason of 1,000 characters of any script has 12,000."""

_MOST_FIELDS = 16
_SECRET_BYTES = 32
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
_OPEN = ("/enter",)


class Secrets:
    """What only the person at the terminal, or a browser that came from there, knows."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self.cookie = f"interviewer-review-{port}"
        self.form_word = secrets.token_urlsafe(_SECRET_BYTES)
        self._token: str | None = secrets.token_urlsafe(_SECRET_BYTES)
        self._session = secrets.token_urlsafe(_SECRET_BYTES)

    @property
    def first_address(self) -> str:
        """Return the address that lets one browser in; it says nothing once it was used."""
        return f"http://{self.hosts[0]}/enter?token={self._token or ''}"

    def exchange(self, token: str) -> str | None:
        """Return the cookie's value for the token, and take the token away; None for any other."""
        if self._token is None or not _same(token, self._token):
            return None
        self._token = None
        return self._session

    def knows(self, cookie: str | None) -> bool:
        """Return whether a browser has come in by the first address."""
        return cookie is not None and _same(cookie, self._session)

    def is_ours(self, word: str) -> bool:
        """Return whether a form comes from a page of ours."""
        return _same(word, self.form_word)


class Guard:
    """Let through what may talk to the page, refuse the rest, and put the headers on everything."""

    def __init__(
        self,
        app: ASGIApp,
        known: Secrets,
        refusal: Callable[[int, str], Response],
    ) -> None:
        self._app = app
        self._known = known
        self._refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        from starlette.requests import Request

        if scope["type"] != "http":
            return
        refused = self._refused(Request(scope))
        answering = self._app if refused is None else self._refusal(*refused)
        await answering(scope, receive, _with_headers(send))

    def _refused(self, request: Request) -> tuple[int, str] | None:
        """Return the status and the sentence with which a request is refused; None where not."""
        if request.headers.getlist("host") not in [[host] for host in self._known.hosts]:
            return 421, "This address is not the one that the review page has."
        if request.method not in ("GET", "HEAD") and not _is_from_here(request, self._known.hosts):
            return 403, "This was sent from another page, and nothing was changed."
        may_enter = request.url.path in _OPEN
        if not may_enter and not self._known.knows(request.cookies.get(self._known.cookie)):
            return 403, (
                "Open the address that `interviewer review` printed. It lets one browser in, once; "
                "for another, stop it and start it again: nothing is lost."
            )
        return None


class TooLongError(Exception):
    """A body that is longer than any form of ours."""


async def fields_of(request: Request) -> dict[str, str]:
    """Return the fields of a form; TooLongError, or ValueError where it is none."""
    from urllib.parse import parse_qsl

    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise ValueError("no form")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BODY:
            raise TooLongError
    return dict(parse_qsl(body.decode("ascii"), max_num_fields=_MOST_FIELDS, errors="replace"))


def _is_from_here(request: Request, hosts: tuple[str, ...]) -> bool:
    """Return whether the browser says that a page of ours sent this; silence is a no."""
    host = request.headers["host"]
    origins = request.headers.getlist("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    return host in hosts and origins == [f"http://{host}"] and site == "same-origin"


def _with_headers(send: Send) -> Callable[[Message], Awaitable[None]]:
    added = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await send(message)

    return sending


def _same(told: str, known: str) -> bool:
    return hmac.compare_digest(told.encode("utf-8", "surrogatepass"), known.encode())
